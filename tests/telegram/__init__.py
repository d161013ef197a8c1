"""Telegram as the tests play it: a fake Bot API server, and people who write to the bot through it."""
