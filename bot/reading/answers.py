"""One message read as the answer to one question: figures, options, or the words themselves."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.coach import InvalidAnswer, Question, check_value
from bot.reading.ages import age_groups_in
from bot.reading.areas import area_in
from bot.reading.choices import (
    Named,
    are_proper,
    bare_answer,
    combined,
    denies,
    names,
    names_everything,
    opposite,
    read_choices,
    topic_of,
)
from bot.reading.clauses import MOST, clauses
from bot.reading.durations import hours_a_week, minutes_a_week
from bot.reading.figures import figures
from bot.reading.money import money_a_month
from bot.reading.numbers import Amount, only_fillers, read_number
from bot.reading.spelling import spell_out
from bot.reading.text import fold
from bot.words import load_words

NO_ANSWER = "no_answer"
# Training examples only: several options at once, and words about the question that choose none.
_NOT_OPTIONS = frozenset((NO_ANSWER, "several", "vague"))

# What was measured on the development set is told in docs/understanding.md.
# Probability that an option must reach when no word names it, the message being no answer at all included.
_BELIEVED = 0.5
# The same, to add to the options that words name those that the rest of the message tells.
_BELIEVED_BESIDE = 0.75
# The same, for one of several options that words name, of which another would outweigh it.
_BELIEVED_CONTESTED = 0.6
# Probability of another option from which one word in a long message is not believed; nor is the other, then.
_BELIEVED_AGAINST_WORDS = 0.5
# Probability of no answer at all from which words that name an option are not believed.
_REFUSED_AGAINST_WORDS = 0.9
# The same, for an option that one clause tells and no other contradicts, the message as a whole telling none; and the
# most that the clause may be no answer at all.
_BELIEVED_APART = 0.7
_REFUSED_APART = 0.25
# The same, against words that name another option or deny this one; and the most that it may be no answer then.
_BELIEVED_OUTRIGHT = 0.8
_REFUSED_OUTRIGHT = 0.15
# Share of the words that name options from which nothing else needs to be asked.
_SAID_OUTRIGHT = 0.5
_SHORT = 6
# Characters beyond which a message is a text: what it says is not worth a second look.
_LONGEST = 300
# More digits than any amount an owner gives.
_ENDLESS = re.compile(r"\d{10}")
_NONE_FIRST = re.compile(
    r"(?:(?:euh|ben|bah|non|oh|ah|bof|franchement|la|moi) ?,? ?)*(?:0(?![\d.]|,\d| ?(?:idee|envie|chance|souci|probleme|reponse|interet|avis))"
    r"|rien du tout|pas (?:un|une) (?:seule? )?(?:sou|euro|centime|cenne|rond|balle|piasse|minute|heure|seconde)s?)(?!\w)"
)
_UNITS = frozenset(
    [
        "h",
        "heure",
        "heures",
        "min",
        "mn",
        "minute",
        "minutes",
        "seconde",
        "secondes",
        "jour",
        "jours",
        "an",
        "ans",
        "mois",
        "semaine",
        "semaines",
        "euro",
        "euros",
    ]
)

_FIGURES: Mapping[str, Callable[..., Amount | None]] = {
    "hours_a_week": hours_a_week,
    "minutes_a_week": minutes_a_week,
    "money_a_month": money_a_month,
}

_SPLIT = re.compile(r"\s*(?:[\n;•]|,(?!\d)|(?:^|\s)(?:\d[).]|-)\s|\bet\b|\bpuis\b|\+|/)\s*", re.IGNORECASE)
_STEP = re.compile(r"(?<![\d,.])(\d{1,2})(?:\s*(?:/|sur)\s*(\d{1,2}))?(?![\d,.])")
# Clauses of ages; "plus de 40, jusqu'à 80" is one.
_AGES_APART = re.compile(r"[,;](?! ?(?:et )?jusqu)| mais ")
# "du gamin à la mamie": from the youngest named to the oldest.
_FROM_TO = re.compile(r"(?<!\w)(?:du|de la|de l'|des|de)(?!\w).{2,25}?(?<!\w)(?:au|aux|a la|a l'|jusqu\w+)(?!\w)")
_DENIED = re.compile(r"\s*(?:mais |et )?(?:surtout )?(?:pas|sauf|hors|hormis|ni|sans|excepte)\b")


@dataclass(frozen=True)
class Evidence:
    """What the classifier says of the message, or of one part of it, with regard to one question."""

    intent: str
    confidence: float
    own: float
    options: tuple[tuple[str, float], ...]

    @property
    def refused(self) -> float:
        """Probability that the message answers the question in no way (0 for a question without options)."""
        return dict(self.options).get(NO_ANSWER, 0.0)

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest option and its probability, what is no answer counting against it."""
        return next(((option, share) for option, share in self.options if option not in _NOT_OPTIONS), ("", 0.0))

    def given(self) -> "Evidence":
        """The same, for a message that is known to answer the question."""
        left = [(option, share) for option, share in self.options if option != NO_ANSWER]
        total = sum(share for _, share in left) or 1.0
        return replace(self, options=tuple((option, share / total) for option, share in left))


