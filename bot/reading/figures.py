"""Every figure of a message brought to one form, so that the grammars of the readers stay small.

"deux cent cinquante", "1 200,50", "10k", "une dizaine", "2½", "un et demi" become `250`, `1200.5`, `10000`,
`~10`, `2.5`, `1.5` in a rewritten line (a leading ~ marks what is approximate). An article ("un", "une", "a")
is left alone: only a unit or another figure beside it makes it a one, and that is for the readers to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from price_parser.parser import parse_number
from text_to_num import text2num

from bot.reading.text import Line, compiled, folded, lexicon, one_of

# A figure in the rewritten line. Longer runs of digits are references or telephone numbers, not quantities.
FIGURE = r"(?<![\w.,])~?\d{1,9}(?:\.\d{1,6})?(?![\d.,]*\d)"

_DIGITS = r"(?<![\d.,])(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d{1,9}[.,]\d{1,4}|\d{1,9})(?![.,]?\d)"
_TELEPHONE = r"(?<![\d.,])(?:\+\d{1,3}|0\d)(?:[ .-]?\d\d){4,5}(?!\d)"
FARTHEST = 1000
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3}


def plain(value: float) -> str:
    """A value as the rewritten line writes it: no exponent, no useless zero."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


@cache
def _repairs() -> dict[str, str]:
    """Every spelling with one letter missing, to find slips in one look-up (after Garbe's SymSpell)."""
    found: dict[str, str] = {}
    for word in lexicon("spelling")["repaired"]:
        for shorter in _without_one_letter(word):
            found.setdefault(shorter, word)
    return found


def _without_one_letter(word: str) -> Iterator[str]:
    yield word
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]


@cache
def _written() -> dict[str, str]:
    spelling, numbers = lexicon("spelling"), lexicon("numbers")
    groups = {**spelling["written"], **numbers["variants"]}
    return {variant: word for word, variants in groups.items() for variant in variants}


@cache
def _kept() -> frozenset[str]:
    spelling, numbers = lexicon("spelling"), lexicon("numbers")
    return frozenset([*spelling["kept"], *spelling["repaired"], *numbers["fr"], *numbers["en"]])


@lru_cache(maxsize=2048)
def repaired(word: str) -> str:
    """The word it was meant to be, when one letter went wrong in a word that the readers need."""
    if word in _written():
        return _written()[word]
    if len(word) < 5 or len(word) > 14 or word in _kept():
        return word
    for shorter in _without_one_letter(word):
        meant = _repairs().get(shorter)
        if meant is not None and abs(len(meant) - len(word)) <= 1:
            return meant
    return word


@cache
def _number_words() -> str:
    numbers = lexicon("numbers")
    word = one_of(*numbers["fr"], *numbers["en"])
    return (
        rf"(?<![\w'])(?:an? (?=hundred|thousand|million))?{word}(?:(?:[ -]| ?-? ?(?:et"
        rf"|and)[ -]){word}){{0,11}}(?![\w'])"
    )


@cache
def _known(language: str) -> frozenset[str]:
    return frozenset(lexicon("numbers")[language])


def _words_to_value(tokens: list[str]) -> int | None:
    """What text2num makes of these words, in French or in English; None when they are not one number."""
    for language in ("fr", "en"):
        if all(t in _known(language) or t in {"et", "and"} for t in tokens):
            spelt = " ".join(tokens) if language == "en" else " ".join("zéro" if t == "zero" else t for t in tokens)
            try:
                return int(text2num(spelt, language))
            except ValueError:
                continue
    return None


def _read_words(match: re.Match[str]) -> str | None:
    """Number words as digits: the longest number first, then the rest ("deux trois" stays two numbers)."""
    tokens = compiled(r"[a-z]+").findall(match.group())
    if tokens[0] in {"a", "an"}:
        tokens[0] = "one"
    if all(t in {"un", "une", "one", "et", "and"} for t in tokens):
        return None
    out: list[str] = []
    i = 0
    while i < len(tokens):
        if tokens[i] in {"et", "and"}:
            out.append(tokens[i])
            i += 1
            continue
        for j in range(min(len(tokens), i + 12), i, -1):
            # "et" belongs to the number only before un and onze; elsewhere it joins two numbers.
            if any(
                t == "et" and tokens[k + 1 : k + 2] not in (["un"], ["une"], ["onze"])
                for k, t in enumerate(tokens[:j])
                if k >= i
            ) or tokens[j - 1] in {"et", "and"}:
                continue
            value = _words_to_value(tokens[i:j])
            if value is not None:
                # "deux trois cents": the hundreds count for both
                if out and out[-1].isdigit() and value in {(int(out[-1]) + 1) * unit for unit in (100, 1000)}:
                    out[-1] = f"{int(out[-1]) * (100 if value < 1000 else 1000)}-{value}"
                else:
                    out.append(str(value))
                i = j
                break
        else:
            out.append(tokens[i])
            i += 1
    return " ".join(out)


def _read_digits(match: re.Match[str]) -> str | None:
    raw = match.group()
    if raw.isdigit():
        return None
    if compiled(r"0?\d?\d?\.\d{1,2}|0[.,]\d+").fullmatch(raw):
        return raw.replace(",", ".")  # kept as typed: "8.10" may be an hour
    value = parse_number(raw.replace("'", "").replace(" ", ""))
    return None if value is None else plain(float(value))


