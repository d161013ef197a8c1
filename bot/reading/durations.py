"""How long: "2h30", "une petite demi-heure", "entre 2 et 3 h", "1 h le matin et 1 h le soir", "3 fois 20 minutes".

A day lasts 24 hours in `Duration.low/high` (what clocks count) and 8 in `Duration.working`; half a day, a morning
or an afternoon is always working time, 4 hours. A time in passing ("attends 2 min", "j'ouvre à 9 h") is no duration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.amounts import MOST, Amount, Group, Quantity, bare_quantities, before, groups, middle
from bot.reading.figures import FIGURE, figures
from bot.reading.frequencies import beside, frequencies, per_and_times, times_a_week
from bot.reading.numbers import only_fillers, says_nothing
from bot.reading.passing import bare_is_answer, counts_nothing, is_offered, is_passing, kept_groups
from bot.reading.text import Span, compiled

HALF_DAY = 240
DAY, WORKING_DAY = 1440, 480
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
HOURS_IN_A_WEEK = 168
_LONG = (5 * WORKING_DAY, 21 * WORKING_DAY, 230 * WORKING_DAY)


@dataclass(frozen=True)
class Duration:
    """Minutes, said as `low` to `high` (None where open), for each `per` ("day", "week", "month", "year", None).

    `working` is the same pair with days of 8 hours. "Par jour sauf le dimanche" is six times a week.
    `span` is (start, end) in the message.
    """

    low: float | None
    high: float | None
    per: str | None
    approximate: bool
    span: Span
    working: tuple[float | None, float | None]

    @property
    def value(self) -> float:
        """One figure of minutes for it, as in `Amount.value`."""
        return middle(self.low, self.high)


_HOUR = r"h(?:eures?|ours?|rs?|eur)?(?![a-z])\.?"
_MINUTE = r"m(?:in(?:ute?s?|s)?|ns?)?(?![a-z])\.?"
_SECOND = r"sec(?:onde?s?|s)?(?![a-z])"
_HALF_DAY = r"(?:0\.5 (?:journees?|jours?|days?)(?![a-z])|(?:matinees?|apres[ -]?midis?|aprem|demi-?journees?)(?![a-z]))"
_DAY_UNIT = r"(?:j(?:ours?|ournees?|rs?)?|days?)(?![a-z])"
_WEEK_UNIT = r"(?:semaines?|weeks?)(?![a-z])"
_MONTH_UNIT = r"(?:mois|months?)(?![a-z])"
_YEAR_UNIT = r"(?:ans?|annees?|years?)(?![a-z])"
_BIG = r"(?:petite?s? |bonne?s? |grosses? |grande?s? |bon |gros |toute petite |seule |full |whole |more |extra |pleines? )?"
_ARTICLE = r"(?:(?<![\w'])|(?<=d'))"
_UNITED = (
    rf"(?P<half>(?:(?P<halves>{FIGURE}|{_ARTICLE}une?) {_BIG}(?:demi[ -])?)?{_HALF_DAY})"
    rf"|(?:{FIGURE}|{_ARTICLE}(?:une?|one|another|an?(?= (?:{_BIG})(?:hour|minute|day|week|month|year|quarter)))) ?-?{_BIG}"
    rf"(?:d'|of an? |de |of )?(?P<unit>{_HOUR}|{_MINUTE}|{_SECOND}|{_DAY_UNIT}|{_WEEK_UNIT}|{_MONTH_UNIT}|{_YEAR_UNIT})"
    rf"|(?<![\w'])(?:une? |an? )?(?:petit |bon |gros )?(?P<quarter>quart d'heure|quarter (?:of an )?hour)(?!\w)"
    rf"|(?<![\w'])(?P<whole>(?:toute la|all|full|whole|une? (?:pleine|entiere)|the whole|all the) (?P<what>journee|day|semaine|week))(?!\w)"
)
_HALF = r" ?(?:et |and )?(?:une? |an? )?(?:demie?s?|half|0\.5)(?![\w.])"
_QUARTER = r" ?(?:et |and )?(?:une? |an? |le )?(?:quart|quarter|0\.25(?: d'heures?)?)(?!\w)"
_THREE_QUARTERS = r" ?(?:et |and )?(?:3 quarts?|0\.75(?: d'heures?)?)(?!\w)"
_LESS_QUARTER = r" ?moins (?:le |un )?quart(?!\w)"
_MINUTES = (
    rf" ?,? ?(?:et |and )?(?P<m>\d{{1,2}}(?! ?(?:{_HOUR}|€|\$|euro|%|fois|x |jour|j\b|mois|ans?\b|/ ?\d))(?![.,]?\d)) ?(?P<unit>{_MINUTE})?"
)


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
    """ "1 h 3 jours par semaine", "an hour a day": what only says how often is no duration beside another one."""
    rhythms = [f for f in frequencies(text) if f.per != "worked"]
    own = [q for q in found if not any(f.start <= q.start < f.end for f in rhythms)]
    return own or found[:1]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if match["quarter"]:
        return Quantity(start, end, 15, "min", 15)
    if match["whole"]:
        week = match["what"] in {"semaine", "week"}
        return Quantity(start, end, WEEK if week else DAY, "week" if week else "day", 1, _LONG[0] if week else WORKING_DAY)
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
            (_LESS_QUARTER, -15.0), (_THREE_QUARTERS, 45.0), (_HALF, 30.0), (_QUARTER, 15.0),
        ):
            if match := compiled(pattern).match(text, end):
                return extra, match.end()
        if (match := compiled(_MINUTES).match(text, end)) and int(match["m"]) < 60:
            joined = compiled(r" ?,? ?(?:et|and) |,").match(text, end)
            minutes = int(match["m"])
            # "1 h et 2 le jeudi" are two figures; "1 hour and fifteen" is one
            glued = text[end : match.start("m")] in {"", " "} and (minutes >= 5 or len(match["m"]) == 2)
            if match["unit"] or glued or (joined and minutes >= 10 and minutes % 5 == 0 and _stands_alone(text, match.end())):
                return float(minutes), match.end()
    elif short in {"day", "week", "month"}:
        if match := compiled(rf" ?(?:et|and|,) ?(\d{{1,2}}) ?(?P<unit>{_DAY_UNIT}|{_HOUR})").match(text, end):
            name, minutes_each, _ = _unit(match["unit"])
            if name != short:
                return float(match[1]) * minutes_each, match.end()
    return 0.0, end


def _stands_alone(text: str, end: int) -> bool:
    return compiled(r" ?(?:$|[.,;!?)]|(?:par|per|a|max|environ|pas|chaque|tous)\b)").match(text, end) is not None


def duration_groups(text: str, bare: str | None) -> list[Group]:
    """The groups of durations of a line; `bare` ("h" or "min") says what a lone figure counts, None refuses it."""
    united = durations(text)
    taken = [(q.start, q.end) for q in united]
    lone = [
        q for q in bare_quantities(text) if not any(a < q.end and q.start < b for a, b in taken)
    ]
    lone += [
        Quantity(m.start(1), m.end(1), 1.0)
        for m in compiled(r"(?<!\w)(?:et|plus|puis|and|ou|,) (une?|one)(?= (?:le|la|les|par|chaque|on|in|ou|$))").finditer(text)
        if united
    ]
    mixed = sorted([*united, *lone], key=lambda q: q.start)
    found = []
    for group in groups(text, mixed):
        if group.unit is None:
            inherited = [q for q in united if q.end <= group.start]
            converted = _lone(text, group, inherited[-1] if inherited else None, None if united else bare)
            if converted is None:
                continue
            group = converted
        found.append(group)
    return found


def _lone(text: str, group: Group, earlier: Quantity | None, bare: str | None) -> Group | None:
    """A group without unit takes the unit of the duration before it, or the unit of the question."""
    if earlier is not None and compiled(
        r".{0,30}(?:\bet|\bplus|\bpuis|\band|,|\bou|\bnon|\bmais|\bpardon|\benfin|\bplutot|\beuh|\bpas)[ ,]*"
    ).fullmatch(text[earlier.end : group.start]) and counts_nothing(text, group):
        factor, unit = (earlier.factor, earlier.unit) if earlier.unit in {"h", "min"} else (None, None)
    elif bare is not None and bare_is_answer(text, group):
        factor, unit = (60.0, "h") if bare == "h" else (1.0, "min")
    else:
        return None
    if factor is None:
        return None
    first, last = (
        Quantity(q.start, q.end, q.value * factor, unit, factor, q.value * factor, q.approximate)
        for q in (group.first, group.last)
    )
    return Group(first, last, group.bound, group.approximate, group.start, group.end)


@dataclass(frozen=True)
class _Said:
    group: Group
    per: str | None
    times: float
    own: bool


def _said(text: str, bare: str | None) -> list[_Said]:
    """The durations that answer, each with its rhythm."""
    found = [g for g in kept_groups(text, duration_groups(text, bare)) if not is_passing(text, g)]
    said = []
    for i, group in enumerate(found):
        floor = found[i - 1].end if i else 0
        ceiling = found[i + 1].start if i + 1 < len(found) else len(text)
        near = [f for f in beside(text, group.first.start, group.last.end, floor, ceiling)]
        after = [f for f in near if f.start >= group.first.start]
        prior = [f for f in near if f.start < group.first.start]
        if i and after:
            prior = []  # what stands before it belongs to the duration before it
        per, times = per_and_times(after + prior, text)
        repeated = before(text, group.start, r"(?<![\w.])(\d{1,2}) ?(?:fois|x|times|\*)(?: ?(?:de|d'|of) ?)? ?$") or before(
            text, group.start,
            r"(?<![\w.])(\d{1,2}) (?:sessions?|creneaux?|seances?|plages?|moments?|soirs?|soirees?|matins?|jours?|slots?) (?:de |d'|of )$",
        )
        if repeated:
            factor = float(repeated[1])
            per, times = (per, times * factor) if per in {"day", "week", "month"} and not any(
                f.rank == 0 for f in after) else ("week", max(times, factor))
        said.append(_Said(group, per, times, bool(after or prior)))
    return said


def _rank_of_sum(said: list[_Said], text: str) -> list[_Said]:
    """Which durations add up ("1 h le matin et 1 h le soir"), or the one that sums them up ("soit 7 h")."""
    if len(said) < 2:
        return said
    for earlier, later in zip(said, said[1:]):
        between = text[earlier.group.end : later.group.start]
        if compiled(r"(?<!\w)(?:soit|donc|ce qui fait|ca fait|c'est[ -]a[ -]dire|en gros|autrement dit|so|total|ie)(?!\w)|=").search(between):
            return [later]
    if all(s.own for s in said) and all(_adds(text, a.group.end, b.group.start) for a, b in zip(said, said[1:])):
        return said
    for chosen in ([s for s in said if is_offered(text, s.group)], [s for s in said if s.own]):
        if len(chosen) == 1:
            return chosen
    return []


def _adds(text: str, start: int, end: int) -> bool:
    """Whether the words between two durations only join them: "et", a comma, the days they are for."""
    between = text[start:end]
    for rhythm in frequencies(text):
        if start <= rhythm.start and rhythm.end <= end:
            between = between.replace(text[rhythm.start : rhythm.end], " ")
    return bool(compiled(r"(?<!\w)(?:et|plus|puis|and|then)(?!\w)|[,+&]").search(text[start:end])) and only_fillers(
        compiled(r"(?<!\w)(?:et|plus|puis|and|then|encore|aussi|autres?)(?!\w)").sub(" ", between)
    )


def read_duration(text: str) -> Duration | None:
    """The duration a message gives, in minutes; None without a figure, or when the time is only in passing."""
    line = figures(text)
    said = _said(line.text, None)
    if said:
        chosen = _rank_of_sum(said, line.text) or said[:1]
        return _total(chosen, line.span(chosen[0].group.start, chosen[-1].group.end))
    if (nothing := says_nothing(line.text, _TIME)) is not None:
        return Duration(0.0, 0.0, None, nothing, line.span(0, len(line.text)), (0.0, 0.0))
    return None


_TIME = r"(?:temps?|minutes?|heures?|secondes?|creneaux?|dispos?|time|hours?|tps|rien)"


def _total(chosen: list[_Said], span: Span) -> Duration:
    approximate = any(s.group.approximate for s in chosen)
    if len(chosen) == 1 and chosen[0].times == 1:
        group = chosen[0].group
        return Duration(*group.ends(), chosen[0].per, approximate, span, group.ends(working=True))
    one = len({s.per for s in chosen}) == 1 and chosen[0].per in {"day", "month"}
    per = chosen[0].per if one else "week"

    def total(working: bool, side: int) -> float | None:
        sides = [s.group.ends(working)[side] for s in chosen]
        if any(value is None for value in sides):
            return None
        return sum(
            value * (s.times if one else times_a_week(s.per, s.times))
            for value, s in zip(sides, chosen)
            if value is not None
        )

    return Duration(total(False, 0), total(False, 1), per, approximate, span, (total(True, 0), total(True, 1)))


def minutes_a_week(text: str, bare: bool = True) -> Amount | None:
    """The minutes a week that a message gives; with `bare`, a figure without unit counts minutes."""
    return _a_week(text, "min" if bare else None, 1.0)


def hours_a_week(text: str, bare: bool = True) -> Amount | None:
    """The hours a week that a message gives; with `bare`, a figure without unit counts hours.

    A month is 4.33 weeks; a day said without a rhythm is 8 working hours in the week; whole weeks or months are
    no answer (None), nor is more than there are hours in a week.
    """
    return _a_week(text, "h" if bare else None, 60.0)


def _a_week(text: str, bare: str | None, unit: float) -> Amount | None:
    line = figures(text)
    said = [s for s in _said(line.text, bare) if s.group.unit not in {"week", "month", "year", "s"}]
    if not said:
        if (nothing := says_nothing(line.text, _TIME)) is not None:
            return Amount(0.0, 0.0, nothing, line.span(0, len(line.text)))
        return None
    chosen = _rank_of_sum(said, line.text)
    if not chosen:
        return None
    duration = _total(chosen, line.span(chosen[0].group.start, chosen[-1].group.end))
    factor = times_a_week(duration.per, 1.0) / unit
    low, high = (None if end is None else round(end * factor, 4) for end in duration.working)
    if any(end is not None and end * unit > HOURS_IN_A_WEEK * 60 for end in (low, high)):
        return None
    vague = any(s.group.unit in {"day", "half-day"} for s in chosen) or duration.per == "month"
    return Amount(low, high, duration.approximate or vague, duration.span)
