"""The questionnaire's data, and what the loader refuses."""

from copy import deepcopy

import pytest
import yaml

from bot.coach import QuestionnaireError, load_questionnaire
from bot.coach.digest import FOLDER, digest_points
from bot.coach.questionnaire import parse_questionnaire

EXPRESS = [
    *(
        "objective",
        "measure",
        "audience",
        "area",
        "age_groups",
        "connectivity",
        "presence",
        "presence_evidence",
    ),
    *("hours", "profiles", "budget", "visuals", "games", "writing", "exchange", "helper"),
]
FULL = [
    *("customer_benefit", "business_benefit", "competitors", "best_clients", "better_use", "topics"),
    *("difference", "marketing", "company", "knowledge", "monitoring", "discovery", "strengths"),
    *("responsiveness", "participation"),
]


@pytest.fixture
def raw():
    return yaml.safe_load((FOLDER / "questionnaire.yml").read_text(encoding="utf-8"))


def row(raw, id):
    return next(question for question in raw["questions"] if question["id"] == id)


def refused(raw):
    with pytest.raises(QuestionnaireError) as error:
        parse_questionnaire(raw, digest_points())
    return str(error.value)


def test_asks_the_nineteen_questions_in_their_order():
    questionnaire = load_questionnaire()
    assert list(questionnaire.ids) == EXPRESS + FULL
    assert [q.id for q in questionnaire.questions if q.stage == "express"] == EXPRESS
    assert {q.number for q in questionnaire.questions} == set(range(1, 20))
    assert {q.number for q in questionnaire.questions if q.stage == "express"} == {1, 3, 4, 8, 9, 10, 11}


def test_weights_are_those_of_the_model():
    assert dict(load_questionnaire().dimensions) == {
        "why": 14, "audience": 12, "efficiency": 10, "time": 14, "budget": 8, "writing": 8,
        "content": 10, "marketing": 6, "company": 6, "community": 6, "curiosity": 4, "strengths": 2,
    }  # fmt: skip


def test_data_cannot_be_changed_once_loaded():
    with pytest.raises(TypeError):
        load_questionnaire().dimensions["why"] = 0
    assert load_questionnaire() is load_questionnaire()


def test_unknown_question_and_option():
    with pytest.raises(KeyError):
        load_questionnaire().question("horoscope")
    with pytest.raises(KeyError):
        load_questionnaire().question("audience").option("martians")


@pytest.mark.parametrize(
    ("id", "answers", "asked"),
    [
        ("objective", {}, True),
        ("measure", {}, False),
        ("measure", {"objective": None}, False),
        ("measure", {"objective": ["unknown"]}, False),
        ("measure", {"objective": ["sell"]}, True),
        ("age_groups", {}, True),
        ("age_groups", {"audience": "both"}, True),
        ("age_groups", {"audience": "businesses"}, False),
        ("presence_evidence", {"presence": None}, False),
        ("presence_evidence", {"presence": ["none"]}, True),
        ("helper", {}, False),
        ("helper", {"writing": 2, "exchange": 2}, False),
        ("helper", {"writing": 1, "exchange": 2}, True),
        ("helper", {"writing": 0, "exchange": 4, "hours": 1}, False),
        ("helper", {"writing": 4, "exchange": 4, "hours": 0.5}, True),
        ("helper", {"writing": None, "exchange": None, "hours": None}, False),
    ],
)
def test_asked_only_when_it_applies(id, answers, asked):
    assert load_questionnaire().question(id).applies(answers) is asked


def test_do_not_know_answers_only_where_it_means_something():
    question = load_questionnaire().question
    assert question("objective").answered({"objective": None})
    assert not question("hours").answered({"hours": None})
    assert question("hours").answered({"hours": 0})
    assert not question("hours").answered({})


def change(id, **changes):
    return lambda raw: row(raw, id).update(changes)


def drop(id, key):
    return lambda raw: row(raw, id).pop(key)


