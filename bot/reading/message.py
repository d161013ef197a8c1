"""What a message means at a given question: an answer, several, or a command.

The classifier's ranking is read in the light of the pending question: its own answers first, then what is
clearly said about another question, then commands. Asking again is better than a false answer, so a doubtful
reading yields none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.asides import read_asides
from bot.reading.choices import are_proper, names
from bot.reading.clauses import asks, says_nothing
from bot.reading.corrections import meant_now, read_correction
from bot.reading.parse import COMMANDS, PLAN_MOVES, Parse, is_command
from bot.reading.segments import shared_out, together

__all__ = ["COMMANDS", "Parse", "Reading", "read_message"]

# Probability of a command from which it is heard at a question, where asking again costs one line.
_COMMAND = 0.5
# The same where no question is asked; and for a question about the subject that is not put as one.
_COMMAND_UNASKED = 0.3
_FAQ_UNPUT = 0.75
# Probability of a command from which a text is not taken as the answer to an open question.
_COMMAND_AT_TEXT = 0.5
_TALK_AT_TEXT = 0.8
# The same for statements of more words, which tell of these things rather than ask for them.
_COMMAND_IN_TEXT = {"faq": 0.75, "language": 0.97}
_SENTENCE = 5
# «Quand …, alors …» is as well an answer to an open question as a habit.
_HABIT_AT_TEXT = 0.95
# Probability of a question's own "I do not know", where it has one, from which it is preferred to the command.
_OWN_UNKNOWN = 0.5
# From which a message that asks something is no answer.
_ASKED = 0.35
_MAY_ASK = 0.3
# From which a correction is heard as one.
_CORRECTION = 0.4
# The same, where words take an answer back beyond doubt, and where none does.
_CORRECTION_SAID = 0.15
_CORRECTION_UNSAID = 0.7
# From which a message that says nothing else is tried as one.
_MAYBE_CORRECTION = 0.2
# From which a move with the plan is one, whatever figures it holds.
_PLAN_MOVE = 0.5
# Up to this many words, a message at an open question that is most likely a command is one.
_SHORT = 3


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
    if question is not None:
        label = readers.by_label(parse.text, question)
        if label.values:
            return _reading(parse, {question.id: label}, None, tapped=True)
    if says_nothing(parse.text):
        return _reading(parse, {}, None)
    if not readers.has_words(parse.text):
        return _reading(parse, {}, parse.command)
    if _is_correction(parse):
        corrected, about = read_correction(parse, question)
        return _reading(parse, corrected, "correct", about=about)
    own = _own_answer(parse, question) if question else readers.NOTHING
    found = {question.id: own} if question and own.values else {}
    found.update(read_asides(parse, question, bool(own.values)))
    if not found and parse.ranking.get("correct", 0.0) >= _MAYBE_CORRECTION and (question is None or question.options):
        found, _ = read_correction(parse, question)
    command = None if found or not _is_heard(parse, question) else parse.command
    return _reading(parse, found, command, problem=own.problem)


def _is_correction(parse: Parse) -> bool:
    """Whether an answer is taken back: in so many words, or as the classifier hears it in the whole or in a part."""
    share = parse.ranking.get("correct", 0.0)
    if names(parse.text, "taken_back"):
        parts = (part.ranking.get("correct", 0.0) for part in parse.parts)
        return max(share, *parts, 0.0) >= _CORRECTION_SAID
    if parse.intent != "correct":
        return False
    return share >= (_CORRECTION if names(parse.text, "instead") else _CORRECTION_UNSAID)


def _reading(
    parse: Parse,
    found: Mapping[str, readers.Found],
    command: str | None,
    about: str | None = None,
    problem: str | None = None,
    tapped: bool = False,
) -> Reading:
    return Reading(
        text=parse.text,
        intent=parse.intent,
        confidence=parse.confidence,
        answers={question: value for one in found.values() for question, value in one.values.items()},
        details={question: detail for one in found.values() for question, detail in one.details.items()},
        command=command,
        about=about,
        problem=problem if not found and command is None else None,
        tapped=tapped,
    )


def _own_answer(parse: Parse, question: Question) -> readers.Found:
    """The answer to the pending question, unless the message is clearly a command or says nothing about it."""
    if question.kind in ("text", "texts"):
        found = readers.read_answer(parse.text, question, parse.evidence(question.id))
        return readers.NOTHING if _is_command(parse, question) else found
    if parse.command in PLAN_MOVES and parse.confidence >= _PLAN_MOVE:
        return readers.NOTHING
    told = _about(parse, question)
    found = readers.NOTHING
    if told is not None:
        found = readers.read_answer(
            meant_now(told.text), question, told.evidence(question.id), told.parts_for(question.id)
        )
    if not found.values:
        found = readers.read_answer(
            meant_now(parse.text), question, parse.evidence(question.id), parse.parts_for(question.id)
        )
    if found.sure or not (_is_command(parse, question) or _asks_something_else(parse)):
        return found
    return readers.NOTHING


def _asks_something_else(parse: Parse) -> bool:
    """A question from the owner that may as well be one about the subject: no answer, whatever it names."""
    return asks(parse.text) and sum(share for intent, share in parse.ranking.items() if is_command(intent)) >= _MAY_ASK


def _about(parse: Parse, question: Question) -> Parse | None:
    """The one part of the message that is left to the question when the others name theirs."""
    own = shared_out(parse, question.id).get(question.id)
    return together(own, question.id) if own else None


def _is_heard(parse: Parse, question: Question | None) -> bool:
    """Whether a command is likely enough to be carried out; asking again costs one line."""
    if question is None:
        return parse.confidence >= _COMMAND_UNASKED
    if asks(parse.text):
        return parse.confidence >= _ASKED
    return parse.confidence >= (_FAQ_UNPUT if parse.command == "faq" else _COMMAND)


def _is_command(parse: Parse, question: Question) -> bool:
    if parse.command is None:
        return False
    if question.kind in ("text", "texts"):
        words = len(parse.text.split())
        limit = {"chitchat": _TALK_AT_TEXT, "habit": _HABIT_AT_TEXT}.get(parse.command, _COMMAND_AT_TEXT)
        if words > _SENTENCE and not asks(parse.text):
            limit = _COMMAND_IN_TEXT.get(parse.command, limit)
        return parse.confidence >= limit or words <= _SHORT
    if asks(parse.text):
        return parse.confidence >= _ASKED
    if parse.command == "faq" and are_proper(question.id) and readers.named_options(parse.text, question).meant:
        return False
    best, share = parse.evidence(question.id).best
    if parse.command == best == "unknown":
        return share < _OWN_UNKNOWN
    answered = 1.0 - parse.evidence(question.id).refused if question.options else 0.0
    return parse.confidence > max(parse.answers_to(question.id), answered)
