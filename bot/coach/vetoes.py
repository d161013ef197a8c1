"""Knock-outs K1 to K7: a criterion that blocks caps the verdict, whatever the other answers.

A knock-out needs evidence: a question that was not answered never triggers one. "I do not know" is evidence
where the model says so (why, where the customers are, topics, who could help).
"""

from dataclasses import dataclass

from bot.coach.facts import Facts
from bot.coach.reasons import Reason, because
from bot.coach.scoring import QuestionScore, alarms
from bot.coach.verdict import NOT_NOW, PREPARE_FIRST

WEAK_WHY = 15
EASE_NEEDED = 50
MINIMUM_HOURS = 1
ALARMS = 3


@dataclass(frozen=True)
class Veto:
    """A knock-out: the highest level it allows, why, and what to do about it."""

    code: str
    cap: int
    reason: Reason
    remedy: Reason


def find_vetoes(facts: Facts, scores: dict[str, list[QuestionScore]]) -> tuple[Veto, ...]:
    """The active knock-outs, K1 first."""
    vetoes: list[Veto] = []

    def add(code: str, cap: int, slug: str = "", **params: float) -> None:
        suffix = f"{code}.{slug}" if slug else code
        vetoes.append(Veto(code, cap, because(f"veto.{suffix}", **params), because(f"remedy.{suffix}")))

    why = next((row.score for row in scores["why"] if row.number == 1), None)
    if why is not None and why <= WEAK_WHY:
        add("K1", PREPARE_FIRST)
    if facts.customers_absent:
        add("K2", NOT_NOW, "absent")
    elif facts.customers_unknown:
        add("K2", PREPARE_FIRST, "unknown")
    if facts.choice("best_clients") == "no":
        add("K3", PREPARE_FIRST)
    hours = facts.number("hours")
    # Less than an hour is evidence by itself; a helper lifts the veto only once named.
    if hours is not None and hours < MINIMUM_HOURS and not facts.helped:
        add("K4", NOT_NOW, hours=hours)
    pen = facts.pen if facts.has("writing") and facts.has("exchange") else None
    if pen is not None and pen < EASE_NEEDED and facts.choice("helper") == "none":
        add("K5", PREPARE_FIRST)
    if len(alarms(facts)) >= ALARMS:
        add("K6", PREPARE_FIRST, count=len(alarms(facts)))
    if facts.has("topics") and not facts.several("topics"):
        add("K7", PREPARE_FIRST)
    return tuple(vetoes)
