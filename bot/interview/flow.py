"""Which question comes next, which came before, and how far the owner is. Pure functions over answers."""

import json
from collections.abc import Collection

from bot.coach import Answers, Contradiction, Question, Questionnaire


def questions_of(questionnaire: Questionnaire, stage: str, answers: Answers) -> tuple[Question, ...]:
    """Questions of the stage that apply to these answers, in asking order; the full stage holds the express one."""
    return tuple(
        question
        for question in questionnaire.questions
        if (stage == "full" or question.stage == "express") and question.applies(answers)
    )


def next_question(questionnaire: Questionnaire, stage: str, answers: Answers, skipped: Collection[str]) -> str | None:
    """The first question neither answered nor skipped; None when the stage is complete."""
    for question in questions_of(questionnaire, stage, answers):
        if question.id not in answers and question.id not in skipped:
            return question.id
    return None


def previous_question(
    questionnaire: Questionnaire, stage: str, answers: Answers, skipped: Collection[str], pending: str | None
) -> str | None:
    """The last question before `pending` that was answered or skipped; None at the beginning."""
    before: str | None = None
    for question in questions_of(questionnaire, stage, answers):
        if question.id == pending:
            break
        if question.id in answers or question.id in skipped:
            before = question.id
    return before


def progress(questionnaire: Questionnaire, stage: str, pending: str) -> tuple[int, int]:
    """Place of the pending question among the numbered topics of the stage, and their number (e.g. 7, 19)."""
    numbers = list(
        dict.fromkeys(
            question.number for question in questionnaire.questions if stage == "full" or question.stage == "express"
        )
    )
    return numbers.index(questionnaire.question(pending).number) + 1, len(numbers)


def fingerprint(contradiction: Contradiction, answers: Answers) -> str:
    """Stands for the values that contradict one another: ruled on once, asked again only if one changes."""
    return json.dumps({id: answers.get(id) for id in contradiction.questions}, sort_keys=True)
