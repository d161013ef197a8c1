"""Whether a message adds to an earlier answer («en plus», «aussi», «j'ai oublié») or replaces it."""

import re
from collections.abc import Sequence
from typing import Any

from bot.coach import Question
from bot.reading.text import fold

_ADDS = re.compile(
    r"\b(?:ajout\w*|rajout\w*|en plus|aussi|egalement|oubli\w+|et encore|sans oublier|plus seulement|pas que|also|add)\b"
)
_REPLACES = re.compile(r"\b(?:que|seulement|uniquement|juste|plutot|a la place|remplac\w+|only|instead)\b")


def adds(text: str) -> bool:
    """True when the options named come on top of those said before."""
    folded = fold(text)
    return _ADDS.search(folded) is not None and ("pas que" in folded or _REPLACES.search(folded) is None)


def on_top(question: Question, value: Any, earlier: Sequence[str]) -> Any:
    """The options of an answer on top of earlier ones, the exclusive ones aside, at most as many as may be chosen."""
    if question.kind != "choices" or any(question.option(option).exclusive for option in value):
        return value
    plain = [option for option in earlier if not question.option(option).exclusive]
    return list(dict.fromkeys([*plain, *value]))[: question.at_most]
