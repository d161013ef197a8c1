"""What comes by default, and what it brings up."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.policy import SILENCES
from bot.reminders.routine import agenda, usual_schedules
from bot.reminders.schedule import is_quiet
from bot.reminders.telling import describe
from bot.words import load_words
from tests.reminders.people import utc

WEEK = timedelta(weeks=1)


def test_by_default_weekly_monthly_and_quarterly_and_never_two_on_a_day() -> None:
    for month in range(1, 13):
        now = utc(f"2026-{month:02d}-24T15:00")
        schedules = usual_schedules(now, "Europe/Paris")
        days = {
            kind: [
                one.astimezone(ZoneInfo("Europe/Paris")).date()
                for one in islice(schedule.between(now, utc("2030-01-01T00:00")), 40)
            ]
            for kind, schedule in schedules.items()
        }
        assert 0 < (days["check_in"][0] - now.date()).days <= 7
        assert 14 <= (days["review"][0] - now.date()).days <= 56
        assert 70 <= (days["diagnosis"][0] - now.date()).days <= 115
        for kind, least, most in (("check_in", 7, 7), ("review", 28, 35), ("diagnosis", 84, 98)):
            gaps = {(later - first).days for first, later in zip(days[kind], days[kind][1:])}
            assert least <= min(gaps) and max(gaps) <= most, kind
        assert not set(days["check_in"]) & set(days["review"]) and not set(days["review"]) & set(days["diagnosis"])
        assert not any(is_quiet(schedule.at) for schedule in schedules.values())


def test_the_default_schedules_can_be_told() -> None:
    schedules = usual_schedules(utc("2026-11-24T15:00"), "Europe/Paris")
    assert [describe(one, load_words()) for one in schedules.values()] == [
        "tous les lundis à 9 h",
        "le premier mercredi de chaque mois à 9 h",
        "tous les 3 mois, le deuxième jeudi à 9 h",
    ]


def test_a_check_in_names_a_few_tasks_and_asks_for_the_next_step() -> None:
    usual = agenda("check_in", timedelta(0), ["photo", "avis", "horaires", "story"], sent=4)
    assert usual.opening == "usual"
    assert usual.tasks == ("photo", "avis", "horaires")
    assert usual.asks == ("tasks", "learnt", "next_step")
    assert agenda("check_in", timedelta(0), [], sent=0).asks == ("learnt", "next_step"), "no task, no question on it"


def test_after_a_lapse_nothing_is_counted_up() -> None:
    lapsed = agenda("check_in", 2 * WEEK, ["photo", "avis", "horaires"], sent=9)
    assert lapsed.opening == "resume"
    assert lapsed.tasks == ("photo",) and lapsed.asks == ("next_step",)


@pytest.mark.parametrize("kind", ["check_in", "review", "diagnosis"])
def test_the_last_word_asks_nothing(kind: str) -> None:
    last = agenda(kind, (SILENCES[0] + sum(SILENCES)) * WEEK, ["photo"], sent=7)  # type: ignore[arg-type]
    assert last.opening == "last_word" and not last.asks and not last.tasks


def test_the_review_asks_for_hours_and_the_diagnosis_for_what_changed() -> None:
    assert agenda("review", timedelta(0), ["photo"], sent=2).asks == ("hours", "learnt", "next_step")
    assert agenda("diagnosis", timedelta(0), ["photo"], sent=2).asks == ("changed",)


def test_two_messages_in_a_row_are_not_worded_alike() -> None:
    assert agenda("check_in", timedelta(0), [], sent=3).wording != agenda("check_in", timedelta(0), [], sent=4).wording
