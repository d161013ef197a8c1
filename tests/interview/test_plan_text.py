"""The plan as it is told: tasks with their reasons, weeks, habit, calendar, money."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.coach import assess
from bot.coach.planning import make_plan
from bot.interview.plan_text import PlanText
from bot.words import load_words

CASES = Path(__file__).parents[1] / "coach" / "cases"


def texts(name, **changes):
    answers = {**yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))["answers"], **changes}
    return PlanText(make_plan(answers, assess(answers), date(2026, 11, 24)), load_words()).texts()


def test_each_task_tells_why_how_long_by_when_and_how_to_know():
    told = texts("lawyer_lyon")[1]
    assert "Listez" not in told
    assert "30 min, entre le 7 décembre et le 13 décembre · Se définir" in told
    assert "10 min par semaine, dès le 30 novembre" in told
    assert told.count("Pourquoi\u00a0:") == told.count("C’est fait quand") == told.count("D’après")
    assert "Lise Cussonneau" in texts("grocer_no_time")[1]


def test_the_weeks_are_told_where_they_change():
    told = "\n".join(texts("grocer_no_time"))
    assert "• semaine du 30 novembre" in told
    assert "• semaine du 7 décembre" not in told
    assert "5 min gardés pour répondre" in told


def test_no_time_is_not_told_week_by_week():
    told = "\n".join(texts("grocer_no_time", hours=0))
    assert "Vos semaines" not in told
    assert "rendez-vous avec vous-même" not in told


def test_a_week_off_is_told():
    assert "rien à réserver" in "\n".join(texts("grocer_no_time", hours=0.2))


@pytest.mark.parametrize(("name", "drafts"), [("restaurant_alarms", True), ("potter_online", False)])
def test_subjects_stay_drafts_until_the_decision(name, drafts):
    told = "\n".join(texts(name))
    assert ("brouillon jusqu’au jour" in told) == drafts
    assert "(personnel)" in told


def test_the_first_day_of_a_month_is_written_as_it_is_said():
    assert load_words().day(date(2027, 1, 1)) == "1er janvier"
    assert load_words().day(date(2027, 8, 31)) == "31 août"
