"""What stands in the way, and what to do about it: each knock-out, open question and weak answer has its remedy."""

from bot.coach.assessment import Assessment
from bot.coach.facts import Facts
from bot.coach.planning.catalogue import Catalogue, Entry
from bot.coach.reasons import Reason
from bot.coach.verdict import BARS, GO, NOT_NOW, level_of


def choose_remedies(facts: Facts, assessment: Assessment, catalogue: Catalogue) -> list[Entry]:
    """The remedies of the knock-outs, then of the questions left open, then of the weakest answers, each once.

    Only so many weak answers get one, by level: a plan for everything is a plan for nothing.
    """
    blocked = [veto.reason.key for veto in assessment.vetoes]
    first = [entry for key in blocked for entry in catalogue.remedies if key in entry.calls]
    left_open = [entry for entry in catalogue.remedies if entry.open and not facts.has(entry.open)]
    weak = _called_by_weakness(assessment, catalogue)
    chosen = list(dict.fromkeys([*first, *left_open, *(entry for entry in weak if entry.always)]))
    others = [entry for entry in weak if entry not in chosen]
    return chosen + others[: catalogue.remedies_at_most[assessment.level]]


def _called_by_weakness(assessment: Assessment, catalogue: Catalogue) -> list[Entry]:
    """The remedies of the answers below their bar, those that weigh most first; refinements last."""
    called: list[tuple[float, Entry]] = []
    for dimension in assessment.dimensions:
        for question in dimension.questions:
            for entry in catalogue.remedies:
                bar = (entry.below if assessment.level > NOT_NOW else None) or catalogue.below
                if question.score is not None and question.score < bar and question.reason.key in entry.calls:
                    called.append((dimension.weight * (catalogue.below - question.score), entry))
    return list(dict.fromkeys(entry for _, entry in sorted(called, key=lambda pair: -pair[0])))


def would_change(assessment: Assessment, catalogue: Catalogue, at_most: int = 3) -> tuple[Reason, ...]:
    """What would change the verdict: without its knock-outs, once the open questions are answered, and, where the
    scores alone do not reach the next level, with a better answer on what weighs most. Nothing for "go".
    """
    if assessment.level == GO:
        return ()
    keys = [veto.reason.key.removeprefix("veto.") for veto in assessment.vetoes]
    priority = (assessment.priority or "").removeprefix("priority.")
    keys += [priority] if priority in ("answers", "objective", "hours") else []
    scores = {row.id: row.score for row in assessment.dimensions if row.score is not None}
    weights = {row.id: row.weight for row in assessment.dimensions}
    if level_of(scores, weights) <= assessment.level:
        bar = BARS[assessment.level + 1]
        said = {catalogue.speaks_of.get(key) for key in keys}
        below = {id: score for id, score in scores.items() if score < bar and id not in said}
        weak = sorted((-weights[id] * (bar - score), id) for id, score in below.items())
        keys += [id for _, id in weak[:at_most]]
    return tuple(catalogue.because(f"change.{key}") for key in dict.fromkeys(keys))
