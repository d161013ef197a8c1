"""How often: "par jour sauf le dimanche", "3 fois par semaine", "le lundi et le jeudi", "un mardi sur deux".

Durations and amounts are counted with it; the schedule of a reminder is read in `recurrences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.text import Span, compiled

WEEKS_A_MONTH = 4.33
DAYS_A_WEEK = 7

_FULL_WEEKDAYS = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday)s?"
)
WEEKEND = r"(?:week[ -]?ends?|fins? de semaines?)"
_ORDER = {
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_EACH = r"(?:chaque|chaques|tous? les|toutes? les|ts les|tt les|every|each)"
_PER = rf"(?:par|pr|p|/|per|a|{_EACH}|chq)"
_PART = (
    r"(?:soir(?:ee)?s?|matin(?:ee)?s?|midis?|nuits?|apres[ -]?midis?|aprem|evenings?|mornings?"
    r"|afternoons?|nights?)"
)
_DAY = rf"(?:jours?|jr|j|day|{_PART})"
_WEEK = r"(?:semaines?|s(?=[ ,.;!?)]|$)|weeks?|wk)"
_MONTH = r"(?:mois|mo|months?)"
_YEAR = r"(?:ans?|annees?|years?)"
_TIMES = r"(?:fois|x|times)"


@dataclass(frozen=True)
class Frequency:
    """`times` a `per`; stronger ones (lower `rank`) win over vaguer ones beside the same quantity."""

    per: str
    times: float
    rank: int
    start: int
    end: int


# (pattern, rank); the name of the group that matched says how it counts.
_PATTERN = (
    rf"(?<![\w'])(?:"
    rf"(?P<count>\d{{1,2}}|une?|once|twice|one)(?: (?:a|ou|-) \d{{1,2}})? ?(?P<times>{_TIMES}"
    rf"|{_DAY})? ?(?:dans la |sur la )?"
    rf"(?:{_PER} ?(?P<base>{_DAY}|{_WEEK}|{_MONTH}|{_YEAR})|(?:la|le|l') ?(?P<labase>semaine"
    rf"|mois)|(?:sur|/) ?(?P<seven>7))(?!\w)"
    rf"|{_EACH} (?P<interval>\d{{1,2}}|autres?|other) (?P<intbase>jours?|days?|semaines?|weeks?"
    rf"|mois|months?)(?!\w)"
    rf"|(?:une?|1|one) (?P<altbase>jour|soir|matin|semaine|mois|{_FULL_WEEKDAYS}"
    rf"|week[ -]?end) sur (?P<alt>\d)(?!\w)"
    rf"|(?:le |les |tous les |chaque )?(?P<twice>(?:matin|midi)(?:,? (?:et |le )*(?:midi"
    rf"|soir))+|morning and (?:evening|night))(?!\w)"
    rf"|(?P<daily>quotidien(?:nement|ne|s)?|daily|everyday|journalier|tlj|au jour le jour|au quotidien)(?!\w)"
    rf"|(?P<weekly>hebdo(?:madaire(?:ment)?s?)?|weekly)(?!\w)"
    rf"|(?P<monthly>mensuel(?:le(?:ment)?)?s?|monthly)(?!\w)"
    rf"|(?P<yearly>annuel(?:le(?:ment)?)?s?|yearly|annually|{_PER} ?{_YEAR}|a l'annee|l'annee"
    rf"|per annum)(?!\w)"
    rf"|(?P<span>du {_FULL_WEEKDAYS} (?:au|a) {_FULL_WEEKDAYS}|from {_FULL_WEEKDAYS} (?:to"
    rf"|through) {_FULL_WEEKDAYS})"
    rf"|(?P<worked>(?:par |les |chaque |tous les )?jours? (?:ouvre|de travail|travaille"
    rf"|de semaine)s?|weekdays?"
    rf"|(?:on|every) weekdays?|(?:les |tous les |par |chaque )?jours? ouvrables?)(?!\w)"
    rf"|(?P<inweek>en semaine)(?!\w)"
    rf"|(?:(?:le|les|on|du|un|une|chaque|every|each|tous les|{_EACH}) )?(?P<days>{_FULL_WEEKDAYS}"
    rf"(?:(?: (?:et|and|&)|,|/|-|\+)? ?(?:le |les |on )?{_FULL_WEEKDAYS}){{0,6}})(?: {_PART})?(?!\w)"
    rf"|(?:(?:le|les|par|pendant le|on|{_EACH}) )(?P<weekend>{WEEKEND})(?!\w)"
    rf"|{_PER} ?(?P<each>{_DAY}|{_WEEK}|{_MONTH}|trimestres?|quarter)(?!\w)"
    rf"|/ ?(?P<slash>j|jr|jour|s|sem|semaine|mois|m|week|day|month)(?!\w)"
    rf"|(?:le|les|au|in the|l'|pendant le|pendant la) ?(?P<part>{_PART})(?!\w)"
    rf"|(?:la|a la|dans la|sur la|the) (?P<theweek>semaine|week)(?! prochaine| derniere| passee)(?!\w)"
    rf"|(?:au|dans le|le) (?P<themonth>mois)(?! prochain| dernier)(?!\w)"
    rf"|(?<=\d)(?P<glued>jours|j) ?sur ?7"
    rf")|(?<=[\d.a-z€$]) ?/ ?(?P<slash2>j|jr|jour|s|semaine|mois|m|week|day|month|an)(?!\w)"
)
_EXCEPTION = (
    rf"(?<!\w)(?:sauf|excepte|hors|hormis|except(?: for)?|but not|a part|pas)(?: les?| on| jours?)? "
    rf"(?P<off>{_FULL_WEEKDAYS}(?:(?: et|,| and| ou)? ?(?:le |les |on )?{_FULL_WEEKDAYS}){{0,4}}|{WEEKEND})"
)

_INCLUSION = rf"(?<!\w)(?:meme|y compris|dimanches? compris|even)(?: les?| on)? (?:{_FULL_WEEKDAYS}|{WEEKEND})"


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday, from a full name in French or English, plural or not."""
    return _ORDER[name.rstrip("s")]


