"""How long: "2h30", "une petite demi-heure", "entre 2 et 3 h", "1 h le matin et 1 h le soir", "3 fois 20
minutes".

A day lasts 24 hours in `Duration.low/high` (what clocks count) and 8 in `Duration.working`; half a day, a
morning or an afternoon is always working time, 4 hours. A time in passing ("attends 2 min", "j'ouvre à 9
h") is no duration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from bot.reading.amounts import (
    Amount,
    Group,
    Quantity,
    bare_quantities,
    before,
    groups,
    middle,
    other_figures,
)
from bot.reading.figures import figures
from bot.reading.frequencies import beside, frequencies, per_and_times, times_a_week
from bot.reading.lengths import durations
from bot.reading.numbers import only_fillers, says_nothing
from bot.reading.passing import bare_is_answer, counts_nothing, is_meant, is_offered, is_passing, kept_groups
from bot.reading.text import Span, compiled

HOURS_IN_A_WEEK = 168


@dataclass(frozen=True)
class Duration:
    """Minutes, said as `low` to `high` (None where open), for each `per` ("day", "week", "month", "year",
    None).

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


def duration_groups(text: str, bare: str | None) -> list[Group]:
    """The groups of durations of a line; `bare` ("h" or "min") says what a lone figure counts, None refuses
    it."""
    united = durations(text)
    taken = [(q.start, q.end) for q in united]
    lone = [q for q in bare_quantities(text) if not any(a < q.end and q.start < b for a, b in taken)]
    lone += [
        Quantity(m.start(1), m.end(1), 1.0)
        for m in compiled(
            r"(?<!\w)(?:et|plus|puis|and|ou|,) (une?|one)(?= (?:le|la|les|par|chaque|on|in|ou|$))"
        ).finditer(text)
        if united
    ]
    if bare is not None and not united and not lone:
        lone = _lone_article(text)
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


def _lone_article(text: str) -> list[Quantity]:
    """ "Une. Pas plus.": the article counts when nothing else is said."""
    match = compiled(r"(?<![\w'])une(?= ?(?:$|[.,;!?]|max|par|pas|seule))").search(text)
    if match is None or not only_fillers(text[: match.start()] + text[match.end() :]):
        return []
    return [Quantity(match.start(), match.end(), 1.0)]


_LINKED = r".{0,30}(?:\b(?:et|plus|puis|and|ou|non|mais|pardon|enfin|plutot|euh|pas)|,)[ ,]*"


def _lone(text: str, group: Group, earlier: Quantity | None, bare: str | None) -> Group | None:
    """A group without unit takes the unit of the duration before it, or the unit of the question."""
    if (
        earlier is not None
        and compiled(_LINKED).fullmatch(text[earlier.end : group.start])
        and counts_nothing(text, group)
    ):
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
    foreign = other_figures(text, found)
    said = []
    for i, group in enumerate(found):
        own = (group.first.start, group.last.end)
        prior, after = beside(text, own, foreign + [(g.first.start, g.last.end) for g in found if g is not group])
        # "2 jours par semaine": the count is the duration's own, the rhythm is once a week
        after = [replace(f, times=1.0, rank=1) if f.start < group.last.end else f for f in after]
        if i and after:
            prior = []  # what stands before it belongs to the duration before it
        per, times = per_and_times(after + prior, text)
        repeated = (
            compiled(r" ?(?:x|\*|fois) ?(\d{1,2})(?![\w.:])").match(text, group.last.end)
            or before(text, group.start, r"(?<![\w.])(\d{1,2}) ?(?:fois|x|times|\*)(?: ?(?:de|d'|of) ?)? ?$")
            or before(
                text,
                group.start,
                r"(?<![\w.])(\d{1,2}) (?:sessions?|creneaux?|seances?|plages?|moments?|soirs?"
                r"|soirees?|matins?|jours?|slots?) (?:de |d'|of )$",
            )
        )
        if repeated:
            factor = float(repeated[1])
            per, times = (
                (per, times * factor)
                if per in {"day", "week", "month"} and not any(f.rank == 0 for f in after)
                else ("week", max(times, factor))
            )
        said.append(_Said(group, per, times, bool(after or prior)))
    return said


def _rank_of_sum(said: list[_Said], text: str) -> list[_Said]:
    """Which durations add up ("1 h le matin et 1 h le soir"), or the one that sums them up ("soit 7 h")."""
    if len(said) < 2:
        return said
    for earlier, later in pairwise(said):
        between = text[earlier.group.end : later.group.start]
        if compiled(
            r"(?<!\w)(?:soit|donc|ce qui fait|ca fait|c'est[ -]a[ -]dire|en gros|autrement dit|so"
            r"|total|ie)(?!\w)|="
        ).search(between):
            return [later]
    if all(s.own for s in said) and all(_adds(text, a.group.end, b.group.start) for a, b in pairwise(said)):
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
    """The duration a message gives, in minutes; None without a figure, or when the time is only in
    passing."""
    line = figures(text)
    said = _said(line.text, None)
    if said:
        chosen = _rank_of_sum(said, line.text) or said[:1]
        return _total(chosen, line.span(chosen[0].group.start, chosen[-1].group.end))
    if (nothing := says_nothing(line.text, _TIME)) is not None:
        return Duration(0.0, 0.0, None, nothing, line.span(0, len(line.text)), (0.0, 0.0))
    return None


# Not "le temps": "j'ai pas le temps", to another question, is no answer about hours.
_COUNTED_TIME = r"(?:minutes?|heures?|hours?)"
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
            for value, s in zip(sides, chosen, strict=True)
            if value is not None
        )

    return Duration(total(False, 0), total(False, 1), per, approximate, span, (total(True, 0), total(True, 1)))


def minutes_a_week(text: str, bare: bool = True) -> Amount | None:
    """The minutes a week that a message gives; with `bare`, a figure without unit counts minutes."""
    return _a_week(text, "min" if bare else None, 1.0)


def hours_a_week(text: str, bare: bool = True) -> Amount | None:
    """The hours a week that a message gives; with `bare`, a figure without unit counts hours.

    Without `bare` (another question is pending), only time that is offered counts, not any that is told.

    A month is 4.33 weeks; a day said without a rhythm is 8 working hours in the week; whole weeks or months
    are no answer (None). More than there are hours in a week is only given back where it was asked for, so that
    it can be refused with a reason.
    """
    return _a_week(text, "h" if bare else None, 60.0)


def _a_week(text: str, bare: str | None, unit: float) -> Amount | None:
    line = figures(text)
    said = [s for s in _said(line.text, bare) if s.group.unit not in {"week", "month", "year", "s"}]
    if bare is None:
        said = [s for s in said if is_meant(line.text, s.group)]
    if not said:
        if (nothing := says_nothing(line.text, _TIME if bare else _COUNTED_TIME, bare is not None)) is not None:
            return Amount(0.0, 0.0, nothing, line.span(0, len(line.text)))
        return None
    chosen = _rank_of_sum(said, line.text)
    if not chosen:
        return None
    duration = _total(chosen, line.span(chosen[0].group.start, chosen[-1].group.end))
    factor = times_a_week(duration.per, 1.0) / unit
    low, high = (None if end is None else round(end * factor, 4) for end in duration.working)
    if bare is None and any(end is not None and end * unit > HOURS_IN_A_WEEK * 60 for end in (low, high)):
        return None
    vague = any(s.group.unit in {"day", "half-day"} for s in chosen) or duration.per == "month"
    return Amount(low, high, duration.approximate or vague, duration.span)
