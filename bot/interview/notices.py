"""Which response fits what just happened: small choices of words, none of them words themselves."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.coach import Contradiction, Question, load_questionnaire
from bot.interview.outcome import Say, Situation
from bot.interview.result import sentence, value_text
from bot.reading.message import Parse
from bot.reading.text import fold
from bot.words import Words


def welcome(situation: Situation, pending_name: str) -> Say:
    """The greeting that fits where the owner is."""
    if situation == "new":
        return Say("utter_welcome")
    if situation == "done":
        return Say("utter_welcome_back_done")
    if situation == "offered":
        return Say("utter_offer_full")
    return Say("utter_welcome_back_question", {"pending_name": pending_name})


def taken(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    pending: str | None,
    words: Words,
    corrected: Collection[str] = (),
) -> list[Say]:
    """Say aloud what was changed or taken without having been asked.

    `corrected`: questions that the owner means to put right, which are told even where nothing changes.
    """
    says = []
    for question, value in after.items():
        if question == pending:
            continue
        if question in before and (before[question] != value or question in corrected):
            says.append(Say("utter_corrected", {"corrected": told(question, value, words)}))
        elif question not in before:
            says.append(Say("utter_also_noted", {"corrected": told(question, value, words)}))
    return says


def told(question_id: str, value: Any, words: Words) -> str:
    """«vos heures par semaine (3 h)», in the words of the content files."""
    question = load_questionnaire().question(question_id)
    return words.say("told", name=words.name(question_id), value=value_text(question, value, words))


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


def contradiction(found: Contradiction, words: Words, variant: int) -> Say:
    """The contradiction as a question, a button for each answer that may change, and one to keep both."""
    buttons = [_capital(words.name(question)) for question in found.questions]
    text = sentence(found.reason, words, variant)
    return Say(text=text, buttons=(*buttons, words.say("button.keep")))


def ruling(text: str, found: Contradiction, words: Words) -> str | None:
    """The question whose answer changes, "" to keep both answers, None when the message does not say."""
    folded = fold(text).strip(" .!")
    if folded in {fold(keep) for keep in words.variants("button.keep")}:
        return ""
    return next((question for question in found.questions if fold(words.name(question)) == folded), None)


def recap(lines: list[str], learnt: list[str], words: Words) -> list[Say]:
    """What was answered and what was learnt, a line each, and what becomes of it."""
    says = []
    for title, noted in (("recap.title", lines), ("recap.learnt", learnt)):
        bullets = [words.say("result.bullet", text=line) for line in noted]
        says += [Say(text="\n".join([words.say(title), *bullets]))] if bullets else []
    return [*says, Say("utter_privacy")]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
