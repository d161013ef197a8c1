"""Reasons: the key of a sentence, its figures, and the points of the articles it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import yaml

from bot.coach.digest import FOLDER, digest_points


class ReasonsError(ValueError):
    """reasons.yml names a point the articles do not have."""


@dataclass(frozen=True)
class Reason:
    """Never a sentence: the sentence is in bot/words under `key`, filled with `params`."""

    key: str
    params: Mapping[str, str | float] = field(default_factory=dict)
    points: tuple[str, ...] = ()


@cache
def reason_points() -> Mapping[str, tuple[str, ...]]:
    """The points behind each reason of reasons.yml; ReasonsError when the articles have no such point."""
    return parse_reasons(yaml.safe_load((FOLDER / "reasons.yml").read_text(encoding="utf-8")))


def parse_reasons(raw: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    """Check raw reasons (as YAML gives them); ReasonsError at the first without a point or with a wrong one."""
    known = set(digest_points())
    for key, points in raw.items():
        if not points or not known.issuperset(points):
            raise ReasonsError(f"reason {key}: {points or 'no point'} is not in the articles")
    return {key: tuple(points) for key, points in raw.items()}


def because(key: str, **params: str | float) -> Reason:
    """The reason of a key of reasons.yml (KeyError otherwise)."""
    return Reason(key, params, reason_points()[key])
