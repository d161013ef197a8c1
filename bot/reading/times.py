"""When: "demain matin", "lundi à 9 h", "dans 2 h", "la semaine prochaine", "le 15 mars", "lundi en huit"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from bot.reading.amounts import middle
from bot.reading.clock import Clock, Part, on_24, read_clock, read_part
from bot.reading.durations import duration_groups
from bot.reading.figures import figures
from bot.reading.frequencies import weekday_number
from bot.reading.text import Span, compiled


@dataclass(frozen=True)
class When:
    """A moment as it was said; what was not said is None.

    `date` and `week_of` (the Monday) come from the reference; `weekday` is 0 for Monday; `part` is "morning",
    "midday", "afternoon", "evening" or "night"; `in_minutes` or `in_days` count from the reference.
    `moment` is the one moment all this means: a day without an hour is at 9:00, a part of the day at its
    usual hour, and an hour that has passed today is tomorrow's.
    """

    moment: datetime
    date: dt.date | None
    time: dt.time | None
    weekday: int | None
    part: str | None
    week_of: dt.date | None
    in_minutes: float | None
    in_days: float | None
    span: Span


_DAYS = (
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday"
)
_WEEKDAY = (
    rf"(?<!\w)(?P<name>{_DAYS})(?!\w)"
    r"(?P<later> en (?:8|15)(?!\w)| (?:de )?(?:la )?semaine prochaine| (?:of )?next week| prochain| suivant)?"
)
_NEAR_DAYS = (
    (r"apres[- ]?demain|surlendemain|(?:the )?day after tomorrow|apres 2main", 2),
    (r"demain|2main|dem1|tomorrow|tmrw|tmw|tomorow", 1),
    (
        (
            r"aujourd'? ?hui|auj|ajd|ojd|today|ce jour|ce soir|ce matin|ce midi"
            r"|cet(?:te)? (?:apres[- ]?midi|aprem|nuit)|tonight"
            r"|this (?:morning|afternoon|evening)|tantot|tout a l'heure"
        ),
        0,
    ),
)
_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_MONTH_NAMES = "|".join(_MONTHS)
_DATES = (
    (
        rf"(?<!\w)(?:le |the |on )?(?P<day>\d{{1,2}}|1er|premier)(?:er|st|nd|rd|th|e)?(?: of"
        rf"| de)? (?P<month>{_MONTH_NAMES})(?!\w)(?: (?P<year>20\d\d))?"
    ),
    (
        rf"(?<!\w)(?P<month>{_MONTH_NAMES}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd"
        rf"|th)?(?!\w)(?:,? (?P<year>20\d\d))?"
    ),
    r"(?<![\w/.,-])(?P<day>\d{1,2})[/.](?P<num>\d{1,2})[/.](?P<year>(?:20)?\d\d)(?![\w/])",
    r"(?<![\w/.,-])(?P<year>20\d\d)-(?P<num>\d\d)-(?P<day>\d\d)(?!\w)",
    r"(?<!\w)(?:le |on )(?P<day>\d{1,2})/(?P<num>\d{1,2})(?![\w/])",
    (
        r"(?<!\w)(?:le|the) (?P<day>\d{1,2}|1er|premier)(?:er|st|nd|rd|th)?(?=$| ?[,.;!?]| (?:a|au"
        r"|at|prochain|vers|du mois prochain|dans|le matin|matin|soir)(?!\w))"
    ),
)
_IN = r"(?<!\w)(?:dans|in|d'ici|within)(?: environ| about| a peu pres| around)? ?$"
_NEXT_WEEK = (
    r"(?<!\w)(?:la )?(?:semaine (?:prochaine|suivante|d'apres|qui vient)|next week"
    r"|(?:the )?following week|sem prochaine)(?!\w)"
)
_NEXT_MONTH = r"(?<!\w)(?:le )?(?:mois (?:prochain|suivant|qui vient)|next month)(?!\w)"
_WEEKEND = (
    r"(?<!\w)(?:(?:ce|le|this|the|on the) week[ -]?end(?P<later> prochain| suivant)?"
    r"|(?P<next>next) week[ -]?end)(?!\w)"
)


def read_time(text: str, reference: datetime) -> When | None:
    """The moment a message names, counted from `reference` (in the owner's time zone); None when it names
    none.

    A weekday is the next one after today, as owners mean it; an impossible hour or date is no moment at all.
    """
    line = figures(text)
    if relative := _in_some_time(line.text, reference):
        return _placed(relative, line.span)
    day = _read_day(line.text, reference)
    rest = line.text if day is None else line.text[: day.start] + "#" * (day.end - day.start) + line.text[day.end :]
    if day is not None and day.keeps_part:
        rest = line.text
    part = read_part(line.text)
    clock = read_clock(rest, bare=(day is not None and day.near) or (part is not None and part.start > 0))
    if clock is None and _impossible(rest):
        return None
    if clock is not None and part is not None and clock.part is None and clock.sure is False:
        clock = Clock(on_24(clock.hour, part.name), clock.minute, part.name, True, clock.start, clock.end)
    if day is None and clock is None and part is None:
        return None
    return _combined(day, clock, part, reference, line.span)


@dataclass(frozen=True)
class _Day:
    date: dt.date | None
    start: int
    end: int
    weekday: int | None = None
    week_of: dt.date | None = None
    near: bool = False
    keeps_part: bool = False


def _in_some_time(text: str, reference: datetime) -> tuple[When, int, int] | None:
    for group in duration_groups(text, None):
        lead = compiled(_IN).search(text, max(0, group.first.start - 24), group.first.start)
        if lead is None:
            continue
        value = middle(*group.ends())
        if group.unit in {"h", "min", "s"}:
            moment = reference + timedelta(minutes=value)
            when = When(moment, None, None, None, None, None, value, None, (0, 0))
        else:
            days = value / 1440
            if days > 3660:
                return None
            moment = reference + timedelta(days=days)
            when = When(moment, moment.date(), None, None, None, None, None, days, (0, 0))
        return when, lead.start(), group.last.end
    return None


def _placed(found: tuple[When, int, int], span: Callable[[int, int], Span]) -> When:
    when, start, end = found
    return replace(when, span=span(start, end))


def _read_day(text: str, reference: datetime) -> _Day | None:
    today = reference.date()
    monday = today - timedelta(days=today.weekday())
    if match := compiled(_WEEKDAY).search(text):
        return _weekday(match, today, monday)
    for pattern, days in _NEAR_DAYS:
        if match := compiled(rf"(?<!\w)(?:{pattern})(?!\w)").search(text):
            return _Day(today + timedelta(days=days), match.start(), match.end(), near=True, keeps_part=True)
    for pattern in _DATES:
        if match := compiled(pattern).search(text):
            found = _calendar_date(match, today)
            if found is not None:
                return _Day(found, match.start(), match.end())
    if match := compiled(_NEXT_WEEK).search(text):
        return _Day(None, match.start(), match.end(), week_of=monday + timedelta(days=7))
    if match := compiled(_NEXT_MONTH).search(text):
        return _Day(today + relativedelta(months=1, day=1), match.start(), match.end())
    if match := compiled(_WEEKEND).search(text):
        return _Day(
            monday + timedelta(days=5 if today.weekday() < 5 and not (match["later"] or match["next"]) else 12),
            match.start(),
            match.end(),
            weekday=5,
        )
    return None


def _weekday(match: re.Match[str], today: dt.date, monday: dt.date) -> _Day:
    weekday = weekday_number(match["name"])
    later = match["later"] or ""
    ahead = (weekday - today.weekday()) % 7
    if later.startswith(" en"):
        found = today + timedelta(days=ahead + (7 if later.endswith("8") else 14))
    elif "semaine" in later or "week" in later:
        found = monday + timedelta(days=7 + weekday)
    else:
        found = today + timedelta(days=ahead or 7)
    return _Day(found, match.start(), match.end(), weekday=weekday, near=True)


def _calendar_date(match: re.Match[str], today: dt.date) -> dt.date | None:
    said = match.groupdict()
    day = int(said["day"]) if said["day"].isdigit() else 1
    month = int(said["num"]) if said.get("num") else (_MONTHS[said["month"]] if said.get("month") else None)
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0) if said.get("year") else None
    try:
        if month is None:
            found = today.replace(day=day)
            return found if found > today else found + relativedelta(months=1, day=day)
        found = dt.date(year or today.year, month, day)
    except ValueError:
        return None
    return found if year or found >= today else found + relativedelta(years=1)


_NO_DAY = r"(?<!\w)(?:les?|the) (?:3[2-9]|[4-9]\d)(?:th)? (?:d[ue] |de chaque |of )(?:the )?(?:mois|month)"
_NO_HOUR = r"(?<!\w)(?:a|vers|at) (?:2[5-9]|[3-9]\d) ?(?:h|heures?)(?![a-z])"


def names_impossible_moment(text: str) -> bool:
    """Whether a message names a day or an hour that does not exist: "le 30 février", "le 32 du mois", "à 25 h"."""
    line = figures(text).text
    if compiled(_NO_DAY).search(line) or compiled(_NO_HOUR).search(line):
        return True
    return any(_is_impossible(match) for pattern in _DATES for match in compiled(pattern).finditer(line))


def _is_impossible(match: re.Match[str]) -> bool:
    said = match.groupdict()
    if not said["day"].isdigit() or not (said.get("month") or said.get("num")):
        return False
    month = int(said["num"]) if said.get("num") else _MONTHS[said["month"]]
    year = said.get("year")
    try:
        # Without a year, 29 February is a day.
        dt.date(int(year) + (2000 if len(year) == 2 else 0) if year else 2024, month, int(said["day"]))
    except ValueError:
        return True
    return False


def _impossible(text: str) -> bool:
    return bool(compiled(r"(?<![\w.,:])\d{1,2}:\d{2}(?!\d)").search(text))


def _combined(
    day: _Day | None,
    clock: Clock | None,
    part: Part | None,
    reference: datetime,
    span: Callable[[int, int], Span],
) -> When:
    on = day.date if day else None
    at = dt.time(clock.hour, clock.minute) if clock else None
    usual = dt.time(part.hour, part.minute) if part else dt.time(9, 0)
    first = on or (day.week_of if day and day.week_of else reference.date())
    moment = datetime.combine(first, at or usual, tzinfo=reference.tzinfo)
    if day is None and moment <= reference:
        moment += timedelta(days=1)
    elif clock is None and moment <= reference:
        moment = reference + timedelta(hours=1)  # "aujourd'hui", said after nine
    places = [p for p in (day, clock, part) if p is not None]
    start, end = min(p.start for p in places), max(p.end for p in places)
    return When(
        moment,
        on,
        at,
        day.weekday if day else None,
        part.name if part else (clock.part if clock else None),
        day.week_of if day else None,
        None,
        None,
        span(start, end),
    )
