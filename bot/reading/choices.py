"""Options named in a message, from the words themselves (`lexicon/choices.yml`), negations respected."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from bot.reading.numbers import only_fillers
from bot.reading.spelling import sound, spell_out
from bot.reading.text import lexicon

_CLAUSE_END = frozenset(".,;:!?()\n")
# Beyond this, a message is a text rather than a choice, and reading on only costs time.
_LONGEST = 120
_NEGATION_REACH = 4
# Words between an option and the negation that follows it.
_EXISTING = frozenset(("il", "y", "en", "a", "j", "je", "n", "ai", "on", "ca", "c", "est"))
_SHORTEST_FUZZY = 6
_SHORTEST_BY_EAR = 4
# Sounds that are long enough to tell a word from others that sound alike; mute letters that may be left out.
_LONG_SOUND = 4
_MUTE = 2
_ELIDED = frozenset("ldmtsnjc")
# Small words that run into the next one.
_SMALL = re.compile(r"(?:et|les|des|mes|pas|sur|pour|dans|avec|une|que|ni|mais)(?=[a-z]{4})")
# «lancrage», «maider»: an article or a pronoun run into its word.
_RUN_IN = re.compile(r"[ldmtsnjc]h?[aeiouy]\w{3}")
_NOT_QUESTIONS = frozenset(
    (
        "topics",
        "phrases",
        "negations",
        "contrasts",
        "not_beside",
        "proper",
        "denials",
        "combined",
        "opposites",
        "bare_no",
        "bare_yes",
    )
)
_TOPIC = "topics"
# Begins a word that only counts when nothing else is said («rien», «euh non personne»).
_ALONE = "="
_OTHER = "other"
# Phrases by which a correction announces itself.
_ANNOUNCING = frozenset(("correcting", "previous_answer"))

Phrase = tuple[str, ...]
Match = tuple[int, int, str]


@dataclass(frozen=True)
class Named:
    """Options named by a message: those meant, those ruled out, and the share of its words that name them."""

    meant: tuple[str, ...]
    ruled_out: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class _Lexicon:
    """Every phrase under its first word, with what it belongs to (a question, "topics", "other") and names there."""

    phrases: Mapping[str, Sequence[tuple[Phrase, str, str]]]
    words: frozenset[str]
    beginnings: Mapping[str, Sequence[str]]
    by_sound: Mapping[str, Sequence[str]]
    stems: Sequence[tuple[str, str]]
    by_letter: Mapping[str, Sequence[str]]
    negations: frozenset[str]
    contrasts: frozenset[str]
    not_beside: frozenset[str]
    proper: frozenset[str]
    denials: frozenset[str]
    combined: Mapping[str, Mapping[frozenset[str], str]]
    opposites: Mapping[str, Mapping[str, str]]
    bare_no: Mapping[str, str]
    bare_yes: Mapping[str, str]

    def like(self, token: str) -> frozenset[str]:
        """Words of the lexicon that the token is, in this spelling or another."""
        found = self._exactly(token)
        if not found and _RUN_IN.match(token):
            found = self._exactly(token[1:])
        if found or only_fillers(token):
            return frozenset(found)
        if len(token) >= _SHORTEST_BY_EAR - 1:
            heard = sound(token)
            found.update(
                word for word in self.by_sound.get(heard, ()) if len(heard) >= _LONG_SOUND or _cut_short(token, word)
            )
            found.update(word for stem, word in self.stems if heard.startswith(stem))
        if not found and len(token) >= _SHORTEST_FUZZY - 1:
            found.update(word for word in self.by_letter.get(token[0], ()) if _slipped(token, word))
        return frozenset(found)

    def _exactly(self, token: str) -> set[str]:
        found = {token, token + "s", token.removesuffix("s")} & self.words
        found.update(word for word in self.beginnings.get(token[:2], ()) if token.startswith(word[:-1]))
        return found


def _cut_short(token: str, word: str) -> bool:
    """Whether only mute letters at the end tell two short words apart («avi» for «avis», but not «maire» for «mère»)."""
    shorter, longer = sorted((token, word), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= _MUTE


def _slipped(token: str, word: str) -> bool:
    """One letter wrong, missing, added or swapped."""
    if word.endswith("*"):
        stem = word[:-1]
        return any(
            DamerauLevenshtein.distance(token[: len(stem) + extra], stem, score_cutoff=1) <= 1 for extra in (-1, 0, 1)
        )
    return DamerauLevenshtein.distance(token, word, score_cutoff=1) <= 1


def _entries(data: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for question, options in data.items():
        if question == _TOPIC or (question not in _NOT_QUESTIONS and isinstance(options, dict)):
            for option, entries in options.items():
                yield from ((question, str(option), str(entry)) for entry in entries)
    for name, entries in data["phrases"].items():
        yield from ((_OTHER, name, entry) for entry in entries)


def _phrase(entry: str) -> Phrase:
    """The words of an entry, spelt out as messages are; a `*` stays at the end of its word, a `=` before it."""
    if entry.startswith(_ALONE):
        return (_ALONE + spell_out(entry[1:])[0],)
    return tuple(
        word + "*" if part.endswith("*") else word for part in entry.split() for word in spell_out(part.rstrip("*"))
    )


def _run_together(phrase: Phrase) -> Phrase:
    """The phrase without its apostrophes («lage» for «l'âge»)."""
    words: list[str] = []
    for word in phrase:
        if words and words[-1] in _ELIDED:
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


@cache
def _lexicon() -> _Lexicon:
    data = lexicon("choices")
    phrases: dict[str, list[tuple[Phrase, str, str]]] = defaultdict(list)
    for question, option, entry in _entries(data):
        phrase = _phrase(entry)
        for written in {phrase, _run_together(phrase)}:
            phrases[written[0]].append((written, question, option))
    words = {word for entries in phrases.values() for phrase, _, _ in entries for word in phrase}
    beginnings: dict[str, list[str]] = defaultdict(list)
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if word.startswith(_ALONE):
            continue
        if word.endswith("*"):
            beginnings[word[:2]].append(word)
        elif len(word) >= _SHORTEST_BY_EAR:
            by_sound[sound(word)].append(word)
        if len(word.rstrip("*")) >= _SHORTEST_FUZZY:
            by_letter[word[0]].append(word)
    return _Lexicon(
        phrases=dict(phrases),
        words=frozenset(word for word in words if not word.endswith("*")),
        beginnings=dict(beginnings),
        by_sound=dict(by_sound),
        stems=[
            (sound(word[:-1]), word) for word in sorted(words) if word.endswith("*") and len(word) > _SHORTEST_FUZZY
        ],
        by_letter=dict(by_letter),
        negations=frozenset(data["negations"]),
        contrasts=frozenset(data["contrasts"]),
        not_beside=frozenset(data["not_beside"]),
        proper=frozenset(data["proper"]),
        denials=frozenset(data["denials"]),
        combined={
            question: {frozenset(pair.split("+")): str(option) for pair, option in pairs.items()}
            for question, pairs in data["combined"].items()
        },
        opposites=data["opposites"],
        bare_no=data["bare_no"],
        bare_yes=data["bare_yes"],
    )


@lru_cache(maxsize=4096)
def _like(token: str) -> frozenset[str]:
    return _lexicon().like(token)


@lru_cache(maxsize=4096)
def _apart_again(token: str) -> tuple[str, ...]:
    """The words of a token in which a small word has run into one that names something («etfacebook», «lesdeux»)."""
    known = _lexicon()
    small = _SMALL.match(token)
    if small is None or token in known.words or only_fillers(token):
        return (token,)
    rest = token[small.end() :]
    return (small.group(), rest) if rest in known.words or _stem_of(rest, known) else (token,)


def _stem_of(word: str, known: _Lexicon) -> bool:
    return any(word.startswith(stem[:-1]) and len(stem) > _LONG_SOUND for stem in known.beginnings.get(word[:2], ()))


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[str, ...], Mapping[str, Sequence[Match]]]:
    """The tokens of a message, and all that the lexicon finds in them, by question, longest matches first."""
    known = _lexicon().phrases
    tokens = tuple(word for token in spell_out(text)[:_LONGEST] for word in _apart_again(token))
    alike = [_like(token) for token in tokens]
    found: dict[str, list[Match]] = defaultdict(list)
    for start, token in enumerate(tokens):
        alone = known.get(_ALONE + token, ())
        if alone and only_fillers(" ".join(_clause_around(tokens, start))):
            for _, question, option in alone:
                found[question].append((start, start + 1, option))
    for start, words in enumerate(alike):
        for word in words:
            for phrase, question, option in known.get(word, ()):
                end = start + len(phrase)
                if end <= len(tokens) and all(
                    part in alike[start + place] for place, part in enumerate(phrase) if place
                ):
                    found[question].append((start, end, option))
    for matches in found.values():
        matches.sort(key=lambda match: (match[0] - match[1], match[0]))
    return tokens, found


