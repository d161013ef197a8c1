"""Networks: fit to the customers and the goals, and what the hours carry."""

import pytest

from bot.coach.facts import Facts
from bot.coach.networks import advise, fit, hours_asked, hours_needed, load_networks, rank

LOCAL_SHOP = {
    "audience": "consumers",
    "area": "local",
    "age_groups": ["from_25_to_39", "from_40_to_59"],
    "objective": ["sell"],
    "presence": ["facebook", "instagram", "whatsapp"],
    "presence_evidence": "asked",
}


def kept(answers, level):
    return [row.id for row in advise(Facts(answers), level) if row.kept]


def reasons(answers, level):
    return {row.id: row.reason.key for row in advise(Facts(answers), level)}


def test_hours_and_money_are_those_of_the_table():
    table = {
        "google": 0.5, "facebook": 2, "instagram": 3, "linkedin": 2, "tiktok": 4,
        "youtube": 4, "whatsapp": 1, "pinterest": 1.5, "x": 2,
    }  # fmt: skip
    assert {network.id: network.hours for network in load_networks().all} == table
    assert {network.id for network in load_networks().all if network.boost} == {"facebook", "instagram"}


def test_time_multiplies_by_the_number_of_profiles():
    assert hours_asked(["facebook", "instagram", "google"]) == 5.5
    assert hours_asked([]) == 0


def test_hours_needed_without_profiles_are_those_of_the_best_network():
    assert hours_needed(Facts({"profiles": ["x", "tiktok"]})) == 6
    assert hours_needed(Facts({"presence": ["whatsapp"]})) == 1
    assert hours_needed(Facts({})) == load_networks().default_hours


def test_fit_counts_every_match():
    networks = {network.id: network for network in load_networks().all}
    # presence 4, market 2, area 2, ages 1, one goal 1
    assert fit(networks["facebook"], Facts(LOCAL_SHOP)) == 10
    # market 2, area 2, ages 1 (all), two goals out of three 2
    answers = {
        "audience": "both",
        "area": "local",
        "age_groups": "all",
        "objective": ["sell", "retain", "support"],
    }
    assert fit(networks["facebook"], Facts(answers)) == 7
    # businesses have no age
    answers = {"audience": "businesses", "area": "national", "age_groups": "all", "objective": ["network"]}
    assert fit(networks["linkedin"], Facts(answers)) == 5


def test_only_networks_where_customers_are():
    assert {network.id for network in rank(Facts(LOCAL_SHOP))} == {"facebook", "instagram", "whatsapp"}


def test_and_those_that_bring_other_people():
    answers = {**LOCAL_SHOP, "objective": ["be_found", "recruit"]}
    assert {n.id for n in rank(Facts(answers))} == {"facebook", "instagram", "whatsapp", "google", "linkedin"}


def test_customers_nowhere_leave_nothing():
    assert rank(Facts({**LOCAL_SHOP, "presence": ["none"]})) == []


def test_unknown_customers_leave_a_shortlist():
    unknown = {**LOCAL_SHOP, "presence": None}
    assert len(rank(Facts(unknown))) == load_networks().shortlist
    assert rank(Facts({})) == []


def test_equal_fit_goes_to_the_owners_profile_then_to_the_lighter_one():
    assert rank(Facts(LOCAL_SHOP))[0].id == "facebook"
    assert rank(Facts({**LOCAL_SHOP, "profiles": ["instagram"]}))[0].id == "instagram"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (6, ["facebook", "instagram", "whatsapp"]),
        (5, ["facebook", "instagram"]),
        (3.5, ["facebook", "whatsapp"]),
    ],
)
def test_go_keeps_what_the_hours_carry(hours, expected):
    assert kept({**LOCAL_SHOP, "hours": hours}, 4) == expected


def test_never_more_hours_than_the_owner_has():
    for hours in (1, 1.25, 2, 3.5, 7):
        for level in (1, 2, 3, 4):
            rows = advise(Facts({**LOCAL_SHOP, "hours": hours}), level)
            assert sum(row.hours for row in rows if row.kept) <= hours


def test_a_trial_is_on_one_network():
    assert reasons({**LOCAL_SHOP, "hours": 9}, 3) == {
        "facebook": "network.trial",
        "instagram": "network.later",
        "whatsapp": "network.later",
    }


def test_a_good_verdict_with_little_time_keeps_one_network_at_the_owners_pace():
    first, *others = advise(Facts({**LOCAL_SHOP, "presence": ["facebook", "instagram"], "hours": 1.5}), 3)
    assert (first.id, first.hours, first.kept, first.reason.key) == (
        "facebook",
        1.5,
        True,
        "network.small_dose",
    )
    assert [row.reason.key for row in others] == ["network.no_time"]
    helped = {**LOCAL_SHOP, "presence": ["facebook"], "hours": 0.5, "helper": "relative"}
    assert reasons(helped, 4) == {"facebook": "network.helper"}


def test_preparing_keeps_one_for_later():
    assert kept({**LOCAL_SHOP, "hours": 9}, 2) == ["facebook"]


def test_unknown_hours_do_not_give_up_the_best_network():
    assert kept(LOCAL_SHOP, 2) == ["facebook"]
    assert kept({**LOCAL_SHOP, "hours": None}, 2) == ["facebook"]


def test_not_now_leaves_a_page_with_the_minimum():
    answers = {**LOCAL_SHOP, "presence": ["facebook", "google"], "hours": 0.5}
    assert reasons(answers, 1) == {"facebook": "network.not_now", "google": "network.minimal"}
    assert kept({**LOCAL_SHOP, "hours": 0.5}, 1) == ["google"]
    assert kept({**LOCAL_SHOP, "hours": 0.25}, 1) == []


def test_not_even_that_where_the_customers_are_known_to_be_absent():
    answers = {**LOCAL_SHOP, "presence": ["none"], "hours": 5}
    assert advise(Facts(answers), 1) == ()


def test_profiles_where_nobody_is_come_last():
    rows = advise(Facts({**LOCAL_SHOP, "profiles": ["tiktok"], "hours": 9}), 4)
    assert (rows[-1].id, rows[-1].kept, rows[-1].reason.key) == (
        "tiktok",
        False,
        "network.customers_elsewhere",
    )


def test_visibility_costs_money_where_posts_drown():
    rows = advise(Facts({**LOCAL_SHOP, "objective": ["visibility"], "hours": 9}), 4)
    assert {row.id: row.euros for row in rows} == {"facebook": 30, "instagram": 30, "whatsapp": 0}
    assert not any(row.euros for row in advise(Facts({**LOCAL_SHOP, "hours": 9}), 4))