def _base_of(word: str) -> str:
    if compiled(rf"{_WEEK}|sem").fullmatch(word):
        return "week"
    if compiled(rf"{_MONTH}|m").fullmatch(word):
        return "month"
    if compiled(_YEAR).fullmatch(word):
        return "year"
    if word in {"trimestre", "trimestres", "quarter"}:
        return "quarter"
    return "day"


def _count(word: str | None) -> float:
    if word is None or not word[0].isdigit():
        return 2.0 if word == "twice" else 1.0
    return float(word)


def _from_match(match: re.Match[str]) -> Frequency | None:
    said = {name: text for name, text in match.groupdict().items() if text is not None}

    def frequency(per: str, times: float, rank: int) -> Frequency:
        return Frequency(per, times, rank, match.start(), match.end())

    if "count" in said:
        base = "week" if "seven" in said else _base_of(said.get("base") or said.get("labase", ""))
        if "times" not in said and "seven" not in said and said["count"] not in {"once", "twice"}:
            # "10 par semaine": a bare figure and its rhythm; the figure is not ours
            start = match.start("base" if "base" in said else "labase")
            return Frequency(base, 1, 1, start, match.end())
        if "seven" in said and "times" not in said:
            return None
        return frequency(base, _count(said["count"]), 0)
    if "interval" in said:
        every = float(said["interval"]) if said["interval"].isdigit() else 2.0
        return frequency(
            _base_of(said["intbase"].rstrip("s") if said["intbase"] != "mois" else "mois"),
            1 / every if every else 1,
            0,
        )
    if "alt" in said:
        every = float(said["alt"]) or 1.0
        base = said["altbase"]
        per = "day" if base in {"jour", "soir", "matin"} else ("month" if base == "mois" else "week")
        return frequency(per, 1 / every, 0)
    if "span" in said:
        first, last = (weekday_number(name) for name in compiled(_FULL_WEEKDAYS).findall(said["span"]))
        return frequency("week", (last - first) % 7 + 1, 2)
    if "worked" in said:
        return frequency("week", 6 if "ouvrable" in said["worked"] else 5, 2)
    if "twice" in said:
        return frequency("day", len(compiled(r"matin|midi|soir|morning|evening|night").findall(said["twice"])), 4)
    if "days" in said:
        return frequency("week", len(set(compiled(_FULL_WEEKDAYS).findall(said["days"]))), 3)
    for name, per, rank in (
        ("daily", "day", 4),
        ("weekly", "week", 1),
        ("monthly", "month", 1),
        ("yearly", "year", 1),
        ("inweek", "worked", 3),
        ("weekend", "week", 3),
        ("part", "day", 5),
        ("theweek", "week", 1),
        ("themonth", "month", 1),
    ):
        if name in said:
            return frequency(per, 1, rank)
    word = said.get("each") or said.get("slash") or said.get("slash2") or "jour"
    base = _base_of(word)
    return frequency(base, 1, 4 if base == "day" else 1)