def _clause_around(tokens: Sequence[str], place: int) -> Iterator[str]:
    """The other words of the clause in which the word at `place` stands."""
    first = next((i + 1 for i in range(place - 1, -1, -1) if tokens[i] in _CLAUSE_END), 0)
    end = next((i for i in range(place + 1, len(tokens)) if tokens[i] in _CLAUSE_END), len(tokens))
    yield from (*tokens[first:place], *tokens[place + 1 : end])


def _apart(matches: Iterable[Match]) -> list[Match]:
    """Matches in reading order; where two overlap, the longer one counts."""
    kept: list[Match] = []
    for start, end, option in matches:
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in kept):
            kept.append((start, end, option))
    return sorted(kept)


def _denied_after(tokens: Sequence[str], end: int) -> bool:
    """«tiktok non», «les jeunes il y en a pas», «facebook j'ai pas»."""
    if end < len(tokens) and tokens[end] == "non":
        return True
    place = end
    while place < len(tokens) and tokens[place] in _EXISTING:
        place += 1
    closed = place + 1 >= len(tokens) or tokens[place + 1] in _CLAUSE_END
    return end < place < len(tokens) and tokens[place] == "pas" and closed


def _ruled_out(tokens: Sequence[str], start: int, end: int, harmless: frozenset[int]) -> bool:
    """A negation governs the option: just before it in its clause, or right behind it («tiktok non»)."""
    known = _lexicon()
    if _denied_after(tokens, end):
        return True
    for position in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        token = tokens[position]
        if token in _CLAUSE_END or token in known.contrasts:
            return False
        if token in known.negations and position not in harmless:
            return True
    return False


