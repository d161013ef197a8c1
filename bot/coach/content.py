"""What an owner's free text is about, from the word lists of content.yml (a working judgement)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import yaml

from bot.coach.digest import FOLDER

LONGEST_QUOTE = 60


def is_promotional(text: str) -> bool:
    """Whether a topic sells."""
    return bool(_patterns()["promotional"].search(_fold(text)))


def is_personal(text: str) -> bool:
    """Whether a topic is about people rather than business; a topic that sells is not."""
    return bool(_patterns()["personal"].search(_fold(text))) and not is_promotional(text)


def says_something(text: str) -> bool:
    """Whether anything is left of a text once "nothing" and filler words are taken out."""
    return bool(_without(_fold(text), "nothing", "filler"))


def is_specific(text: str) -> bool:
    """Whether a text says what any competitor would not say too."""
    return bool(_without(_fold(text), "nothing", "generic", "filler"))


def shortened(text: str) -> str:
    """A text as it can be quoted in a sentence: whole words, `LONGEST_QUOTE` characters and an ellipsis at most."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").lower())
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", kept))


def _without(text: str, *lists: str) -> str:
    for name in lists:
        text = _patterns()[name].sub(" ", text)
    return text.strip()


@cache
def _patterns() -> Mapping[str, "re.Pattern[str]"]:
    lists: dict[str, list[str]] = yaml.safe_load((FOLDER / "content.yml").read_text(encoding="utf-8"))
    return {name: _pattern(phrases) for name, phrases in lists.items()}


def _pattern(phrases: list[str]) -> "re.Pattern[str]":
    # Longest first, so that "rapport qualite prix" is taken whole before "prix".
    ordered = sorted((re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(ordered)})\b")
