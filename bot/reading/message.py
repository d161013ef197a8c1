"""What a message means at a given question: an answer, several, or a command.

The classifier's ranking is read in the light of the pending question: its own answers first, then what is
clearly said about another question, then commands. Asking again is better than a false answer, so a doubtful
reading yields none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import topic_of

COMMANDS = frozenset(
    "explain unknown back correct skip pause resume restart stop help score plan export erase remind unremind "
    "language chitchat faq".split()
)
_INTENT_COMMANDS = {"previous": "back", "start_over": "restart", "greet": "chitchat", "out_of_scope": "chitchat", "begin": "resume"}
_ANSWER = "answer_"
# What a message about another question must reach before it is taken without being asked (probability).
_CLEARLY_OTHER = 0.45
_CLEARLY_COMMAND = 0.5
_CONTRAST = re.compile(r",?\s*\b(?:(?:et\s+)?(?:non|pas)(?:\s+pas)?|au lieu d[e']|plut[oô]t qu[e'])\s*\d[^,;.]*", re.IGNORECASE)


@dataclass(frozen=True)
class Parse:
    """What the NLU pipeline says of a message; probabilities between 0 and 1."""

    text: str
    intent: str
    confidence: float
    ranking: Mapping[str, float]
    options: Mapping[str, tuple[tuple[str, float], ...]]

    @classmethod
    def from_rasa(cls, data: Mapping[str, Any]) -> "Parse":
        """Build from Rasa's parse data (`latest_message` of a tracker)."""
        intent = data.get("intent") or {}
        return cls(
            text=data.get("text") or "",
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            ranking={entry["name"]: float(entry["confidence"]) for entry in data.get("intent_ranking") or []},
            options={
                question: tuple(sorted(shares.items(), key=lambda item: -item[1]))
                for question, shares in (data.get("options") or {}).items()
            },
        )

    @property
    def command(self) -> str | None:
        """The command that the intent stands for, or None."""
        name = _INTENT_COMMANDS.get(self.intent, self.intent)
        return name if name in COMMANDS else None

    def answers_to(self, question: str) -> float:
        """Probability that the message answers `question`."""
        return self.ranking.get(_ANSWER + question, 0.0)


@dataclass(frozen=True)
class Reading:
    """A message as the conversation takes it.

    `answers` maps question ids to checked values; `details` keeps both ends of a range; `about` is the question
    that a correction without a value speaks of; `problem` says why an attempted answer was refused
    ("range", "too_many", "exclusive", "figure"); `tapped` is true for a button's own words.
    """

    text: str
    intent: str
    confidence: float
    answers: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    command: str | None = None
    about: str | None = None
    problem: str | None = None
    tapped: bool = False


def read_message(parse: Parse, pending: str | None) -> Reading:
    """Read a message at the question `pending` (None: no question is asked).

    Raises KeyError for an unknown question id.
    """
    question = load_questionnaire().question(pending) if pending else None
    own = _own_answer(parse, question) if question else readers.NOTHING
    answers = dict(own.values)
    details = dict(own.details)
    if not own.whole:
        for other_id, value in _other_answers(parse, question, bool(answers)).items():
            answers.setdefault(other_id, value.values[other_id])
            details.update(value.details)
    command, about = _command(parse, question, answers)
    return Reading(
        text=parse.text,
        intent=parse.intent,
        confidence=parse.confidence,
        answers=answers,
        details=details,
        command=command,
        about=about,
        problem=own.problem if not answers and command is None else None,
        tapped=own.whole and bool(own.values),
    )


def _command(parse: Parse, question: Question | None, answers: Mapping[str, Any]) -> tuple[str | None, str | None]:
    if answers:
        return ("correct" if parse.intent == "correct" else None), None
    if parse.command == "correct":
        return "correct", next((topic for topic in topic_of(parse.text) if topic in load_questionnaire().ids), None)
    return parse.command, None


def _own_answer(parse: Parse, question: Question) -> readers.Found:
    """The answer to the pending question, unless the message is clearly a command or says nothing about it."""
    label = readers.by_label(parse.text, question)
    if label.values or not readers.has_words(parse.text):
        return label
    found = readers.read_answer(_without_contrast(parse.text), question, _evidence(parse, question))
    if found.sure or not _is_command(parse, question, found):
        return found
    return readers.NOTHING


def _is_command(parse: Parse, question: Question, found: readers.Found) -> bool:
    if parse.command is None or parse.command == "correct":
        return False
    if question.kind in ("text", "texts"):
        return parse.confidence >= _CLEARLY_COMMAND or len(parse.text.split()) <= 3
    return parse.confidence > parse.answers_to(question.id)


def _evidence(parse: Parse, question: Question) -> readers.Evidence:
    return readers.Evidence(
        intent=parse.intent,
        confidence=parse.confidence,
        own=parse.answers_to(question.id),
        options=parse.options.get(question.id, ()),
    )


def _other_answers(parse: Parse, pending: Question | None, answered: bool) -> dict[str, readers.Found]:
    """Answers to questions that were not asked, where the message clearly gives them."""
    if pending is not None and pending.kind in ("text", "texts") and parse.intent != "correct":
        return {}
    named = set(topic_of(parse.text))
    found: dict[str, readers.Found] = {}
    for question in load_questionnaire().questions:
        if (pending is not None and question.id == pending.id) or question.kind in ("text", "texts"):
            continue
        clear = parse.answers_to(question.id) >= _CLEARLY_OTHER and parse.intent == _ANSWER + question.id
        corrected = parse.intent == "correct" and not answered and parse.answers_to(question.id) > 0
        if not (clear or corrected or question.id in named or question.unit in readers.UNMISTAKABLE):
            continue
        value = readers.read_aside(_without_contrast(parse.text), question, _evidence(parse, question), question.id in named)
        if value.values:
            found[question.id] = value
    return found


def _without_contrast(text: str) -> str:
    """Drop the figure that a correction takes back («3 h, pas 2» → «3 h»)."""
    return _CONTRAST.sub("", text) if re.search(r"\d", text) else text


