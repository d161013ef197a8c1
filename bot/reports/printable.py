"""Text made fit for print: cut where it is too long, marked where no font has the character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MISSING = "\u25a1"
"""□ stands for what no font can draw: the reader sees that something was there."""

# Characters that only change the look of the one before: presentation selectors and skin tones.
_MODIFIERS = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_JOINED = re.compile(f"{MISSING}(?:[\u200d\u20e3]?{MISSING})+|{MISSING}[\u200d\u20e3]+")
# Combining marks, then the scripts from Hebrew to Burmese, Khmer and Mongolian, and the Arabic and Hebrew forms.
_SHAPED = re.compile("[\u0300-\u036f\u0590-\u109f\u1780-\u18af\u1ab0-\u1aff\ufb1d-\ufdff\ufe70-\ufefc]")


def printable(text: str, glyphs: Container[int]) -> str:
    """The text on one line, with MISSING for the characters that `glyphs` (code points) lacks.

    Controls, among them those that turn the direction of what follows, are dropped: typed text stays in its place.
    """
    kept = []
    for character in _MODIFIERS.sub("", unicodedata.normalize("NFC", text)):
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in "\t\n\r":
            kept.append(character if character in "\u00a0\u202f" else " ")
        elif category == "Cc" or unicodedata.bidirectional(character) in _TURNS:
            continue
        elif ord(character) in glyphs or character == "\u200d":
            kept.append(character)
        else:
            kept.append(MISSING)
    return re.sub(" {2,}", " ", _JOINED.sub(MISSING, "".join(kept))).strip()


_TURNS = ("LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def _one_line(text: str) -> str:
    """White space made single spaces, but for those that do not break."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def without_controls(text: str) -> str:
    """The text on one line, without the control characters that no file format takes."""
    return "".join(character for character in _one_line(text) if unicodedata.category(character) not in ("Cc", "Cs"))


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between two words where there are any."""
    text = _one_line(text)
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    return (start.rsplit(" ", 1)[0] if " " in start[longest // 2 :] else start).rstrip(" ,;:.") + "…"


def needs_shaping(text: str) -> bool:
    """Whether letters change with their neighbours or run from right to left, which costs a slower way of setting."""
    return _SHAPED.search(text) is not None
