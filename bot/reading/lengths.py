"""Lengths of time in a rewritten line: "1 h 30", "une heure et demie", "un quart d'heure", "une
demi-journée".

A day lasts 24 hours on the calendar and 8 at work; both are kept, and what is asked decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.amounts import MOST, Quantity
from bot.reading.figures import FIGURE
from bot.reading.frequencies import frequencies
from bot.reading.text import compiled

HALF_DAY = 240
DAY, WORKING_DAY = 1440, 480
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
_LONG = (5 * WORKING_DAY, 21 * WORKING_DAY, 230 * WORKING_DAY)

_HOUR = r"h(?:eures?|ours?|rs?|eur)?(?![a-z])\.?"
_MINUTE = r"m(?:in(?:ute?s?|s)?|ns?)?(?![a-z])\.?"
_SECOND = r"sec(?:onde?s?|s)?(?![a-z])"
_HALF_DAY = (
    r"(?:0\.5 (?:journees?|jours?|days?)(?![a-z])|(?:matinees?|apres[ -]?midis?|aprem"
    r"|demi-?journees?)(?![a-z]))"
)
_DAY_UNIT = r"(?:j(?:ours?|ournees?|rs?)?|days?)(?![a-z])"
_WEEK_UNIT = r"(?:semaines?|weeks?)(?![a-z])"
_MONTH_UNIT = r"(?:mois|months?)(?![a-z])"
_YEAR_UNIT = r"(?:ans?|annees?|years?)(?![a-z])"
_BIG = (
    r"(?:petite?s? |bonne?s? |grosses? |grande?s? |bon |gros |toute petite |seule |full |whole "
    r"|more |extra |pleines? )?"
)
_ARTICLE = r"(?:(?<![\w'])|(?<=d'))"
_UNITED = (
    rf"(?P<half>(?:(?P<halves>{FIGURE}|{_ARTICLE}une?) {_BIG}(?:demi[ -])?)?{_HALF_DAY})"
    rf"|(?:{FIGURE}|{_ARTICLE}(?:une?|one|another|an?(?= (?:{_BIG})(?:hour|minute|day|week"
    rf"|month|year|quarter)))) ?-?{_BIG}"
    rf"(?:d'|of an? |de |of )?(?P<unit>{_HOUR}|{_MINUTE}|{_SECOND}|{_DAY_UNIT}|{_WEEK_UNIT}"
    rf"|{_MONTH_UNIT}|{_YEAR_UNIT})"
    rf"|(?<![\w'])(?:une? |an? )?(?:petit |bon |gros )?(?P<quarter>quart d'heure"
    rf"|quarter (?:of an )?hour)(?!\w)"
    rf"|(?<![\w'])(?P<whole>(?:toute la|all|full|whole|une? (?:pleine|entiere)|the whole"
    rf"|all the) (?P<what>journee|day|semaine|week))(?!\w)"
)
_HALF = (
    r" ?(?:et |and )?(?:une? |an? )?(?:demie?s?|half|0\.5)(?![\w.]|[ -]?(?:d'|de )?(?:heure|hour"
    r"|journee|jour|day|h\b))"
)
_QUARTER = r" ?(?:et |and )?(?:une? |an? |le )?(?:quart|quarter|0\.25(?: d'heures?)?)(?!\w)"
_THREE_QUARTERS = r" ?(?:et |and )?(?:3 quarts?|0\.75(?: d'heures?)?)(?!\w)"
_LESS_QUARTER = r" ?moins (?:le |un )?quart(?!\w)"
_MINUTES = (
    rf" ?,? ?(?:et |and )?(?P<m>\d{{1,2}}(?! ?(?:{_HOUR}|€|\$|euro|%|fois|x |jour|j\b|mois"
    rf"|ans?\b))(?![.,]?\d)) ?(?P<unit>{_MINUTE})?"
)

_SMALLER = rf" ?(?:et|and|,) ?(\d{{1,2}}) ?(?P<unit>{_DAY_UNIT}|{_HOUR})"


def _unit(word: str) -> tuple[str, float, float]:
    """(short name, calendar minutes, working minutes) of a unit as typed."""
    for pattern, short, minutes, working in (
        (_HOUR, "h", 60.0, 60.0),
        (_MINUTE, "min", 1.0, 1.0),
        (_SECOND, "s", 1 / 60, 1 / 60),
        (_DAY_UNIT, "day", DAY, WORKING_DAY),
        (_WEEK_UNIT, "week", WEEK, _LONG[0]),
        (_MONTH_UNIT, "month", MONTH, _LONG[1]),
    ):
        if compiled(pattern).fullmatch(word):
            return short, minutes, working
    return "year", YEAR, _LONG[2]


@lru_cache(maxsize=64)
def durations(text: str) -> tuple[Quantity, ...]:
    """The durations of a rewritten line, "1 h 30" and "1 h et demie" in one piece."""
    found: list[Quantity] = []
    done = 0
    for match in compiled(_UNITED).finditer(text):
        if match.start() < done:
            continue
        quantity = _quantity(text, match)
        if quantity is not None:
            found.append(quantity)
            done = quantity.end
            if len(found) == MOST:
                break
    return tuple(_without_rhythms(text, found))


def _without_rhythms(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "1 h 3 jours par semaine", "an hour a day": what only says how often is no duration beside another
    one."""
    rhythms = [f for f in frequencies(text) if f.per != "worked"]
    own = [q for q in found if not any(f.start <= q.start < f.end for f in rhythms)]
    return own or found[:1]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if match["quarter"]:
        return Quantity(start, end, 15, "min", 15)
    if match["whole"]:
        week = match["what"] in {"semaine", "week"}
        return Quantity(
            start, end, WEEK if week else DAY, "week" if week else "day", 1, _LONG[0] if week else WORKING_DAY
        )
    if match["half"]:
        if match["halves"] is None and not match["half"].startswith("0.5"):
            return None  # "l'après-midi": a part of the day, not an afternoon's length
        count = match["halves"] or "1"
        n = float(count.lstrip("~")) if count[-1].isdigit() else 1.0
        return Quantity(start, end, n * HALF_DAY, "half-day", HALF_DAY, n * HALF_DAY, True)
    figure = compiled(r"~?\d+(?:\.\d+)?").match(match.group())
    count = float(figure.group().lstrip("~")) if figure else 1.0
    short, minutes, working = _unit(match["unit"])
    if short == "day" and compiled(r"15 jours").fullmatch(match.group()):
        return Quantity(start, end, 2 * WEEK, "week", WEEK, 2 * _LONG[0])  # French counts a fortnight so
    value, worked = count * minutes, count * working
    extra, end = _tail(text, end, short)
    return Quantity(start, end, value + extra, short, minutes, worked + extra, match.group().startswith("~"))


