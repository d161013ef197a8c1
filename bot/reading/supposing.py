"""What an owner supposes («et si j'avais 5 heures ?»): other answers, which nobody has given."""

import re
from typing import Any

from bot.coach import Answers
from bot.reading.durations import hours_a_week, read_duration
from bot.reading.money import money_a_month, read_money
from bot.reading.text import compiled, fold, lexicon

_MOST = {"hours": 80.0, "budget": 100000.0}


def supposed(text: str, answers: Answers) -> dict[str, Any]:
    """The answers a supposition changes: hours a week, money a month, somebody to help; empty when it names none.

    «De plus» and «de moins» count from the present answer.
    """
    found: dict[str, Any] = {}
    amounts = _pattern("more", "less").sub("", fold(text))
    if read_duration(amounts) is not None and (hours := hours_a_week(amounts)) is not None:
        found["hours"] = _from(answers, "hours", hours.value, text)
    if read_money(amounts) is not None and (money := money_a_month(amounts)) is not None:
        found["budget"] = _from(answers, "budget", money.value, text)
    if not found and _said(text, "helped"):
        found["helper"] = "someone"
    return found


def _from(answers: Answers, id: str, amount: float, text: str) -> float:
    now = answers.get(id)
    present = float(now) if isinstance(now, (int, float)) else 0.0
    if _said(text, "more"):
        amount = present + amount
    elif _said(text, "less"):
        amount = present - amount
    return min(max(amount, 0.0), _MOST[id])


def _said(text: str, name: str) -> bool:
    return bool(_pattern(name).search(fold(text)))


def _pattern(*names: str) -> "re.Pattern[str]":
    words = [word for name in names for word in lexicon("plan")[name]]
    return compiled("|".join(rf"(?<!\w)(?:{word})(?!\w)" for word in words))
