"""What a correction takes back, and what remains: «3 h, pas 2», «j'ai dit local mais c'est régional»."""

import re

from bot.reading.choices import names

_FIGURE = (
    r"(?:\d[\d.,]*\s*(?:h\w*|min\w*|€|euros?|\$|balles|%|ans)?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cent)\b"
)
# What was said before, up to the word that replaces it.
_SAID_BEFORE = re.compile(
    r"(?:\b(?:j'ai|j'avais|jai|javais|g)\s+(?:dit|mis|ecrit|écrit|répondu|repondu|note|noté)|\bau lieu d[e']|\bà la place d[eu']|\ba la place d[eu'])"
    r"[^.;!?]*?(?:,|;|\bmais\b|\balors qu[e']|\bje voulais dire\b)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    rf",?\s*\b(?:(?:et\s+|mais\s+)?(?:non\s+)?pas|et\s+non|au lieu d[e']|plut[oô]t qu[e']|à la place d[e'])\s*(?:de\s+)?{_FIGURE}",
    re.IGNORECASE,
)
_RATHER = re.compile(rf"\bplus\s+({_FIGURE})\s+qu[e']\s*{_FIGURE}", re.IGNORECASE)


def meant_now(text: str) -> str:
    """The message without the answer that it takes back; the whole of it where that would leave nothing."""
    kept = _RATHER.sub(r"\1", _SAID_BEFORE.sub(" ", text))
    kept = _TAKEN_BACK.sub(" ", kept) if re.search(r"\d|\b(?:deux|trois|quatre|cinq|six|dix)\b", kept) else kept
    return kept if any(character.isalnum() for character in kept) else text


def names_previous(text: str) -> bool:
    """Whether the message speaks of the answer just before («la réponse d'avant»)."""
    return names(text, "previous_answer")
