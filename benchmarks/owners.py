"""Simulated owners: what each types next, one who talks to the coach and one who talks to the stock bot."""

import itertools
import random
from functools import cache
from pathlib import Path

import yaml

from benchmarks.bots import Turn
from bot.coach import load_questionnaire

LONGEST = 80
"""Turns after which an owner leaves, so that a bot that loops does not hold the benchmark up."""

# The happy and the sad path of the stock project, with the other intents it knows.
_STOCK_LINES = (
    "hello",
    "I am feeling very good",
    "are you a bot?",
    "hey there",
    "my day was horrible",
    "yes",
    "good evening",
    "extremely sad",
    "no",
    "bye bye",
)


@cache
def answers() -> dict[str, list[str]]:
    """What may be answered to each question. Raises ValueError where a question has no answer, or is unknown."""
    loaded: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text(encoding="utf-8"))
    if set(loaded) != set(load_questionnaire().ids):
        differing = ", ".join(sorted(set(loaded) ^ set(load_questionnaire().ids)))
        raise ValueError(f"benchmarks/answers.yml and the questionnaire differ: {differing}")
    return loaded


class CoachOwner:
    """One owner of a business, from the welcome to the result of the full diagnosis."""

    def __init__(self, number: int) -> None:
        """`number` makes the conversation id, and chooses the answers: the same in each run."""
        self.sender = f"owner-{number}"
        self._random = random.Random(number)
        self._said = 0
        self._asked_before: str | None = None

    def next_line(self, last: Turn | None) -> str | None:
        """What the owner types after the turn `last`; None once the conversation is over."""
        self._said += 1
        if last is None:
            return "Bonjour"
        if last.situation == "done" or self._said > LONGEST:
            return None
        asked, before = last.pending, self._asked_before
        self._asked_before = asked
        if asked is None:
            return "Oui, on y va"
        if asked == before:  # not understood: an owner who does not insist
            return "Passer cette question"
        if asked in answers():
            return self._random.choice(answers()[asked])
        return last.buttons[-1] if last.buttons else "Je garde mes réponses"


class LastingOwner(CoachOwner):
    """An owner who starts over after each verdict, for good."""

    _confirming = False

    def next_line(self, last: Turn | None) -> str:
        """There is always one."""
        self._said = 0
        if last is not None and last.situation == "done":
            self._confirming = not self._confirming
            return "Recommencer" if self._confirming else "Oui, recommencer"
        return super().next_line(last) or "Bonjour"


class StockOwner:
    """Someone who goes through the paths of the stock project, again and again."""

    def __init__(self, number: int) -> None:
        """`number` makes the conversation id."""
        self.sender = f"visitor-{number}"
        self._lines = itertools.cycle(_STOCK_LINES)

    def next_line(self) -> str:
        """The next line; there is always one."""
        return next(self._lines)