@dataclass(frozen=True)
class Part:
    """One clause of a message with what the classifier says of it."""

    text: str
    evidence: Evidence


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
    for option in option_ids(question):
        if folded and fold(load_words().label(question.id, option)).strip(" .!") == folded:
            return replace(_option_value(question, [option]), sure=True, whole=True)
    return NOTHING


def option_ids(question: Question) -> tuple[str, ...]:
    """What can be chosen: option ids, or the steps of a scale."""
    if question.kind == "scale":
        return tuple(str(step) for step in range(int(question.minimum or 0), int(question.maximum or 0) + 1))
    return tuple(option.id for option in question.options)


def read_answer(text: str, question: Question, evidence: Evidence, parts: Sequence[Part] = ()) -> Found:
    """The answer of `text` to `question`, which is pending; NOTHING when it holds none."""
    if question.kind == "number":
        return read_figure(text, question, bare=True)
    if question.kind in ("text", "texts"):
        return _read_text(text, question, evidence)
    bare = _read_bare(question, evidence)
    return bare if bare is not None else read_options(text, question, evidence, parts)


def read_figure(text: str, question: Question, bare: bool) -> Found:
    """The figure that answers a number question; with `bare` it needs no unit. Abbreviations are spelt out last."""
    reader = _FIGURES[question.unit or ""]
    amount = reader(text, bare=bare)
    if amount is None and len(text) <= _LONGEST:
        amount = reader(" ".join(spell_out(text)), bare=bare)
    if amount is None:
        if bare and _says_none(text):
            return replace(checked(question, 0), sure=True)
        beyond = _ENDLESS.search(text) is not None
        return replace(NOTHING, problem=("range" if beyond else "figure") if bare else None)
    value = amount.low if amount.low is not None else amount.high
    if value and _is_negative(text, amount.span[0]):
        value = -value
    found = checked(question, round(value, 2) if value is not None else None)
    sure = len(text.split()) <= _SHORT and "?" not in text
    if found.problem or (amount.low == amount.high and not amount.approximate):
        return replace(found, sure=sure)
    detail = {"low": amount.low, "high": amount.high, "approximate": amount.approximate}
    return replace(found, details={question.id: detail}, sure=sure)


def _says_none(text: str) -> bool:
    """Whether a message begins with nothing, and then only tells why («zéro, j'ai pas une minute»)."""
    line = figures(" ".join(spell_out(text[:_LONGEST]))).text
    return _NONE_FIRST.match(line) is not None


def _is_negative(text: str, start: int) -> bool:
    """Whether a minus stands before the figure, and not the dash of a range («2-3 h») or of a list."""
    return re.search(r"(?:^|\s)[-−]$", text[:start]) is not None


def _read_bare(question: Question, evidence: Evidence) -> Found | None:
    """«oui», «non» and nothing else; None when the message is not that."""
    if evidence.intent not in ("affirm", "deny") or evidence.confidence < _BELIEVED:
        return None
    option = bare_answer(evidence.intent == "affirm", question.id)
    return None if option is None else _option_value(question, [option])


def _read_text(text: str, question: Question, evidence: Evidence) -> Found:
    if evidence.intent in ("affirm", "deny") and len(text.split()) <= 3:
        return NOTHING
    if question.kind == "text":
        return checked(question, text)
    parts = [part for part in _SPLIT.split(text) if part and has_words(part)]
    return checked(question, parts[: question.at_most] or [text])


def read_options(text: str, question: Question, evidence: Evidence, parts: Sequence[Part] = ()) -> Found:
    """The options that the words name, or that the classifier is sure of."""
    if question.kind == "scale" and (step := _read_step(text, question)) is not None:
        return replace(checked(question, step), sure=len(text.split()) <= _SHORT)
    named = named_options(text, question)
    chosen = _chosen(text, question, named, evidence, parts)
    if not chosen:
        return NOTHING
    return replace(_option_value(question, chosen), sure=bool(named.meant) and named.weight >= _SAID_OUTRIGHT)


def named_options(text: str, question: Question) -> Named:
    """Options that the words name, figures of age and distance included."""
    named = read_choices(text, question.id)
    told: list[str] = []
    if question.id == "age_groups" and "all" not in named.meant:
        for clause in _AGES_APART.split(text):
            if not _DENIED.match(fold(clause)):
                told += age_groups_in(clause)
        if len(named.meant) > 1 and not told and _FROM_TO.search(fold(text)):
            told = _between(named.meant, question)
    elif question.id == "area" and not named.meant and (area := area_in(text)):
        told = [area]
    if not told:
        return named
    return Named(tuple(dict.fromkeys((*named.meant, *told))), named.ruled_out, max(named.weight, _SAID_OUTRIGHT))


def _between(options: Sequence[str], question: Question) -> list[str]:
    """The options from the first of these to the last, in the order of the question."""
    ids = [option.id for option in question.options if not option.exclusive]
    places = [ids.index(option) for option in options if option in ids]
    return ids[min(places) : max(places) + 1]


