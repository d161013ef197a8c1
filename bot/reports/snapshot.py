"""One diagnosis as the pictures show it: when, which level, which scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.coach import Assessment

MOVED = 5
"""Points (of 100) below which a difference between two scores is not called a change."""


@dataclass(frozen=True)
class Snapshot:
    """A diagnosis: level 1 to 4, `score` and `scores` by dimension 0 to 100 (None: not known), coverage 0 to 1."""

    on: date
    level: int
    score: float | None
    coverage: float
    scores: Mapping[str, float | None]
    weights: Mapping[str, float]
    vetoes: tuple[str, ...] = ()

    @classmethod
    def of(cls, assessment: Assessment, on: date) -> Snapshot:
        """What the coach concluded on a day."""
        return cls(
            on,
            assessment.level,
            assessment.score,
            assessment.coverage,
            {row.id: row.score for row in assessment.dimensions},
            {row.id: row.weight for row in assessment.dimensions},
            tuple(veto.code for veto in assessment.vetoes),
        )


@dataclass(frozen=True)
class Change:
    """A dimension that moved between two diagnoses; `before` is None when it was not known then."""

    dimension: str
    before: float | None
    now: float


def changes(before: Snapshot, now: Snapshot) -> list[Change]:
    """The dimensions that moved, those that weigh most in the difference first, then those newly known."""
    moved: list[tuple[float, Change]] = []
    for id, score in now.scores.items():
        earlier = before.scores.get(id)
        if score is None:
            continue
        if earlier is None:
            moved.append((0, Change(id, None, score)))
        elif abs(score - earlier) >= MOVED:
            moved.append((now.weights[id] * abs(score - earlier), Change(id, earlier, score)))
    return [change for _, change in sorted(moved, key=lambda pair: -pair[0])]


def lifted(before: Snapshot, now: Snapshot) -> Sequence[str]:
    """Codes of the knock-outs that stood before and no longer do."""
    return [code for code in before.vetoes if code not in now.vetoes]


def arisen(before: Snapshot, now: Snapshot) -> Sequence[str]:
    """Codes of the knock-outs that were not there before."""
    return [code for code in now.vetoes if code not in before.vetoes]
