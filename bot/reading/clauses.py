"""The parts of a message that may say different things: «2 h, et juste Facebook», «pas vendre mais recruter»."""

import re
from collections.abc import Iterator

from bot.reading.text import LONGEST

_CUT = re.compile(
    r"\s*(?:[;!?\n•()]|[.:](?!\d)|,(?!\d)|(?<!\w)\+(?!\s*(?:de|que|d')\b)|\s/\s|\s-\s|\s&\s)\s*"
    r"|\s+(?:et(?!\s+(?:demie?|quart|plus|pas|les environs|alentours)\b)|mais|puis|pis|ensuite|par contre|sinon)\s+",
    re.IGNORECASE,
)
# A message of more parts is a text, which is read as a whole.
MOST = 6


def clauses(text: str) -> list[str]:
    """The parts of a message between its commas, points and conjunctions, without the empty ones."""
    return list(_parts(text[:LONGEST]))


def _parts(text: str) -> Iterator[str]:
    for part in _CUT.split(text):
        if part and any(character.isalnum() for character in part):
            yield part.strip()
