"""The answer files of tests/coach/cases, whole, cut short, and filled with text that is hard to print."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.coach import assess
from bot.reports.snapshot import Snapshot

_FILES = sorted((Path(__file__).parents[1] / "coach" / "cases").glob("*.yml"))
CASES: dict[str, dict[str, Any]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["answers"] for file in _FILES
}
SPRING = date(2026, 3, 1)
AUTUMN = date(2026, 11, 24)


def half(name: str, questions: int = 9) -> dict[str, Any]:
    """A diagnosis that stopped after some questions."""
    return dict(list(CASES[name].items())[:questions])


def snapshot(answers: dict[str, Any], on: date = AUTUMN) -> Snapshot:
    return Snapshot.of(assess(answers), on)