@lru_cache(maxsize=64)
def frequencies(text: str) -> tuple[Frequency, ...]:
    """The rhythms that a rewritten line names, in the order of the line."""
    return tuple(f for f in map(_from_match, compiled(_PATTERN).finditer(_blank(text))) if f)


def _blank(text: str) -> str:
    """The line without what is taken off the week ("sauf le dimanche") or kept in it ("même le dimanche"), so that
    it is not read as a rhythm."""
    return compiled(f"{_EXCEPTION}|{_INCLUSION}").sub(lambda m: "#" * len(m.group()), text)


def days_off(text: str) -> int:
    """How many days of the week the line takes off: "sauf le dimanche" 1, "hors week-end" 2, none 0."""
    match = compiled(_EXCEPTION).search(text)
    if match is None:
        return 0
    if compiled(WEEKEND).fullmatch(match["off"]):
        return 2
    return len(set(compiled(_FULL_WEEKDAYS).findall(match["off"])))


def beside(text: str, own: Span, others: Iterable[Span]) -> tuple[list[Frequency], list[Frequency]]:
    """The rhythms said about the quantity at `own`: (those before it, those after it).

    `others` are the places of the other figures of the line: a rhythm that stands after one of them is its own, so
    that in "2 h et 50 € par mois" only the euros are monthly.
    """
    start, end = own
    found = frequencies(text)
    fences = [(a, b) for a, b in others if (b <= start or a >= end) and not any(f.start <= a < f.end for f in found)]
    floor = max((b for _, b in fences if b <= start), default=0)
    ceiling = min((a for a, _ in fences if a >= end), default=len(text))
    after = [f for f in found if end <= f.start < ceiling or start <= f.start < end]
    prior = [f for f in found if f.end <= start and (not floor or _starts_anew(text, floor, f))]
    return prior, after


def _starts_anew(text: str, floor: int, rhythm: Frequency) -> bool:
    """Whether a rhythm after an earlier figure opens what follows: ", le jeudi 2 h", "et le soir 1 h"."""
    return (
        rhythm.start > floor
        and compiled(r".*(?:,|;|\.|(?<!\w)(?:et|and|puis|mais|plus))[^\d]*").fullmatch(text, floor, rhythm.start)
        is not None
    )


def per_and_times(found: list[Frequency], text: str) -> tuple[str | None, float]:
    """What these rhythms make together: (per, how many times), e.g. ("week", 6) for each day but Sunday."""
    if not found:
        return None, 1.0
    off = days_off(text)
    best = min(found, key=lambda f: f.rank)
    in_week = any(f.per == "worked" for f in found)
    if best.per == "worked":
        daily = any(f.per == "day" for f in found)
        return "week", 5.0 if daily else 1.0
    if best.per == "day":
        if in_week:
            return "week", 5.0 * best.times
        return ("week", (DAYS_A_WEEK - off) * best.times) if off else ("day", best.times)
    return best.per, best.times


def times_a_week(per: str | None, times: float) -> float:
    """How many times a week; a month is 4.33 weeks, a year 52. No rhythm at all counts once."""
    return times * {"day": 7.0, "month": 1 / WEEKS_A_MONTH, "year": 1 / 52, "quarter": 1 / 13}.get(per or "week", 1.0)
