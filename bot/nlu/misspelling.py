"""Training examples as they come from a phone: the same slips every time, so that training stays repeatable."""

import random
import re
import zlib
from collections.abc import Iterator
from functools import cache

from bot.reading.text import fold, lexicon

_NEIGHBOURS = {
    left: right for row in ("azertyuiop", "qsdfghjklm", "wxcvbn") for left, right in zip(row, row[1:] + row[-2])
}
_BY_EAR = tuple(
    (re.compile(pattern), by_ear)
    for pattern, by_ear in (
        (r"qu(?=[eiao])", "k"),
        (r"(?:er|ez|ee|es|ait|ais)\b", "e"),
        (r"(?:er|é|e)\b", "er"),
        (r"eau|au", "o"),
        (r"ph", "f"),
        (r"([bcdfglmnprst])\1", r"\1"),
        (r"(?<=[aeiou])([lmnrt])(?=[aeiou])", r"\1\1"),
        (r"(?<=\w\w)[sxt]\b", ""),
        (r"(?<=[a-z]{3})e\b", ""),
        (r"c(?=[ei])", "s"),
        (r"en(?=[bcdfgjkpqrstvz])", "an"),
        (r"\bc'est\b", "c"),
        (r"\bj'ai\b", "jai"),
        (r"'", ""),
        (r"'", " "),
        (r"oi", "wa"),
        (r"ch", "sh"),
        (r"\bh", ""),
    )
)


# Share of the copies whose apostrophes are left out, as phones and old programs do («jai», «cest», «laide»).
_WITHOUT_APOSTROPHES = 0.4


@cache
def _abbreviations() -> dict[str, list[str]]:
    written: dict[str, list[str]] = {}
    for meant, spellings in lexicon("sms")["written"].items():
        written.setdefault(str(meant), []).extend(fold(str(spelling)) for spelling in spellings)
    return written


def _slip(word: str, chance: random.Random) -> str:
    """One letter missing, doubled, swapped with the next, or taken from the key beside it."""
    place = chance.randrange(1, len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + _NEIGHBOURS.get(word[place], word[place]) + word[place + 1 :]


def _by_ear(word: str, chance: random.Random) -> str:
    fitting = [(pattern, by_ear) for pattern, by_ear in _BY_EAR if pattern.search(word)]
    if not fitting:
        return word
    pattern, by_ear = chance.choice(fitting)
    return pattern.sub(by_ear, word, count=1)


def misspelt(text: str, copies: int) -> Iterator[str]:
    """Misspelt copies of an example: slips of the thumb and spelling by ear, more in longer messages."""
    chance = random.Random(zlib.crc32(text.encode()))
    words = fold(text).split()
    abbreviations = _abbreviations()
    for _ in range(copies):
        changed = list(words)
        for place, word in enumerate(words):
            if word in abbreviations and chance.random() < 0.4:
                changed[place] = chance.choice(abbreviations[word])
            elif len(word) >= 4 and word.isalpha() and chance.random() < 0.25:
                changed[place] = _slip(word, chance)
            elif len(word) >= 3 and chance.random() < 0.35:
                changed[place] = _by_ear(word, chance)
        copy = " ".join(changed)
        if "'" in copy and chance.random() < _WITHOUT_APOSTROPHES:
            copy = copy.replace("'", "")
        if copy != " ".join(words):
            yield copy