def _tail(text: str, end: int, short: str) -> tuple[float, int]:
    """What follows a unit and belongs to it: (minutes to add, where it ends)."""
    if short == "h":
        for pattern, extra in (
            (_LESS_QUARTER, -15.0),
            (_THREE_QUARTERS, 45.0),
            (_HALF, 30.0),
            (_QUARTER, 15.0),
        ):
            if match := compiled(pattern).match(text, end):
                return extra, match.end()
        if (match := compiled(_MINUTES).match(text, end)) and int(match["m"]) < 60:
            joined = compiled(r" ?,? ?(?:et|and) |,").match(text, end)
            minutes = int(match["m"])
            # "1 h et 2 le jeudi" are two figures; "1 hour and fifteen" is one
            glued = text[end : match.start("m")] in {"", " "} and (minutes >= 5 or len(match["m"]) == 2)
            if (
                match["unit"]
                or glued
                or (joined and minutes >= 10 and minutes % 5 == 0 and _stands_alone(text, match.end()))
            ):
                return float(minutes), match.end()
    elif short in {"day", "week", "month"} and (match := compiled(_SMALLER).match(text, end)):
        name, minutes_each, _ = _unit(match["unit"])
        if name != short:
            return float(match[1]) * minutes_each, match.end()
    return 0.0, end


def _stands_alone(text: str, end: int) -> bool:
    return compiled(r" ?(?:$|[.,;!?)]|(?:par|per|a|max|environ|pas|chaque|tous)\b)").match(text, end) is not None
