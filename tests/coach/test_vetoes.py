"""Knock-outs: the evidence each one needs, and what it caps."""

import pytest

from bot.coach import assess

CAPS = {"K1": 2, "K2": 2, "K3": 2, "K4": 1, "K5": 2, "K6": 2, "K7": 2}


def codes(answers):
    return [veto.code for veto in assess(answers).vetoes]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        # K1: a why worth 15 or less
        ({"objective": ["fashion"]}, ["K1"]),
        ({"objective": ["fashion"], "measure": "on verra", "customer_benefit": "des recettes"}, ["K1"]),
        ({"objective": None}, ["K1"]),
        ({"objective": ["visibility"]}, []),
        ({"objective": ["fashion", "visibility"]}, []),
        ({"customer_benefit": None, "business_benefit": None}, []),
        # K2: customers known to be absent, or unknown
        ({"presence": ["none"], "presence_evidence": "observed"}, ["K2"]),
        ({"presence": ["none"], "presence_evidence": "assumed"}, ["K2"]),
        ({"presence": ["facebook"], "presence_evidence": "unknown"}, ["K2"]),
        ({"presence": None}, ["K2"]),
        ({"presence": ["facebook"], "presence_evidence": "assumed"}, []),
        ({"presence": ["none"]}, []),
        ({"presence_evidence": "unknown"}, []),
        # K3: the best clients are not there
        ({"best_clients": "no"}, ["K3"]),
        ({"best_clients": "unknown"}, []),
        # K4: less than an hour and nobody named to help
        ({"hours": 0.5}, ["K4"]),
        ({"hours": 0.5, "helper": None}, ["K4"]),
        ({"hours": 0.5, "helper": "relative"}, []),
        ({"hours": 1}, []),
        ({"hours": None}, []),
        # K5: writing below 50 and nobody to help, having been asked
        ({"writing": 1, "exchange": 2, "helper": "none"}, ["K5"]),
        ({"writing": 1, "exchange": 2, "helper": None}, ["K5"]),
        ({"writing": 1, "exchange": 2}, []),
        ({"writing": 1, "helper": "none"}, []),
        ({"writing": 1, "exchange": 2, "helper": "colleague"}, []),
        ({"writing": 1, "exchange": 3, "helper": "none"}, []),
        # K6: three alarms
        ({"company": ["uneasy", "blocked", "tensions"]}, ["K6"]),
        ({"company": ["uneasy", "blocked"]}, []),
        ({"company": ["solo"]}, []),
        # K7: no topic, having been asked
        ({"topics": None}, ["K7"]),
        ({"topics": []}, ["K7"]),
        ({"topics": ["le levain"]}, []),
        ({"objective": ["fashion"], "topics": None, "best_clients": "no"}, ["K1", "K3", "K7"]),
    ],
)
def test_needs_its_evidence(answers, expected):
    assert codes(answers) == expected


@pytest.mark.parametrize("code", CAPS)
def test_caps(code):
    answers = {
        "K1": {"objective": ["fashion"]},
        "K2": {"presence": None},
        "K3": {"best_clients": "no"},
        "K4": {"hours": 0},
        "K5": {"writing": 0, "exchange": 0, "helper": "none"},
        "K6": {"company": ["uneasy", "blocked", "tensions"]},
        "K7": {"topics": None},
    }[code]
    (veto,) = assess(answers).vetoes
    assert veto.cap == CAPS[code]
    assert veto.reason.points
    assert veto.remedy.points


def test_customers_known_to_be_absent_means_not_now_and_listening_only():
    result = assess({"presence": ["none"], "presence_evidence": "asked"})
    (veto,) = result.vetoes
    assert (veto.cap, veto.reason.key, veto.remedy.key) == (1, "veto.K2.absent", "remedy.K2.absent")
    assert result.verdict == "not_now"


def test_customers_unknown_means_asking_ten_of_them():
    (veto,) = assess({"presence": None}).vetoes
    assert (veto.reason.key, veto.remedy.key) == ("veto.K2.unknown", "remedy.K2.unknown")


def test_says_how_many_alarms_and_hours():
    (alarms,) = assess({"company": ["uneasy", "blocked", "tensions", "resistance"]}).vetoes
    assert alarms.reason.params == {"count": 4}
    (hours,) = assess({"hours": 0.25}).vetoes
    assert hours.reason.params == {"hours": 0.25}
