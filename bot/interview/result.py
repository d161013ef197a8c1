"""The result as the owner reads it: strengths, verdict, obstacles with remedies, networks, dimensions, sources."""

from datetime import datetime
from typing import Any

from bot.coach import Answers, Assessment, DimensionScore, Question, Reason, assess, load_questionnaire
from bot.coach.content import shortened
from bot.store import Diagnosis
from bot.words import Words

_BAR = 10
"""Blocks of a full bar."""
_REMARKS = 4
_HEARD = ("objective", "measure", "hours", "budget")
_SHARE = "verdict.share"
"""The reason that explains the level itself: it stands with the verdict, whichever way it goes."""


def assess_and_keep(diagnosis: Diagnosis, provisional: bool, now: datetime) -> Assessment:
    """Assess the answers of the diagnosis and keep the scores as computed."""
    assessment = assess(diagnosis.answers_by_question())
    diagnosis.save_assessment(
        provisional=provisional,
        level=assessment.level,
        verdict=assessment.verdict,
        score=assessment.score,
        coverage=assessment.coverage,
        dimensions=[_kept(dimension) for dimension in assessment.dimensions],
        now=now,
    )
    return assessment


def _kept(dimension: DimensionScore) -> dict[str, object]:
    reasons = [{"key": reason.key, "params": dict(reason.params)} for reason in dimension.reasons]
    return {"id": dimension.id, "weight": dimension.weight, "score": dimension.score, "reasons": reasons}


def sentence(reason: Reason, words: Words, variant: int = 0) -> str:
    """A reason in words; `variant` picks among several ways to say it."""
    params: dict[str, Any] = dict(reason.params)
    return words.say(reason.key, variant, **params)


def value_text(question: Question, value: Any, words: Words) -> str:
    """An answer as it is read back to the owner."""
    if value is None:
        return words.say("value.unknown")
    if question.kind == "choices":
        return ", ".join(words.label(question.id, option) for option in value)
    if question.kind in ("choice", "scale"):
        return words.label(question.id, str(value))
    if question.kind == "number":
        return words.say(f"value.{question.unit}", figure=value)
    return shortened(value if isinstance(value, str) else " ; ".join(value))


