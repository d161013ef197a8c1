"""What an owner asks for, into a schedule: "tous les lundis à 9 h", "un mardi sur deux", "demain matin".

An hour said with figures is kept even at night: the owner asked for it. An hour that only a part of the day implies
("tard le soir") is brought out of the quiet hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from bot.reading.clock import read_part
from bot.reading.figures import figures
from bot.reading.recurrences import Recurrence, read_recurrence
from bot.reading.times import names_impossible_moment, read_time
from bot.reminders.schedule import QUIET_UNTIL, Schedule, end_of_quiet, is_quiet

USUAL = time(9)
"""The hour when none is said."""

_EVENING = time(20, 30)
"""The last hour offered to who says "late" without saying when."""

Refusal = Literal["nothing", "impossible", "past"]


@dataclass(frozen=True)
class Request:
    """A schedule and `notes`, keys of what must be said aloud about how it was read.

    "last_day": the day does not exist in every month, the last one replaces it; "not_at_night": the hour was moved
    out of the quiet hours.
    """

    schedule: Schedule
    notes: tuple[str, ...] = ()


def read_request(text: str, now: datetime, zone: str, locale: str = "fr-FR", usual: time = USUAL) -> Request | Refusal:
    """The schedule a message asks for, or why there is none.

    "nothing": it names no time; "impossible": a day or an hour that does not exist; "past": a time that is over. `usual` is the hour
    when none is said. `now` may be in any zone.
    """
    if names_impossible_moment(text):
        return "impossible"
    recurrence = read_recurrence(text, locale)
    if recurrence is not None:
        return _recurring(recurrence, text, now, zone, usual)
    moment = read_moment(text, now, zone, usual)
    if moment is None:
        return "nothing"
    if moment <= now:
        return "past"
    local = moment.astimezone(ZoneInfo(zone))
    put_off = end_of_quiet(moment, zone)
    if put_off == moment or _asks_for_the_hour(text, now, zone):
        return Request(Schedule(None, local.date(), local.timetz().replace(tzinfo=None), zone, is_quiet(local.time())))
    local = put_off.astimezone(ZoneInfo(zone))
    return Request(Schedule(None, local.date(), QUIET_UNTIL, zone), ("not_at_night",))


def read_moment(text: str, now: datetime, zone: str, usual: time = USUAL) -> datetime | None:
    """The moment a message names ("dans 2 h", "demain", "la semaine prochaine"), to the minute, in UTC.

    A day without an hour is at `usual`: a snoozed reminder keeps its own hour. None when it names none.
    """
    local = now.astimezone(ZoneInfo(zone))
    when = read_time(text, local)
    if when is None:
        return None
    if when.in_minutes is not None:
        # Hours that pass, whatever the clock on the wall does meanwhile.
        moment = now.astimezone(timezone.utc) + timedelta(minutes=when.in_minutes)
    elif when.time is None and when.part is None and when.moment.date() > local.date():
        moment = datetime.combine(when.moment.date(), usual, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    else:
        moment = when.moment.astimezone(timezone.utc)
    return moment.replace(second=0, microsecond=0)


def _asks_for_the_hour(text: str, now: datetime, zone: str) -> bool:
    when = read_time(text, now.astimezone(ZoneInfo(zone)))
    return when is not None and (when.time is not None or when.in_minutes is not None)


def _recurring(recurrence: Recurrence, text: str, now: datetime, zone: str, usual: time) -> Request:
    at, notes = _hour(recurrence, text, usual)
    today = now.astimezone(ZoneInfo(zone)).date()
    rule, rounded = _rule(recurrence, today)
    every_time = Schedule(rule, today, at, zone, is_quiet(at))
    first = every_time.next_after(now)
    if first is None:
        raise ValueError(f"the rule {rule} has no day")
    start = first.astimezone(ZoneInfo(zone)).date()
    if recurrence.interval > 1:
        rule = f"{rule};INTERVAL={recurrence.interval}"
    if rounded:
        notes = ("last_day", *notes)
    return Request(Schedule(rule, start, at, zone, is_quiet(at)), notes)


def _hour(recurrence: Recurrence, text: str, usual: time) -> tuple[time, tuple[str, ...]]:
    if recurrence.time is not None:
        return time.fromisoformat(recurrence.time), ()
    part = read_part(figures(text).text) if recurrence.part else None
    if part is None:
        return usual, ()
    at = time(part.hour, part.minute)
    if not is_quiet(at):
        return at, ()
    return (QUIET_UNTIL if at < QUIET_UNTIL else _EVENING), ("not_at_night",)


def _rule(recurrence: Recurrence, today: date) -> tuple[str, bool]:
    """The rule without its interval, and whether the last day of the month stands in for one that may be missing.

    A rhythm without a day takes that of today.
    """
    freq = f"FREQ={recurrence.freq}"
    if recurrence.freq == "DAILY":
        return freq, False
    if recurrence.freq == "WEEKLY":
        days = recurrence.byday or (("MO", "TU", "WE", "TH", "FR", "SA", "SU")[today.weekday()],)
        return f"{freq};BYDAY={','.join(days)}", False
    if recurrence.freq == "YEARLY":
        freq = f"{freq};BYMONTH={today.month}"
    elif recurrence.byday:
        return f"{freq};BYDAY={','.join(recurrence.byday)}", False
    day = recurrence.bymonthday or today.day
    if day == 31:
        return f"{freq};BYMONTHDAY=-1", True
    if day > 28:
        # The last of the days 28 to 30 that the month has.
        return f"{freq};BYMONTHDAY={','.join(str(d) for d in range(28, day + 1))};BYSETPOS=-1", True
    return f"{freq};BYMONTHDAY={day}", False
