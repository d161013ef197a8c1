"""The judge of the value readers, on cases of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.values import judge, score_values


def case(kind: str, text: str, expected: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": text, "kind": kind, "lang": "fr", "text": text, "expected": expected, **more}


RIGHT = [
    case("duration", "sept minutes", {"minutes": 7}),
    case("duration", "moins de sept minutes", {"max_minutes": 7}),
    case("duration", "au moins sept minutes", {"min_minutes": 7}),
    case("duration", "des lustres", {"minutes": None}),
    case("duration", "une matinée", {"minutes": 720}, also_ok_minutes=[240]),
    case("duration", "quelques semaines", {"minutes": 40320}, approx=True),
    case("money", "33 €", {"value": 33, "currency": "EUR"}),
    case("money", "de 33 à 44 €", {"min": 33, "max": 44, "currency": "EUR"}),
    case("number", "plus de huit", {"min": 8}),
    case("time", "jeudi à 7h", {"weekday": "TH", "time": "07:00"}),
    case("time", "le matin", {"from": "06:00", "to": "12:00"}),
    case("time", "la soirée", {"from": "18:00", "to": "00:00"}),
    case("time", "7:99", {"time": None}),
    case("time", "dans deux jours", {"in_days": 2}, ref="2024-05-15T08:00:00 (Wednesday)"),
    case("recurrence", "chaque mardi à 7h", {"freq": "WEEKLY", "interval": 1, "byday": ["TU"], "time": "07:00"}),
]
WRONG = [
    case("duration", "sept minutes", {"minutes": 8}),
    case("duration", "sept minutes", {"minutes": None}),
    case("duration", "quelques semaines", {"minutes": 40320}),
    case("money", "33 €", {"value": 33, "currency": "CHF"}),
    case("number", "plus de huit", {"value": 8}),
    case("time", "jeudi à 7h", {"weekday": "FR"}),
    case("time", "la soirée", {"from": "06:00", "to": "12:00"}),
    case("recurrence", "chaque mardi", {"freq": "DAILY", "interval": 1, "byday": [], "time": None}),
]


@pytest.mark.parametrize("row", RIGHT, ids=lambda row: row["text"])
def test_right(row: dict[str, Any]) -> None:
    assert judge(row)[0]


@pytest.mark.parametrize("row", WRONG, ids=lambda row: row["text"])
def test_wrong(row: dict[str, Any]) -> None:
    assert not judge(row)[0]


def test_ambiguous_rows_are_set_aside_and_misses_kept_by_their_id(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [RIGHT[0], WRONG[0], {**WRONG[1], "ambiguous": True}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    report = score_values(path)
    score = report.scores["duration", "fr"]
    assert (score.n, score.right, score.aside, score.rate) == (2, 1, 1, 0.5)
    assert [(miss.id, miss.expected) for miss in report.misses] == [("sept minutes", {"minutes": 8})]
