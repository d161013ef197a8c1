"""The sum that is shown and the verdict, which is not that sum.

The verdict follows MR-Sort, a simplified ELECTRE TRI (Leroy, Mousseau & Pirlot 2011): a level is reached when
enough of the weight reaches that level's bar, and no knock-out forbids it. A sum would let good content make up
for no time at all.
"""

from collections.abc import Mapping
from typing import Literal

Verdict = Literal["not_now", "prepare_first", "trial", "go"]
NOT_NOW, PREPARE_FIRST, TRIAL, GO = 1, 2, 3, 4
VERDICTS: tuple[Verdict, ...] = ("not_now", "prepare_first", "trial", "go")

BARS: Mapping[int, float] = {PREPARE_FIRST: 40, TRIAL: 55, GO: 70}
MAJORITY = 0.65
_ROUNDING = 1e-9


def weighted_mean(scores: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """The score shown, 0 to 100, over the dimensions that have one; None when none has."""
    total = sum(weights[id] for id in scores)
    return sum(weights[id] * score for id, score in scores.items()) / total if total else None


def share_at(bar: float, scores: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The share (0 to 1) of the weight of the scored dimensions that reaches a bar; 0 when none is scored."""
    total = sum(weights[id] for id in scores)
    reached = sum(weights[id] for id, score in scores.items() if score >= bar - _ROUNDING)
    return reached / total if total else 0


def level_of(scores: Mapping[str, float], weights: Mapping[str, float]) -> int:
    """The level (1 to 4) the scores reach, before any knock-out."""
    reached = [h for h, bar in BARS.items() if share_at(bar, scores, weights) >= MAJORITY - _ROUNDING]
    return max(reached, default=NOT_NOW)
