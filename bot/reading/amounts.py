"""What the readers share: an amount with both its ends, and the words that make a range or a bound of
figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.reading.figures import FIGURE
from bot.reading.text import Span, compiled


@dataclass(frozen=True)
class Amount:
    """A quantity as it was said; `low` or `high` is None where the owner left that end open.

    `span` is (start, end) in the original message; `approximate` is true of "environ", "une dizaine" and
    the like.
    """

    low: float | None
    high: float | None
    approximate: bool
    span: Span

    @property
    def value(self) -> float:
        """One figure for it: the middle of a range, or the end that was given (0 when none was)."""
        return middle(self.low, self.high)

    @property
    def is_range(self) -> bool:
        """True when two different ends were given."""
        return self.low is not None and self.high is not None and self.low != self.high


def middle(low: float | None, high: float | None) -> float:
    """The middle of a range, or the only end that is known; 0 when neither is."""
    ends = [end for end in (low, high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0


@dataclass(frozen=True)
class Quantity:
    """One figure of the rewritten line, with its unit when it has one.

    `value` is in the reader's own unit (minutes, euros …); a figure without unit beside it counts `factor`
    each. `working` differs from `value` only for days, which last 8 hours at work and 24 on the calendar.
    """

    start: int
    end: int
    value: float
    unit: str | None = None
    factor: float = 1.0
    working: float | None = None
    approximate: bool = False


@dataclass(frozen=True)
class Group:
    """One quantity, or two that make a range; `bound` is "upper", "lower" or None."""

    first: Quantity
    last: Quantity
    bound: str | None
    approximate: bool
    start: int
    end: int

    @property
    def unit(self) -> str | None:
        """The unit of the group, None for bare figures."""
        return self.last.unit or self.first.unit

    def ends(self, working: bool = False) -> tuple[float | None, float | None]:
        """(low, high), in calendar time or in working time."""
        low, high = (q.value if not working or q.working is None else q.working for q in (self.first, self.last))
        if self.bound == "upper" and low == high:
            return None, high
        if self.bound == "lower" and low == high:
            return low, None
        return min(low, high), max(low, high)


_JOINED = (
    r" ?(?:a|-+|/|ou|or|to|till|through|,? ?voire?|jusqu'a|,? ?(?:peut[ -]etre|ptet|maybe))"
    r"(?: (?:peut[ -]etre|meme|bien|environ|maybe|even))? ?"
)
_BETWEEN = r"(?:entre|between|from|compris entre|de)(?: (?:environ|les))? ?$"
_THAN = r"(?: (?:de|que|d'|qu'|than)(?: la| les)?)? ?"
_REFUSED = r"(?<!\w)(?:pas|no|not|jamais|never|guere)"
_LESS = (
    r"(?<!\w)(?:(?:moins|less|fewer|lower|smaller)(?: de| que| d'| qu'| than)"
    r"|(?:tout )?au (?:grand )?(?:plus|maximum)|(?:grand )?max(?:imum)?|jusqu'a|jusque|en[- ]dessous d(?:e|')"
    r"|sous(?: les| la barre des)?|inferieure?s? a|at most|under|below|up to|limite a|plafond|plafonne a"
    r"|pas au[- ](?:dela|dessus) de|limit|a tout casser|au mieux|at best|at the most)(?: de| d'| of| a| :|:)? ?$"
)
_MORE = (
    r"(?<!\w)(?:(?:plus|more|greater|bigger|higher)(?: de| que| d'| qu'| than)|over|above"
    r"|au (?:grand )?minimum|minimum|(?:au|at) (?:moins|least)|au[- ]dessus d(?:e|')|superieure?s? a|a partir de"
    r"|starting at|au pire|at worst|(?<!\d )min)(?: de| d'| of| :|:)? ?$"
)
# Tried in this order: "pas plus de" holds "plus de", and the refusal decides.
_BOUNDS_BEFORE = (
    (rf"{_REFUSED} (?:plus|more)(?: cher)?{_THAN}$", "upper"),
    (rf"{_REFUSED} (?:moins|less|fewer){_THAN}$", "lower"),
    (_LESS, "upper"),
    (_MORE, "lower"),
)
_UPPER_AFTER = (
    r" ?,?(?: et| mais)? ?(?:(?:(?:a la |la |par )?(?:semaine|jour|mois|an|week|month|day) )?"
    r"(?:(?:grand |gros |a tout )?maximum|au (?:grand )?maximum|max\b|tops?\b|pas plus|pas davantage|au plus"
    r"|tout au plus|ou moins|et moins|or less|or fewer|at (?:the )?most|a tout casser|no more"
    r"|pas une? de plus"
    r"|c'est (?:mon|le|notre) (?:grand )?max(?:imum)?|dernier carat|dernier delai))(?!\w)"
)
_LOWER_AFTER = (
    r" ?,?(?: et)? ?(?:(?:(?:a la |la |par )?(?:semaine|jour|mois|an|week|month"
    r"|day) )?(?:au (?:grand )?minimum"
    r"|minimum|ou plus|et plus|or more|and more|and over|at least|au moins|pas moins"
    r"|minimum syndical))(?!\w)|\+(?! ?\d)"
)
_ABOUT_BEFORE = (
    r"(?:(?<!\w)(?:environ|a peu pres|vers|autour de|autour d'|around|about|approximativement"
    r"|grosso modo|dans les|en gros"
    r"|quasi(?:ment)?|presque|pres de|pres d'|plus ou moins|disons|genre|aux alentours de"
    r"|aux environs de|a la louche"
    r"|roughly|almost|nearly|approximately|some|bien|petite?|bonne|grosse|bon|gros"
    r"|peut[ -]etre|maybe|ptet|dans l'ordre de"
    r"|de l'ordre de|quelque chose comme|something like|un truc comme|a peine|barely"
    r"|ca doit etre|like|in the region of)"
    r"|~)(?: (?:de|d'|les|a|une?))? ?$"
)
_ABOUT_AFTER = (
    r" ?,? ?(?:(?:a la |la |par )?(?:semaine|jour|mois|an|week|month|day) ,? ?)?(?:environ"
    r"|a peu pres|approximativement"
    r"|grosso modo|a la louche|en gros|plus ou moins|or so|ish|about|par la|peut[ -]etre"
    r"|je dirais|je pense|je crois"
    r"|quelque chose comme ca|a vue de nez|au pif|en moyenne|roughly|more or less"
    r"|a quelque chose pres|facon de parler"
    r"|par[- ]ci par[- ]la|dans ces eaux la|dans ces eaux-la|maybe|i guess|i think)(?!\w)"
)
_LOOK_BACK = 48
# No answer holds more figures than this; it bounds the work on a message made of nothing else.
MOST = 24


def before(text: str, start: int, pattern: str, floor: int = 0) -> re.Match[str] | None:
    """The words that end right before `start`, if they match (the pattern ends with $); none from before
    `floor`."""
    return compiled(pattern).search(text, max(floor, start - _LOOK_BACK), max(floor, start))


@lru_cache(maxsize=64)
def bare_quantities(text: str) -> tuple[Quantity, ...]:
    """Figures without a unit, an article included where a range makes a one of it ("une ou deux")."""
    pattern = compiled(rf"{FIGURE}|(?<![\w'])(?:une?|one)(?=(?: ou | a | or | to | voire |-)~?\d)")
    found: list[Quantity] = []
    for match in islice(pattern.finditer(text), MOST):
        raw = match.group()
        value = float(raw.lstrip("~")) if raw[-1].isdigit() else 1.0
        found.append(Quantity(match.start(), match.end(), value, approximate=raw.startswith("~")))
    return tuple(found)


def _as_unit_of(bare: Quantity, other: Quantity) -> Quantity:
    working = None if other.working is None or other.value == 0 else other.working / other.value * bare.value
    value = bare.value * other.factor
    return Quantity(
        bare.start,
        bare.end,
        value,
        other.unit,
        other.factor,
        None if working is None else working * other.factor,
        bare.approximate,
    )


def _join(text: str, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """The two ends of a range when the words between say so, the unit carried to the end that lacks it."""
    between = text[first.end : second.start]
    if len(between) > 24:
        return None
    joined = compiled(_JOINED).fullmatch(between)
    entre = compiled(r" (?:et|and|a) ").fullmatch(between) and before(text, first.start, _BETWEEN)
    listed = compiled(r",? ").fullmatch(between) and first.unit is None and not before(text, first.start, r"\bpas $")
    if not (joined or entre or listed):
        return None
    if first.unit is None and second.unit is not None:
        # "30 à 1 h" counts the first end in minutes: no one offers between thirty hours and one
        small = second.unit == "h" and first.value > second.value / second.factor and first.value >= 5
        first = Quantity(first.start, first.end, first.value, "min", 1) if small else _as_unit_of(first, second)
    elif second.unit is None and first.unit is not None:
        second = _as_unit_of(second, first)
    if listed and not (first.value < second.value <= 2 * max(first.value, second.factor) and first.value < 1000):
        return None
    if first.value > second.value and not compiled(r" (?:ou|or) ").fullmatch(between):
        return None
    return first, second


def groups(text: str, quantities: Sequence[Quantity]) -> list[Group]:
    """The quantities of a line, ranges joined, each with the bound and the vagueness that the words around
    give it."""
    found: list[Group] = []
    i = 0
    while i < len(quantities):
        first = last = quantities[i]
        if i + 1 < len(quantities) and (pair := _join(text, first, quantities[i + 1])):
            first, last = pair
            i += 1
        i += 1
        group = _bounded(text, first, last, found[-1].end if found else 0)
        if found and (widened := _widest(text, found[-1], group)):
            found[-1] = widened
        else:
            found.append(group)
    return found


def other_figures(text: str, own: Sequence[Group]) -> list[Span]:
    """Where the figures of the line stand that are in none of these groups."""
    return [
        (q.start, q.end) for q in bare_quantities(text) if not any(g.first.start <= q.start < g.last.end for g in own)
    ]


def _widest(text: str, first: Group, second: Group) -> Group | None:
    """ "1 h minimum, 3 h maximum": a lower and an upper bound side by side make one range."""
    if (first.bound, second.bound) != ("lower", "upper"):
        return None
    upper = _as_unit_of(second.last, first.first) if second.unit is None and first.unit else second.last
    if first.first.value > upper.value or (first.unit is None and second.unit is not None):
        return None
    if not compiled(r"[ ,]*(?:et |and |mais |but )?").fullmatch(text, first.end, max(first.end, second.start)):
        return None
    approximate = first.approximate or second.approximate
    return Group(first.first, upper, None, approximate, first.start, second.end)


def _bounded(text: str, first: Quantity, last: Quantity, floor: int) -> Group:
    """The group of one or two quantities, with the words around it that are not those of the group before
    (`floor`)."""
    start, end = first.start, last.end
    bound: str | None = None
    approximate = first.approximate or last.approximate
    about = before(text, start, _ABOUT_BEFORE, floor)
    if about:
        approximate, start = True, about.start()
    elif entre := before(text, start, _BETWEEN, floor) if first is not last else None:
        start = entre.start()
        approximate = approximate or bool(before(text, start, _ABOUT_BEFORE, floor))
    for pattern, side in _BOUNDS_BEFORE:
        if said := before(text, start, pattern, floor):
            bound, start = side, said.start()
            break
    if bound is not None:
        pass  # "minimum 1 h maximum 3 h": what follows belongs to the next figure
    elif after := compiled(_UPPER_AFTER).match(text, end):
        bound, end = "upper", after.end()
    elif after := compiled(_LOWER_AFTER).match(text, end):
        bound, end = "lower", after.end()
    if after := compiled(_ABOUT_AFTER).match(text, end):
        approximate = True
        if bound is None:
            end = after.end()
            if after := compiled(_LOWER_AFTER).match(text, end):
                bound, end = "lower", after.end()
    return Group(first, last, bound, approximate, start, end)
