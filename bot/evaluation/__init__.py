"""Measures of the understanding, all of them told by `python -m bot.evaluation`."""
