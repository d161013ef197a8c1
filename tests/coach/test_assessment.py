"""The whole assessment: score, coverage, verdict, priority, and what it says for and against."""

import pytest

from bot.coach import InvalidAnswer, assess, load_questionnaire
from bot.coach.verdict import level_of, share_at, weighted_mean

EXPRESS = {
    "objective": ["retain"],
    "measure": "dix paniers par semaine",
    "audience": "consumers",
    "area": "local",
    "age_groups": ["all"],
    "connectivity": "good",
    "presence": ["facebook"],
    "presence_evidence": "asked",
    "hours": 3,
    "profiles": ["facebook"],
    "budget": 0,
    "visuals": "myself",
    "games": "none",
    "writing": 3,
    "exchange": 3,
}


def keys(reasons):
    return [reason.key for reason in reasons]


def dimension(result, id):
    return next(row for row in result.dimensions if row.id == id)


def test_nothing_answered():
    result = assess({})
    assert (result.level, result.verdict, result.priority) == (2, "prepare_first", "priority.answers")
    assert (result.score, result.coverage) == (None, 0)
    assert all(row.score is None and row.reasons == () for row in result.dimensions)
    assert keys(result.reasons) == ["missing.answers"]
    assert keys(result.strengths) == ["strength.small"]
    assert result.vetoes == result.contradictions == result.networks == ()


def test_express_answers_give_a_provisional_verdict():
    result = assess(EXPRESS)
    # Whole: audience 12, time 14, budget 8, writing 8; two questions of four: why 14.
    assert result.coverage == pytest.approx((12 + 14 + 8 + 8 + 7) / 100)
    # why 100, audience 100, time 100, budget 100 and writing 75, over 56
    assert result.score == pytest.approx((14 + 12 + 14 + 8 + 8 * 0.75) / 56 * 100)
    assert result.verdict == "go"
    assert dimension(result, "content").score is None


def test_dimension_is_the_mean_of_its_questions():
    result = assess({**EXPRESS, "customer_benefit": None, "business_benefit": "vendre le surplus du jour"})
    assert dimension(result, "why").score == (100 + 50) / 2
    assert keys(dimension(result, "why").reasons) == ["score.objective.measured", "score.benefits.one"]


def test_alone_the_companys_weight_goes_to_its_other_question():
    result = assess({"company": "solo", "responsiveness": "yes", "participation": "yes"})
    assert dimension(result, "company").score == 100
    assert dimension(assess({"company": "solo"}), "company").score is None


@pytest.mark.parametrize(
    ("missing", "priority", "said"),
    [
        (["hours"], "priority.hours", "missing.hours"),
        (["objective"], "priority.objective", "missing.objective"),
        (["budget", "visuals", "games", "writing"], "priority.answers", "missing.answers"),
    ],
)
def test_too_little_known_for_more_than_prepare_first(missing, priority, said):
    result = assess({id: value for id, value in EXPRESS.items() if id not in missing})
    assert (result.verdict, result.priority) == ("prepare_first", priority)
    assert said in keys(result.blocks)


def test_not_now_is_not_said_on_a_guess_either():
    weak = {"marketing": "announce", "best_clients": "partly", "knowledge": ["impression"]}
    assert assess(weak).verdict == "prepare_first"
    assert assess({**weak, "hours": 0}).verdict == "not_now"


def test_unknown_hours_are_as_unanswered():
    assert assess({**EXPRESS, "hours": None}).priority == "priority.hours"
    assert keys(assess({**EXPRESS, "hours": None}).follow_ups) == ["followup.hours"]


def test_the_first_knock_out_comes_first():
    result = assess({**EXPRESS, "topics": None, "best_clients": "no"})
    assert (result.verdict, result.priority) == ("prepare_first", "priority.K3")
    assert keys(result.blocks)[:2] == ["veto.K3", "veto.K7"]
    assert result.headline.params == {"priority": "priority.K3"}


def test_without_knock_out_the_weightiest_weakness_comes_first():
    weak = {**EXPRESS, "hours": 1, "writing": 2, "exchange": 2, "presence_evidence": "assumed"}
    result = assess(weak)
    # time 14 x (55 - 50) = 70 outweighs audience 12 x 5 and writing 8 x 5
    assert (result.verdict, result.priority) == ("prepare_first", "priority.time")


def test_headline_names_the_network_to_try():
    result = assess({**EXPRESS, "hours": 1.2, "visuals": "image_bank", "budget": 12, "writing": 2})
    assert result.verdict == "trial"
    assert (result.headline.key, result.headline.params) == ("verdict.trial.on", {"profiles": "facebook"})


def test_trial_without_any_network_to_name():
    somewhere = ("audience", "area", "age_groups", "presence", "presence_evidence", "profiles")
    answers = {id: value for id, value in EXPRESS.items() if id not in somewhere}
    answers |= {"hours": 1.2, "marketing": "answer", "better_use": "equal", "best_clients": "as_well"}
    result = assess({**answers, "visuals": "image_bank", "budget": 12, "writing": 2, "competitors": "active"})
    assert result.verdict == "trial"
    assert result.headline.key == "verdict.trial"
    assert result.networks == ()


def test_says_what_carries_and_what_blocks():
    result = assess({**EXPRESS, "hours": 1, "marketing": "announce"})
    assert result.verdict == "go"
    # even with a "go", what would not do for a trial (55) is named: 20 for announcing, 50 for one hour of two
    assert keys(result.blocks) == ["score.marketing.announce", "score.hours.short"]
    assert keys(result.carries) == [
        "verdict.share",
        "score.objective.measured",
        "score.presence.evidenced",
        "score.budget.free",
    ]
    # why, audience, budget and writing (42) of the 62 answered are at 70 or more
    assert result.carries[0].params == {"percent": 68, "bar": 70}
    assert result.reasons == result.carries + result.blocks


def test_weights_can_be_replaced():
    even = dict.fromkeys(load_questionnaire().dimensions, 1)
    result = assess(EXPRESS, weights=even)
    assert result.score == pytest.approx((4 * 100 + 75) / 5)


def test_refuses_what_no_question_can_take():
    with pytest.raises(KeyError):
        assess({"horoscope": "lion"})
    with pytest.raises(InvalidAnswer):
        assess({"hours": 400})


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ({"a": 39, "b": 39}, 1),
        ({"a": 40, "b": 0}, 2),
        ({"a": 55, "b": 0}, 3),
        ({"a": 70, "b": 0}, 4),
        ({"a": 69.9, "b": 54.9}, 3),
        ({"b": 100}, 4),
        ({"a": 0, "b": 100}, 1),
        ({}, 1),
    ],
)
def test_a_level_needs_the_majority_of_the_weight_at_its_bar(scores, level):
    assert level_of(scores, {"a": 65, "b": 35}) == level


def test_the_majority_is_sixty_five_in_a_hundred():
    assert level_of({"a": 100, "b": 0}, {"a": 64, "b": 36}) == 1
    assert share_at(70, {}, {}) == 0
    assert weighted_mean({}, {"a": 1}) is None
    assert weighted_mean({"a": 50, "b": 100}, {"a": 3, "b": 1}) == 62.5
