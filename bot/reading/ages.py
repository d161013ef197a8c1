"""Ages given in figures («30-55 ans», «les plus de 50», «autour de 35»), as the age groups they reach into."""

import re
from collections.abc import Callable

from bot.reading.figures import figures
from bot.reading.text import compiled

_GROUPS = {"under_25": (0, 25), "from_25_to_39": (25, 40), "from_40_to_59": (40, 60), "over_60": (60, 120)}
_OLDEST = 119
_AGE = r"(?<![\w.,])~?(\d{2}|\d(?= ?ans))(?![\w.,]*\d)"
_ANY_AGE = r"(?<![\w.,])~?(\d{1,2})(?![\w.,]*\d)"
_BETWEEN = _ANY_AGE + r" ?(?:ans)?,? ?(?:et )?(?:-|a|et|/|jusqu'a) ?" + _AGE
_OVER = r"(?:plus|\+|au[- ]dessus|au[- ]dela|a partir|passe|des) (?:de |d')?(?:les )?" + _AGE
_UNDER = r"(?:moins|-|en dessous|en[- ]dessous|avant|jusqu'a) ?(?:de |d')?(?:les )?" + _AGE
_AND_MORE = _AGE + r" ?(?:ans)? ?(?:\+|et (?:plus|\+|au[- ]dela)|ou plus|passes)"
_AND_LESS = _AGE + r" ?(?:ans)? ?(?:et|ou) (?:moins|-)"
_ALONE = _AGE + r" ?ans\b"


def _overlapping(low: int, high: int) -> list[str]:
    return [group for group, (first, end) in _GROUPS.items() if low < end and high > first]


def age_groups_in(text: str) -> tuple[str, ...]:
    """Age groups that the figures of a message reach into, youngest first; empty without an age in figures."""
    line = figures(text).text
    found: set[str] = set()
    readings: tuple[tuple[str, Callable[[re.Match[str]], tuple[int, int]]], ...] = (
        (_BETWEEN, lambda match: (int(match[1]), int(match[2]))),
        (_AND_MORE, lambda match: (int(match[1]), _OLDEST)),
        (_AND_LESS, lambda match: (0, int(match[1]))),
        (r"(?<!\w)" + _OVER, lambda match: (int(match[1]), _OLDEST)),
        (r"(?<![\w])" + _UNDER, lambda match: (0, int(match[1]))),
        (_ALONE, lambda match: (int(match[1]), int(match[1]) + 1)),
    )
    for pattern, ends in readings:
        for match in compiled(pattern).finditer(line):
            low, high = ends(match)
            if low < high:
                found.update(_overlapping(low, high))
        line = compiled(pattern).sub(" ", line)
    return tuple(group for group in _GROUPS if group in found)
