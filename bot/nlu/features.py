"""What the classifier sees of a message: its words, how they sound, and their letters.

Three views, because each fails where another holds: words carry the meaning; their sound survives spelling by ear
(«grafiste», «kestion»); pieces of words survive slips of the thumb and unknown endings. Each view is weighted like
tf-idf with sublinear counts and brought to length one, so that a long message is no louder than a short one.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scipy.sparse import csr_matrix

from bot.reading.spelling import sound, spell_out

_NUMBERS = frozenset(
    [
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "septante",
        "huitante",
        "octante",
        "nonante",
        "cent",
        "cents",
        "mille",
    ]
)
_DIGITS = re.compile(r"\d+")
# Beyond this a message is a text: its beginning says what it is about.
_LONGEST = 60
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 5
WEIGHTS = (1.0, 1.0, 1.5)
# A feature that training never showed says nothing, but takes its place in the length: a message of unknown words
# stays close to nothing, instead of being judged by the two letters that it shares with some example.
_UNKNOWN = -1
_UNKNOWN_SQUARE = 9.0


def _words(text: str) -> list[str]:
    return ["0" if word in _NUMBERS else _DIGITS.sub("0", word) for word in spell_out(text)[:_LONGEST]]


def _ngrams(words: Sequence[str], prefix: str) -> Iterator[str]:
    yield from (prefix + word for word in words)
    framed = ["^", *words, "$"]
    yield from (f"{prefix}{first} {second}" for first, second in zip(framed, framed[1:]))
    yield from (f"{prefix}{first} _ {third}" for first, third in zip(framed, framed[2:]))


def _pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        framed = f" {word[:24]} "
        for size in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1):
            yield from ("c" + framed[start : start + size] for start in range(len(framed) - size + 1))


Views = tuple[list[str], list[str], list[str]]


def views(text: str) -> Views:
    """The features of a message, view by view: words, sounds, pieces of words."""
    words = _words(text)
    sounds = [sound(word) for word in words]
    return list(_ngrams(words, "w")), list(_ngrams(sounds, "s")), list(_pieces(words))


@dataclass(frozen=True)
class Vocabulary:
    """The features kept in training, with the weight of each (rare ones say more)."""

    index: dict[str, int]
    rarity: list[float]

    @classmethod
    def of(cls, messages: Sequence[Views], at_least: int) -> "Vocabulary":
        """Features that at least `at_least` messages share."""
        seen = Counter(feature for views in messages for view in views for feature in set(view))
        kept = sorted(feature for feature, count in seen.items() if count >= at_least)
        rarity = [1.0 + math.log((1 + len(messages)) / (1 + seen[feature])) for feature in kept]
        return cls({feature: place for place, feature in enumerate(kept)}, rarity)

    def row(self, message: Views) -> tuple[list[int], list[float]]:
        """Places of the message's features, and their values."""
        places: list[int] = []
        values: list[float] = []
        for view, weight in zip(message, WEIGHTS):
            counts = Counter([self.index.get(feature, _UNKNOWN) for feature in view])
            unknown = counts.pop(_UNKNOWN, 0) * _UNKNOWN_SQUARE
            said = [(1.0 + math.log(count)) * self.rarity[place] for place, count in counts.items()]
            length = math.sqrt(sum([value * value for value in said]) + unknown) or 1.0
            places += counts
            values += [weight * value / length for value in said]
        return places, values

    def rows(self, messages: Iterable[Views]) -> csr_matrix:
        """One row a message."""
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for message in messages:
            own_places, own_values = self.row(message)
            places += own_places
            values += own_values
            ends.append(len(places))
        return csr_matrix((values, places, ends), shape=(len(ends) - 1, len(self.index)))
