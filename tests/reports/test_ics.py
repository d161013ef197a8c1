"""The calendar file, read back by programs that did not write it: vobject, dateutil's VTIMEZONE reader, zoneinfo."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical

from bot.coach.planning import Plan, Slot
from bot.reports.ics import plan_ics
from bot.reports.telling import Marks, OwnTask, told
from bot.reports.zones import vtimezone, zone_named
from bot.words import load_words
from tests.reports.cases import ANSWERS, CASES, HARD_TEXTS, hard, plan

WORDS = load_words()
STAMP = datetime(2026, 11, 24, 18, 30, tzinfo=timezone.utc)
ZONES = [
    *("Europe/Paris", "America/Toronto", "America/St_Johns", "Europe/Dublin", "Africa/Casablanca"),
    *("Indian/Reunion", "America/Martinique", "Pacific/Noumea", "Australia/Lord_Howe", "UTC"),
]


def made(
    one: Plan,
    zone: str | None = "Europe/Paris",
    stamp: datetime = STAMP,
    owner: str = "telegram:12345",
    marks: Marks = Marks(),  # noqa: B008 (it cannot change)
) -> str:
    return plan_ics(one, owner, zone, stamp, WORDS, marks).decode("utf-8")


def read(text: str) -> Any:
    """The calendar as vobject reads and validates it."""
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return calendar


def events(text: str) -> dict[str, Any]:
    return {event.uid.value: event for event in read(text).vevent_list}


def slot_of(text: str) -> Any:
    (slot,) = (event for event in read(text).vevent_list if "rrule" in event.contents)
    return slot


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_independent_reader_takes_it_an_event_for_each_task_and_the_slot(name):
    one = plan(ANSWERS[name])
    found = events(made(one))
    assert len(found) == len(one.tasks) + (one.slot is not None)
    for event in found.values():
        assert event.summary.value and event.description.value
        assert event.valarm.action.value == "DISPLAY" and event.valarm.trigger.value < timedelta(0)


@pytest.mark.parametrize("name", ANSWERS)
def test_lines_are_folded_at_75_bytes_and_no_letter_is_cut(name):
    raw = plan_ics(plan(ANSWERS[name]), "owner", "Europe/Paris", STAMP, WORDS)
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    for line in lines:
        assert len(line) <= 75
        line.decode("utf-8")
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)


def test_a_task_stands_on_the_day_it_is_due_with_an_alarm_the_morning_before():
    one = plan(CASES["toy_shop"])
    found = {event.summary.value: event for event in events(made(one)).values()}
    task = next(task for task in one.tasks if task.rhythm == "once")
    event = found[told(task.title, WORDS).rstrip(".")]
    assert event.dtstart.value == task.due
    assert event.dtend.value == task.due + timedelta(days=1)
    assert event.transp.value == "TRANSPARENT"
    alarm = datetime.combine(task.due, time()) + event.valarm.trigger.value
    assert alarm == datetime.combine(task.due - timedelta(days=1), time(9))
    assert told(task.why, WORDS) in event.description.value
    assert told(task.done_when, WORDS) in event.description.value
    assert "D’après" in event.description.value


def test_a_weekly_task_stands_on_the_day_it_begins():
    one = plan(CASES["toy_shop"])
    found = {event.summary.value: event for event in events(made(one)).values()}
    task = next(task for task in one.tasks if task.rhythm == "weekly")
    assert found[f"{told(task.title, WORDS).rstrip('.')} (chaque semaine)"].dtstart.value == task.start


def test_what_is_done_rings_no_more_what_is_dropped_is_cancelled_what_is_added_stands_there():
    one = plan(CASES["toy_shop"])
    done, dropped = one.tasks[0], one.tasks[1]
    own = OwnTask("own.1", "Appeler Marcel; vite", date(2026, 12, 24))
    marks = Marks(frozenset({done.id}), frozenset({dropped.id}), (own,))
    before, after = events(made(one)), events(made(one, stamp=STAMP + timedelta(hours=1), marks=marks))
    assert after.keys() > before.keys()
    found = {event.summary.value: event for event in after.values()}
    ticked = next(event for title, event in found.items() if title.startswith("Fait"))
    assert not hasattr(ticked, "valarm")
    (cancelled,) = (event for event in after.values() if event.status.value == "CANCELLED")
    assert not hasattr(cancelled, "valarm")
    assert cancelled.uid.value in before
    assert found["Appeler Marcel; vite"].dtstart.value == date(2026, 12, 24)


def test_a_second_import_updates_the_first():
    first = plan(CASES["toy_shop"])
    later = replace(first, tasks=tuple(replace(task, due=task.due + timedelta(days=7)) for task in first.tasks))
    before, after = events(made(first)), events(made(later, stamp=STAMP + timedelta(days=3)))
    assert before.keys() == after.keys()
    for uid, event in after.items():
        assert int(event.sequence.value) > int(before[uid].sequence.value)
        assert event.dtstamp.value > before[uid].dtstamp.value
        assert event.last_modified.value == event.dtstamp.value == STAMP + timedelta(days=3)


def test_the_identifiers_hold_for_another_day_but_are_each_owner_s_own():
    one, later = plan(CASES["toy_shop"]), plan(CASES["toy_shop"], date(2027, 3, 2))
    assert events(made(one)).keys() == events(made(later)).keys()
    text = made(one, owner="telegram:67890")
    assert not events(made(one)).keys() & events(text).keys()
    assert "67890" not in text


@pytest.mark.parametrize(
    ("zone", "first_day", "winter_and_summer"),
    [
        ("Europe/Paris", date(2027, 3, 1), {7, 6}),
        ("Europe/Paris", date(2026, 10, 5), {6, 7}),
        ("America/Toronto", date(2027, 2, 15), {13, 12}),
        ("America/Toronto", date(2026, 10, 12), {12, 13}),
    ],
)
def test_the_slot_keeps_its_hour_on_both_sides_of_a_clock_change(zone, first_day, winter_and_summer):
    one = replace(
        plan(CASES["toy_shop"], first_day),
        first_day=first_day,
        last_day=first_day + timedelta(days=90),
        slot=Slot(weekday=1, at=time(8), minutes=90),
    )
    slot = slot_of(made(one, zone))
    occurrences = list(slot.getrruleset(addRDate=True))
    assert len(occurrences) == 13
    for place, start in enumerate(occurrences):
        day = first_day + timedelta(days=1 + 7 * place)
        assert start.replace(tzinfo=None) == datetime.combine(day, time(8))
        # vobject took the offset from the file's own VTIMEZONE; zoneinfo knows nothing of the file.
        expected = datetime.combine(day, time(8), ZoneInfo(zone)).astimezone(timezone.utc)
        assert start.astimezone(timezone.utc) == expected
    assert {start.astimezone(timezone.utc).hour for start in occurrences} == winter_and_summer
    assert slot.duration.value == timedelta(minutes=90)


def read_zone(text: str, key: str) -> Any:
    return tzical(StringIO(text)).get(key)


def quarters(first: datetime, hours: int) -> Iterator[datetime]:
    return (first + timedelta(minutes=15 * step) for step in range(4 * hours))


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_in_the_file_is_the_zone(zone):
    """Every noon of two years, and every quarter of an hour of the days the clocks change."""
    first, last = date(2026, 1, 1), date(2028, 1, 1)
    component = vtimezone(zone_named(zone), first, last).to_ical().decode()
    found, real = read_zone(component, zone), ZoneInfo(zone)
    days = [datetime.combine(first + timedelta(days=n), time(12)) for n in range(1, 729)]
    changing = [
        day
        for day in days
        if day.replace(tzinfo=real).utcoffset() != (day + timedelta(1)).replace(tzinfo=real).utcoffset()
    ]
    for moment in [*days, *(quarter for day in changing for quarter in quarters(day, 24))]:
        aware = moment.replace(tzinfo=real)
        exists = aware.astimezone(timezone.utc).astimezone(real).replace(tzinfo=None) == moment
        once = aware.utcoffset() == aware.replace(fold=1).utcoffset()
        if exists and once:
            assert moment.replace(tzinfo=found).utcoffset() == aware.utcoffset(), moment


def test_a_change_begins_at_the_local_time_of_before_it():
    """RFC 5545, 3.6.5: at two by the clock that is about to be put forward, at three by the one to be put back."""
    text = vtimezone(zone_named("Europe/Paris"), date(2026, 1, 1), date(2027, 1, 1)).to_ical().decode()
    assert re.findall(r"DTSTART:(\d+T\d+)", text)[1:] == ["20260329T020000", "20261025T030000"]


def test_without_a_known_zone_the_hour_is_that_of_whoever_reads():
    text = made(plan(CASES["toy_shop"]), None)
    assert "VTIMEZONE" not in text and "TZID" not in text
    assert slot_of(text).dtstart.value.tzinfo is None


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "Europe/Paris\nX:1", "/UTC"])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ValueError, match="not a time zone"):
        made(plan(CASES["toy_shop"]), zone)


def test_a_stamp_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="stamp"):
        made(plan(CASES["toy_shop"]), stamp=datetime(2026, 1, 1))


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_what_the_owner_typed_stays_text(name):
    one = plan(hard(HARD_TEXTS[name]))
    text = made(one)
    names = {line.split(":")[0].split(";")[0] for line in unfolded(text)}
    assert names == {line.split(":")[0].split(";")[0] for line in unfolded(made(plan(CASES["baker_rouen"])))}
    assert unfolded(text).count("END:VEVENT") == len(one.tasks) + 1


def test_commas_semicolons_and_backslashes_come_back_as_they_were_typed():
    summaries = [event.summary.value for event in events(made(plan(hard(r"a, b; c\n d\ e")))).values()]
    assert any(r"a, b; c\n d\ e" in summary for summary in summaries)


def test_it_has_no_more_than_the_plan_when_there_is_no_time():
    one = replace(plan(CASES["grocer_no_time"]), slot=None)
    assert "RRULE" not in made(one)
    read(made(one))
