"""Reasons, days, sources and what became of tasks, as the report and the calendar file word them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.coach import Reason
from bot.reports.printable import shortened
from bot.reports.style import short_date_text
from bot.words import Words


@dataclass(frozen=True)
class OwnTask:
    """A task the owner added: its id within the plan, their words, the day it is due."""

    id: str
    title: str
    due: date


@dataclass(frozen=True)
class Marks:
    """What the owner has made of a plan: ids of the tasks done and dropped, and tasks of their own."""

    done: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    own: tuple[OwnTask, ...] = ()


LONGEST_QUOTE = 110
"""Characters of the owner's own words within a sentence."""


def told(reason: Reason, words: Words, variant: int = 0) -> str:
    """The sentence of a reason, `variant` of several; the owner's own words (params `own_…`) are cut where they are long."""
    params: dict[str, Any] = {
        name: shortened(value, LONGEST_QUOTE) if isinstance(value, str) and name.startswith("own_") else value
        for name, value in reason.params.items()
    }
    return words.say(reason.key, variant, **params)


def weekday_text(day: date, words: Words) -> str:
    """mar. 3 sept."""
    weekday = words.say(f"report.weekday.short.{day.weekday()}")
    return words.say("report.weekday.day", weekday=weekday, day=short_date_text(day, words))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


class Sources:
    """The articles behind what is said, numbered as they come up."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers: dict[str, int] = {}

    def mark(self, points: Iterable[str]) -> str:
        """The numbers of the articles of these points: [1, 3]; empty without any."""
        articles = self._words.articles(points)
        numbers = sorted(self._numbers.setdefault(article, len(self._numbers) + 1) for article in articles)
        return self._words.say("report.mark", numbers=",\u00a0".join(map(str, numbers))) if numbers else ""

    def listed(self) -> list[str]:
        """Each article after its number."""
        return [
            self._words.say("report.source", number=number, own_article=capital(article))
            for article, number in self._numbers.items()
        ]
