"""Time zones as RFC 5545 describes them (VTIMEZONE), from the zone data of this machine or of `tzdata`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name (Europe/Paris). ValueError for anything else."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error


def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The zone's offsets and changes from the first to the last day.

    Each change begins at the local time of before it, as the RFC asks (3.6.5); icalendar's own generator gives the
    time after it, an hour off in spring.
    """
    start = datetime.combine(first, time(), timezone.utc)
    component = Timezone()
    component.add("tzid", zone.key)
    local = start.astimezone(zone)
    component.add_component(_observance(local, local.utcoffset() or timedelta(), local.replace(tzinfo=None)))
    for change in _changes(zone, start, datetime.combine(last, time(), timezone.utc)):
        earlier = (change - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
        onset = (change + earlier).replace(tzinfo=None)
        component.add_component(_observance(change.astimezone(zone), earlier, onset))
    return component


def _observance(local: datetime, earlier: timedelta, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    component.add("dtstart", onset)
    component.add("tzoffsetfrom", earlier)
    component.add("tzoffsetto", local.utcoffset())
    component.add("tzname", local.tzname())
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants (UTC, to the second) at which the zone's offset changes."""
    while start < end:
        if start.astimezone(zone).utcoffset() != (start + _DAY).astimezone(zone).utcoffset():
            yield _change(zone, start, start + _DAY)
        start += _DAY


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
