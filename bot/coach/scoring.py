"""The score of each numbered question, 0 to 100, with its reason.

Where the model is silent, the choices made here are (R), a working judgement:

- "I do not know" scores as the option or empty answer it stands for (`unknown` in questionnaire.yml); where it
  stands for nothing, the question is unanswered, as when it was skipped: no score at all, never zero.
- A question in several parts is scored on the parts that are answered.
- Amounts are compared as they are, whatever the currency: they are orders of magnitude.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.coach.content import is_personal, is_promotional, is_specific, says_something
from bot.coach.facts import Facts
from bot.coach.networks import hours_needed
from bot.coach.questionnaire import load_questionnaire
from bot.coach.reasons import Reason, because

Scored = tuple[float, Reason]

MEASURED_GOAL = 100
IMAGES = {"myself": 0, "image_bank": 20, "designer": 50, "nobody": 20}
ADS_FOR_VISIBILITY = 30
PRIZES = 30
HELPED_FLOOR = 75
ALARM = 25
CURIOUS_MINUTES = 30
NOTHING_LEARNT = 30


@dataclass(frozen=True)
class QuestionScore:
    """The score (0 to 100) of a numbered question of the model, and its reason.

    `score` is None, with a reason, when the question does not concern this owner.
    """

    number: int
    score: float | None
    reason: Reason


def score_questions(facts: Facts) -> dict[str, list[QuestionScore]]:
    """Scores by dimension, in the order of the questionnaire; unanswered questions are left out."""
    questionnaire = load_questionnaire()
    scores: dict[str, list[QuestionScore]] = {dimension: [] for dimension in questionnaire.dimensions}
    dimension_of = {question.number: question.dimension for question in questionnaire.questions}
    for number, score in _RULES.items():
        if (scored := score(facts)) is not None:
            scores[str(dimension_of[number])].append(QuestionScore(number, *scored))
    if facts.values.get("company") == ["solo"]:
        # Nobody to have tensions with: the weight goes to the other questions.
        scores["company"].append(QuestionScore(15, None, because("score.company.solo")))
    return scores


def alarms(facts: Facts) -> tuple[str, ...]:
    """The alarms of the company's culture that ring (question 15)."""
    return tuple(alarm for alarm in facts.several("company") if alarm != "solo")


def needs(facts: Facts) -> dict[str, int]:
    """Money a month, by what it is for: images by who makes them, posts to be seen when visibility is a goal, prizes."""
    return {
        "images": IMAGES.get(facts.choice("visuals") or "", 0),
        "sponsored": ADS_FOR_VISIBILITY * ("visibility" in facts.several("objective")),
        "prizes": PRIZES * (facts.choice("games") == "with_prizes"),
    }


def budget_needed(facts: Facts) -> float:
    """Money a month for everything the owner wants to do."""
    return sum(needs(facts).values())


def _options(facts: Facts, id: str) -> list[float]:
    """The scores of the options chosen; a question without options of its own gives none."""
    question = load_questionnaire().question(id)
    value = facts.values.get(id, [])
    return [question.option(option).score or 0 for option in (value if isinstance(value, list) else [str(value)])]


def _objective(facts: Facts) -> Scored | None:
    """The best goal counts; one with a measure of success is worth 100, visibility alone gains nothing by it."""
    options = facts.values.get("objective")
    if not isinstance(options, list):
        return None
    score, best = max(zip(_options(facts, "objective"), options, strict=True))
    key = best if best in ("visibility", "fashion", "unknown") else "goal"
    if key == "goal" and facts.choice("measure"):
        return MEASURED_GOAL, because("score.objective.measured")
    return score, because(f"score.objective.{key}")


def _benefits(facts: Facts) -> Scored | None:
    """A benefit is concrete when it says what any competitor would not say too."""
    given = [text for id in ("customer_benefit", "business_benefit") if (text := facts.choice(id)) is not None]
    if not given:
        return None
    concrete = sum(is_specific(text) for text in given)
    key = "none" if concrete == 0 else "both" if concrete == 2 else "one"
    return 100 * concrete / len(given), because(f"score.benefits.{key}")


def _presence(facts: Facts) -> Scored | None:
    if facts.customers_unknown:
        return 25, because("score.presence.unknown")
    if not facts.has("presence") or not facts.has("presence_evidence"):
        return None
    if facts.customers_absent:
        return 0, because("score.presence.absent")
    evidenced = facts.choice("presence_evidence") != "assumed"
    key = "evidenced" if evidenced else "assumed"
    return _options(facts, "presence_evidence")[0], because(f"score.presence.{key}")


def _competitors(facts: Facts) -> Scored | None:
    """Having looked counts; what was seen does not."""
    scores = _options(facts, "competitors")
    if not scores:
        return None
    return scores[0], because("score.competitors.looked" if scores[0] else "score.competitors.not_looked")


