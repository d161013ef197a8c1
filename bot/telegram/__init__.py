"""Costaud on Telegram: a Rasa channel on python-telegram-bot.

An update's way: `receiving` (kept in our tables before Telegram forgets it) → `chats` (one after the other within a
chat, side by side across chats) → `handling` (words, taps, commands, the rest) → Rasa → `rendering` (Telegram's
HTML, lengths, keyboards) → `sending` (from our outbox, whatever the network does).
"""
