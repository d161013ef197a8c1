"""The assessment of a set of answers, complete or not: scores, verdict, advice, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.coach.advice import follow_ups, remarks, strengths
from bot.coach.contradictions import Contradiction, contradictions_of
from bot.coach.facts import Facts
from bot.coach.networks import NetworkAdvice, advise
from bot.coach.questionnaire import Answers, load_questionnaire
from bot.coach.reasons import Reason, because
from bot.coach.scoring import QuestionScore, score_questions
from bot.coach.verdict import (
    BARS,
    GO,
    PREPARE_FIRST,
    TRIAL,
    VERDICTS,
    Verdict,
    level_of,
    share_at,
    weighted_mean,
)
from bot.coach.vetoes import Veto, find_vetoes

# The express diagnosis covers about half. Below this share, or without the hours or the why, nothing above
# "prepare first" is said (R).
ENOUGH_COVERAGE = 0.4
ESSENTIAL = ("objective", "hours")
SOLID = 70
AT_MOST = 3


@dataclass(frozen=True)
class DimensionScore:
    """A dimension: its weight (%), the mean of its questions (0 to 100), None when none is answered."""

    id: str
    weight: float
    score: float | None
    questions: tuple[QuestionScore, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, question by question; empty when nothing of it is answered."""
        return tuple(question.reason for question in self.questions)


