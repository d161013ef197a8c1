"""When Costaud holds back, by itself: no database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.policy import hold_until, is_last_word, next_after_silence, outage_retry_after, retry_after
from bot.reminders.schedule import Schedule
from tests.reminders.people import utc

MONDAYS = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 1), time(9), "Europe/Paris")
MONTHLY = Schedule("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 1, 1), time(9), "Europe/Paris")
QUARTERLY = Schedule("FREQ=MONTHLY;BYMONTHDAY=1;INTERVAL=3", date(2026, 1, 1), time(9), "Europe/Paris")


def dates_without_an_answer(schedule: Schedule, start: datetime) -> list[datetime]:
    first = schedule.next_after(start)
    assert first is not None
    sent: list[datetime] = [first]
    while (later := next_after_silence(schedule, sent[-1], sent[-1], sent[-1] - first)) is not None:
        sent.append(later)
        assert len(sent) < 50
    return sent


def test_silence_is_met_with_two_four_eight_weeks_and_a_last_word() -> None:
    sent = dates_without_an_answer(MONDAYS, utc("2026-01-02T00:00"))
    weeks = [round((later - first) / timedelta(weeks=1)) for first, later in zip(sent, sent[1:])]
    assert weeks == [1, 1, 2, 4, 8, 8]
    last_words = [is_last_word(one - sent[0]) for one in sent]
    assert last_words == [False] * 6 + [True]


@pytest.mark.parametrize("schedule", [MONTHLY, QUARTERLY])
def test_a_slow_rhythm_is_made_slower_only_as_far_as_silence_asks(schedule: Schedule) -> None:
    sent = dates_without_an_answer(schedule, utc("2026-01-02T00:00"))
    gaps = [later - first for first, later in zip(sent, sent[1:])]
    assert all(gap <= timedelta(days=92) for gap in gaps)
    assert gaps == sorted(gaps, key=lambda gap: gap > timedelta(days=50)), "never faster again"
    assert [is_last_word(one - sent[0]) for one in sent].count(True) == 1


def test_the_pauses_of_silence_cross_clock_changes_at_the_same_hour() -> None:
    for month in range(1, 13):
        for one in dates_without_an_answer(MONDAYS, utc(f"2026-{month:02d}-01T00:00")):
            assert f"{one.astimezone(ZoneInfo('Europe/Paris')):%a %H:%M}" == "Mon 09:00"


def test_retries_come_ever_later_and_end() -> None:
    waits = [retry_after(attempt) for attempt in range(1, 9)]
    assert waits[-1] is None
    kept = [wait for wait in waits if wait is not None]
    assert kept == sorted(kept) and kept[0] == timedelta(minutes=1) and kept[-1] <= timedelta(hours=1)


def test_an_outage_is_retried_without_end_every_quarter_of_an_hour() -> None:
    assert outage_retry_after(1) == timedelta(minutes=1)
    assert outage_retry_after(10_000) == timedelta(minutes=15)


def test_a_conversation_and_the_night_hold_a_reminder_back() -> None:
    due = utc("2026-11-30T08:00")
    assert hold_until(due, due, MONDAYS, due, asking=False) is None
    assert hold_until(due, due, MONDAYS, due - timedelta(minutes=4), asking=True) == utc("2026-11-30T08:06")
    assert hold_until(due, due, MONDAYS, due - timedelta(minutes=10), asking=True) is None
    night = utc("2026-11-30T23:00")
    assert hold_until(night, due, MONDAYS, night, asking=True) == utc("2026-12-01T07:00")
