"""Rasa's custom actions: each reads the tracker, makes one move of `bot.interview` and returns words and events."""
