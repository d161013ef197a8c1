"""Measures of the understanding, on files of labelled messages."""
