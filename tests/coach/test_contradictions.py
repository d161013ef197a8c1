"""Contradictions: which answers do not hold together, and which of them may be corrected."""

import pytest

from bot.coach import find_contradictions

FOUR = ["facebook", "instagram", "linkedin", "x"]


@pytest.mark.parametrize(
    ("answers", "code", "questions"),
    [
        ({"profiles": FOUR, "hours": 1}, "X1", ("profiles", "hours")),
        ({"profiles": FOUR, "hours": 4.5}, "X1", ("profiles", "hours")),
        ({"objective": ["visibility", "sell"], "budget": 0}, "X2", ("objective", "budget")),
        ({"objective": ["retain"], "responsiveness": "no"}, "X3", ("objective", "responsiveness")),
        (
            {"presence": ["facebook"], "presence_evidence": "assumed", "connectivity": "uneven"},
            "X4",
            ("presence", "presence_evidence", "connectivity"),
        ),
        (
            {"presence": ["facebook"], "presence_evidence": "observed", "connectivity": "poor"},
            "X4",
            ("presence", "presence_evidence", "connectivity"),
        ),
        ({"presence": ["facebook"], "connectivity": "poor"}, "X4", ("presence", "connectivity")),
        ({"presence": ["facebook"], "profiles": ["tiktok"]}, "X5", ("profiles", "presence")),
        ({"presence": ["none"], "profiles": ["tiktok"]}, "X5", ("profiles", "presence")),
        ({"profiles": ["linkedin"], "writing": 1}, "X6", ("profiles", "writing")),
        ({"games": "without_prizes"}, "X7", ("games",)),
        ({"games": "with_prizes", "budget": 0}, "X7", ("games", "budget")),
        (
            {"objective": ["network"], "topics": ["nos promotions", "les soldes"]},
            "X8",
            ("objective", "topics"),
        ),
        (
            {"better_use": "phone", "objective": ["sell", "be_found", "recruit"]},
            "X9",
            ("better_use", "objective"),
        ),
        ({"better_use": "shop", "profiles": ["facebook", "google", "x"]}, "X9", ("better_use", "profiles")),
    ],
)
def test_found(answers, code, questions):
    (found,) = find_contradictions(answers)
    assert (found.code, found.questions) == (code, questions)
    assert found.reason.key.startswith(f"contradiction.{code}")
    assert found.reason.points


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"profiles": FOUR},
        {"profiles": FOUR, "hours": 4.6},
        {"profiles": ["facebook"], "hours": 0},
        {"objective": ["visibility"], "budget": 1},
        {"objective": ["visibility"], "budget": None},
        {"objective": ["sell"], "budget": 0},
        {"objective": ["sell"], "responsiveness": "no"},
        {"objective": ["retain"], "responsiveness": "sometimes"},
        {"presence": ["facebook"], "presence_evidence": "asked", "connectivity": "poor"},
        {"presence": ["facebook"], "presence_evidence": "assumed", "connectivity": "good"},
        {"presence": ["facebook"], "presence_evidence": "observed", "connectivity": "uneven"},
        {"presence": ["none"], "presence_evidence": "assumed", "connectivity": "poor"},
        {"presence": ["facebook"], "profiles": ["facebook"]},
        {"presence": ["facebook"], "profiles": ["google"]},
        {"presence": ["facebook"], "profiles": ["linkedin"], "objective": ["recruit"]},
        {"presence": ["facebook"], "profiles": ["none"]},
        {"presence": None, "profiles": ["tiktok"]},
        {"profiles": ["linkedin"], "writing": 2},
        {"profiles": ["linkedin"], "writing": 0, "helper": "colleague"},
        {"profiles": ["instagram"], "writing": 0},
        {"games": "with_prizes", "budget": 30},
        {"games": "none"},
        {"objective": ["network"], "topics": ["nos promotions", "le levain"]},
        {"objective": ["sell"], "topics": ["nos promotions"]},
        {"objective": ["network"], "topics": None},
        {"better_use": "equal", "objective": ["sell", "be_found", "recruit"]},
        {"better_use": "phone", "objective": ["sell"]},
    ],
)
def test_none(answers):
    assert find_contradictions(answers) == ()


def test_four_networks_in_an_hour_are_fifteen_minutes_each():
    (found,) = find_contradictions({"profiles": FOUR, "hours": 1})
    assert found.reason.params == {"hours": 1, "count": 4, "minutes": 15}


def test_names_the_profiles_that_stray():
    answers = {"presence": ["facebook", "x"], "profiles": ["facebook", "tiktok", "youtube"]}
    (found,) = find_contradictions(answers)
    assert found.reason.params == {"profiles": "tiktok,youtube", "presence": "facebook,x"}


def test_several_come_in_order():
    answers = {
        "objective": ["visibility"],
        "budget": 0,
        "profiles": FOUR,
        "hours": 0,
        "games": "without_prizes",
    }
    assert [row.code for row in find_contradictions(answers)] == ["X1", "X2", "X7"]


def test_nothing_is_adjusted():
    answers = {"objective": ["visibility"], "budget": 0}
    find_contradictions(answers)
    assert answers == {"objective": ["visibility"], "budget": 0}
