"""The result as the owner reads it: strengths, verdict, obstacles with remedies, networks, dimensions, sources."""

from datetime import datetime
from typing import Any

from bot.coach import Assessment, DimensionScore, Reason, assess
from bot.interview.outcome import Say
from bot.store import Diagnosis
from bot.words import Words

_BAR = 10
"""Blocks of a full bar."""


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


def tell(assessment: Assessment, complete: bool, words: Words) -> list[Say]:
    """The messages of the result, then what can be done next."""
    says = [Say(text=text) for text in texts(assessment, complete, words)]
    return [*says, Say("utter_after_result" if complete else "utter_offer_full")]


def texts(assessment: Assessment, complete: bool, words: Words) -> list[str]:
    """The result, a text for each of its parts, strengths first."""
    parts = [
        _bullets("result.strengths", assessment.strengths, words),
        _verdict(assessment, complete, words),
        _obstacles(assessment, words),
        _networks(assessment, words),
        _dimensions(assessment, words),
        _last_words(assessment, words),
    ]
    return [part for part in parts if part]


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


def sentence(reason: Reason, words: Words) -> str:
    """A reason in words."""
    params: dict[str, Any] = dict(reason.params)
    return words.say(reason.key, **params)


def _bullets(title: str, reasons: tuple[Reason, ...], words: Words) -> str:
    if not reasons:
        return ""
    lines = [words.say("result.bullet", text=sentence(reason, words)) for reason in reasons]
    return "\n".join([words.say(title), *lines])


def _verdict(assessment: Assessment, complete: bool, words: Words) -> str:
    title = "result.final" if complete else "result.provisional"
    lines = [words.say(title, coverage=round(100 * assessment.coverage)), sentence(assessment.headline, words)]
    if carries := _bullets("result.carries", assessment.carries, words):
        lines.append(carries)
    return "\n".join(lines)


def _obstacles(assessment: Assessment, words: Words) -> str:
    """Knock-outs with their remedies; without any, what keeps the verdict from being better."""
    if not assessment.vetoes:
        return _bullets("result.weak", assessment.blocks, words)
    lines = [words.say("result.blocks")]
    for veto in assessment.vetoes:
        lines.append(words.say("result.bullet", text=sentence(veto.reason, words)))
        lines.append(words.say("result.remedy", text=sentence(veto.remedy, words)))
    return "\n".join(lines)


def _networks(assessment: Assessment, words: Words) -> str:
    lines = [
        words.say("result.network", network=words.label("profiles", one.id), text=sentence(one.reason, words))
        for one in assessment.networks
    ]
    return "\n".join([words.say("result.networks"), *lines]) if lines else ""


def _dimensions(assessment: Assessment, words: Words) -> str:
    if assessment.score is None:
        return ""
    lines = [words.say("result.dimensions", score=round(assessment.score))]
    for dimension in assessment.dimensions:
        lines.append(_bar(dimension, words))
        lines.extend(words.say("result.bar.reason", text=sentence(reason, words)) for reason in dimension.reasons)
    return "\n".join(lines)


def _bar(dimension: DimensionScore, words: Words) -> str:
    filled = round((dimension.score or 0) / 100 * _BAR)
    bar = words.say("result.bar.full") * filled + words.say("result.bar.empty") * (_BAR - filled)
    name = words.say(f"dimension.{dimension.id}")
    if dimension.score is None:
        return words.say("result.bar.unknown", bar=bar, dimension=name)
    return words.say("result.bar", bar=bar, score=str(round(dimension.score)), dimension=name)


def _last_words(assessment: Assessment, words: Words) -> str:
    parts = [_bullets("result.follow_ups", assessment.follow_ups[:1], words)]
    parts += [sentence(remark, words) for remark in assessment.remarks[:1]]
    points = [
        point
        for reason in (*assessment.reasons, *(veto.reason for veto in assessment.vetoes), *assessment.remarks[:1])
        for point in reason.points
    ]
    parts.append(words.say("result.sources", articles=" ; ".join(words.articles(points))))
    return "\n".join(part for part in parts if part)
