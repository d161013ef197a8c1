"""One answer against its question."""

import math

import pytest

from bot.coach import InvalidAnswer, check_value, load_questionnaire


def question(id):
    return load_questionnaire().question(id)


@pytest.mark.parametrize(
    ("id", "given", "kept"),
    [
        ("audience", "both", "both"),
        ("responsiveness", True, "yes"),  # YAML 1.1 reads a bare yes as true
        ("best_clients", False, "no"),
        ("objective", ["retain", "sell", "retain"], ["sell", "retain"]),
        ("objective", ("sell",), ["sell"]),
        ("profiles", "none", ["none"]),
        ("hours", 0, 0),
        ("hours", 2.5, 2.5),
        ("hours", 80, 80),
        ("writing", 4.0, 4),
        ("measure", "  dix \n ventes ", "dix ventes"),
        ("topics", "le levain", ["le levain"]),
        ("topics", ["un", "deux", "un"], ["un", "deux"]),
    ],
)
def test_keeps(id, given, kept):
    value = check_value(question(id), given)
    assert value == kept
    assert type(value) is type(kept)


@pytest.mark.parametrize(
    ("id", "given", "reason"),
    [
        ("audience", "martians", "option"),
        ("audience", True, "option"),
        ("audience", ["both"], "type"),
        ("audience", None, "type"),
        ("objective", ["sell", "fame"], "option"),
        ("objective", ["sell", "retain", "recruit", "support"], "too_many"),
        ("objective", ["sell", "unknown"], "exclusive"),
        ("objective", [], "empty"),
        ("hours", -3, "range"),
        ("hours", 400, "range"),
        ("hours", math.nan, "type"),
        ("hours", math.inf, "type"),
        ("hours", True, "type"),
        ("hours", "two", "type"),
        ("writing", 5, "range"),
        ("writing", 2.5, "type"),
        ("measure", "   ", "empty"),
        ("measure", "🥖🥖", "empty"),
        ("measure", 3, "type"),
        ("topics", [], "empty"),
        ("topics", ["a", "b", "c", "d"], "too_many"),
        ("topics", [3], "type"),
    ],
)
def test_refuses(id, given, reason):
    with pytest.raises(InvalidAnswer) as error:
        check_value(question(id), given)
    assert (error.value.question_id, error.value.reason) == (id, reason)
