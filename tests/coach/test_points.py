"""Every numbered point of the five articles is asked, scored, said or offered, and each claim of it is true."""

from pathlib import Path

import pytest
import yaml

from bot.coach import digest_points, load_questionnaire
from bot.coach.digest import FOLDER
from bot.coach.reasons import ReasonsError, because, parse_reasons, reason_points
from bot.words import load_words

ROOT = Path(__file__).parents[2]
COVERED = yaml.safe_load((FOLDER / "points.yml").read_text(encoding="utf-8"))
FAMILIES = {
    "scored": {"score", "veto", "contradiction"},
    "said": {"verdict", "missing", "strength", "remark"},
    "offered": {"remedy", "followup", "network"},
}


def responses():
    """The names of the responses Rasa says; none while there are no files."""
    files = [*ROOT.glob("domain*.yml"), *ROOT.glob("data/responses/*.yml"), *ROOT.glob("domain/**/*.yml")]
    contents = (yaml.safe_load(file.read_text(encoding="utf-8")) or {} for file in files)
    return {name for content in contents for name in content.get("responses") or {}}


def claims():
    return [(point, way, name) for point, ways in COVERED.items() for way, names in ways.items() for name in names]


def test_the_digest_counts_its_points():
    points = digest_points()
    assert len(points) == len(set(points)) == 27 + 23 + 9 + 16 + 21
    assert [points[0], points[27], points[50], points[-1]] == ["S0.1", "S1.1", "S2.0", "S4.21"]


@pytest.mark.parametrize("point", digest_points())
def test_is_asked_scored_said_or_offered(point):
    ways = COVERED.get(point, {})
    assert any(ways.values()), f"{point} is neither asked, scored, said nor offered"
    assert set(ways) <= {"asked", *FAMILIES}


def test_no_point_is_invented():
    assert set(COVERED) <= set(digest_points())


@pytest.mark.parametrize(("point", "way", "name"), claims())
def test_what_covers_it_exists_and_rests_on_it(point, way, name):
    if way == "asked":
        assert point in load_questionnaire().question(name).points
    elif name.startswith("utter_"):
        assert way == "said"
        assert name in responses()
    else:
        assert name.split(".")[0] in FAMILIES[way]
        assert point in reason_points()[name]
        assert name in load_words().keys


def test_every_point_a_question_or_a_reason_rests_on_is_credited():
    used = {point for question in load_questionnaire().questions for point in question.points}
    used |= {point for points in reason_points().values() for point in points}
    assert used <= set(COVERED)


@pytest.mark.parametrize("points", [[], ["S0.28"], ["S2.1", "S5.1"]])
def test_a_reason_needs_points_that_exist(points):
    with pytest.raises(ReasonsError, match="remark"):
        parse_reasons({"remark.invented": points})


def test_no_reason_without_an_entry():
    with pytest.raises(KeyError):
        because("remark.invented")
