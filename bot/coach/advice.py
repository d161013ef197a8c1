"""What the coach adds to the verdict: strengths, questions worth another question, remarks of the articles."""

from collections.abc import Mapping, Sequence

from bot.coach.content import is_promotional
from bot.coach.facts import Facts
from bot.coach.networks import NetworkAdvice
from bot.coach.reasons import Reason, because
from bot.coach.scoring import CURIOUS_MINUTES
from bot.coach.verdict import BARS, GO, NOT_NOW, PREPARE_FIRST, TRIAL
from bot.coach.vetoes import EASE_NEEDED

SOLID = 70
AT_MOST = 3


def strengths(facts: Facts, scores: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """The strengths to name first: those the owner recognises; else the solid dimensions; else being small."""
    named = facts.several("strengths")
    if named:
        return tuple(because(f"strength.{strength}") for strength in named)
    solid = sorted((id for id, score in scores.items() if score >= SOLID), key=lambda id: -weights[id])
    if solid:
        return tuple(because("strength.dimension", dimension=f"dimension.{id}.phrase") for id in solid[:AT_MOST])
    return (because("strength.small"),)


def follow_ups(facts: Facts, networks: Sequence[NetworkAdvice]) -> tuple[Reason, ...]:
    """Questions that some answers call for, put to the owner as something to think over."""
    goals = facts.several("objective")
    dropped = [row.id for row in networks if not row.kept and row.id in facts.several("profiles")]
    asked: list[Reason] = []
    if facts.helped:
        asked.append(because("followup.helper.hours"))
    elif facts.pen is not None and facts.pen < EASE_NEEDED:
        asked.append(because("followup.helper.who"))
    if "visibility" in goals:
        asked.append(because("followup.visibility"))
    if goals == ("network",):
        asked.append(because("followup.personal_profile"))
    if facts.choice("best_clients") == "unknown":
        asked.append(because("followup.best_clients"))
    if facts.choice("presence_evidence") == "assumed":
        asked.append(because("followup.presence"))
    if "hours" in facts.doubts:
        asked.append(because("followup.hours"))
    if dropped:
        asked.append(because("followup.existing_page", profiles=",".join(dropped)))
    return tuple(asked)


def remarks(facts: Facts, level: int, scores: Mapping[str, float], covered: float) -> tuple[Reason, ...]:
    """What the articles say that no question asks, where the answers give an occasion for it.

    The articles pull in opposite directions at three places; where the answers meet one, both sides are said.
    """
    goals = facts.several("objective")
    topics = facts.several("topics")
    minutes = facts.number("monitoring")
    announces = facts.choice("marketing") == "announce"
    short_of_money = scores.get("budget", 100) < 100
    occasions = {
        "plain_questions": covered < 1,
        "complex": facts.values.get("strengths") == ["none"] or "strengths" in facts.doubts,
        "own_strategy": facts.choice("competitors") == "active",
        "notes": facts.choice("competitors") == "not_looked" or (minutes is not None and minutes < CURIOUS_MINUTES),
        "customers_first": scores.get("audience", 100) < BARS[GO],
        "natural": announces or (bool(topics) and all(map(is_promotional, topics))),
        "guests": announces or "visibility" in goals,
        "free_tools": short_of_money,
        "tension.means": short_of_money,
        "tension.time": minutes is not None and scores.get("time", 100) < BARS[TRIAL],
        "tension.leave": level == NOT_NOW,
        "long_term": level == PREPARE_FIRST,
        "questions_advance": level == PREPARE_FIRST,
        "be_someone": level >= TRIAL,
        "not_personal": level >= TRIAL,
        "repeat": level >= TRIAL,
        "several_tools": level >= TRIAL or facts.choice("better_use") == "equal",
        "no_panacea": level == GO,
    }
    return tuple(because(f"remark.{slug}") for slug, fits in occasions.items() if fits)
