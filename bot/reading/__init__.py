"""Owners’ words into values and commands; plain Python."""
