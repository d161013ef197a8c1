"""The answer files of tests/coach/cases, whole, cut short, and filled with text that is hard to print."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.coach import assess
from bot.coach.planning import Plan, make_plan
from bot.reports.pdf import Report
from bot.reports.snapshot import Snapshot

_FILES = sorted((Path(__file__).parents[1] / "coach" / "cases").glob("*.yml"))
CASES: dict[str, dict[str, Any]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["answers"] for file in _FILES
}
SPRING = date(2026, 3, 1)
AUTUMN = date(2026, 11, 24)

LONG = "pourquoi la croûte chante, " * 112
"""About 3,000 characters."""
HARD_TEXTS = {
    "right to left": "الخبز الطازج كل صباح, שלום לכולם",
    "emoji": "la fournée 🥖🧑‍🍳 du samedi 👍🏽 ❤️",
    "no font": "面包 ꙮ 𓀀",
    "long": LONG,
    "one long word": "é" * 3000,
    "markup": "<b>gras</b> **fort** __souligné__ [lien](https://example.org) <script>alert(1)</script>",
    "templates": "{own_topic} {0} %s ${HOME} $x^2$",
    "a key of the words": "progress",
    "controls": "un\x07deux\ntrois\u202eerttauq\u200bcinq",
    "calendar": "fin\nEND:VEVENT\nBEGIN:VEVENT;X=1,2\\n",
}


def half(name: str, questions: int = 9) -> dict[str, Any]:
    """A diagnosis that stopped after some questions."""
    return dict(list(CASES[name].items())[:questions])


def hard(text: str) -> dict[str, Any]:
    """A whole diagnosis whose free answers are all this text."""
    texts = {"measure": text, "customer_benefit": text, "business_benefit": text, "difference": text}
    return {**CASES["baker_rouen"], **texts, "topics": [text, f"{text} 2", f"{text} 3"], "discovery": text}


ANSWERS = {
    **CASES,
    "nothing": {},
    "half": half("plumber_quebec"),
    "express": half("plumber_quebec", 14),
    **{f"hard: {name}": hard(text) for name, text in HARD_TEXTS.items()},
}


def snapshot(answers: dict[str, Any], on: date = AUTUMN) -> Snapshot:
    return Snapshot.of(assess(answers), on)


def plan(answers: dict[str, Any], on: date = AUTUMN) -> Plan:
    return make_plan(answers, assess(answers), on, currency="EUR")


def report(answers: dict[str, Any], **more: Any) -> Report:
    return Report(AUTUMN, assess(answers), plan(answers), **more)
