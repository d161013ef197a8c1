"""One message read as the answer to one question: figures, options, or the words themselves."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.coach import InvalidAnswer, Question, check_value
from bot.reading.choices import bare_answer, names_everything, read_choices
from bot.reading.durations import hours_a_week, minutes_a_week
from bot.reading.money import money_a_month, read_money
from bot.reading.numbers import Amount, read_number
from bot.reading.text import fold
from bot.words import load_words

# Shares of probability among a question's options below which the classifier's choice is not believed.
_BELIEVED = 0.55
_BELIEVED_AGAINST_WORDS = 0.9
# Probability that the message answers this question at all, when no word of it names an option.
_ABOUT_IT = 0.25
_ABOUT_IT_AT_ALL = 0.08
_SHORT = 6

_FIGURES: Mapping[str, Callable[..., Amount | None]] = {
    "hours_a_week": hours_a_week,
    "minutes_a_week": minutes_a_week,
    "money_a_month": money_a_month,
}
# Units that say by themselves which question is answered.
UNMISTAKABLE = frozenset(("hours_a_week", "money_a_month"))

_SPLIT = re.compile(r"\s*(?:[\n;•]|,(?!\d)|(?:^|\s)(?:\d[).]|-)\s|\bet\b|\bpuis\b|\+|/)\s*", re.IGNORECASE)
_SCALE = re.compile(r"(?<![\d,.])(\d{1,2})(?:\s*(?:/|sur)\s*(\d{1,2}))?(?![\d,.])")


@dataclass(frozen=True)
class Evidence:
    """What the classifier says of the message with regard to one question; probabilities between 0 and 1."""

    intent: str
    confidence: float
    own: float
    options: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Found:
    """Checked values by question id, both ends of a range, and how far the words themselves carry them.

    `sure`: the words name the answer, whatever the classifier says; `whole`: the message is a button's text and
    says nothing else; `problem`: why an answer that was given cannot be taken.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    sure: bool = False
    whole: bool = False
    problem: str | None = None


