"""What if: which verdict, and what changes in it."""

from pathlib import Path

import pytest
import yaml

from bot.coach import InvalidAnswer
from bot.coach.planning import what_if

CASES = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["answers"]
    for file in (Path(__file__).parent / "cases").glob("*.yml")
}


def said(comparison):
    return {reason.key.removeprefix("plan.whatif.") for reason in comparison.differences}


def test_more_hours_lift_what_blocked():
    comparison = what_if(CASES["grocer_no_time"], {"hours": 5})
    assert (comparison.before.verdict, comparison.after.verdict) == ("not_now", "go")
    assert comparison.headline.key == "plan.whatif.better"
    assert said(comparison) >= {"lifted", "dimension", "kept", "dropped"}
    assert comparison.differences[0].params == {"obstacle": "obstacle.K4"}


def test_less_time_raises_an_obstacle():
    comparison = what_if(CASES["potter_online"], {"hours": 0.5, "helper": "none"})
    assert comparison.headline.key == "plan.whatif.worse"
    assert "raised" in said(comparison)


def test_a_helper_makes_possible_what_asks_more_hours():
    comparison = what_if(CASES["grocer_no_time"], {"helper": "someone"})
    (possible,) = [row for row in comparison.differences if row.key == "plan.whatif.kept.helped"]
    assert possible.params == {"profiles": "facebook", "needed": 2}


def test_what_changes_nothing_says_so():
    comparison = what_if(CASES["potter_online"], {"budget": 20})
    assert comparison.headline.key == "plan.whatif.same"
    assert comparison.differences == ()
    assert comparison.changes == {"budget": 20}


def test_scores_are_told_before_and_after():
    comparison = what_if(CASES["toy_shop"], {"budget": 100})
    (difference,) = [row for row in comparison.differences if row.key == "plan.whatif.dimension"]
    assert difference.params == {"dimension": "dimension.budget", "before": 60, "after": 100}


def test_refuses_what_no_question_can_take():
    with pytest.raises(InvalidAnswer):
        what_if({}, {"hours": 400})
    with pytest.raises(KeyError):
        what_if({}, {"horoscope": "lion"})