def _chosen(text: str, question: Question, named: Named, evidence: Evidence, parts: Sequence[Part]) -> list[str]:
    best, share = evidence.best
    meant = list(named.meant)
    if _outweighs_words(question, named, evidence):
        return [best]
    if question.kind == "choices":
        if not meant and question.id == "strengths" and names_everything(text) and share < _BELIEVED:
            meant = [option.id for option in question.options if not option.exclusive]
        meant = _without_exclusives(question, [*meant, *_told_beside(question, meant, named.ruled_out, parts)])
        if question.id == "age_groups" and ("all" in named.meant or len(meant) == len(question.options) - 1):
            meant = ["all"]
    elif len(meant) > 1:
        both = combined(meant, question.id)
        meant = (
            [best if both in meant and best in meant and share >= _BELIEVED_CONTESTED else both]
            if both
            else [option for option, likely in evidence.options if option in meant and likely >= _BELIEVED][:1]
        )
    if not meant and (left := opposite(named.ruled_out, question.id)):
        return [left]
    if meant:
        doubtful = evidence.refused >= _REFUSED_AGAINST_WORDS and not are_proper(question.id)
        doubtful = doubtful or (
            len(meant) == 1 and best not in (meant[0], *named.ruled_out) and share >= _BELIEVED_AGAINST_WORDS
        )
        weight = max([named.weight, *(read_choices(part.text, question.id).weight for part in parts)])
        return [] if doubtful and weight < _SAID_OUTRIGHT else meant
    if share >= _BELIEVED and best not in named.ruled_out and not names(text, "vague"):
        return [] if best == "yes" and denies(text) else [best]
    return _told_apart(text, question, named, parts)


def _outweighs_words(question: Question, named: Named, evidence: Evidence) -> bool:
    """Whether the classifier is so sure of an option that a few words of another, or against it, say less."""
    best, share = evidence.best
    if share < _BELIEVED_OUTRIGHT or evidence.refused > _REFUSED_OUTRIGHT or named.weight >= _SAID_OUTRIGHT:
        return False
    return best not in named.meant if question.kind in ("choice", "scale") else not named.meant


def _told_apart(text: str, question: Question, named: Named, parts: Sequence[Part]) -> list[str]:
    """The option of the one clause that tells one, where the others only add why."""
    told = {
        part.evidence.best[0]
        for part in parts
        if part.evidence.best[1] >= _BELIEVED_APART
        and part.evidence.refused <= _REFUSED_APART
        and not _DENIED.match(fold(part.text))
    }
    if len(told) != 1 or told & {*named.ruled_out} or names(text, "vague"):
        return []
    return list(told)


def _told_beside(
    question: Question, meant: Sequence[str], ruled_out: Sequence[str], parts: Sequence[Part]
) -> list[str]:
    """Options of the clauses in which no word names one."""
    found: list[str] = []
    for part in parts:
        if question.id == "age_groups" and any(map(str.isdigit, part.text)):
            continue
        if _DENIED.match(fold(part.text)) or read_choices(part.text, question.id).weight > 0:
            continue
        option, share = part.evidence.best
        if share >= _BELIEVED_BESIDE and option not in (*meant, *ruled_out, *found):
            found.append(option)
    return found


def _read_step(text: str, question: Question) -> int | None:
    """«3», «3/4», «8 sur 10» on the question's scale; None when there is no such figure."""
    parts = clauses(text[:_LONGEST])[:MOST]
    found = ((match, part) for part in parts for match in _STEP.finditer(part))
    match = next((match for match, part in found if match.group(2) or _is_note(part, question)), None)
    top = int(question.maximum or 0)
    if match is None:
        number = read_number(text) if len(text.split()) <= 3 else None
        return int(number.low) if number and number.low is not None and number.low <= top else None
    step, out_of = int(match.group(1)), int(match.group(2) or top)
    return round(step * top / out_of) if out_of > 0 and step <= out_of else step


def _is_note(part: str, question: Question) -> bool:
    """Whether the figure of a clause is the note itself («3», «je mets 3», «écrire 1»), not a number of something."""
    rest = [word for word in spell_out(part) if not word.isdigit() and question.id not in topic_of(word)]
    return not _UNITS.intersection(rest) and only_fillers(" ".join(rest))


def _without_exclusives(question: Question, chosen: list[str]) -> list[str]:
    """«aucun», said with named options, only denies the others."""
    plain = [option for option in chosen if not question.option(option).exclusive]
    return plain or chosen[:1]


def _option_value(question: Question, chosen: list[str]) -> Found:
    if question.kind == "choices":
        return checked(question, chosen)
    return checked(question, int(chosen[0]) if question.kind == "scale" else chosen[0])


def checked(question: Question, value: Any) -> Found:
    """The value if the question accepts it, otherwise why not."""
    try:
        return Found(values={question.id: check_value(question, value)})
    except InvalidAnswer as refusal:
        return Found(problem=refusal.reason)
