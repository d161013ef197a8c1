"""When reminders come back: instants computed by hand, in UTC."""

from __future__ import annotations

import datetime as dt
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.schedule import Schedule, end_of_quiet, is_quiet

UTC = timezone.utc


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def upcoming(schedule: Schedule, after: str, number: int) -> list[str]:
    found = islice(schedule.between(utc(after), utc("2100-01-01T00:00")), number)
    return [f"{one:%Y-%m-%d %H:%M}" for one in found]


def test_nine_on_the_wall_stays_nine_when_the_clocks_change_in_paris() -> None:
    mondays = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 3, 1), time(9), "Europe/Paris")
    assert upcoming(mondays, "2026-03-17T00:00", 3) == ["2026-03-23 08:00", "2026-03-30 07:00", "2026-04-06 07:00"]
    assert upcoming(mondays, "2026-10-13T00:00", 3) == ["2026-10-19 07:00", "2026-10-26 08:00", "2026-11-02 08:00"]


def test_quebec_changes_its_clocks_on_other_days() -> None:
    mondays = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 1), time(9), "America/Toronto")
    assert upcoming(mondays, "2026-03-03T00:00", 2) == ["2026-03-09 13:00", "2026-03-16 13:00"]
    assert upcoming(mondays, "2026-10-27T00:00", 2) == ["2026-11-02 14:00", "2026-11-09 14:00"]


def test_an_hour_that_does_not_exist_comes_an_hour_later_that_day() -> None:
    nightly = Schedule("FREQ=DAILY", date(2026, 3, 1), time(2, 30), "Europe/Paris", out_of_hours=True)
    # 29 March 2026, 2:30: the clocks jump from 2 to 3; half past three is 1:30 UTC.
    assert upcoming(nightly, "2026-03-27T12:00", 3) == ["2026-03-28 01:30", "2026-03-29 01:30", "2026-03-30 00:30"]


def test_an_hour_that_exists_twice_comes_once_the_first_time() -> None:
    nightly = Schedule("FREQ=DAILY", date(2026, 10, 1), time(2, 30), "Europe/Paris", out_of_hours=True)
    assert upcoming(nightly, "2026-10-23T12:00", 3) == ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]


def test_every_other_tuesday_keeps_its_weeks_for_years() -> None:
    schedule = Schedule("FREQ=WEEKLY;BYDAY=TU;INTERVAL=2", date(2026, 12, 1), time(9), "Europe/Paris")
    assert upcoming(schedule, "2026-11-24T00:00", 2) == ["2026-12-01 08:00", "2026-12-15 08:00"]
    for day in (date(2026, 12, 1) + timedelta(days=d) for d in range(0, 4000, 13)):
        found = schedule.next_after(datetime.combine(day, time(), tzinfo=UTC))
        assert found is not None
        local = found.astimezone(ZoneInfo("Europe/Paris"))
        assert (local.date() - date(2026, 12, 1)).days % 14 == 0 and local.time() == time(9)
        assert timedelta(0) <= local.date() - day <= timedelta(days=14)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=1;INTERVAL=3", ["2027-01-01", "2027-04-01", "2027-07-01", "2027-10-01"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", ["2027-02-28", "2028-02-29", "2029-02-28"]),
        ("FREQ=DAILY;INTERVAL=3", ["2027-01-01", "2027-01-04", "2027-01-07"]),
    ],
)
def test_days_of_the_month_are_those_of_the_calendar(rule: str, days: list[str]) -> None:
    schedule = Schedule(rule, date(2027, 1, 1), time(12), "UTC")
    assert upcoming(schedule, "2026-12-31T23:00", len(days)) == [f"{day} 12:00" for day in days]


def test_what_comes_once_comes_no_more() -> None:
    once = Schedule(None, date(2026, 11, 25), time(9), "Europe/Paris")
    assert once.next_after(utc("2026-11-24T12:00")) == utc("2026-11-25T08:00")
    assert once.next_after(utc("2026-11-25T08:00")) is None


def test_snoozing_moves_one_occurrence_and_not_the_rhythm() -> None:
    mondays = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 1), time(9), "Europe/Paris")
    monday, next_monday = utc("2026-11-23T08:00"), utc("2026-11-30T08:00")
    assert mondays.moved(monday, utc("2026-11-23T10:15")) == utc("2026-11-23T10:15")
    assert mondays.next_after(utc("2026-11-23T10:15")) == next_monday
    assert mondays.moved(monday, utc("2026-12-20T08:00")) == next_monday, "beyond the next one, the two are one"


def test_an_owner_who_moves_keeps_the_hour_on_the_wall() -> None:
    paris = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 1), time(9), "Europe/Paris")
    assert paris.in_zone("America/Toronto").next_after(utc("2026-11-24T00:00")) == utc("2026-11-30T14:00")


def test_nobody_is_written_to_between_nine_in_the_evening_and_eight() -> None:
    hours = [hour for hour in range(24) if is_quiet(time(hour))]
    assert hours == [0, 1, 2, 3, 4, 5, 6, 7, 21, 22, 23]
    assert not is_quiet(time(20, 59)) and is_quiet(time(7, 59))
    assert end_of_quiet(utc("2026-11-24T20:00"), "Europe/Paris") == utc("2026-11-25T07:00")
    assert end_of_quiet(utc("2026-11-24T23:30"), "Europe/Paris") == utc("2026-11-25T07:00")
    assert end_of_quiet(utc("2026-11-24T12:00"), "Europe/Paris") == utc("2026-11-24T12:00")
    assert end_of_quiet(utc("2026-03-28T23:30"), "Europe/Paris") == utc("2026-03-29T06:00"), "a night of an hour less"


@given(
    st.sampled_from(["Europe/Paris", "America/Toronto", "Pacific/Noumea", "Africa/Casablanca", "Australia/Lord_Howe"]),
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2032, 1, 1)),
    st.times(),
    st.integers(1, 4),
)
def test_the_next_occurrence_is_ahead_and_none_is_jumped_over(
    zone: str, after: datetime, at: time, interval: int
) -> None:
    at = at.replace(second=0, microsecond=0)
    schedule = Schedule(f"FREQ=DAILY;INTERVAL={interval}", date(2024, 1, 1), at, zone)
    first, second = islice(schedule.between(after.replace(tzinfo=UTC), utc("2040-01-01T00:00")), 2)
    assert first > after.replace(tzinfo=UTC)
    assert first - after.replace(tzinfo=UTC) <= timedelta(days=interval, hours=1)
    days = second.astimezone(ZoneInfo(zone)).date() - first.astimezone(ZoneInfo(zone)).date()
    # Within the hour after midnight a clock change can move one to the next day, never more.
    assert abs(days.days - interval) <= (1 if at < time(1) or at >= time(23) else 0)
