"""The plan of an assessment."""

from datetime import date

from bot.coach.assessment import Assessment
from bot.coach.planning.plan import Plan
from bot.coach.questionnaire import Answers


def make_plan(answers: Answers, assessment: Assessment, start: date, *, currency: str | None = None) -> Plan:
    """The plan of answers already assessed, for the thirteen weeks from the first Monday on or after `start`.

    `currency` is the one the owner named with the budget, if any ("EUR", "$"); it is only carried along.
    """
    raise NotImplementedError
