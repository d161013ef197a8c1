"""Plans of the owners of the reference cases, as a consultant would sign them, and each rule on an example."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
import yaml

from bot.coach import assess
from bot.coach.planning import make_plan
from bot.coach.planning.catalogue import load_catalogue
from bot.coach.planning.schedule import Schedule
from bot.words import load_words

from .test_reasons import owners

TUESDAY = date(2026, 11, 24)
CASES = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))["answers"]
    for file in (Path(__file__).parent / "cases").glob("*.yml")
}
GOOD = CASES["potter_online"]
SOMEWHERE = ("presence", "presence_evidence", "profiles", "audience", "area", "age_groups")
NOWHERE = {id: value for id, value in GOOD.items() if id not in SOMEWHERE}


def plan_of(answers, **more):
    return make_plan(answers, assess(answers), TUESDAY, **more)


def ids(plan):
    return [task.id for task in plan.tasks]


# --- eight contrasting owners ---------------------------------------------------------------------------------


def test_the_bakery_goes_to_google_then_to_facebook():
    plan = plan_of(CASES["baker_rouen"])
    assert plan.networks == ("google", "facebook")
    assert ids(plan).index("open.google") < ids(plan).index("publish.google") < ids(plan).index("open.facebook")
    assert plan.minutes_a_week == 4 * 60
    # Commenting at other people's makes no sense on Google: taking part waits for Facebook.
    assert plan.task("take_part").start > plan.task("open.facebook").due
    assert {task.step for task in plan.tasks} == {"listen", "brand", "interesting", "someone", "repeat"}


def test_the_potter_prepares_opens_instagram_and_publishes_what_she_gave():
    plan = plan_of(GOOD)
    assert plan.opens == date(2026, 12, 6)
    own = [entry.own_words for entry in plan.calendar if entry.own_words]
    assert own[:3] == ["les ratés du four", "mes vases de printemps", "une journée au tour"]
    assert "des émaux à la cendre de hêtre" in own
    assert "ask_public" in ids(plan)


def test_the_lawyer_tries_with_a_profile_in_her_own_name():
    plan = plan_of(CASES["lawyer_lyon"])
    assert plan.networks == ("linkedin",)
    assert plan.task("open.linkedin").title.key == "plan.task.open_own.title"
    assert "choose_measure" in ids(plan)
    assert "review_trial" in ids(plan)
    assert all(week.work + week.answering <= 75 for week in plan.weeks)
    assert [entry.kind for entry in plan.calendar].count("personal") == 1


def test_the_toy_shop_sells_less_and_pays_to_be_seen_within_its_budget():
    plan = plan_of(CASES["toy_shop"], currency="EUR")
    assert {"less_selling", "list_ten", "sponsor"} <= {*ids(plan)}
    assert [(share.id, share.amount, share.needed) for share in plan.budget] == [
        ("images", 20, 20),
        ("sponsored", 10, 30),
    ]
    words = load_words()
    assert "10\u00a0€" in words.say(plan.budget[1].reason.key, **plan.budget[1].reason.params)
    sold = [entry for entry in plan.calendar if entry.own_words in ("nos promotions", "les soldes")]
    assert {entry.subject.key for entry in sold} == {"plan.subject.selling"}


def test_the_restaurant_talks_inside_first_and_opens_nothing():
    plan = plan_of(CASES["restaurant_alarms"])
    assert ids(plan)[0] == "team_talk"
    assert plan.task("team_again").start > plan.task("team_talk").due
    assert plan.task("first_posts").start > plan.task("team_again").due
    assert plan.task("decide").answers == ("company",)
    assert plan.opens is None
    assert plan.calendar[0].day > plan.task("decide").due
    assert [reason.key for reason in plan.would_change] == ["plan.change.K6"]


def test_the_family_lawyer_asks_ten_clients_first():
    plan = plan_of(CASES["lawyer_unknown_customers"])
    assert ids(plan)[0] == "ask_ten"
    assert plan.habit.sentence.key == "plan.habit.ask"
    assert plan.task("present_yourself").start > plan.task("ask_ten").due


def test_the_grocer_without_time_keeps_a_listing_and_an_ear_open():
    plan = plan_of(CASES["grocer_no_time"])
    assert {"come_back", "count_time", "minimal_page.google", "watch", "review_not_now"} <= {*ids(plan)}
    assert plan.calendar == ()
    assert [(share.id, share.amount) for share in plan.budget] == [("kept", 30)]
    assert [reason.key for reason in plan.would_change] == ["plan.change.K4"]
    assert plan.task("come_back").due == plan.last_day


def test_the_farm_supplier_listens_and_asks_again_at_the_end_of_winter():
    plan = plan_of(CASES["farm_supplier_offline"])
    assert not any("page" in id or "publish" in id for id in ids(plan))
    assert plan.task("ask_again").start == plan.first_day + timedelta(weeks=9)
    assert plan.summary.key == "plan.summary.not_now.listen"
    assert "plan.beside.best" in {reason.key for reason in plan.beside}


# --- little or nothing known ----------------------------------------------------------------------------------


def test_an_empty_diagnosis_gets_a_small_plan_that_fills_it():
    plan = plan_of({})
    assert ids(plan) == ["finish_questions", "watch", "why_sentence", "ask_ten", "count_time", "decide"]
    assert "hours" in plan.task("finish_questions").gaps
    assert plan.task("count_time").gaps == ("hours",)
    assert (plan.minutes_a_week, plan.hours_known) == (30, False)
    assert (plan.budget, plan.calendar, plan.networks) == ((), (), ())


def test_no_time_at_all_gets_only_what_is_done_in_passing():
    plan = plan_of({**GOOD, "hours": 0, "helper": "none"})
    assert {task.minutes for task in plan.tasks} == {0}
    assert plan.slot is None
    assert plan.summary.key == "plan.summary.not_now.no_time"
    assert plan.habit.sentence.key == "plan.habit.question"


def test_unknown_hours_are_assumed_small_and_counted_first():
    plan = plan_of({**GOOD, "hours": None})
    assert plan.summary.key == "plan.summary.unknown_hours"
    assert ids(plan)[0] == "count_time"
    assert plan.minutes_a_week == 30


def test_a_helper_without_hours_is_agreed_with_before_anything_opens():
    plan = plan_of({**GOOD, "hours": 0, "helper": "relative"})
    assert plan.level >= 3
    assert (plan.opens, plan.networks, plan.calendar) == (None, (), ())
    assert "agree_helper" in ids(plan)
    assert plan.summary.key == "plan.summary.helper"


def test_nowhere_to_go_yet_still_has_subjects():
    plan = plan_of(NOWHERE)
    assert plan.level >= 3
    assert plan.networks == ()
    assert plan.summary.key == "plan.summary.nowhere"
    assert "ask_ten" in ids(plan)
    assert {entry.network for entry in plan.calendar} == {None}


def test_only_much_missing_is_worth_a_task():
    less = {id: value for id, value in GOOD.items() if id not in ("discovery", "monitoring", "strengths")}
    assert "finish_questions" not in ids(plan_of(less))
    assert "finish_questions" in ids(plan_of({k: v for k, v in less.items() if k != "marketing"}))


# --- obstacles and their remedies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "remedy"),
    [
        ({"objective": ["fashion"]}, "why_sentence"),
        ({"objective": ["visibility"]}, "seen_by_whom"),
        ({"customer_benefit": "rien", "business_benefit": "rien"}, "ask_wishes"),
        ({"presence": None}, "ask_ten"),
        ({"presence_evidence": "assumed"}, "ask_ten"),
        ({"presence": ["none"], "presence_evidence": "asked"}, "ask_again"),
        ({"competitors": "not_looked"}, "look_around"),
        ({"best_clients": "no"}, "best_channel"),
        ({"best_clients": None}, "list_ten"),
        ({"better_use": "phone"}, "best_hour"),
        ({"hours": 0.5, "helper": "none"}, "come_back"),
        ({"hours": 1}, "count_time"),
        ({"budget": 0, "visuals": "designer"}, "free_means"),
        ({"writing": 0, "exchange": 0, "helper": "none"}, "find_helper"),
        ({"topics": None}, "three_drafts"),
        ({"topics": ["nos promotions", "les soldes", "nos tarifs"]}, "less_selling"),
        ({"topics": ["le levain", "la farine", "le four"]}, "personal_topic"),
        ({"difference": "la qualité"}, "find_difference"),
        ({"marketing": "announce"}, "note_questions"),
        ({"company": ["tensions", "blocked", "resistance"]}, "team_talk"),
        ({"knowledge": ["impression"]}, "know_customers"),
        ({"strengths": "none"}, "name_strengths"),
        ({"responsiveness": "no", "participation": "no"}, "reply_time"),
    ],
)
def test_each_obstacle_has_its_remedy(answers, remedy):
    plan = plan_of({**GOOD, **answers})
    assert remedy in ids(plan)
    assert {*plan.task(remedy).answers, *plan.task(remedy).gaps} & {*answers}
    assert remedy not in ids(plan_of(GOOD))


def test_a_plan_for_everything_is_a_plan_for_nothing():
    weak = {"competitors": "not_looked", "difference": "la qualité", "marketing": "announce", "strengths": "none",
            "knowledge": ["impression"], "best_clients": "partly"}  # fmt: skip
    answers = {**GOOD, **weak}
    remedies = {entry.id for entry in load_catalogue().remedies}
    assert assess(answers).level >= 2
    assert len(remedies & {*ids(plan_of(answers))}) == load_catalogue().remedies_at_most[assess(answers).level]


def test_a_page_where_nobody_is_may_be_reduced_or_closed():
    plan = plan_of({**GOOD, "profiles": ["instagram", "tiktok"]})
    assert plan.task("spare_page").title.params["profiles"] == "tiktok"
    assert "spare_page" not in ids(plan_of(GOOD))


def test_games_are_played_only_with_prizes_in_the_budget():
    assert "game" in ids(plan_of({**GOOD, "games": "with_prizes", "budget": 60}))
    assert "game" not in ids(plan_of({**GOOD, "games": "with_prizes", "budget": 0}))


def test_a_listing_asks_for_reviews_instead_of_commenting_elsewhere():
    plan = plan_of(CASES["plumber_quebec"])
    assert plan.networks == ("google",)
    assert "ask_reviews" in ids(plan)
    assert not {"take_part", "ask_public"} & {*ids(plan)}
    assert plan.task("open.google").title.key == "plan.task.open.title.listing"


def test_networks_that_would_open_too_late_wait_for_the_next_plan():
    answers = {**GOOD, "hours": 20, "presence": ["instagram", "pinterest", "facebook", "youtube"],
               "profiles": ["instagram", "pinterest", "facebook", "youtube"]}  # fmt: skip
    plan = plan_of(answers)
    kept = [row.id for row in assess(answers).networks if row.kept]
    assert len(kept) == 4
    assert list(plan.networks) == kept[:3]


# --- money, calendar, habit ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "amounts"),
    [
        (None, []),
        (0, [("images", 0), ("sponsored", 0), ("prizes", 0)]),
        (45.9, [("images", 20), ("sponsored", 25), ("prizes", 0)]),
        (80, [("images", 20), ("sponsored", 30), ("prizes", 30)]),
        (100, [("images", 20), ("sponsored", 30), ("prizes", 30), ("kept", 20)]),
    ],
)
def test_the_budget_is_split_images_first(budget, amounts):
    wants = {"objective": ["sell", "visibility"], "visuals": "image_bank", "games": "with_prizes"}
    plan = plan_of({**GOOD, **wants, "budget": budget})
    assert plan.level >= 3
    assert [(share.id, share.amount) for share in plan.budget] == amounts


def test_nothing_is_spent_before_the_decision():
    restaurant = CASES["restaurant_alarms"]
    assert plan_of(restaurant).budget[-1].reason.key == "plan.budget.kept.prepare_first"
    dear = plan_of({**restaurant, "visuals": "designer", "budget": 40})
    assert [share.id for share in dear.budget] == ["images", "kept"]
    assert dear.budget[-1].reason.key == "plan.budget.kept.prepare_first.none"


def test_nothing_to_spend_is_said_to_be_enough():
    assert [share.reason.key for share in plan_of({**GOOD, "budget": 0}).budget] == ["plan.budget.kept.free"]


@pytest.mark.parametrize(
    ("currency", "written"), [(None, "20 "), ("EUR", "20\u00a0€ "), ("CHF", "20\u00a0francs "), ("$", "20\u00a0$ ")]
)
def test_the_currency_is_as_the_owner_said_it(currency, written):
    (share,) = plan_of(GOOD, currency=currency).budget
    assert written in load_words().say(share.reason.key, **share.reason.params)


def test_the_calendar_proposes_where_the_owner_gave_nothing():
    plan = plan_of({id: value for id, value in GOOD.items() if id not in ("topics", "difference")})
    assert {entry.own_words for entry in plan.calendar} == {None}
    assert sum(entry.kind == "personal" for entry in plan.calendar) == 2
    assert all(entry.subject.key.startswith("plan.subject.proposed") for entry in plan.calendar)


def test_topics_that_say_nothing_are_not_put_on_the_calendar():
    plan = plan_of({**GOOD, "topics": ["rien", "le levain"], "difference": "la qualité"})
    assert {entry.own_words for entry in plan.calendar} == {None, "le levain"}


def test_as_many_publications_as_the_time_for_publishing_allows():
    # Half of 1 h 15 is 35 minutes a week: 140 in four weeks, 45 each.
    assert len(plan_of(CASES["lawyer_lyon"]).calendar) == 3
    # YouTube: half of four hours a week, two hours each.
    video = {**GOOD, "presence": ["youtube"], "profiles": ["youtube"], "hours": 4}
    assert len(plan_of(video).calendar) == 4


def test_long_words_are_quoted_in_part_and_kept_in_full():
    long = "le levain " * 300
    plan = plan_of({**GOOD, "topics": [long]})
    entry = next(entry for entry in plan.calendar if entry.own_words)
    assert entry.own_words == long.strip()
    assert len(entry.subject.params["own_topic"]) <= 61
    assert entry.subject.params["own_topic"].endswith("levain…")


@pytest.mark.parametrize(
    ("answers", "habit"),
    [
        ({"presence": None}, "ask"),
        ({"company": ["tensions", "blocked", "resistance"]}, "team"),
        ({"topics": None}, "question"),
        ({"presence": ["none"], "presence_evidence": "asked"}, "listen"),
        ({"topics": ["nos promotions"]}, "draft"),
        ({}, "topic"),
    ],
)
def test_the_first_habit_begins_what_comes_first(answers, habit):
    assert plan_of({**GOOD, **answers}).habit.sentence.key == f"plan.habit.{habit}"


def test_the_habit_speaks_of_the_owners_own_trade():
    plan = plan_of({**GOOD, "topics": ["mon parcours", "les promotions", "le levain"]})
    assert plan.habit.sentence.params == {"own_topic": "le levain"}
    assert plan.habit.own_words is None


def test_the_appointment_is_on_tuesday_at_eight_and_two_hours_at_most():
    assert (plan_of(GOOD).slot.weekday, plan_of(GOOD).slot.at, plan_of(GOOD).slot.minutes) == (1, time(8), 120)
    assert plan_of(CASES["grocer_no_time"]).slot.minutes == 30


def test_a_task_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        plan_of(GOOD).task("open.myspace")


# --- weeks ----------------------------------------------------------------------------------------------------


@pytest.fixture
def weeks():
    return Schedule(date(2026, 11, 30), 60, load_catalogue())


def test_a_task_takes_the_room_of_several_weeks(weeks):
    assert weeks.weekly("watch", 20, 0) == ((0, 12), 20)
    assert weeks.once("draft", 60, 0, 12) == (0, 1)
    assert [weeks.free(week) for week in (0, 1, 2)] == [0, 20, 40]


def test_what_would_come_too_late_is_left_out_without_a_trace(weeks):
    assert weeks.once("book", 300, 0, 3) is None
    assert weeks.free(0) == 60


def test_a_task_begins_only_where_it_can_get_going(weeks):
    weeks.weekly("busy", 50, 0)
    assert weeks.once("long", 60, 0, 12) == (0, 5)
    assert weeks.once("short", 5, 0, 12) == (6, 6)


def test_a_full_plan_takes_nothing_more(weeks):
    weeks.weekly("busy", 60, 0)
    assert weeks.weekly("more", 10, 0) is None
    assert weeks.once_by("review", 10, 12) is None
    assert weeks.once("chat", 0, 0, 12) == (0, 1)


def test_a_review_is_as_late_as_can_be(weeks):
    assert weeks.once_by("review", 70, 12) == (11, 12)
    assert weeks.once("chat", 0, 12, 12) == (12, 12)
    assert weeks.once("late", 10, 13, 12) is None


# --- everything of tasks.yml ------------------------------------------------------------------------------------


def test_every_task_and_every_sentence_is_given_to_somebody():
    catalogue = load_catalogue()
    tasks, texts = set(), set()
    for answers in [*owners(), NOWHERE]:
        plan = plan_of(answers)
        tasks |= {task.title.key.split(".")[2] for task in plan.tasks}
        texts |= {plan.summary.key, plan.habit.sentence.key}
        texts |= {reason.key for reason in plan.beside + plan.would_change}
        texts |= {share.reason.key for share in plan.budget}
        texts |= {reason.key for entry in plan.calendar for reason in (entry.subject, entry.format)}
    assert tasks == {entry.id for entry in catalogue.remedies} | set(catalogue.course)
    assert texts == {f"plan.{key}" for key in catalogue.points if not key.startswith("whatif")}
