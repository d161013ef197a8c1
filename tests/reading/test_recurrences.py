"""Rhythms for reminders."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.recurrences import read_recurrence

CASES = [
    ("tous les mercredis à 7 h 45", "WEEKLY", 1, "WE", None, "07:45"),
    ("ts les jeudi 18h", "WEEKLY", 1, "TH", None, "18:00"),
    ("un samedi sur deux", "WEEKLY", 2, "SA", None, None),
    ("une semaine sur trois le mardi", "WEEKLY", 3, "TU", None, None),
    ("le premier du mois", "MONTHLY", 1, "", 1, None),
    ("le 12 de chaque mois à 10h", "MONTHLY", 1, "", 12, "10:00"),
    ("le deuxième jeudi du mois", "MONTHLY", 1, "2TH", None, None),
    ("à la fin de chaque mois", "MONTHLY", 1, "", -1, None),
    ("tous les quinze jours", "WEEKLY", 2, "", None, None),
    ("chaque trimestre", "MONTHLY", 3, "", None, None),
    ("le lundi et le vendredi matin", "WEEKLY", 1, "MO FR", None, None),
    ("du mardi au samedi à 8h30", "WEEKLY", 1, "TU WE TH FR SA", None, "08:30"),
    ("tous les jours sauf le lundi", "WEEKLY", 1, "TU WE TH FR SA SU", None, None),
    ("chaque jour ouvré", "WEEKLY", 1, "MO TU WE TH FR", None, None),
    ("tous les soirs à 7h", "DAILY", 1, "", None, "19:00"),
    ("second tuesday of each month", "MONTHLY", 1, "2TU", None, None),
    ("every other thursday at 8am", "WEEKLY", 2, "TH", None, "08:00"),
    ("every 5 days", "DAILY", 5, "", None, None),
    ("each saturday and sunday", "WEEKLY", 1, "SA SU", None, None),
]


@pytest.mark.parametrize(("text", "freq", "interval", "byday", "bymonthday", "time"), CASES)
def test_rhythms(text: str, freq: str, interval: int, byday: str, bymonthday: int | None, time: str | None) -> None:
    read = read_recurrence(text)
    assert read is not None
    assert (read.freq, read.interval, " ".join(read.byday), read.bymonthday, read.time) == (
        freq, interval, byday, bymonthday, time,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "lundi", "demain à 9h", "deux fois par semaine", "tous les 0 jours", "jamais", "ce week-end"]
)
def test_no_rhythm(text: str) -> None:
    assert read_recurrence(text) is None


def test_a_lone_day_comes_back_when_the_question_asks_for_one() -> None:
    read = read_recurrence("mardi 8h", bare=True)
    assert read is not None
    assert (read.byday, read.time) == (("TU",), "08:00")


@pytest.mark.parametrize(
    ("locale", "days"), [("fr-FR", ("TH", "FR")), ("fr-CA", ("SA", "SU")), ("fr-BE", ("TH", "FR"))]
)
def test_en_fin_de_semaine_depends_on_the_country(locale: str, days: tuple[str, ...]) -> None:
    read = read_recurrence("en fin de semaine", locale)
    assert read is not None
    assert read.byday == days


def test_the_rule_gives_the_dates() -> None:
    read = read_recurrence("le premier lundi du mois à 9 h")
    assert read is not None
    assert [f"{d:%m-%d %H:%M}" for d in read.rule(datetime(2025, 1, 8))[:3]] == [
        "02-03 09:00", "03-03 09:00", "04-07 09:00",
    ]  # fmt: skip
