"""The geometry of the radar, for the picture and for the PDF: spokes of a unit circle, the first at noon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap
from typing import Literal

from bot.reports.snapshot import MOVED, Snapshot
from bot.words import Words

_NAME = 13
"""Characters of a line of a name, if its words allow."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Spoke:
    """One dimension: where it points (x to the right, y downwards), its name in lines, its scores (None: unknown)."""

    x: float
    y: float
    name: tuple[str, ...]
    now: float | None
    before: float | None

    @property
    def align(self) -> Literal["left", "center", "right"]:
        """How a label stands at the outer end."""
        if abs(self.x) < 0.1:
            return "center"
        return "left" if self.x > 0 else "right"

    def at(self, score: float) -> Point:
        """Where a score (0 to 100) lies."""
        return self.x * score / 100, self.y * score / 100


def spokes(now: Snapshot, before: Snapshot | None, words: Words) -> list[Spoke]:
    """A spoke for each dimension, clockwise."""
    earlier = before.scores if before else {}
    step = 2 * pi / len(now.scores)
    return [
        Spoke(
            sin(place * step),
            -cos(place * step),
            tuple(wrap(words.say(f"dimension.{id}"), _NAME, break_long_words=False)),
            score,
            earlier.get(id),
        )
        for place, (id, score) in enumerate(now.scores.items())
    ]


def ring(score: float, of: Sequence[Spoke]) -> list[Point]:
    """The closed line of one score on every spoke."""
    return [spoke.at(score) for spoke in [*of, of[0]]]


def sides(of: Sequence[Spoke], scores: Sequence[float | None]) -> list[tuple[Point, Point]]:
    """The sides of the polygon of `scores`; where a neighbour is unknown there is none: nothing is made up."""
    pairs = zip(zip(of, scores), zip([*of[1:], of[0]], [*scores[1:], scores[0]]))
    return [
        (spoke.at(score), neighbour.at(other))
        for (spoke, score), (neighbour, other) in pairs
        if score is not None and other is not None
    ]


def score_text(spoke: Spoke, words: Words) -> str:
    """The score, after the earlier one where it moved."""
    now = round(spoke.now or 0)
    if spoke.before is None or abs(now - spoke.before) < MOVED:
        return str(now)
    return words.say("report.radar.moved", before=round(spoke.before), now=now)