def _best_clients(facts: Facts) -> Scored | None:
    option = facts.choice("best_clients")
    if option is None:
        return None
    return _options(facts, "best_clients")[0], because(f"score.best_clients.{option}")


def _better_use(facts: Facts) -> Scored | None:
    option = facts.choice("better_use")
    if option is None:
        return None
    key = option if option in ("networks", "equal") else "elsewhere"
    return _options(facts, "better_use")[0], because(f"score.better_use.{key}", better_use=option)


def _hours(facts: Facts) -> Scored | None:
    """Hours against what the chosen profiles ask together; without profiles, what one network asks."""
    hours = facts.number("hours")
    if hours is None:
        return None
    needed = hours_needed(facts)
    key = "enough" if hours >= needed else "short"
    return min(100, 100 * hours / needed), because(f"score.hours.{key}", hours=hours, needed=needed)


def _budget(facts: Facts) -> Scored | None:
    budget = facts.number("budget")
    if budget is None:
        return None
    needed = budget_needed(facts)
    if needed == 0:
        return 100, because("score.budget.free")
    key = "enough" if budget >= needed else "short"
    return min(100, 100 * budget / needed), because(f"score.budget.{key}", budget=budget, needed=needed)


def _writing(facts: Facts) -> Scored | None:
    pen = facts.pen
    if pen is None:
        return None
    if facts.helped and pen < HELPED_FLOOR:
        return HELPED_FLOOR, because("score.writing.helped")
    return pen, because("score.writing.ease" if pen >= 50 else "score.writing.hard")


def _topics(facts: Facts) -> Scored | None:
    """25 a topic, 15 for a personal one, 10 when no more than half of them sell."""
    if not facts.has("topics"):
        return None
    topics = facts.several("topics")
    if not topics:
        return 0, because("score.topics.none")
    personal = any(is_personal(topic) for topic in topics)
    selling = sum(is_promotional(topic) for topic in topics)
    balanced = 2 * selling <= len(topics)
    score = 25 * len(topics) + 15 * personal + 10 * balanced
    if not balanced:
        key = "promotional"
    elif not personal:
        key = "impersonal"
    else:
        key = "balanced" if len(topics) == 3 else "few"
    return score, because(f"score.topics.{key}", count=len(topics))


def _difference(facts: Facts) -> Scored | None:
    text = facts.choice("difference")
    if text is None:
        return None
    if is_specific(text):
        return 100, because("score.difference.specific")
    if says_something(text):
        return 50, because("score.difference.generic")
    return 0, because("score.difference.none")


def _marketing(facts: Facts) -> Scored | None:
    option = facts.choice("marketing")
    if option is None:
        return None
    return _options(facts, "marketing")[0], because(f"score.marketing.{option}")


def _company(facts: Facts) -> Scored | None:
    if not facts.has("company") or facts.values["company"] == ["solo"]:
        return None
    count = len(alarms(facts))
    if count == 0:
        return 100, because("score.company.clear")
    return max(0, 100 - ALARM * count), because("score.company.alarms", count=count)


def _knowledge(facts: Facts) -> Scored | None:
    scores = _options(facts, "knowledge")
    if not scores:
        return None
    total = min(100, sum(scores))
    key = "close" if total >= 70 else "partial" if total >= 40 else "vague"
    return total, because(f"score.knowledge.{key}")


def _monitoring(facts: Facts) -> Scored | None:
    """Linear up to half an hour a week; asked and unable to name a discovery costs 30."""
    minutes = facts.number("monitoring")
    if minutes is None:
        return None
    discovery = facts.choice("discovery")
    score = min(100, 100 * minutes / CURIOUS_MINUTES)
    if discovery is not None and not says_something(discovery):
        return max(0, score - NOTHING_LEARNT), because("score.monitoring.nothing_learnt", minutes=minutes)
    key = "curious" if minutes >= CURIOUS_MINUTES else "little"
    return score, because(f"score.monitoring.{key}", minutes=minutes)


def _strengths(facts: Facts) -> Scored | None:
    if not facts.has("strengths"):
        return None
    count = len(facts.several("strengths"))
    return 100 * count / 6, because("score.strengths.some" if count else "score.strengths.none", count=count)


def _openness(facts: Facts) -> Scored | None:
    scores = _options(facts, "responsiveness") + _options(facts, "participation")
    if not scores:
        return None
    mean = sum(scores) / len(scores)
    key = "open" if mean >= 75 else "partly" if mean >= 50 else "closed"
    return mean, because(f"score.openness.{key}")


_RULES: dict[int, Callable[[Facts], Scored | None]] = {
    1: _objective,
    2: _benefits,
    4: _presence,
    5: _competitors,
    6: _best_clients,
    7: _better_use,
    8: _hours,
    10: _budget,
    11: _writing,
    12: _topics,
    13: _difference,
    14: _marketing,
    15: _company,
    16: _knowledge,
    17: _monitoring,
    18: _strengths,
    19: _openness,
}
