"""Moments, counted from a Wednesday morning."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.times import read_time

WEDNESDAY = datetime(2025, 1, 8, 10, 0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("demain matin", "2025-01-09 09:00"),
        ("2main 16h", "2025-01-09 16:00"),
        ("après-demain à midi", "2025-01-10 12:00"),
        ("samedi vers 17 h 15", "2025-01-11 17:15"),
        ("mercredi 15h", "2025-01-15 15:00"),
        ("vendredi en huit", "2025-01-17 09:00"),
        ("vendredi en quinze", "2025-01-24 09:00"),
        ("semaine prochaine", "2025-01-13 09:00"),
        ("dans 2 petites heures", "2025-01-08 12:00"),
        ("dans 4 h", "2025-01-08 14:00"),
        ("dans huit jours", "2025-01-16 10:00"),
        ("le 20 mars à 8h", "2025-03-20 08:00"),
        ("le 3", "2025-02-03 09:00"),
        ("20/03/2026", "2026-03-20 09:00"),
        ("ce soir à 9h", "2025-01-08 21:00"),
        ("six heures du soir", "2025-01-08 18:00"),
        ("9h", "2025-01-09 09:00"),
        ("seize heures moins le quart", "2025-01-08 15:45"),
        ("en fin d'après-midi", "2025-01-08 17:00"),
        ("ce week-end", "2025-01-11 09:00"),
        ("sometime next week", "2025-01-13 09:00"),
        ("friday at 6pm", "2025-01-10 18:00"),
        ("half past eleven", "2025-01-08 11:30"),
        ("in 40 minutes", "2025-01-08 10:40"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    read = read_time(text, WEDNESDAY)
    assert read is not None
    assert f"{read.moment:%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plus tard",
        "26h",
        "7:88",
        "le 31 février",
        "j'ai 3 salariés",
        "4 h par semaine",
        "rien",
        "on est 4",
    ],
)
def test_no_moment(text: str) -> None:
    assert read_time(text, WEDNESDAY) is None


def test_what_was_not_said_is_none() -> None:
    read = read_time("jeudi soir", WEDNESDAY)
    assert read is not None
    assert (read.weekday, read.part, read.time, read.in_minutes) == (3, "evening", None, None)
