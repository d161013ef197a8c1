"""When a reminder comes back: a recurrence rule, an hour on the owner's wall clock and a time zone.

Across clock changes the hour on the wall stays, the instant moves. As RFC 5545 (section 3.3.5) says: an hour that
does not exist that day is counted with the offset before the change (2:30 becomes 3:30), one that exists twice is
the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)


def is_quiet(at: time) -> bool:
    """Whether an hour of the wall clock is one at which nobody is written to, unless they asked for it."""
    at = at.replace(tzinfo=None)
    return at >= QUIET_FROM or at < QUIET_UNTIL


def end_of_quiet(instant: datetime, zone: str) -> datetime:
    """The first instant from `instant` on that is outside of the quiet hours of `zone` (UTC)."""
    local = instant.astimezone(ZoneInfo(zone))
    if not is_quiet(local.time()):
        return instant
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return _instant(day, QUIET_UNTIL, zone)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)


@dataclass(frozen=True)
class Schedule:
    """When something comes back, on the wall clock of `zone` (a name of the IANA database).

    `rule` is an iCalendar recurrence rule of whole days (FREQ, INTERVAL and BYDAY, BYMONTHDAY, BYMONTH or BYSETPOS;
    the hour is `at`), or None for a single time. Nothing comes before the day `start`, from which an INTERVAL counts.
    A weekly rule names its days, a monthly one its day, a yearly one its month too: `start` decides none of them.
    `out_of_hours`: the owner asked for an hour that would otherwise be quiet.
    """

    rule: str | None
    start: date
    at: time
    zone: str
    out_of_hours: bool = False

    def next_after(self, after: datetime) -> datetime | None:
        """The first occurrence strictly after an instant, in UTC; None when there is none left."""
        # A day earlier: an hour that a clock change moved can lie on the other side of midnight.
        first = after.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for day in self._days(max(first, self.start)):
            instant = _instant(day, self.at, self.zone)
            if instant > after:
                return instant
        return None

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The occurrences after an instant, up to another one included (UTC)."""
        occurrence = self.next_after(after)
        while occurrence is not None and occurrence <= until:
            yield occurrence
            occurrence = self.next_after(occurrence)

    def moved(self, occurrence: datetime, to: datetime) -> datetime:
        """Where one occurrence goes when it is put off until `to`; the rhythm stays.

        What is put off beyond the next occurrence merges with it.
        """
        following = self.next_after(occurrence)
        return to if following is None else min(to, following)

    def in_zone(self, zone: str) -> Schedule:
        """The same hour on the wall of another place."""
        return replace(self, zone=zone)

    def _days(self, first: date) -> Iterator[date]:
        """The days of the rule from `first` on; `first` is not before `start`."""
        if self.rule is None:
            if self.start >= first:
                yield self.start
            return
        for moment in _rule(self.rule, _anchor(self.rule, self.start, first)):
            if moment.date() >= first:
                yield moment.date()


def parts_of(rule: str) -> dict[str, str]:
    """FREQ, INTERVAL, BYDAY… of a recurrence rule."""
    return dict(part.split("=", 1) for part in rule.split(";"))


@lru_cache(maxsize=4096)
def _rule(rule: str, anchor: date) -> rrule:
    found = rrulestr(rule, dtstart=datetime.combine(anchor, time()))
    if not isinstance(found, rrule):
        raise ValueError(f"{rule} is more than one rule")
    return found


def _anchor(rule: str, start: date, first: date) -> date:
    """The last beginning of a period of the rule before `first`, so that no year of the past is walked through."""
    parts = parts_of(rule)
    every = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "DAILY":
        return start + timedelta(days=(first - start).days // every * every)
    if parts["FREQ"] == "WEEKLY":
        monday = start - timedelta(days=start.weekday())
        return monday + timedelta(weeks=(first - monday).days // 7 // every * every)
    if parts["FREQ"] == "MONTHLY":
        months = (first.year - start.year) * 12 + first.month - start.month
        return start.replace(day=1) + relativedelta(months=months // every * every)
    years = first.year - start.year
    return date(start.year + years // every * every, 1, 1)
