"""Colours, fonts and dates that the pictures and the PDF share."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

from bot.words import Words

# Okabe & Ito, "Color Universal Design" (2008): told apart by every common form of colour-blindness, and by their
# lightness when printed in grey.
NOW = "#0072B2"
BAR = "#D55E00"
BEFORE = "#6B6B6B"
INK = "#1A1A1A"
QUIET = "#595959"
GRID = "#D4D4D4"
PAPER = "#FFFFFF"
TINT = "#E6F1F8"


def font_file(name: str) -> Path:
    """A font that comes with matplotlib: DejaVu, free to embed (Bitstream Vera licence). FileNotFoundError if absent."""
    # Found without importing matplotlib, which the PDF does not need.
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("matplotlib, whose fonts the reports use, is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of #RRGGBB."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def date_text(day: date, words: Words) -> str:
    """A date as it is written out: 1er mars 2026."""
    return words.say("report.date", day=words.day(day), year=str(day.year))


def short_date_text(day: date, words: Words) -> str:
    """Day and month: 3 sept."""
    number = words.say("report.first") if day.day == 1 else str(day.day)
    return words.say("report.day", day=number, month=words.say(f"report.month.{day.month}"))
