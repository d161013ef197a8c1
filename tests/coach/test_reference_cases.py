"""Owners as a consultant meets them, with the verdict one would give; weights moved by a fifth flip none."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.coach import assess, load_questionnaire
from bot.coach.verdict import GO, VERDICTS, level_of

FILES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
CASES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
WEIGHTS = load_questionnaire().dimensions
FIFTH = (0.8, 1.2)


def test_at_least_two_of_each_verdict():
    counts = Counter(case["expect"] for case in CASES.values())
    assert set(counts) == set(VERDICTS)
    assert min(counts.values()) >= 2


@pytest.mark.parametrize("name", CASES)
def test_verdict(name):
    assert assess(CASES[name]["answers"]).verdict == CASES[name]["expect"]


@pytest.mark.parametrize("name", CASES)
def test_one_weight_moved_by_a_fifth_flips_nothing(name):
    for dimension, factor in product(WEIGHTS, FIFTH):
        moved = {**WEIGHTS, dimension: WEIGHTS[dimension] * factor}
        assert assess(CASES[name]["answers"], weights=moved).verdict == CASES[name]["expect"], dimension


@pytest.mark.parametrize("name", CASES)
def test_all_weights_moved_together_flip_nothing(name):
    """Every one of the 4096 ways to move the twelve weights by a fifth, up or down."""
    result = assess(CASES[name]["answers"])
    scores = {row.id: row.score for row in result.dimensions if row.score is not None}
    cap = min((veto.cap for veto in result.vetoes), default=GO)
    for factors in product(FIFTH, repeat=len(WEIGHTS)):
        moved = {id: weight * factor for (id, weight), factor in zip(WEIGHTS.items(), factors, strict=True)}
        assert min(level_of(scores, moved), cap) == result.level