def _collective(match: re.Match[str]) -> str | None:
    count, noun = match.group("count"), match.group("noun")
    one = lexicon("numbers")["collective"][noun]
    if count is None:
        return None
    approximate = noun not in lexicon("numbers")["exact_collective"]
    if count in {"quelques", "a few"}:
        return f"~{2 * one}-{4 * one} "
    number = 1.0 if not count[0].isdigit() else float(count)
    return f"{'~' if approximate else ''}{plain(number * one)} "


Step = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]


@cache
def _steps() -> tuple[Step, ...]:
    """What is rewritten, in this order: signs and digits, words, then what both make together."""
    collective = one_of(*lexicon("numbers")["collective"])
    tens = one_of(*lexicon("numbers")["tens"])
    half = r"(?:demie?|half)"
    unit = r"(?:heures?|hours?|journees?|jours?|jrs?|day|dozen|douzaine|h\b)"
    count = r"\d{1,4}(?:\.5)?|une?|quelques|an?|a few"
    number = r"(?<![\w.])(\d{1,6}(?:\.\d{1,3})?)"
    one = r"(?<![\w.])(\d{1,6}|une?|one)"
    steps: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
        (_TELEPHONE, lambda m: "###"),
        # 2 1/2, 1/2 h; not 2/3 (two or three) nor 1/2/2025 (a date)
        (
            r"(?<![\d/.,])(\d{1,3})(?: et | and an? | and | )(1/2|1/4|3/4)(?![\d/])",
            lambda m: plain(int(m[1]) + _FRACTIONS[m[2]]),
        ),
        (r"(?<![\d/.,])(?:1/2|1/4|1/3|3/4(?! ?heures))(?![\d/])", lambda m: plain(_FRACTIONS[m[0]])),
        (_DIGITS, _read_digits),
        (rf"{number} ?k(?=e?\b|€|\$|£|euros?\b|balles\b)", lambda m: plain(float(m[1]) * 1000)),
        (
            rf"{number} (?:milles?|thousand)(?! (?:et )?\w*(?:cents?|vingt|dix)\b)\b",
            lambda m: plain(float(m[1]) * 1000),
        ),
        (rf"{number} millions?\b", lambda m: plain(float(m[1]) * 1e6)),
        (rf"(?<!\w){tens} [1-9](?![\w.,/])", lambda m: _tens_and_digit(m[0])),
        (_number_words(), _read_words),
        (rf"{one} (?:point|virgule) (\d{{1,4}})(?![\w.])", lambda m: f"{_one_or(m[1])}.{m[2]}"),
        # un et demi, one and a half (the half that follows a unit is read with the unit)
        (
            rf"{one} (?:et|and)(?: une?| an?)? (?:{half}|0\.5)s?(?!\w)",
            lambda m: plain(float(_one_or(m[1])) + 0.5),
        ),
        (
            rf"(?<![\w.])(?:(?:une?|an?) )?(?:{half}|0\.5)[ -]?(?:an? |de |d')?(?={unit})",
            lambda m: "0.5 ",
        ),
        (
            (
                r"(?<![\w.'])(?:(un|1|a|one)|(3|three))[ -](?:quarts?|quarters?)"
                r"(?= (?:d'heures?|of an hour|h\b|heures?))"
            ),
            lambda m: "0.25" if m[1] else "0.75",
        ),
        (
            (
                rf"(?<![\w.])(?:(?P<count>{count})(?: petite| bonne| grosse| belle)? )?"
                rf"(?P<noun>{collective})s?(?: de | d'| of |(?!\w) ?)"
            ),
            _collective,
        ),
        (r"(?<!\w)(?:an? )?couple(?: of)?(?!\w)", lambda m: "~2"),
        (r"(?<!\w)(?:(?:an? )?few|quelques)(?! \d)(?!\w)", lambda m: "~2-4"),
    )
    return tuple((re.compile(pattern), replace) for pattern, replace in steps)


def _one_or(digits: str) -> str:
    """The digits, or 1 for an article."""
    return digits if digits.isdigit() else "1"


def _tens_and_digit(pair: str) -> str:
    tens, digit = pair.split(" ")
    value = _words_to_value([tens])
    return pair if value is None else str(value + int(digit))


@lru_cache(maxsize=64)
def spelt(text: str) -> Line:
    """The folded line with the words that the readers need spelt as they know them."""
    return folded(text[:FARTHEST]).rewrite(compiled(r"(?<![^\W\d]|')[a-z][a-z'-]*[a-z](?![\w'])|2x\b"), _repair)


def _repair(match: re.Match[str]) -> str:
    word = match.group()
    if "-" in word and word not in _kept():
        return "-".join(repaired(part) for part in word.split("-"))
    return repaired(word)


@cache
def _counting() -> re.Pattern[str]:
    numbers = lexicon("numbers")
    vague = ("quart", "quarter", "half", "demi", "demie", "few", "couple", "quelques")
    return re.compile(
        r"\d|(?<![a-z])" + one_of(*numbers["fr"], *numbers["en"], *vague, *numbers["collective"]) + r"s?(?![a-z])"
    )


@lru_cache(maxsize=64)
def figures(text: str) -> Line:
    """The folded line in which every figure is written in digits; see the head of this file.

    Only the first 1000 characters count: a figure further down a long story answers no question.
    """
    line = spelt(text)
    if _counting().search(line.text) is None:
        return line
    for pattern, replace in _steps():
        line = line.rewrite(pattern, replace)
    return line
