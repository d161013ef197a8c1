"""Which response fits what just happened: small choices of words, none of them words themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.coach import Contradiction, Question, load_questionnaire
from bot.interview.outcome import Say, Situation
from bot.interview.result import sentence
from bot.reading.message import Parse
from bot.reading.text import fold
from bot.words import Words

_SHORTEST_QUOTE = 60


def welcome(situation: Situation, pending_name: str) -> Say:
    """The greeting that fits where the owner is."""
    if situation == "new":
        return Say("utter_welcome")
    if situation == "done":
        return Say("utter_welcome_back_done")
    if situation == "offered":
        return Say("utter_offer_full")
    return Say("utter_welcome_back_question", {"pending_name": pending_name})


def taken(before: Mapping[str, Any], after: Mapping[str, Any], pending: str | None, words: Words) -> list[Say]:
    """Say aloud what was changed or taken without having been asked."""
    says = []
    for question, value in after.items():
        if question == pending:
            continue
        if question in before and before[question] != value:
            says.append(Say("utter_corrected", {"corrected": _told(question, value, words)}))
        elif question not in before:
            says.append(Say("utter_also_noted", {"corrected": _told(question, value, words)}))
    return says


def _told(question_id: str, value: Any, words: Words) -> str:
    """«Vos heures par semaine : 3 h», in the words of the content files."""
    question = load_questionnaire().question(question_id)
    return words.say("told", name=_capital(words.name(question_id)), value=value_text(question, value, words))


def value_text(question: Question, value: Any, words: Words) -> str:
    """An answer as it is read back to the owner."""
    if value is None:
        return words.say("value.unknown")
    if question.kind == "choices":
        return ", ".join(words.label(question.id, option) for option in value)
    if question.kind in ("choice", "scale"):
        return words.label(question.id, str(value))
    if question.kind == "number":
        return words.say(f"value.{question.unit}", figure=value)
    text = value if isinstance(value, str) else " ; ".join(value)
    return text if len(text) <= _SHORTEST_QUOTE else text[:_SHORTEST_QUOTE].rsplit(" ", 1)[0] + "…"


def refused(problem: str | None, question: Question, words: Words) -> list[Say]:
    """Why an answer that was given cannot be taken; nothing when the message held none."""
    if problem == "range":
        unit = words.say(f"unit.{question.unit}") if question.unit else ""
        limits = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}", "unit": unit}
        return [Say("utter_out_of_range", limits)]
    if problem == "too_many":
        return [Say("utter_too_many", {"at_most": str(question.at_most)})]
    return [Say("utter_exclusive")] if problem == "exclusive" else []


def says_done(parse: Parse, words: Words) -> bool:
    """Whether the ticked options are all («Valider», «c'est tout», «non»)."""
    folded = fold(parse.text).strip(" .!")
    return folded in {fold(text) for text in words.variants("button.done")} or parse.intent == "deny"


def contradiction(found: Contradiction, words: Words) -> Say:
    """The contradiction as a question, a button for each answer that may change, and one to keep both."""
    buttons = [_capital(words.name(question)) for question in found.questions]
    text = sentence(found.reason, words)
    return Say(text=text, buttons=(*buttons, words.say("button.keep")))


def ruling(text: str, found: Contradiction, named: Iterable[str], words: Words) -> str | None:
    """The question whose answer changes, "" to keep both answers, None when the message does not say."""
    folded = fold(text).strip(" .!")
    if folded in {fold(keep) for keep in words.variants("button.keep")}:
        return ""
    exact = (question for question in found.questions if fold(words.name(question)) == folded)
    return next(exact, next((question for question in named if question in found.questions), None))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
