"""The plain form of what an owner typed, and the way back to the place where it was typed.

Every reader works on a folded line (small letters, no accents) because owners drop accents, capitals and
typographic apostrophes, and a grammar that had to list every variant could not be read. `Line` keeps, for
each character, where it came from, so that a value still knows its place in the original message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Span = tuple[int, int]

# Longer messages than Telegram's limit are cut: what follows cannot be an answer to a question.
LONGEST = 4096

_APOSTROPHES = "'’‘`´ʼ′"
_HYPHENS = "-‐‑‒–—―−"
_LIGATURES = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "×": "x",
    "…": "...",
    "\u2044": "/",
    "≈": "~",
    "≃": "~",
    "∼": "~",
}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class Line:
    """A folded or rewritten line; character i of `text` stands for `starts[i]:ends[i]` of the message."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stood in the message (an empty range gives an empty span)."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def rewrite(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None]) -> Line:
        """A copy in which each match is replaced; None leaves a match as it is."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            new = replace(match)
            if new is None or new == match.group() or match.start() == match.end():
                continue
            a, b = match.span()
            start, end = self.starts[a], self.ends[b - 1]
            pieces += self.text[done:a], new
            starts += self.starts[done:a]
            ends += self.ends[done:a]
            starts += [start] * len(new)
            ends += [end] * len(new)
            done = b
        if not done:
            return self
        pieces.append(self.text[done:])
        return Line("".join(pieces), (*starts, *self.starts[done:]), (*ends, *self.ends[done:]))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    if character in _INVISIBLE:
        return ""
    if character in _LIGATURES:
        return _LIGATURES[character]
    if character.isspace():
        return " "
    unfolded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).lower())
    plain = "".join(c for c in unfolded if not unicodedata.combining(c))
    # A few signs unfold into a whole word: they say nothing an owner would type.
    if len(plain) > 4 or " " in plain:
        return " "
    return "".join(c if c.isascii() else _LIGATURES.get(c, c) for c in plain)


@lru_cache(maxsize=64)
def folded(text: str) -> Line:
    """The folded line of a message, with the way back to it; see `fold`."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = True
    for place, character in enumerate(text[:LONGEST]):
        plain = character.lower() if character.isascii() and not character.isspace() else _fold_character(character)
        if character in "`":
            plain = "'"
        if plain == " ":
            if blank:
                continue
        elif len(plain) == 3 and plain[1] == "/" and letters and letters[-1].isdigit():
            plain = " " + plain  # 2½ is two and a half, not 21/2
        blank = plain == " " if plain else blank
        for c in plain:
            letters.append(c)
            starts.append(place)
            ends.append(place + 1)
    if letters and letters[-1] == " ":
        letters.pop(), starts.pop(), ends.pop()
    return Line("".join(letters), tuple(starts), tuple(ends))


def fold(text: str) -> str:
    """The message in small letters, without accents.

    Apostrophes become ', dashes become -, any run of blanks (non-breaking ones too) becomes one space,
    ligatures and vulgar fractions are written out (œ → oe, 2½ → 2 1/2), invisible characters go away, and
    the ends are trimmed. Only the first 4096 characters count. Folding twice changes nothing.
    """
    return folded(text).text


def words(text: str) -> list[str]:
    """The words of a message, folded: letters and digits, an inner apostrophe included ("aujourd'hui")."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=16)
def lexicon(name: str) -> dict[str, Any]:
    """The word lists of lexicon/<name>.yml, read once."""
    path = Path(__file__).parent / "lexicon" / f"{name}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{path} is not a mapping")
    return content


def one_of(*alternatives: str) -> str:
    """A regular expression for any of these, the longest first so that none hides another."""
    return "(?:" + "|".join(sorted(alternatives, key=len, reverse=True)) + ")"


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, compiled at first use and kept (importing a reader compiles nothing)."""
    return re.compile(pattern)
