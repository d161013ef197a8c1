"""The value readers against other people's cases, such as those of the open benchmark's ``parser_cases.jsonl``.

Each line holds ``id text lang kind expected`` and, where useful, ``ref ambiguous approx also_ok_minutes``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.reading.amounts import middle
from bot.reading.durations import read_duration
from bot.reading.money import read_money
from bot.reading.numbers import read_number
from bot.reading.recurrences import CODES, read_recurrence
from bot.reading.times import When, read_time

Row = Mapping[str, Any]
KINDS = ("duration", "money", "number", "time", "recurrence")
_NOON = datetime(2024, 5, 15, 12, 0)


@dataclass(frozen=True)
class Miss:
    """A case read otherwise than expected."""

    id: str
    text: str
    expected: Mapping[str, Any]
    got: str


@dataclass
class Score:
    """The cases of one kind in one language; ambiguous ones are counted aside, right or not."""

    n: int = 0
    right: int = 0
    aside: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The share of cases read right, 0 to 1 (1 when there is none)."""
        return self.right / self.n if self.n else 1.0


@dataclass(frozen=True)
class Report:
    """Scores by (kind, language)."""

    scores: Mapping[tuple[str, str], Score]

    @property
    def misses(self) -> list[Miss]:
        """Every miss, in the order of the file within its kind."""
        return [miss for score in self.scores.values() for miss in score.misses]


def score_values(path: Path | str) -> Report:
    """Read every case of the file; raises OSError or ValueError when it cannot be read."""
    scores: dict[tuple[str, str], Score] = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        score = scores.setdefault((row["kind"], row["lang"]), Score())
        if row.get("ambiguous"):
            score.aside += 1
            continue
        score.n += 1
        right, got = judge(row)
        if right:
            score.right += 1
        else:
            score.misses.append(Miss(row["id"], row["text"], row["expected"], got))
    order = sorted(scores, key=lambda key: (KINDS.index(key[0]), key[1] != "fr", key[1]))
    return Report({key: scores[key] for key in order})


def judge(row: Row) -> tuple[bool, str]:
    """Whether a case is read right, and what was read, for people."""
    judges = {
        "duration": _duration,
        "money": _money,
        "number": _number,
        "time": _time,
        "recurrence": _recurrence,
    }
    return judges[row["kind"]](row)


def _near(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) < 1e-6 * max(1.0, abs(b))


def _single(low: float | None, high: float | None, approximate: bool, expected: float, vague: bool) -> bool:
    """One figure is expected: a vague range is right by its middle, or by holding it when the case says approximate."""
    if low is not None and high is not None and low != high:
        return approximate and (_near(middle(low, high), expected) or (vague and low <= expected <= high))
    return _near(low, expected) and _near(high, expected)


def _duration(row: Row) -> tuple[bool, str]:
    expected, read = row["expected"], read_duration(row["text"])
    got = "nothing" if read is None else f"{read.low}–{read.high} min per {read.per}"
    if "max_minutes" in expected:
        return read is not None and read.low is None and _near(read.high, expected["max_minutes"]), got
    if "min_minutes" in expected:
        return read is not None and read.high is None and _near(read.low, expected["min_minutes"]), got
    if expected["minutes"] is None:
        return read is None, got
    if read is None:
        return False, got
    vague = bool(row.get("approx"))
    if any(_near(read.value, ok) for ok in row.get("also_ok_minutes", ())):
        return True, got
    return _single(read.low, read.high, read.approximate, expected["minutes"], vague), got


def _bounds(low: float | None, high: float | None, approximate: bool, expected: Mapping[str, Any], vague: bool) -> bool:
    if "value" in expected:
        return _single(low, high, approximate, float(expected["value"]), vague)
    ends = ((low, expected.get("min")), (high, expected.get("max")))
    return all((read is None and end is None) or _near(read, end) for read, end in ends)


def _money(row: Row) -> tuple[bool, str]:
    expected, read = row["expected"], read_money(row["text"])
    if read is None:
        return False, "nothing"
    right = _bounds(read.low, read.high, read.approximate, expected, bool(row.get("approx")))
    return bool(right and read.currency == expected["currency"]), f"{read.low}–{read.high} {read.currency}"


def _number(row: Row) -> tuple[bool, str]:
    expected, read = row["expected"], read_number(row["text"])
    if read is None:
        return False, "nothing"
    right = _bounds(read.low, read.high, read.approximate, expected, bool(row.get("approx")))
    return right, f"{read.low}–{read.high}"


def _reference(row: Row) -> datetime:
    return datetime.fromisoformat(row["ref"].split(" ")[0]) if row.get("ref") else _NOON


def _time(row: Row) -> tuple[bool, str]:
    expected, reference = row["expected"], _reference(row)
    read = read_time(row["text"], reference)
    if read is None:
        return expected == {"time": None}, "nothing"
    got = f"{read.moment:%Y-%m-%d %H:%M} {read.part or ''}"
    return all(_time_part(read, reference, name, expected) for name in expected), got


def _time_part(read: When, reference: datetime, name: str, expected: Mapping[str, Any]) -> bool:
    """One thing that is expected of a moment ("to" is judged with "from")."""
    value = expected[name]
    clock = f"{read.moment:%H:%M}"
    if name == "time":
        return read.time is not None and clock == str(value)
    if name == "date":
        return read.date is not None and read.date.isoformat() == str(value)
    if name == "weekday":
        return read.date is not None and CODES[read.date.weekday()] == str(value)
    if name == "week_of":
        monday = read.moment.date() - timedelta(days=read.moment.weekday())
        return monday.isoformat() == str(value)
    if name == "in_minutes":
        return _near(read.in_minutes, value)
    if name == "in_days":
        return _near(read.in_days, value)
    if name == "part":
        return read.part == str(value)
    end = "24:00" if expected.get("to") == "00:00" else expected.get("to", "24:00")
    return bool(expected.get("from", "00:00") <= clock < end)


def _recurrence(row: Row) -> tuple[bool, str]:
    expected, read = row["expected"], read_recurrence(row["text"])
    if read is None:
        return False, "nothing"
    got = f"{read.freq} {read.interval} {','.join(read.byday)} {read.bymonthday or ''} {read.time} {read.part or ''}"
    right = (
        read.freq == expected["freq"]
        and read.interval == expected["interval"]
        and list(read.byday) == expected["byday"]
        and read.time == expected["time"]
        and read.bymonthday == expected.get("bymonthday")
        and expected.get("part") in (None, read.part)
    )
    return bool(right), got
