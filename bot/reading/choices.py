"""Options named in a message, from the words themselves (`lexicon/choices.yml`), negations respected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import DamerauLevenshtein

from bot.reading.text import fold

_LEXICON = Path(__file__).parent / "lexicon" / "choices.yml"
_TOKEN = re.compile(r"[^\W_]+|[.,;:!?()\n]")
_CLAUSE_END = frozenset(".,;:!?()\n")
# Beyond this, a message is a text rather than a choice, and reading on only costs time.
_LONGEST = 120
_NEGATION_REACH = 4
_SHORTEST_FUZZY = 6

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """Options named by a message: those meant, those ruled out, and the share of its words that name them."""

    meant: tuple[str, ...]
    ruled_out: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class _Lexicon:
    options: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    topics: Mapping[str, tuple[Phrase, ...]]
    negations: frozenset[str]
    not_negations: tuple[Phrase, ...]
    contrasts: frozenset[str]
    everything: tuple[Phrase, ...]
    bare_no: Mapping[str, str]
    bare_yes: Mapping[str, str]


_NOT_QUESTIONS = frozenset(
    ("topics", "negations", "not_negations", "contrasts", "everything", "bare_no", "bare_yes")
)


def _phrases(entries: list[str]) -> tuple[Phrase, ...]:
    return tuple(tuple(str(entry).split()) for entry in entries)


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return _Lexicon(
        options={
            question: {str(option): _phrases(entries) for option, entries in options.items()}
            for question, options in data.items()
            if question not in _NOT_QUESTIONS and isinstance(options, dict)
        },
        topics={question: _phrases(entries) for question, entries in data["topics"].items()},
        negations=frozenset(data["negations"]),
        not_negations=_phrases(data["not_negations"]),
        contrasts=frozenset(data["contrasts"]),
        everything=_phrases(data["everything"]),
        bare_no=data["bare_no"],
        bare_yes=data["bare_yes"],
    )


def _tokens(text: str) -> list[str]:
    return [match.group() for match in _TOKEN.finditer(fold(text))][:_LONGEST]


def _same_word(token: str, word: str) -> bool:
    if word.endswith("*"):
        return token.startswith(word[:-1]) or (
            len(word) > _SHORTEST_FUZZY and DamerauLevenshtein.distance(token[: len(word) - 1], word[:-1]) <= 1
        )
    return token == word or (
        len(word) >= _SHORTEST_FUZZY and DamerauLevenshtein.distance(token, word, score_cutoff=1) <= 1
    )


def _find(tokens: list[str], phrases: tuple[Phrase, ...]) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        size = len(phrase)
        for start in range(len(tokens) - size + 1):
            if all(_same_word(tokens[start + i], phrase[i]) for i in range(size)):
                yield start, start + size


def _longest_first(
    tokens: list[str], options: Mapping[str, tuple[Phrase, ...]]
) -> list[tuple[int, int, str]]:
    """Non-overlapping matches in reading order; where two overlap, the longer one counts."""
    found = sorted(
        ((start, end, option) for option, phrases in options.items() for start, end in _find(tokens, phrases)),
        key=lambda match: (match[0] - match[1], match[0]),
    )
    kept: list[tuple[int, int, str]] = []
    for start, end, option in found:
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in kept):
            kept.append((start, end, option))
    return sorted(kept)


def _ruled_out(tokens: list[str], start: int, end: int, lexicon: _Lexicon) -> bool:
    """A negation governs the option: just before it in its clause, or right behind it («tiktok non»)."""
    if end < len(tokens) and tokens[end] in ("non", "nan"):
        return True
    harmless = {
        position
        for first, last in _find(tokens, lexicon.not_negations)
        for position in range(first, last)
    }
    for position in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        token = tokens[position]
        if token in _CLAUSE_END or token in lexicon.contrasts:
            return False
        if token in lexicon.negations and position not in harmless:
            return True
    return False


def read_choices(text: str, question: str) -> Named:
    """Options of `question` named in `text`, in the order of the message."""
    lexicon = _lexicon()
    tokens = _tokens(text)
    meant: list[str] = []
    ruled_out: list[str] = []
    used = 0
    for start, end, option in _longest_first(tokens, lexicon.options.get(question, {})):
        used += end - start
        chosen = ruled_out if _ruled_out(tokens, start, end, lexicon) else meant
        if option not in chosen:
            chosen.append(option)
    words = sum(token not in _CLAUSE_END for token in tokens)
    return Named(
        tuple(option for option in meant if option not in ruled_out),
        tuple(ruled_out),
        used / words if words else 0.0,
    )


def bare_answer(affirmed: bool, question: str) -> str | None:
    """The option that «oui» or «non», alone, stands for at `question`; None where it stands for nothing."""
    lexicon = _lexicon()
    return (lexicon.bare_yes if affirmed else lexicon.bare_no).get(question)


def names_everything(text: str) -> bool:
    """Whether the whole list is meant («tous», «les six»)."""
    return any(_find(_tokens(text), _lexicon().everything))


def topic_of(text: str) -> tuple[str, ...]:
    """Questions that the message names («mon budget», «pour les heures»), in no order of importance."""
    tokens = _tokens(text)
    return tuple(question for question, phrases in _lexicon().topics.items() if any(_find(tokens, phrases)))
