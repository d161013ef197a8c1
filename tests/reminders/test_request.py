"""What owners ask for, in their words, and how it is told back."""

from __future__ import annotations

from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.request import Request, read_moment, read_request
from bot.reminders.schedule import is_quiet
from bot.reminders.telling import describe, tell_moment
from bot.words import load_words

PARIS = "Europe/Paris"
# A Tuesday.
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo(PARIS))


def asked(text: str, now: datetime = NOW) -> Request:
    found = read_request(text, now, PARIS)
    assert isinstance(found, Request), f"{text}: {found}"
    return found


@pytest.mark.parametrize(
    ("said", "told", "first"),
    [
        ("tous les lundis à 9 h", "tous les lundis à 9 h", "2026-11-30 09:00"),
        ("rappelle-moi tous les lundis et jeudis à 18h30", "tous les lundis et jeudis à 18 h 30", "2026-11-26 18:30"),
        ("un mardi sur deux à 10 h", "un mardi sur deux à 10 h", "2026-12-01 10:00"),
        ("toutes les 3 semaines le mardi", "toutes les 3 semaines, le mardi à 9 h", "2026-12-01 09:00"),
        ("le premier du mois vers midi", "le 1er de chaque mois à midi", "2026-12-01 12:00"),
        ("le premier vendredi du mois", "le premier vendredi de chaque mois à 9 h", "2026-12-04 09:00"),
        ("tous les trimestres à 14 h", "tous les 3 mois, le 24 à 14 h", "2026-12-24 14:00"),
        ("en semaine à 8h", "du lundi au vendredi à 8 h", "2026-11-25 08:00"),
        ("tous les soirs", "tous les jours à 19 h", "2026-11-24 19:00"),
        ("un jour sur deux", "un jour sur deux à 9 h", "2026-11-25 09:00"),
        ("tous les ans", "tous les ans, le 24 novembre à 9 h", "2027-11-24 09:00"),
        ("demain matin", "le mercredi 25 novembre 2026 à 9 h", "2026-11-25 09:00"),
        ("le 1er décembre à 11h", "le mardi 1er décembre 2026 à 11 h", "2026-12-01 11:00"),
        ("dans 2 h", "le mardi 24 novembre 2026 à 17 h", "2026-11-24 17:00"),
    ],
)
def test_a_wish_is_read_and_told_back(said: str, told: str, first: str) -> None:
    schedule = asked(said).schedule
    assert describe(schedule, load_words()) == told
    occurrence = schedule.next_after(NOW)
    assert occurrence is not None
    assert f"{occurrence.astimezone(ZoneInfo(PARIS)):%Y-%m-%d %H:%M}" == first


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tous les 31 du mois", "le dernier jour de chaque mois à 9 h"),
        ("le 30 de chaque mois à 11 h", "le 30 (ou le dernier jour) de chaque mois à 11 h"),
    ],
)
def test_a_day_some_months_lack_is_the_last_one_and_said_aloud(said: str, told: str) -> None:
    request = asked(said)
    assert describe(request.schedule, load_words()) == told
    assert request.notes == ("last_day",)


def test_an_hour_said_in_figures_is_kept_even_at_night() -> None:
    assert asked("tous les jours à 22 h").schedule.at == time(22)
    assert asked("tous les jours à 22 h").schedule.out_of_hours
    assert not asked("tous les jours à 9 h").schedule.out_of_hours


@pytest.mark.parametrize("said", ["chaque nuit", "tous les jours en fin de soirée"])
def test_an_hour_nobody_said_is_never_at_night(said: str) -> None:
    request = asked(said)
    assert not is_quiet(request.schedule.at)
    assert request.notes == ("not_at_night",)


def test_this_evening_said_late_waits_for_the_morning() -> None:
    request = asked("ce soir", NOW.replace(hour=21))
    assert describe(request.schedule, load_words()) == "le mercredi 25 novembre 2026 à 8 h"
    assert request.notes == ("not_at_night",)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("bonjour", "nothing"),
        ("le 30 février à 9 h", "impossible"),
        ("le 31/04 à 9h", "impossible"),
        ("tous les 32 du mois", "impossible"),
        ("demain à 25 h", "impossible"),
        ("le 12 janvier 2020 à 9 h", "past"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(said: str, refusal: str) -> None:
    assert read_request(said, NOW, PARIS) == refusal
    assert f"reminders.refused.{refusal}" in load_words().keys


def test_two_hours_are_two_hours_when_the_clocks_change() -> None:
    # 25 October 2026, 1:30 in summer time: the clocks go back at three.
    moment = read_moment("dans 2 h", datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo(PARIS)), PARIS)
    assert moment == datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc)


def test_a_snoozed_reminder_keeps_its_own_hour() -> None:
    words = load_words()
    for said, told in (
        ("demain", "le mercredi 25 novembre 2026 à 14 h 30"),
        ("la semaine prochaine", "le lundi 30 novembre 2026 à 14 h 30"),
        ("demain à 8 h", "le mercredi 25 novembre 2026 à 8 h"),
    ):
        moment = read_moment(said, NOW, PARIS, time(14, 30))
        assert moment is not None
        assert tell_moment(moment, PARIS, words) == told


def test_every_schedule_and_note_has_its_words() -> None:
    words = load_words()
    for said in ("tous les {} jours", "toutes les {} semaines", "tous les {} mois"):
        for number in (2, 3, 6):
            assert str(number) in describe(asked(said.format(number)).schedule, words) or number == 2
    assert {"reminders.note.last_day", "reminders.note.not_at_night"} <= words.keys
