"""Strengths, follow-ups and remarks: each comes where the answers give an occasion, and only there."""

import pytest

from bot.coach import assess


def follow_ups(answers):
    return [reason.key.removeprefix("followup.") for reason in assess(answers).follow_ups]


def remarks(answers):
    return {reason.key.removeprefix("remark.") for reason in assess(answers).remarks}


def test_names_the_strengths_the_owner_recognises():
    result = assess({"strengths": ["local", "listening"], "marketing": "needs"})
    assert [reason.key for reason in result.strengths] == ["strength.listening", "strength.local"]


def test_else_the_three_weightiest_solid_dimensions():
    answers = {"marketing": "needs", "better_use": "networks", "knowledge": ["conversations", "monitoring"]}
    result = assess({**answers, "writing": 4, "competitors": "not_looked"})
    assert [reason.params["dimension"] for reason in result.strengths] == [
        "dimension.efficiency.phrase",
        "dimension.writing.phrase",
        "dimension.marketing.phrase",
    ]


def test_else_being_small():
    assert [reason.key for reason in assess({"strengths": "none"}).strengths] == ["strength.small"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({"writing": 1, "exchange": 1}, ["helper.who"]),
        ({"writing": 1, "exchange": 1, "helper": "none"}, ["helper.who"]),
        ({"writing": 1, "exchange": 1, "helper": "relative"}, ["helper.hours"]),
        ({"writing": 2, "exchange": 2}, []),
        ({"objective": ["visibility", "sell"]}, ["visibility"]),
        ({"objective": ["network"]}, ["personal_profile"]),
        ({"objective": ["network", "sell"]}, []),
        ({"best_clients": None}, ["best_clients"]),
        ({"best_clients": "partly"}, []),
        ({"presence": ["facebook"], "presence_evidence": "assumed"}, ["presence"]),
        ({"hours": None}, ["hours"]),
        ({"presence": ["facebook"], "profiles": ["tiktok"]}, ["existing_page"]),
    ],
)
def test_follow_ups(answers, expected):
    assert follow_ups(answers) == expected


def test_a_page_that_is_not_kept_may_be_kept_reduced_or_closed():
    (last,) = assess({"presence": ["facebook"], "profiles": ["facebook", "tiktok", "x"]}).follow_ups
    assert last.params == {"profiles": "tiktok,x"}


@pytest.mark.parametrize(
    ("slug", "occasion", "otherwise"),
    [
        ("complex", {"strengths": "none"}, {"strengths": ["local"]}),
        ("complex", {"strengths": None}, {}),
        ("own_strategy", {"competitors": "active"}, {"competitors": "absent"}),
        ("notes", {"competitors": "not_looked"}, {"competitors": "active"}),
        ("notes", {"monitoring": 29}, {"monitoring": 30}),
        ("customers_first", {"presence": None}, {"presence": ["x"], "presence_evidence": "asked"}),
        ("natural", {"marketing": "announce"}, {"marketing": "answer"}),
        ("natural", {"topics": ["nos soldes"]}, {"topics": ["nos soldes", "le levain"]}),
        ("natural", {"topics": ["nos soldes"]}, {"topics": None}),
        ("guests", {"objective": ["visibility"]}, {"objective": ["sell"]}),
        ("guests", {"marketing": "announce"}, {"marketing": "needs"}),
        ("free_tools", {"budget": 0, "visuals": "designer"}, {"budget": 50, "visuals": "designer"}),
        ("tension.means", {"budget": 0, "visuals": "designer"}, {}),
        ("tension.time", {"monitoring": 30, "hours": 1}, {"monitoring": 30, "hours": 2}),
        ("tension.time", {"monitoring": 30, "hours": 1}, {"hours": 1}),
        ("tension.leave", {"hours": 0}, {"hours": 2}),
        ("long_term", {}, {"hours": 0}),
        ("questions_advance", {}, {"hours": 0}),
        ("several_tools", {"better_use": "equal"}, {"better_use": "networks"}),
    ],
)
def test_remarks(slug, occasion, otherwise):
    assert slug in remarks(occasion)
    assert slug not in remarks(otherwise)


def test_remarks_for_those_who_go():
    go = {"objective": ["sell"], "measure": "dix ventes", "hours": 4, "profiles": ["facebook"]}
    go |= {"presence": ["facebook"], "presence_evidence": "asked", "writing": 4, "exchange": 4}
    go |= {"audience": "consumers", "area": "local", "age_groups": "all", "connectivity": "good"}
    assert assess(go).verdict == "go"
    assert {"be_someone", "not_personal", "repeat", "several_tools", "no_panacea"} <= remarks(go)
    trial = {**go, "hours": 1.2, "writing": 3, "exchange": 2, "marketing": "answer", "better_use": "equal"}
    assert assess(trial).verdict == "trial"
    assert {"be_someone", "not_personal", "repeat", "several_tools"} <= remarks(trial)
    assert "no_panacea" not in remarks(trial)
    assert remarks(go).isdisjoint({"long_term", "questions_advance", "tension.leave"})


def test_a_provisional_result_says_that_questions_remain():
    assert "plain_questions" in remarks({"hours": 3})
