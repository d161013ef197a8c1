"""The subject itself, in plain Python: questionnaire, scores, verdict, contradictions, networks.

Everything here is deterministic and explains itself: each score, veto and piece of advice carries a `Reason`,
the key of a sentence (bot/words) with the points of the articles it rests on.
"""

from bot.coach.assessment import Assessment, DimensionScore, assess
from bot.coach.contradictions import Contradiction, find_contradictions
from bot.coach.digest import digest_points
from bot.coach.networks import NetworkAdvice
from bot.coach.questionnaire import (
    Answers,
    Option,
    Question,
    Questionnaire,
    QuestionnaireError,
    Value,
    load_questionnaire,
)
from bot.coach.reasons import Reason
from bot.coach.scoring import QuestionScore
from bot.coach.values import InvalidAnswer, check_value
from bot.coach.verdict import Verdict
from bot.coach.vetoes import Veto

__all__ = [
    "Answers",
    "Assessment",
    "Contradiction",
    "DimensionScore",
    "InvalidAnswer",
    "NetworkAdvice",
    "Option",
    "Question",
    "QuestionScore",
    "Questionnaire",
    "QuestionnaireError",
    "Reason",
    "Value",
    "Verdict",
    "Veto",
    "assess",
    "check_value",
    "digest_points",
    "find_contradictions",
    "load_questionnaire",
]
