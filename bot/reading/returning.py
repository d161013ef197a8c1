"""What an owner says of reminders, of where they live, and of how their tasks went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Literal

from bot.reading.recurrences import read_recurrence
from bot.reading.text import compiled, fold, folded, lexicon, one_of, words
from bot.reading.times import read_time

_ANY = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""Where a moment is said does not depend on when."""

Wish = Literal["pause", "resume", "move", "change", "list"]
Went = Literal["done", "partly", "not_yet"]


def wish_of(text: str) -> Wish | None:
    """What is to become of the reminders that are there; None when a new one is asked for."""
    wish: Wish | None = _first(fold(text), lexicon("returning")["wishes"])
    return wish


def says_all(text: str) -> bool:
    """Whether all reminders are meant."""
    return _says(fold(text), lexicon("returning")["all"])


def names_the_past(text: str) -> bool:
    """Whether a day is named that is over: «hier», «lundi dernier»."""
    return _says(fold(text), lexicon("returning")["past"])


def wants_usual(text: str) -> bool:
    """Whether the usual rhythm is asked for by its name."""
    return str(lexicon("returning")["usual"]) in fold(text)


def in_place_of_during(text: str) -> str:
    """«pendant deux semaines» as «dans deux semaines», which is read as the moment when they are over."""
    return compiled(lexicon("returning")["during"]).sub("dans ", fold(text).replace(" de pause", ""))


def kind_of(text: str) -> str:
    """The kind of meeting: "check_in", unless a "review" or a new "diagnosis" is named."""
    return _first(fold(text), lexicon("returning")["kinds"]) or "check_in"


def subject_of(text: str) -> str | None:
    """What the owner wants to be reminded of, in their words and without the moment; None when they do not say."""
    known = lexicon("returning")
    line = folded(text)
    if not compiled(known["asked_for"]).search(line.text):
        return None
    match = compiled(known["subject"]).search(line.text)
    if match is None:
        return None
    start, end = line.span(match.start(1), match.end(1))
    for when in (read_recurrence(text), read_time(text, _ANY)):
        if when is not None and start < when.span[0] < end:
            end = when.span[0]
    return text[start:end].strip(" .,:;!?") or None


def place_said(text: str) -> str:
    """The name of a town, without what is said around it; "" when nothing is left."""
    known = lexicon("returning")
    line = folded(text)
    begun = compiled(known["before_town"]).match(line.text)
    start = begun.end() if begun else 0
    ended = compiled(known["after_town"]).search(line.text, start)
    return text[slice(*line.span(start, ended.start() if ended else len(line.text)))].strip()


def went(text: str) -> Went | None:
    """How a task went; None when the message does not say."""
    how: Went | None = _first(fold(text), lexicon("returning")["went"])
    return how


def speaks_of_all(text: str) -> bool:
    """Whether that holds for all the tasks."""
    return _says(fold(text), lexicon("returning")["all_of_them"])


def words_beside_moment(text: str) -> int:
    """How many words a message has besides the moment that it names; all of them when it names none."""
    when = read_time(text, _ANY)
    if when is None:
        return len(words(text))
    return len(words(text[: when.span[0]])) + len(words(text[when.span[1] :]))


def puts_off(text: str) -> bool:
    """Whether the owner would rather talk later, without saying when."""
    return str(lexicon("returning")["later"]) in fold(text)


def _first(line: str, named: Mapping[str, Sequence[str]]) -> Any:
    return next((name for name, patterns in named.items() if _says(line, patterns)), None)


def _says(line: str, patterns: Sequence[str]) -> bool:
    return compiled(rf"(?<!\w){one_of(*patterns)}(?!\w)").search(line) is not None
