"""What owners do with their reminders: set, snooze, pause, change, stop; in a unit of work."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import cast
from zoneinfo import ZoneInfo

from bot.reminders.schedule import Schedule
from bot.reminders.zones import DEFAULT
from bot.store import Owner, Reminder, UnitOfWork


def schedule_of(reminder: Reminder, owner: Owner) -> Schedule:
    """The schedule of a reminder on its owner's wall clock."""
    return Schedule(reminder.rule, reminder.start, reminder.at, owner.timezone or DEFAULT, reminder.out_of_hours)


def set_reminder(
    work: UnitOfWork, owner: Owner, kind: str, schedule: Schedule, now: datetime, subject: str | None = None
) -> Reminder:
    """A new reminder of `kind`; `subject`: what it is about, in the owner's words."""
    reminder = Reminder(
        owner.id, kind, schedule.rule, schedule.start, schedule.at, schedule.out_of_hours, now, subject=subject
    )
    reminder.await_occurrence(schedule.next_after(now))
    work.reminders.add(reminder)
    return reminder


def change(reminder: Reminder, schedule: Schedule, now: datetime) -> None:
    """Another rhythm or hour from now on."""
    reminder.rule, reminder.start, reminder.at = schedule.rule, schedule.start, schedule.at
    reminder.out_of_hours = schedule.out_of_hours
    reminder.await_occurrence(schedule.next_after(now))


def snooze(reminder: Reminder, owner: Owner, to: datetime, now: datetime) -> datetime:
    """What just came comes again at `to`; returns when it really does.

    The rhythm stays; beyond the next occurrence, the two are one.
    """
    following = schedule_of(reminder, owner).next_after(now)
    if following is not None and following <= to:
        reminder.await_occurrence(following)
        return following
    reminder.move(to, passed=now)
    return to


def postpone(reminder: Reminder, owner: Owner, to: datetime) -> datetime:
    """The occurrence that is awaited comes at `to`, later or earlier; returns when it really does."""
    awaited = reminder.passed_at or to
    moved = schedule_of(reminder, owner).moved(awaited, to)
    reminder.move(moved, passed=max(awaited, moved))
    return moved


def pause(reminder: Reminder, owner: Owner, until: datetime | None = None) -> None:
    """Nothing before `until`, or before the owner resumes."""
    if until is None:
        reminder.stop("paused")
    else:
        reminder.await_occurrence(schedule_of(reminder, owner).next_after(until))


def resume(reminder: Reminder, owner: Owner, now: datetime) -> None:
    """Back to the rhythm."""
    reminder.unanswered_since = None
    reminder.await_occurrence(schedule_of(reminder, owner).next_after(now))


def change_zone(work: UnitOfWork, owner: Owner, zone: str, now: datetime) -> None:
    """The owner lives by another clock: the same days and hours on its wall, a pause included."""
    before = ZoneInfo(owner.timezone or DEFAULT)
    owner.timezone = zone
    for reminder in work.reminders.of_owner(owner):
        if reminder.state == "active":
            awaited = cast(datetime, reminder.passed_at).astimezone(before).replace(tzinfo=ZoneInfo(zone))
            earliest = max(now, awaited.astimezone(timezone.utc) - timedelta(minutes=1))
            reminder.await_occurrence(schedule_of(reminder, owner).next_after(earliest))


def welcome_back(work: UnitOfWork, owner: Owner, now: datetime) -> list[Reminder]:
    """The owner wrote: silence is over. Returns the reminders that had stopped and come again, to be told."""
    stopped = []
    for reminder in work.reminders.of_owner(owner):
        if reminder.state in ("unreachable", "asleep"):
            stopped.append(reminder)
            resume(reminder, owner, now)
        elif reminder.state == "active" and reminder.unanswered_since is not None:
            reminder.unanswered_since = None
            following = schedule_of(reminder, owner).next_after(now)
            if following is not None and following < cast(datetime, reminder.due_at):
                reminder.await_occurrence(following)
    return stopped