NOTHING = Found()


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit."""
    return any(character.isalnum() for character in text)


def by_label(text: str, question: Question) -> Found:
    """The option whose button says exactly this (spelling folded)."""
    folded = fold(text).strip(" .!")
    for option in _option_ids(question):
        if folded and fold(load_words().label(question.id, option)).strip(" .!") == folded:
            return replace(_checked(question, int(option) if question.kind == "scale" else option), sure=True, whole=True)
    return NOTHING


def _option_ids(question: Question) -> tuple[str, ...]:
    if question.kind == "scale":
        return tuple(str(step) for step in range(int(question.minimum or 0), int(question.maximum or 0) + 1))
    return tuple(option.id for option in question.options)


def read_answer(text: str, question: Question, evidence: Evidence) -> Found:
    """The answer of `text` to `question`, which is pending; NOTHING when it holds none."""
    if question.kind == "number":
        return _read_figure(text, question, bare=True)
    if question.kind in ("text", "texts"):
        return _read_text(text, question, evidence)
    bare = _read_bare(question, evidence)
    return bare if bare is not None else _read_options(text, question, evidence)


def read_aside(text: str, question: Question, evidence: Evidence, named: bool) -> Found:
    """The answer of `text` to a question that was not asked: only what is said outright counts."""
    if question.kind == "number":
        if question.unit == "money_a_month" and not named and not _has_currency(text):
            return NOTHING
        return _read_figure(text, question, bare=named)
    if question.kind in ("text", "texts"):
        return NOTHING
    return _read_options(text, question, evidence)


def _has_currency(text: str) -> bool:
    money = read_money(text)
    return money is not None and money.currency is not None


def _read_figure(text: str, question: Question, bare: bool) -> Found:
    amount = _FIGURES[question.unit or ""](text, bare=bare)
    if amount is None:
        return replace(NOTHING, problem="figure" if bare else None)
    value = amount.low if amount.low is not None else amount.high
    found = _checked(question, round(value, 2) if value is not None else None)
    if found.problem or (amount.low == amount.high and not amount.approximate):
        return replace(found, sure=len(text.split()) <= _SHORT)
    detail = {"low": amount.low, "high": amount.high, "approximate": amount.approximate}
    return replace(found, details={question.id: detail}, sure=len(text.split()) <= _SHORT)


def _read_bare(question: Question, evidence: Evidence) -> Found | None:
    """«oui», «non» and nothing else; None when the message is not that."""
    if evidence.intent not in ("affirm", "deny") or evidence.confidence < _BELIEVED:
        return None
    option = bare_answer(evidence.intent == "affirm", question.id)
    if option is None:
        return None
    return _checked(question, int(option) if question.kind == "scale" else option)


def _read_text(text: str, question: Question, evidence: Evidence) -> Found:
    if evidence.intent in ("affirm", "deny") and len(text.split()) <= 3:
        return NOTHING
    if question.kind == "text":
        return _checked(question, text)
    parts = [part for part in _SPLIT.split(text) if part and has_words(part)]
    return _checked(question, parts[: question.at_most] or [text])


def _read_options(text: str, question: Question, evidence: Evidence) -> Found:
    if question.kind == "scale" and (step := _read_step(text, question)) is not None:
        return replace(_checked(question, step), sure=True)
    named = read_choices(text, question.id)
    best, share = next(iter(evidence.options), ("", 0.0))
    if question.kind == "choices":
        chosen = list(named.meant)
        if not chosen and question.id == "strengths" and names_everything(text):
            chosen = [option.id for option in question.options if not option.exclusive]
        chosen = _without_exclusives(question, chosen)
    else:
        chosen = _one_of(named.meant, evidence)
    if chosen and not (share >= _BELIEVED_AGAINST_WORDS and best not in chosen and evidence.own >= 0.5 and len(chosen) == 1):
        return replace(_option_value(question, chosen), sure=named.weight >= 0.5)
    if best in ("", "several") or best in named.ruled_out or share < _BELIEVED:
        return NOTHING
    if evidence.intent == f"answer_{question.id}" and evidence.own >= _ABOUT_IT:
        return _option_value(question, [best])
    if evidence.own >= _ABOUT_IT_AT_ALL and evidence.intent == "nlu_fallback" and share >= _BELIEVED_AGAINST_WORDS:
        return _option_value(question, [best])
    return NOTHING


def _read_step(text: str, question: Question) -> int | None:
    """«3», «3/4», «8 sur 10» on the question's scale; None when there is no such figure."""
    match = _SCALE.search(text)
    top = int(question.maximum or 0)
    if match is None:
        number = read_number(text) if len(text.split()) <= 2 else None
        return int(number.low) if number and number.low is not None and number.low <= top else None
    step, out_of = int(match.group(1)), int(match.group(2) or top)
    return round(step * top / out_of) if 0 < out_of and step <= out_of else step


def _without_exclusives(question: Question, chosen: list[str]) -> list[str]:
    """«aucun», said with named options, only denies the others."""
    plain = [option for option in chosen if not question.option(option).exclusive]
    return plain or chosen[:1]


def _one_of(meant: tuple[str, ...], evidence: Evidence) -> list[str]:
    """The one option meant; where the words name several, the classifier decides, if it is clear."""
    if len(meant) <= 1:
        return list(meant)
    likely = [option for option, share in evidence.options if option in meant and share >= _BELIEVED]
    return likely[:1]


def _option_value(question: Question, chosen: list[str]) -> Found:
    if question.kind == "choices":
        return _checked(question, chosen)
    return _checked(question, int(chosen[0]) if question.kind == "scale" else chosen[0])


def _checked(question: Question, value: Any) -> Found:
    try:
        return Found(values={question.id: check_value(question, value)})
    except InvalidAnswer as refusal:
        return Found(problem=refusal.reason)
