"""Costaud on Telegram: the real processes against the fake Bot API, and the parts of the channel by themselves."""
