"""What holds of any plan, whatever the owner answers: the hours, the money, where each task comes from, the dates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coach import assess, digest_points
from bot.coach.facts import Facts
from bot.coach.planning import STEPS, make_plan, what_if
from bot.coach.planning.catalogue import load_catalogue
from bot.words import load_words

from .answers import COMPLETE, PLANNED, QUESTIONNAIRE, value

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
POINTS = set(digest_points())
LIMITS = load_catalogue()


def plan_of(answers, start=date(2026, 11, 24)):
    return make_plan(answers, assess(answers), start)


def reasons(plan):
    yield plan.summary
    yield plan.habit.sentence
    yield from plan.beside + plan.would_change
    yield from (reason for task in plan.tasks for reason in (task.title, task.why, task.done_when))
    yield from (share.reason for share in plan.budget)
    yield from (reason for entry in plan.calendar for reason in (entry.subject, entry.format))


@given(PLANNED)
def test_no_week_asks_more_than_the_hours_given(answers):
    plan = plan_of(answers)
    hours = answers.get("hours")
    for week in plan.weeks:
        assert week.work >= 0
        assert week.answering >= 0
        assert week.work + week.answering <= week.given
        assert week.work + week.answering == sum(week.tasks.values())
        if hours is not None:
            assert week.given <= 60 * hours + 1e-6
    assert plan.hours_known == (hours is not None)


@given(PLANNED)
def test_every_minute_of_a_task_is_in_the_weeks_it_runs(answers):
    plan = plan_of(answers)
    for task in plan.tasks:
        spent = {week.monday: week.tasks[task.id] for week in plan.weeks if task.id in week.tasks}
        assert min(spent) == task.start
        if task.rhythm == "weekly":
            assert max(spent.values()) == task.minutes > 0
            assert task.due == plan.last_day
        else:
            assert sum(spent.values()) == task.minutes
            assert task.due >= max(spent)


@given(PLANNED)
def test_no_more_money_than_the_budget(answers):
    plan = plan_of(answers)
    budget = answers.get("budget")
    assert bool(plan.budget) == (budget is not None)
    assert sum(share.amount for share in plan.budget) <= (budget or 0)
    for share in plan.budget:
        assert share.amount >= 0
        assert share.id == "kept" or share.amount <= share.needed
    if plan.level == 1:
        assert {share.id for share in plan.budget} <= {"kept"}


@given(PLANNED)
def test_every_task_comes_from_answers_and_from_an_article(answers):
    known = Facts(answers).values
    for task in plan_of(answers).tasks:
        assert task.answers or task.gaps
        assert set(task.answers) <= set(known)
        assert set(task.gaps).isdisjoint(known)
        assert set(task.gaps) <= set(QUESTIONNAIRE.ids)
        assert task.step in STEPS
        assert task.points and POINTS.issuperset(task.points)


@given(PLANNED)
def test_every_text_rests_on_an_article_and_can_be_said(answers):
    words = load_words()
    for reason in reasons(plan_of(answers)):
        assert reason.points
        assert POINTS.issuperset(reason.points)
        for variant in range(len(words.variants(reason.key))):
            assert "{" not in words.say(reason.key, variant, **reason.params)


@given(PLANNED, DAYS)
def test_dates_are_in_order(answers, start):
    plan = plan_of(answers, start)
    assert start <= plan.first_day < start + timedelta(days=7)
    assert plan.first_day.weekday() == 0
    assert plan.last_day - plan.first_day == timedelta(weeks=LIMITS.weeks, days=-1)
    assert [week.monday for week in plan.weeks] == [plan.first_day + timedelta(weeks=n) for n in range(LIMITS.weeks)]
    assert [task.start for task in plan.tasks] == sorted(task.start for task in plan.tasks)
    for task in plan.tasks:
        assert plan.first_day <= task.start <= task.due <= plan.last_day
        assert (task.start.weekday(), task.due.weekday()) == (0, 6)
    assert [entry.day for entry in plan.calendar] == sorted({entry.day for entry in plan.calendar})


@given(PLANNED, DAYS, DAYS)
def test_ids_are_unique_and_the_same_whenever_the_plan_is_made(answers, one, other):
    ids = [task.id for task in plan_of(answers, one).tasks]
    assert len(ids) == len(set(ids))
    assert ids == [task.id for task in plan_of(answers, other).tasks]


@given(PLANNED)
def test_same_answers_same_plan(answers):
    assert plan_of(answers) == plan_of(dict(reversed(list(answers.items()))))


@given(PLANNED)
def test_no_more_than_three_tasks_begin_in_a_week(answers):
    plan = plan_of(answers)
    last = plan.weeks[-1].monday
    begun = [task.start for task in plan.tasks if task.rhythm == "once" and not task.id.startswith("review")]
    assert all(begun.count(day) <= 3 for day in begun if day < last)


@given(PLANNED)
def test_what_blocks_is_dealt_with_before_anything_is_opened_or_prepared(answers):
    assessment = assess(answers)
    plan = make_plan(answers, assessment, date(2026, 11, 24))
    blocked = {veto.reason.key for veto in assessment.vetoes}
    starts = {task.id: task.start for task in plan.tasks}
    remedies = [entry for entry in LIMITS.remedies if blocked & {*entry.calls}]
    for key in blocked:
        found = [entry for entry in remedies if key in entry.calls]
        assert found
        assert any(entry.id in starts for entry in found) or plan.minutes_a_week < 60
    for task in plan.tasks:
        if task.id in {entry.id for entry in remedies if not entry.lasts} and task.due < plan.last_day:
            assert all(starts.get(id, plan.last_day) > task.due for id in ("present_yourself", "first_posts"))
    assert not blocked or plan.opens is None


@given(PLANNED)
def test_one_network_at_a_time_and_none_before_the_verdict_allows_it(answers):
    plan = plan_of(answers)
    opened = [task for task in plan.tasks if task.id.startswith("open.")]
    assert (plan.opens is None) == (not opened)
    if plan.level < 3:
        assert not opened
        assert not any(task.id.startswith("publish") for task in plan.tasks)
    if plan.level == 3:
        assert len(opened) <= 1
    if plan.level >= 3:
        assert [task.network for task in opened] == list(plan.networks)
    if opened:
        assert plan.opens == opened[0].due
    for before, after in zip(opened, opened[1:]):
        assert after.start >= before.due + timedelta(weeks=LIMITS.weeks_between_networks - 1)


@given(PLANNED)
def test_time_is_kept_for_answering_as_soon_as_a_network_is_open(answers):
    plan = plan_of(answers)
    for week in plan.weeks:
        assert (week.answering > 0) == any(
            task.id.startswith("answer.") and task.start <= week.monday for task in plan.tasks
        )
        if plan.opens and week.monday > plan.opens and plan.minutes_a_week:
            assert week.answering > 0


@given(PLANNED)
def test_the_calendar_balances_and_never_repeats_itself(answers):
    plan = plan_of(answers)
    calendar = plan.calendar
    people = sum(entry.kind == "personal" for entry in calendar)
    assert abs(people - 0.2 * len(calendar)) <= 0.5
    said = [(entry.subject.key, entry.own_words) for entry in calendar]
    assert len(said) == len(set(said))
    assert len(calendar) <= 12
    assert len({entry.network for entry in calendar}) <= 1
    if plan.level == 1:
        assert calendar == ()
    if plan.opens and calendar:
        assert plan.opens < calendar[0].day <= plan.opens + timedelta(days=7)
        assert calendar[-1].day <= plan.opens + timedelta(weeks=4)


@given(PLANNED)
def test_what_would_change_the_verdict_is_said_unless_it_is_the_best(answers):
    assessment = assess(answers)
    changes = make_plan(answers, assessment, date(2026, 11, 24)).would_change
    assert bool(changes) == (assessment.verdict != "go")
    assert len({reason.key for reason in changes}) == len(changes)


@given(COMPLETE, value(QUESTIONNAIRE.question("topics")), st.text(min_size=1, max_size=3000))
def test_any_words_of_the_owner_are_quoted_as_they_are(answers, topics, text):
    words = f"a{text}"
    plan = plan_of({**answers, "topics": [words, *topics][:3], "difference": words, "measure": words})
    told = [value for reason in reasons(plan) for name, value in reason.params.items() if name.startswith("own_")]
    assert all(isinstance(value, str) and len(value) <= 61 for value in told)
    for reason in reasons(plan):
        sentence = load_words().say(reason.key, **reason.params)
        assert all(
            str(value) in sentence
            for name, value in reason.params.items()
            if f"{{{name}}}" in load_words().variants(reason.key)[0] and name.startswith("own_")
        )


@given(PLANNED, st.sampled_from(["hours", "budget"]), st.floats(0, 80))
def test_what_if_compares_two_verdicts_and_keeps_nothing(answers, id, amount):
    before = dict(answers)
    comparison = what_if(answers, {id: amount})
    assert answers == before
    assert comparison.before == assess(answers)
    assert comparison.after == assess({**answers, id: amount})
    assert comparison.headline.points
    words = load_words()
    for reason in (comparison.headline, *comparison.differences):
        assert "{" not in words.say(reason.key, **reason.params)