FAULTS = {
    "not a mapping of two keys": (lambda raw: raw.update(colour="red"), "colour"),
    "no dimensions": (lambda raw: raw.pop("dimensions"), "dimensions"),
    "a weight that is no number": (lambda raw: raw["dimensions"].update(why="heavy"), "why"),
    "a negative weight": (lambda raw: raw["dimensions"].update(why=-14), "why"),
    "weights that do not sum to 100": (lambda raw: raw["dimensions"].update(why=15), "101"),
    "no questions": (lambda raw: raw.pop("questions"), "no list of questions"),
    "no id": (drop("hours", "id"), "no id"),
    "an id twice": (lambda raw: raw["questions"].append(deepcopy(row(raw, "hours"))), "hours appears twice"),
    "an unknown key": (change("hours", colour="red"), "colour"),
    "an unknown kind": (change("hours", kind="riddle"), "riddle"),
    "an unknown stage": (change("hours", stage="later"), "later"),
    "a number out of range": (change("hours", number=20), "hours"),
    "a number nobody has": (change("marketing", number=13), "14"),
    "an unknown dimension": (change("hours", dimension="luck"), "luck"),
    "a dimension without question": (
        lambda raw: [row(raw, id).update(dimension="budget") for id in ("hours", "profiles")],
        "dimension time",
    ),
    "no points": (change("hours", points=[]), "hours"),
    "missing points": (drop("hours", "points"), "hours"),
    "a point beyond the digest": (change("hours", points=["S4.22"]), "S4.22"),
    "at_most of a number": (change("hours", at_most=2), "at_most"),
    "at_most of zero": (change("topics", at_most=0), "at_most"),
    "at_most that is no number": (change("topics", at_most="three"), "at_most"),
    "options of a number": (change("hours", options=[{"id": "a"}, {"id": "b"}]), "options"),
    "one option only": (change("audience", options=[{"id": "a"}]), "two options"),
    "an option without id": (change("audience", options=[{"id": "a"}, {"score": 3}]), "no id"),
    "an option twice": (change("audience", options=[{"id": "a"}, {"id": "a"}]), "a appears twice"),
    "an option with an unknown key": (
        change("audience", options=[{"id": "a"}, {"id": "b", "colour": 1}]),
        "colour",
    ),
    "an option worth more than 100": (
        change("audience", options=[{"id": "a"}, {"id": "b", "score": 101}]),
        "b",
    ),
    "an option worth a word": (change("audience", options=[{"id": "a"}, {"id": "b", "score": "much"}]), "b"),
    "no range": (drop("hours", "maximum"), "maximum"),
    "a range upside down": (change("hours", minimum=90), "minimum"),
    "a range on a text": (change("measure", minimum=0), "range"),
    "an unknown unit": (change("hours", unit="furlongs"), "furlongs"),
    "a unit on a scale": (change("writing", unit="hours_a_week"), "hours_a_week"),
    "unknown that is no option": (change("objective", unknown="perhaps"), "perhaps"),
    "a condition that is no mapping": (change("helper", when=["always"]), "mapping"),
    "an unknown condition": (change("helper", when=[{"moon": "full"}]), "moon"),
    "a condition with one key too many": (change("helper", when=[{"known": "hours", "moon": 1}]), "moon"),
    "a condition below a word": (change("helper", when=[{"mean_of": ["hours"], "below": "few"}]), "below"),
    "a condition on a later question": (change("helper", when=[{"known": "topics"}]), "topics"),
    "a condition on an unknown option": (
        change("measure", when=[{"unless": "objective", "is": ["fame"]}]),
        "fame",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refuses(raw, fault):
    damage, named = FAULTS[fault]
    damage(raw)
    sentence = refused(raw)
    assert named in sentence
    assert "\n" not in sentence


def test_refuses_what_is_not_a_mapping():
    assert "mapping" in refused(["questions"])
