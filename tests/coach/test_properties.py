"""What holds whatever the owner answers."""

from hypothesis import given
from hypothesis import strategies as st

from bot.coach import assess, find_contradictions
from bot.coach.digest import digest_points
from bot.coach.reasons import reason_points
from bot.coach.verdict import level_of, weighted_mean

from .answers import ANY, COMPLETE, GOOD, QUESTIONNAIRE, value

POINTS = set(digest_points())

KNOCK_OUTS = {
    "K1": ({"objective": ["fashion"]}, 2),
    "K2": ({"presence": ["none"], "presence_evidence": "asked"}, 1),
    "K2 unknown": ({"presence": None}, 2),
    "K3": ({"best_clients": "no"}, 2),
    "K4": ({"hours": 0.5, "helper": "none"}, 1),
    "K5": ({"writing": 1, "exchange": 2, "helper": "none"}, 2),
    "K6": ({"company": ["uneasy", "blocked", "tensions"]}, 2),
    "K7": ({"topics": None}, 2),
}


def reasons(result):
    yield result.headline
    yield from result.reasons + result.strengths + result.follow_ups + result.remarks
    yield from (reason for row in result.dimensions for reason in row.reasons)
    yield from (reason for veto in result.vetoes for reason in (veto.reason, veto.remedy))
    yield from (row.reason for row in result.contradictions + result.networks)


@given(st.sampled_from(sorted(KNOCK_OUTS)), ANY)
def test_a_knock_out_is_never_averaged_away(name, others):
    forced, cap = KNOCK_OUTS[name]
    assert assess({**others, **forced}).level <= cap
    assert assess({**GOOD, **forced}).level <= cap


def test_without_a_knock_out_those_answers_would_go():
    assert assess(GOOD).verdict == "go"


@given(ANY, st.floats(0, 80), st.floats(0, 80))
def test_more_hours_never_worsen_the_verdict(answers, one, other):
    fewer, more = sorted((one, other))
    assert assess({**answers, "hours": fewer}).level <= assess({**answers, "hours": more}).level


@given(ANY)
def test_more_hours_never_worsen_it_around_the_thresholds(answers):
    levels = [assess({**answers, "hours": hours}).level for hours in (0, 0.5, 0.9, 1, 1.1, 2, 4, 9)]
    assert levels == sorted(levels)


@given(ANY, st.data())
def test_an_unanswered_question_lowers_the_coverage(answers, data):
    informative = [q.id for q in QUESTIONNAIRE.questions if q.answered(answers) and q.applies(answers) and q.dimension]
    if informative:
        id = data.draw(st.sampled_from(informative))
        less = {key: value for key, value in answers.items() if key != id}
        assert assess(less).coverage < assess(answers).coverage


@given(ANY, st.sampled_from(sorted(QUESTIONNAIRE.dimensions)))
def test_and_is_never_counted_as_zero(answers, dimension):
    """Without any answer about a dimension, the score is that of the other dimensions alone."""
    others = {id: value for id, value in answers.items() if QUESTIONNAIRE.question(id).dimension != dimension}
    result = assess(others)
    assert next(row for row in result.dimensions if row.id == dimension).score is None
    known = {row.id: row.score for row in result.dimensions if row.score is not None}
    weights = QUESTIONNAIRE.dimensions
    total = sum(weights[id] for id in known)
    if known:
        assert abs(result.score - sum(weights[id] * score for id, score in known.items()) / total) < 1e-9
        assert min(known.values()) - 1e-9 <= result.score <= max(known.values()) + 1e-9
    else:
        assert result.score is None


@given(COMPLETE)
def test_leaving_a_question_out_adds_no_knock_out(answers):
    """But for the helper: having nobody named is what an hour too few is about."""
    codes = {veto.code for veto in assess(answers).vetoes}
    for id in (
        "objective",
        "presence",
        "presence_evidence",
        "best_clients",
        "hours",
        "writing",
        "exchange",
        "topics",
    ):
        less = {key: value for key, value in answers.items() if key != id}
        assert {veto.code for veto in assess(less).vetoes} <= codes, id


@given(ANY)
def test_same_answers_same_assessment(answers):
    backwards = dict(reversed(list(answers.items())))
    assert assess(answers) == assess(backwards)
    assert assess(answers).contradictions == find_contradictions(answers)


@given(ANY)
def test_every_score_is_within_bounds_with_a_reason_that_exists(answers):
    result = assess(answers)
    assert 0 <= result.coverage <= 1
    assert result.score is None or 0 <= result.score <= 100
    for row in result.dimensions:
        assert (row.score is None) == (not any(question.score is not None for question in row.questions))
        assert row.score is None or 0 <= row.score <= 100
        assert all(question.score is None or 0 <= question.score <= 100 for question in row.questions)
        assert all(question.reason.points for question in row.questions)
    for reason in reasons(result):
        assert reason.key in reason_points()
        assert reason.points
        assert POINTS.issuperset(reason.points)


@given(ANY)
def test_verdict_level_and_priority_agree(answers):
    result = assess(answers)
    assert result.verdict == ("not_now", "prepare_first", "trial", "go")[result.level - 1]
    assert (result.priority is not None) == (result.verdict == "prepare_first")


@given(ANY, st.floats(0, 20), value(QUESTIONNAIRE.question("presence")))
def test_the_networks_kept_never_ask_more_hours_than_there_are(answers, hours, presence):
    for base in (answers, GOOD):
        networks = assess({**base, "hours": hours, "presence": presence}).networks
        assert sum(row.hours for row in networks if row.kept) <= hours + 1e-9


@given(ANY)
def test_a_contradiction_names_only_answers_that_were_given(answers):
    for row in find_contradictions(answers):
        assert row.questions
        assert set(row.questions) <= set(answers)


@given(st.dictionaries(st.sampled_from("abcd"), st.floats(0, 100), min_size=1), st.sampled_from("abcd"))
def test_a_better_score_never_lowers_the_level_nor_the_sum(scores, id):
    weights = {"a": 40, "b": 30, "c": 20, "d": 10}
    if id in scores:
        better = {**scores, id: 100}
        assert level_of(better, weights) >= level_of(scores, weights)
        assert weighted_mean(better, weights) >= weighted_mean(scores, weights) - 1e-9
