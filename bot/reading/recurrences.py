"""How often, for a reminder: "tous les lundis à 9 h", "un mardi sur deux", "le premier du mois", "every
other Friday"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dateutil import rrule

from bot.reading.clock import Clock, on_24, read_clock, read_part
from bot.reading.figures import figures
from bot.reading.frequencies import weekday_number
from bot.reading.text import Span, compiled

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEK = CODES[:5]
_FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}


_WEEKDAYS = {str(day): day for day in (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)}


@dataclass(frozen=True)
class Recurrence:
    """A rhythm in the words of RFC 5545: `freq` DAILY, WEEKLY, MONTHLY or YEARLY, every `interval`.

    `byday` holds MO … SU, or "1FR" for the first Friday of the month and "-1FR" for the last; `bymonthday`
    is 1 to 31, or -1 for the last day; `time` is "HH:MM" or None when no hour was said; `part` the part of
    the day if one was.
    """

    freq: str
    interval: int
    byday: tuple[str, ...]
    bymonthday: int | None
    time: str | None
    part: str | None
    span: Span

    def rule(self, start: datetime) -> rrule.rrule:
        """The dateutil rule from `start` on, in the local time of `start`; without an hour, the hour of
        `start`."""
        hour, minute = (int(n) for n in self.time.split(":")) if self.time else (start.hour, start.minute)
        return rrule.rrule(
            _FREQUENCIES[self.freq],
            dtstart=start,
            interval=self.interval,
            byweekday=[_weekday(code) for code in self.byday] or None,
            bymonthday=self.bymonthday,
            byhour=hour,
            byminute=minute,
            bysecond=0,
        )


def _weekday(code: str) -> rrule.weekday:
    """The dateutil day of "MO" or "1FR"."""
    day = _WEEKDAYS[code[-2:]]
    return day(int(code[:-2])) if len(code) > 2 else day


_NAMES = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
    "lun": 0,
    "mer": 2,
    "jeu": 3,
    "ven": 4,
    "sam": 5,
    "dim": 6,
}
_DAY = rf"(?:(?:{_NAMES})s?|{'|'.join(sorted(_SHORT, key=len, reverse=True))})"
_EACH = r"(?:chaques?|tou[st]?t?e?s? les|ts les|tt les|every|each|all)"
_PARTS = (
    r"(?:matins?|matinees?|soirs?|soirees?|apres[- ]?midis?|aprems?|midis?|nuits?|mornings?"
    r"|evenings?|afternoons?|nights?)"
)
_WEEKEND = r"(?:week[ -]?ends?)"
_WEEKEND_QUEBEC = r"fins? de (?:la )?semaines?"
_UNITS = (
    (r"(?:jours?|days?|jr|j)", "DAILY", 1),
    (r"(?:semaines?|weeks?|sem)", "WEEKLY", 1),
    (r"(?:mois|months?)", "MONTHLY", 1),
    (r"(?:trimestres?|quarters?)", "MONTHLY", 3),
    (r"(?:semestres?)", "MONTHLY", 6),
    (r"(?:ans?|annees?|years?)", "YEARLY", 1),
)
_ALONE = (
    (r"(?:quotidien(?:ne)?(?:ment)?|daily|everyday|journalier|tlj)", "DAILY", 1),
    (r"(?:hebdo(?:madaire)?(?:ment)?|weekly)", "WEEKLY", 1),
    (r"(?:bihebdomadaire)", "", 0),
    (r"(?:mensuel(?:le)?(?:ment)?|monthly)", "MONTHLY", 1),
    (r"(?:bimestriel(?:le)?)", "MONTHLY", 2),
    (r"(?:trimestriel(?:le)?(?:ment)?|quarterly)", "MONTHLY", 3),
    (r"(?:annuel(?:le)?(?:ment)?|yearly|annually)", "YEARLY", 1),
)
_OF_MONTH = (
    r"(?:d[ue] (?:chaque )?mois|de chaque mois|de tous les mois|of (?:the|each|every) month"
    r"|of (?:a )?month|(?:par|chaque|tous les) mois|every month|each month)"
)
_RANKS = {
    "1er": 1,
    "premier": 1,
    "1": 1,
    "first": 1,
    "1st": 1,
    "deuxieme": 2,
    "second": 2,
    "2e": 2,
    "2eme": 2,
    "2nd": 2,
    "2": 2,
    "troisieme": 3,
    "3e": 3,
    "3eme": 3,
    "third": 3,
    "3rd": 3,
    "3": 3,
    "quatrieme": 4,
    "4e": 4,
    "4eme": 4,
    "fourth": 4,
    "4th": 4,
    "dernier": -1,
    "last": -1,
    "avant-dernier": -2,
}
_RANK = "|".join(sorted(_RANKS, key=len, reverse=True))
_NTH = rf"(?<!\w)(?P<rank>{_RANK})s? (?P<name>{_NAMES}|jour|day)s? {_OF_MONTH}"
_NTH_AFTER = rf"{_OF_MONTH},? (?:le |on the |the )?(?P<rank>{_RANK}) (?P<name>{_NAMES}|jour|day)s?(?!\w)"
_MONTHDAY = rf"(?<!\w)(?P<day>\d{{1,2}}|1er|premier)s?(?:er|st|nd|rd|th|e|eme)? {_OF_MONTH}"
_MONTHDAY_AFTER = (
    rf"{_OF_MONTH},? (?:le |on the |the )(?P<day>\d{{1,2}}|1er|premier)(?:er|st|nd|rd|th|e"
    rf"|eme)?(?!\w| ?h| heure|:)"
)
_MONTH_ENDS = (
    (rf"(?:fins?|dernier jour|end) (?:{_OF_MONTH}|de mois)", -1),
    (rf"(?:debuts?|start|beginning|premiers jours) (?:{_OF_MONTH}|de mois)", 1),
    (rf"(?:milieu|middle|mi)[- ](?:{_OF_MONTH}|de mois|mois)", 15),
)
_EXCEPT = (
    rf"(?<!\w)(?:sauf|excepte|hormis|hors|except|but not|a part)(?: les?| on)? (?P<off>{_WEEKEND}"
    rf"|{_DAY}(?: ?(?:,|et|and|ou)? ?(?:le |les )?{_DAY}){{0,4}})(?!\w)"
)
_RANGE = rf"(?<!\w)(?:du|from)? ?(?P<first>{_NAMES}) (?:au|a|to|through|-) (?P<last>{_NAMES})s?(?!\w)"
_WORKDAYS = (
    r"(?<!\w)(?:jour(?:nee)?s? (?:ouvre|de travail|travaille|de semaine|ouvrable)s?|weekdays?"
    r"|work(?:ing)? ?days?|en semaine)(?!\w)"
)
_TODAY = (
    r"(?<!\w)(?:aujourd'? ?hui|demain|today|tomorrow|prochaine?|next|tonight|hier|yesterday"
    r"|dernier|derniere|last)(?!\w)"
)


def _number(word: str) -> int:
    name = word.rstrip("s") if word not in _SHORT else word
    return _SHORT[name] if name in _SHORT else weekday_number(name)


def _codes(text: str) -> tuple[str, ...]:
    found = {_number(m.group()) for m in compiled(rf"(?<![\w'])(?:{_DAY})(?!\w)").finditer(text)}
    return tuple(CODES[i] for i in sorted(found))


@dataclass
class _Rhythm:
    """What has been understood so far, and the places of the line it was said at."""

    freq: str | None = None
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: int | None = None
    spans: tuple[tuple[int, int], ...] = ()

    def take(self, start: int, end: int) -> None:
        self.spans += ((start, end),)


def read_recurrence(text: str, locale: str = "fr-FR", bare: bool = False) -> Recurrence | None:
    """The rhythm a message asks for, in French or in English; None when it names none, or one day only
    ("lundi").

    With `bare`, a lone day comes back every week ("lundi 9 h", to the question "quel jour ?"). `locale`
    settles "en fin de semaine": the week-end in Quebec ("fr-CA"), Thursday and Friday elsewhere. "Deux fois
    par semaine" names no day and is None: better ask which.
    """
    line = figures(text)
    rhythm = _rhythm(line.text, locale, bare)
    if rhythm is None or rhythm.freq is None:
        return None
    masked = line.text
    for start, end in rhythm.spans:
        words = masked[start:end]
        masked = masked[:start] + "".join("#" if not c.isspace() else " " for c in words) + masked[end:]
    part = read_part(line.text)
    clock = _hour(line.text, masked, part.name if part else None)
    places = (
        list(rhythm.spans) + ([(clock.start, clock.end)] if clock else []) + ([(part.start, part.end)] if part else [])
    )
    span = line.span(min(p[0] for p in places), max(p[1] for p in places))
    return Recurrence(
        rhythm.freq,
        rhythm.interval,
        rhythm.byday,
        rhythm.bymonthday,
        clock.text if clock else None,
        part.name if part else None,
        span,
    )


def _hour(text: str, masked: str, part: str | None) -> Clock | None:
    clock = read_clock(masked, bare=True)
    if clock and compiled(r" ?(?:/|(?:par|pr|per) )").match(text, clock.end):
        return None  # "2 h par semaine" lasts two hours
    if clock is None or clock.sure or part is None:
        return clock
    return Clock(on_24(clock.hour, part), clock.minute, part, True, clock.start, clock.end)


def _rhythm(text: str, locale: str, bare: bool) -> _Rhythm | None:
    return _of_month(text) or _days_of_week(text, locale, bare) or _unit_rhythm(text) or _part_rhythm(text)


def _of_month(text: str) -> _Rhythm | None:
    for pattern in (_NTH, _NTH_AFTER):
        if match := compiled(pattern).search(text):
            rank = _RANKS[match["rank"]]
            if match["name"] in {"jour", "day"}:
                return _Rhythm("MONTHLY", 1, (), rank, (match.span(),))
            return _Rhythm("MONTHLY", 1, (f"{rank}{CODES[weekday_number(match['name'])]}",), None, (match.span(),))
    for pattern, day in _MONTH_ENDS:
        if match := compiled(rf"(?<!\w){pattern}(?!\w)").search(text):
            return _Rhythm("MONTHLY", 1, (), day, (match.span(),))
    for pattern in (_MONTHDAY, _MONTHDAY_AFTER):
        if match := compiled(pattern).search(text):
            day = int(match["day"]) if match["day"].isdigit() else 1
            if 1 <= day <= 31:
                return _Rhythm("MONTHLY", 1, (), day, (match.span(),))
    return None


def _interval(text: str) -> tuple[int, tuple[int, int] | None]:
    """Every how many, when the line says so: "tous les 2", "un … sur 3", "every other"."""
    if match := compiled(
        rf"(?<!\w){_EACH} (?:(\d{{1,2}}) (?!h\b|heure|:|fois)(?=[a-z])|(?:autres?|other|second) )"
    ).search(text):
        return (int(match[1]) if match[1] else 2), match.span()
    if match := compiled(r"(?<!\w)(?:une?|1) (?P<what>[a-z-]+) sur (?P<n>\d)(?!\w)").search(text):
        return int(match["n"]), (match.start("n") - 4, match.end())
    return 1, None


def _with_interval(text: str, rhythm: _Rhythm) -> _Rhythm | None:
    interval, place = _interval(text)
    if interval == 0:
        return None
    rhythm.interval *= interval
    if place:
        rhythm.take(*place)
    return rhythm


def _days_of_week(text: str, locale: str, bare: bool) -> _Rhythm | None:
    off: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = []
    if match := compiled(_EXCEPT).search(text):
        off = ("SA", "SU") if compiled(_WEEKEND).fullmatch(match["off"]) else _codes(match["off"])
        spans.append(match.span())
        text = text[: match.start()] + "#" * (match.end() - match.start()) + text[match.end() :]
    found = _named_days(text, locale, bare)
    if found is not None:
        days, place = found
        spans.append(place)
        return _with_interval(text, _Rhythm("WEEKLY", 1, tuple(d for d in days if d not in off), None, tuple(spans)))
    if off and compiled(rf"(?<!\w){_EACH} (?:jours?|days?|{_PARTS})|quotidien|daily").search(text):
        return _Rhythm("WEEKLY", 1, tuple(d for d in CODES if d not in off), None, tuple(spans))
    return None


def _named_days(text: str, locale: str, bare: bool) -> tuple[tuple[str, ...], tuple[int, int]] | None:
    """The days of the week that come back, and where they are said; a day said once ("lundi") does not come
    back."""
    if match := compiled(_RANGE).search(text):
        first, last = weekday_number(match["first"]), weekday_number(match["last"])
        return tuple(CODES[(first + i) % 7] for i in range((last - first) % 7 + 1)), match.span()
    if match := compiled(_WORKDAYS).search(text):
        return (CODES[:6] if "ouvrable" in match.group() else WORKING_WEEK), match.span()
    if match := compiled(_WEEKEND_QUEBEC).search(text):
        return (("SA", "SU") if locale.upper().endswith("CA") else ("TH", "FR")), match.span()
    if match := compiled(r"(?<!\w)(?:en |au )?(debut|milieu) de (?:la )?semaine(?!\w)").search(text):
        return (("MO",) if match[1] == "debut" else ("WE",)), match.span()
    lead = rf"(?:{_EACH}(?: (?:\d{{1,2}}|autres?|other|second))?|le|les|on|une?|1|par|the)"
    if match := compiled(rf"(?<!\w)(?<!ce )(?<!this )(?:{lead} )?{_WEEKEND}(?!\w)").search(text):
        return ("SA", "SU"), match.span()
    listed = (
        rf"(?P<days>{_DAY}(?:(?: ?, ?| et | and | & | ou |/| )(?:(?:le|les|on"
        rf"|{_EACH}) )?{_DAY}){{0,6}})(?!\w)"
    )
    for match in compiled(rf"(?<![\w'])(?P<lead>{lead} )?{listed}").finditer(text):
        days = _codes(match["days"])
        again = bare or match["lead"] or (match["days"].endswith("s") and match["days"] not in _SHORT)
        again = again or compiled(r" (?:matins|soirs|mornings|evenings|afternoons|nights)(?!\w)").match(
            text, match.end()
        )
        weekly = compiled(r"(?<!\w)(?:weekly|hebdo\w*|semaines?|weeks?|sur 2)(?!\w)").search(text)
        one_time = compiled(_TODAY).search(text) or (
            match["lead"] in {"on ", "the "} and not match["days"].endswith("s")
        )
        if weekly or (again and not one_time):
            return days, match.span()
    return None


def _unit_rhythm(text: str) -> _Rhythm | None:
    for pattern, freq, interval in _ALONE:
        if match := compiled(rf"(?<!\w){pattern}s?(?!\w)").search(text):
            return _Rhythm(freq or None, interval, (), None, (match.span(),))
    for pattern, freq, factor in _UNITS:
        repeated = rf"(?:{_EACH} (?:(?P<n>\d{{1,2}}) |(?P<other>autres?|other|second) )?{pattern}"
        times = (
            rf"(?P<times>une?|1|\d{{1,2}}) ?(?:fois|x|times?) ?(?:par|/|a|per|tous les|la"
            rf"|every) ?{pattern}|once (?:a|per|every) {pattern}"
        )
        alternate = rf"(?:une?|1) {pattern} sur (?P<alt>\d)"
        if match := compiled(rf"(?<!\w)(?:{repeated}|{times}|{alternate}))(?!\w)").search(text):
            if match["times"] and match["times"].isdigit() and match["times"] != "1":
                return None
            every = int(match["n"] or match["alt"] or (2 if match["other"] else 1))
            if every == 0:
                return None
            if freq == "DAILY" and every in {8, 15} and "jour" in match.group():
                # French counts both ends: huit jours are a week, quinze jours two
                freq, every = "WEEKLY", every // 7
            return _Rhythm(freq, every * factor, (), None, (match.span(),))
        if match := compiled(rf"(?<!\w)(?:par|per) {pattern}(?!\w)").search(text):
            return _Rhythm(freq, factor, (), None, (match.span(),))
    return None


def _part_rhythm(text: str) -> _Rhythm | None:
    if compiled(_TODAY).search(text):
        return None
    match = compiled(rf"(?<!\w)(?:{_EACH} |les |le |on |in the |l')(?P<part>{_PARTS})(?!\w)").search(text) or compiled(
        r"(?<!\w)(?P<part>(?:mornings|evenings|afternoons|nights))(?!\w)"
    ).search(text)
    if match is None or compiled(r"\d ?$").search(text, 0, match.start()):
        return None
    head = match.start("part")
    return _Rhythm("DAILY", 1, (), None, ((match.start(), head),) if head > match.start() else ((head, head + 1),))
