"""What goes with the plan: the means to keep beside the networks, and the first habit."""

from bot.coach.assessment import Assessment
from bot.coach.content import is_personal, is_promotional, says_something, shortened
from bot.coach.facts import Facts
from bot.coach.planning.catalogue import Catalogue
from bot.coach.planning.plan import Habit
from bot.coach.reasons import Reason
from bot.coach.verdict import NOT_NOW


def beside(facts: Facts, catalogue: Catalogue) -> tuple[Reason, ...]:
    """The traditional means to keep: several tools reach further, and a message gains by being repeated."""
    use = facts.choice("better_use")
    occasions = {
        "best": facts.choice("best_clients") in ("no", "partly"),
        "better_use": use in ("phone", "training", "shop"),
        "person": bool({"listening", "relationships"} & {*facts.several("strengths")}),
        "several": True,
    }
    return tuple(catalogue.because(f"beside.{slug}", better_use=use or "") for slug, fits in occasions.items() if fits)


def first_habit(facts: Facts, assessment: Assessment, minutes: int, catalogue: Catalogue) -> Habit:
    """An if-then sentence that begins what comes first; where something can be prepared, with the owner's own topic.

    Moment and place are a proposal: the owner retypes them.
    """
    vetoes = {veto.reason.key for veto in assessment.vetoes}
    topics = [topic for topic in facts.several("topics") if says_something(topic) and not is_promotional(topic)]
    topic = min(topics, key=is_personal, default=None)
    if "veto.K2.unknown" in vetoes or not facts.has("presence"):
        key = "ask"
    elif "veto.K6" in vetoes:
        key = "team"
    elif minutes == 0 or {"veto.K1", "veto.K7"} & vetoes:
        key = "question"
    elif assessment.level == NOT_NOW:
        key = "listen"
    else:
        key = "topic" if topic else "draft"
    told = {"own_topic": shortened(topic)} if topic and key == "topic" else {}
    return Habit(catalogue.because(f"habit.{key}", **told))
