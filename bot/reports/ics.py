"""The plan as a calendar file (RFC 5545): an event for each task, and the weekly appointment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from bot.coach import Reason
from bot.coach.planning import Plan, Slot, Task
from bot.reports.printable import shortened, without_controls
from bot.reports.telling import LONGEST_QUOTE, Marks, told
from bot.reports.zones import vtimezone, zone_named
from bot.words import Words

_EVE = timedelta(hours=-15)
"""Nine in the morning of the day before an all-day event."""
_SHORTLY = timedelta(minutes=-15)
_EPOCH = datetime(2026, 1, 1, tzinfo=timezone.utc)
_YEAR = timedelta(days=366)
_NO_MARKS = Marks()


def plan_ics(
    plan: Plan, owner: str, zone: str | None, stamp: datetime, words: Words, marks: Marks = _NO_MARKS
) -> bytes:
    """The calendar file of an owner's plan; `owner` is any lasting id of theirs, which the file does not show.

    `zone` is an IANA name; None, when it is not known, means the local time of whoever reads. `stamp` (aware) is when
    the file is made: a later file changes the events of an earlier one, as their UIDs stay and their SEQUENCE grows.
    A task is an all-day event on the day it is due (a weekly one: on the day it begins), with an alarm at nine the day
    before, unless it is done; one that is dropped is cancelled. The appointment comes back every week, with an alarm a quarter of an hour before.
    Raises ValueError for an unknown zone or a naive stamp.
    """
    if stamp.tzinfo is None:
        raise ValueError("the stamp of a calendar file needs a time zone")
    known = zone_named(zone) if zone is not None else None
    calendar = Calendar()
    calendar.add("prodid", "-//Costaud//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.say("report.ics.name"))
    if known is not None:
        calendar.add("x-wr-timezone", known.key)
        calendar.add_component(vtimezone(known, plan.first_day - _YEAR, plan.last_day + _YEAR))
    events = _Events(owner, stamp.astimezone(timezone.utc), words)
    if plan.slot is not None:
        calendar.add_component(events.appointment(plan, plan.slot, known, marks.dropped))
    for task in plan.tasks:
        calendar.add_component(events.task(task, task.id in marks.done, task.id in marks.dropped))
    for own in marks.own:
        title = without_controls(shortened(own.title, LONGEST_QUOTE))
        calendar.add_component(events.day(own.id, title, own.due, own.id in marks.done, own.id in marks.dropped))
    ical: bytes = calendar.to_ical()
    return ical


class _Events:
    def __init__(self, owner: str, stamp: datetime, words: Words) -> None:
        self._owner = owner
        self._stamp = stamp
        self._words = words

    def task(self, task: Task, done: bool, dropped: bool) -> Event:
        """What is to be done, and why."""
        say = self._words.say
        title = self._told(task.title).rstrip(".")
        if task.rhythm == "weekly":
            event = self.day(task.id, say("report.ics.weekly", own_title=title), task.start, done, dropped)
        else:
            event = self.day(task.id, title, task.due, done, dropped)
        event.add("categories", [say(f"plan.step.{task.step}")])
        lines = [
            say("report.ics.duration", duration=task.minutes),
            self._told(task.why),
            say("report.ics.done", text=self._told(task.done_when)),
            *(say("report.ics.source", article=article) for article in self._words.articles(task.points)),
        ]
        event.add("description", "\n".join(lines))
        return event

    def day(self, id: str, title: str, day: date, done: bool, dropped: bool) -> Event:
        """An all-day event that does not make its day busy."""
        summary = self._words.say("report.ics.ticked", own_title=title) if done else title
        event = self._event(id, summary, None if done or dropped else _EVE)
        event.add("status", "CANCELLED" if dropped else "CONFIRMED")
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event

    def appointment(self, plan: Plan, slot: Slot, zone: ZoneInfo | None, dropped: Collection[str]) -> Event:
        """Once a week for as long as the plan lasts, at the same local time whatever the clocks do."""
        say = self._words.say
        day = _first(slot.weekday, plan.first_day)
        start = datetime.combine(day, slot.at, zone)
        event = self._event("slot", say("report.ics.slot"), _SHORTLY)
        event.add("status", "CONFIRMED")
        event.add("dtstart", start)
        event.add("duration", timedelta(minutes=slot.minutes))
        event.add("rrule", {"freq": "weekly", "count": (plan.last_day - day).days // 7 + 1})
        kept = [task for task in plan.tasks if task.rhythm == "weekly" and task.id not in dropped]
        listed = [say("report.ics.item", own_title=self._told(task.title)) for task in kept]
        event.add("description", "\n".join([self._told(plan.summary), *listed]))
        return event

    def _event(self, id: str, summary: str, alarm: timedelta | None) -> Event:
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'costaud:{self._owner}:{id}')}@costaud")
        event.add("dtstamp", self._stamp)
        event.add("last-modified", self._stamp)
        event.add("sequence", int((self._stamp - _EPOCH).total_seconds() // 60))
        event.add("summary", summary)
        if alarm is not None:
            reminder = Alarm()
            reminder.add("action", "DISPLAY")
            reminder.add("trigger", alarm)
            reminder.add("description", summary)
            event.add_component(reminder)
        return event

    def _told(self, reason: Reason) -> str:
        return without_controls(told(reason, self._words))


def _first(weekday: int, monday: date) -> date:
    return monday + timedelta(days=(weekday - monday.weekday()) % 7)