def read_choices(text: str, question: str) -> Named:
    """Options of `question` named in `text`, in the order of the message."""
    tokens, found = _read(text)
    harmless = _harmless(found)
    meant: list[str] = []
    ruled_out: list[str] = []
    used = 0
    for start, end, option in _apart(found.get(question, ())):
        used += end - start
        denied = option not in _lexicon().denials and _ruled_out(tokens, start, end, harmless)
        chosen = ruled_out if denied else meant
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
    known = _lexicon()
    return (known.bare_yes if affirmed else known.bare_no).get(question)


def names_everything(text: str) -> bool:
    """Whether the whole list is meant, and little else is said («tous», «les six»)."""
    tokens, found = _read(text)
    said = {place for start, end, name in found.get(_OTHER, ()) if name == "everything" for place in range(start, end)}
    return len(said) * 2 >= sum(token not in _CLAUSE_END for token in tokens) > 0


def topic_of(text: str) -> tuple[str, ...]:
    """Questions that the message names («mon budget», «pour les heures»), in the order of the message."""
    matches = sorted(_read(text)[1].get(_TOPIC, ()))
    return tuple(dict.fromkeys(question for _, _, question in matches))


def left_over(text: str) -> str:
    """What a correction says beside that something has to be corrected, and where: its other words, spelt out."""
    tokens, found = _read(text)
    announced = (*found.get(_TOPIC, ()), *(match for match in found.get(_OTHER, ()) if match[2] in _ANNOUNCING))
    said = {place for start, end, _ in announced for place in range(start, end)}
    return " ".join(token for place, token in enumerate(tokens) if place not in said)


def names(text: str, name: str) -> bool:
    """Whether the message holds one of the phrases listed under `name` in the lexicon's `phrases`."""
    return any(found == name for _, _, found in _read(text)[1].get(_OTHER, ()))


def opposite(options: Sequence[str], question: str) -> str | None:
    """What is left where these options are denied («pas les particuliers»); None where more than one is."""
    return _lexicon().opposites.get(question, {}).get(options[0]) if len(options) == 1 else None


def denies(text: str) -> bool:
    """Whether anything in the message is denied («je veux pas qu'ils votent»)."""
    tokens, found = _read(text)
    harmless = _harmless(found)
    return any(token in _lexicon().negations and place not in harmless for place, token in enumerate(tokens))


def _harmless(found: Mapping[str, Sequence[Match]]) -> frozenset[int]:
    """Where negations stand that deny nothing («pas que», «pas mal»)."""
    return frozenset(
        position
        for start, end, name in found.get(_OTHER, ())
        if name == "not_negations"
        for position in range(start, end)
    )


def are_proper(question: str) -> bool:
    """Whether the options of `question` are proper names: whoever says one means it."""
    return question in _lexicon().proper


def combined(options: Iterable[str], question: str) -> str | None:
    """The one option that several, named together, come to; None where they come to nothing."""
    return _lexicon().combined.get(question, {}).get(frozenset(options))


def stands_beside(option: str) -> bool:
    """Whether the option, named beside an answer to another question, can be an answer of its own."""
    return option not in _lexicon().not_beside