class Result:
    """An assessment in sentences."""

    def __init__(self, assessment: Assessment, words: Words, answers: Answers, variant: int = 0) -> None:
        self._assessment = assessment
        self._words = words
        self._answers = answers
        self._variant = variant

    def texts(self, complete: bool) -> list[str]:
        """A text for each part of the result, strengths first; parts with nothing to say are left out."""
        parts = [
            self._heard(),
            self._bullets("result.strengths", self._assessment.strengths),
            self._verdict(complete),
            self._obstacles(),
            self._networks(),
            self._dimensions(),
            self._bullets("result.follow_ups", self._assessment.follow_ups),
            self._bullets("result.remarks", self._remarks()),
            self._sources(),
        ]
        return [part for part in parts if part]

    def in_short(self, complete: bool) -> list[str]:
        """The verdict and the networks, for who has read the rest before."""
        return [part for part in (self._verdict(complete), self._obstacles(), self._networks()) if part]

    def _heard(self) -> str:
        """What the owner wants, in their own words: the verdict answers to that."""
        lines = []
        for id in _HEARD:
            if self._answers.get(id) is not None:
                value = value_text(load_questionnaire().question(id), self._answers[id], self._words)
                lines.append(self._say("result.bullet", text=self._say("told", name=self._words.name(id), value=value)))
        return "\n".join([self._say("result.heard"), *lines]) if lines else ""

    def _say(self, key: str, **params: str | float) -> str:
        return self._words.say(key, self._variant, **params)

    def _told(self, reason: Reason) -> str:
        return sentence(reason, self._words, self._variant)

    def _bullets(self, title: str, reasons: tuple[Reason, ...]) -> str:
        lines = [self._say("result.bullet", text=self._told(reason)) for reason in reasons]
        return "\n".join([self._say(title), *lines]) if lines else ""

    def _verdict(self, complete: bool) -> str:
        title = "result.final" if complete else "result.provisional"
        lines = [self._say(title, coverage=round(100 * self._assessment.coverage))]
        lines.append(self._told(self._assessment.headline))
        share = [reason for reason in self._assessment.carries if reason.key == _SHARE]
        lines.extend(self._told(reason) for reason in share)
        carries = tuple(reason for reason in self._assessment.carries if reason.key != _SHARE)
        lines.append(self._bullets("result.carries", carries))
        return "\n".join(line for line in lines if line)

    def _obstacles(self) -> str:
        """Knock-outs with their remedies, then what else keeps the verdict from being better."""
        vetoes = []
        for veto in self._assessment.vetoes:
            vetoes.append(self._say("result.bullet", text=self._told(veto.reason)))
            vetoes.append(self._say("result.remedy", text=self._told(veto.remedy)))
        known = [veto.reason for veto in self._assessment.vetoes]
        weak = tuple(reason for reason in self._assessment.blocks if reason not in known)
        parts = ["\n".join([self._say("result.blocks"), *vetoes])] if vetoes else []
        return "\n".join([*parts, *filter(None, [self._bullets("result.weak", weak)])])

    def _networks(self) -> str:
        lines = [
            self._say("result.network", network=self._words.label("profiles", one.id), text=self._told(one.reason))
            for one in self._assessment.networks
        ]
        return "\n".join([self._say("result.networks"), *lines]) if lines else ""

    def _dimensions(self) -> str:
        if self._assessment.score is None:
            return ""
        lines = [self._say("result.dimensions", score=round(self._assessment.score))]
        for dimension in self._assessment.dimensions:
            lines.append(self._bar(dimension))
            lines.extend(self._say("result.bar.reason", text=self._told(reason)) for reason in dimension.reasons)
        return "\n".join(lines)

    def _bar(self, dimension: DimensionScore) -> str:
        filled = round((dimension.score or 0) / 100 * _BAR)
        bar = self._say("result.bar.full") * filled + self._say("result.bar.empty") * (_BAR - filled)
        name = self._say(f"dimension.{dimension.id}")
        if dimension.score is None:
            return self._say("result.bar.unknown", bar=bar, dimension=name)
        return self._say("result.bar", bar=bar, score=str(round(dimension.score)), dimension=name)

    def _remarks(self) -> tuple[Reason, ...]:
        """A few of the remarks that fit; another result begins with others, so that each gets its turn."""
        remarks = self._assessment.remarks
        first = self._variant % len(remarks) if remarks else 0
        return (remarks[first:] + remarks[:first])[:_REMARKS]

    def _sources(self) -> str:
        assessment = self._assessment
        shown = [*assessment.reasons, *assessment.follow_ups, *self._remarks()]
        shown += [reason for veto in assessment.vetoes for reason in (veto.reason, veto.remedy)]
        points = [point for reason in shown for point in reason.points]
        return self._say("result.sources", articles=" ; ".join(self._words.articles(points)))


def as_data(assessment: Assessment, words: Words) -> dict[str, Any]:
    """The assessment as plain data for other programs: every reason with its key, points and sentence."""

    def told(reason: Reason) -> dict[str, Any]:
        return {"key": reason.key, "points": list(reason.points), "text": sentence(reason, words)}

    return {
        "level": assessment.level,
        "verdict": assessment.verdict,
        "headline": told(assessment.headline),
        "priority": assessment.priority,
        "reasons": [told(reason) for reason in assessment.reasons],
        "score": assessment.score,
        "coverage": assessment.coverage,
        "dimensions": {
            one.id: {"weight": one.weight, "score": one.score, "reasons": [told(reason) for reason in one.reasons]}
            for one in assessment.dimensions
        },
        "vetoes": [
            {"code": veto.code, "cap": veto.cap, "reason": told(veto.reason), "remedy": told(veto.remedy)}
            for veto in assessment.vetoes
        ],
        "contradictions": [
            {"code": one.code, "questions": list(one.questions), "reason": told(one.reason)}
            for one in assessment.contradictions
        ],
        "networks": [
            {"id": one.id, "hours": one.hours, "euros": one.euros, "kept": one.kept, "reason": told(one.reason)}
            for one in assessment.networks
        ],
        "strengths": [told(reason) for reason in assessment.strengths],
        "follow_ups": [told(reason) for reason in assessment.follow_ups],
        "remarks": [told(reason) for reason in assessment.remarks],
    }