@dataclass(frozen=True)
class Assessment:
    """Everything the coach concludes; every part gives its reason.

    `level` 1 to 4 goes with `verdict`; `score` (0 to 100) is shown and decides nothing; `coverage` (0 to 1) is
    the share of the picture the answers give. `priority` is the key of what comes first, for "prepare first"
    only. `carries` and `blocks` are what speaks for and against going.
    """

    level: int
    verdict: Verdict
    headline: Reason
    priority: str | None
    score: float | None
    coverage: float
    dimensions: tuple[DimensionScore, ...]
    vetoes: tuple[Veto, ...]
    contradictions: tuple[Contradiction, ...]
    networks: tuple[NetworkAdvice, ...]
    strengths: tuple[Reason, ...]
    carries: tuple[Reason, ...]
    blocks: tuple[Reason, ...]
    follow_ups: tuple[Reason, ...]
    remarks: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What carries the verdict, then what blocks a better one."""
        return self.carries + self.blocks


def assess(answers: Answers, *, weights: Mapping[str, float] | None = None) -> Assessment:
    """Assess answers (question id to value; None for "I do not know"; absent when not answered).

    `weights` replaces those of the questionnaire. Dimensions without an answer are left out of the score and of
    the verdict, and lower the coverage. With too little known (`ENOUGH_COVERAGE`, `ESSENTIAL`), the verdict is
    "prepare first", unless a knock-out says "not now": neither "go" nor "not now" on a guess.
    Raises KeyError for an unknown question id and InvalidAnswer for a value its question cannot take.
    """
    facts = Facts(answers)
    weights = weights or load_questionnaire().dimensions
    by_question = score_questions(facts)
    dimensions = tuple(_dimension(id, weights[id], rows) for id, rows in by_question.items())
    scores = {row.id: row.score for row in dimensions if row.score is not None}
    vetoes = find_vetoes(facts, by_question)
    covered = coverage(facts, weights)
    gap = _too_little_known(facts, covered)
    cap = min((veto.cap for veto in vetoes), default=GO)
    level = min(PREPARE_FIRST if gap else level_of(scores, weights), cap)
    networks = advise(facts, level)
    priority = _priority(vetoes, gap, dimensions) if level == PREPARE_FIRST else None
    return Assessment(
        level=level,
        verdict=VERDICTS[level - 1],
        headline=_headline(level, priority, networks),
        priority=priority,
        score=weighted_mean(scores, weights),
        coverage=covered,
        dimensions=dimensions,
        vetoes=vetoes,
        contradictions=contradictions_of(facts),
        networks=networks,
        strengths=strengths(facts, scores, weights),
        carries=_carries(level, scores, weights, dimensions),
        blocks=_blocks(level, vetoes, gap, dimensions),
        follow_ups=follow_ups(facts, networks),
        remarks=remarks(facts, level, scores, covered),
    )


def coverage(facts: Facts, weights: Mapping[str, float]) -> float:
    """The share (0 to 1) of the picture that is known: in each dimension, of the questions that apply, those answered.

    A question that no longer applies still counts once answered, so that no answer ever hides another.
    """
    questions = load_questionnaire().questions
    share = 0.0
    for dimension, weight in weights.items():
        own = [q for q in questions if q.dimension == dimension and (q.applies(facts.values) or facts.has(q.id))]
        share += weight * sum(facts.has(question.id) for question in own) / len(own)
    return share / sum(weights.values())


def _dimension(id: str, weight: float, rows: Sequence[QuestionScore]) -> DimensionScore:
    given = [row.score for row in rows if row.score is not None]
    return DimensionScore(id, weight, fmean(given) if given else None, tuple(rows))


def _too_little_known(facts: Facts, covered: float) -> str | None:
    """What is missing for a verdict above "prepare first": the answers in general, the why, or the hours."""
    if covered < ENOUGH_COVERAGE:
        return "answers"
    return next((id for id in ESSENTIAL if not facts.has(id)), None)


def _priority(vetoes: Sequence[Veto], gap: str | None, dimensions: Sequence[DimensionScore]) -> str:
    """What comes first: the first knock-out, else what is not known, else the weightiest weakness."""
    if vetoes:
        return f"priority.{vetoes[0].code}"
    return f"priority.{gap or _weakest(dimensions, BARS[TRIAL])[0].id}"


def _weakest(dimensions: Sequence[DimensionScore], bar: float) -> list[DimensionScore]:
    """The dimensions below a bar, those that weigh most first."""
    below = [(row.weight * (bar - row.score), row) for row in dimensions if row.score is not None and row.score < bar]
    return [row for _, row in sorted(below, key=lambda pair: -pair[0])]


def _headline(level: int, priority: str | None, networks: Sequence[NetworkAdvice]) -> Reason:
    key = f"verdict.{VERDICTS[level - 1]}"
    if priority is not None:
        return because(key, priority=priority)
    kept = next((row.id for row in networks if row.kept), None)
    if level == TRIAL and kept is not None:
        return because("verdict.trial.on", profiles=kept)
    return because(key)


def _carries(
    level: int,
    scores: Mapping[str, float],
    weights: Mapping[str, float],
    dimensions: Sequence[DimensionScore],
) -> tuple[Reason, ...]:
    """How much of the weight is at the level, then the best answer of the weightiest solid dimensions."""
    if not scores:
        return ()
    bar = max(level, PREPARE_FIRST)
    share = because("verdict.share", percent=round(100 * share_at(BARS[bar], scores, weights)), bar=BARS[bar])
    solid = [row for row in dimensions if row.score is not None and row.score >= SOLID]
    best = sorted(solid, key=lambda row: -row.weight * (row.score or 0))[:AT_MOST]
    return (share, *(max(_scored(row), key=lambda q: q.score or 0).reason for row in best))


def _blocks(
    level: int, vetoes: Sequence[Veto], gap: str | None, dimensions: Sequence[DimensionScore]
) -> tuple[Reason, ...]:
    """The knock-outs, what is not known, then the worst answer of the weakest dimensions for the next level."""
    # There is no level above "go": what is named then is what would not even do for a trial.
    weak = _weakest(dimensions, BARS[TRIAL if level == GO else level + 1])[:AT_MOST]
    worst = [min(_scored(row), key=lambda q: q.score or 0).reason for row in weak]
    missing = [because(f"missing.{gap}")] if gap else []
    return (*(veto.reason for veto in vetoes), *missing, *worst)


def _scored(row: DimensionScore) -> list[QuestionScore]:
    return [question for question in row.questions if question.score is not None]
