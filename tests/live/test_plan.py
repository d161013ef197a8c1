"""The plan in conversation: shown, changed, and what would be with other answers; the questions go on."""

import pytest

from .owners import Owner

ANSWERS = {
    "objective": "surtout fidéliser",
    "measure": "dix paniers par semaine",
    "audience": "des particuliers",
    "area": "Ma ville et les environs",
    "age_groups": "tous les âges",
    "connectivity": "bien connectés",
    "presence": "ils sont sur facebook",
    "presence_evidence": "Je leur ai demandé",
    "hours": "une demi-heure",
    "profiles": "facebook seulement",
}
REST = {
    "budget": "30 euros",
    "visuals": "Moi, avec mes photos",
    "games": "Pas de jeux",
    "writing": "J’adore",
    "exchange": "J’adore",
    "helper": "Personne pour m’aider",
}


@pytest.fixture
def at_budget(owner: Owner) -> Owner:
    """An owner in the middle of the express questions."""
    owner.say("allons-y")
    owner.answer(ANSWERS)
    assert owner.pending == "budget"
    return owner


@pytest.fixture
def assessed(at_budget: Owner) -> Owner:
    """An owner who was told a provisional verdict."""
    at_budget.answer(REST)
    assert at_budget.pending is None
    return at_budget


def test_no_answers_no_plan(owner: Owner) -> None:
    assert owner.say("mon plan").ends_with("utter_no_plan_yet")


@pytest.mark.parametrize(
    "text",
    [
        "mon plan",
        "j'ai fait la 1",
        "je reporte la 1 d'une semaine",
        "je laisse la 1 : pas le temps",
        "ajoute une tâche : appeler la mairie",
        "mon habitude",
        "et si j'avais 5 heures ?",
    ],
)
def test_in_the_middle_of_the_questions_the_pending_one_comes_back(at_budget: Owner, text: str) -> None:
    before = at_budget.answers
    reply = at_budget.say(text)
    assert reply.ends_with("utter_ask_budget")
    assert len(reply.texts) >= 2
    assert at_budget.answers == before


def test_the_plan_is_shown_changed_and_shown_again(assessed: Owner) -> None:
    assert "Pas maintenant" in assessed.say("mon plan").text
    assert assessed.say("j'ai fait la 2").says("utter_task_done")
    assert assessed.say("je reporte la 3 de deux semaines").ends_with("utter_task_postponed")
    assert assessed.say("je laisse la 1, parce que j'ai déjà trouvé").ends_with("utter_task_dropped")
    assert assessed.say("ajoute une tâche : appeler la mairie").ends_with("utter_task_added")
    assert assessed.say("quand je baisse le rideau, alors je note une question").ends_with("utter_habit_noted")
    told = assessed.say("mon plan").text
    for line in ("2. ✓", "(laissé de côté)", "appeler la mairie", "baisse le rideau"):
        assert line in told


def test_a_lost_tracker_loses_nothing_of_the_plan(assessed: Owner) -> None:
    assessed.say("j'ai fait la 2")
    assessed.lose_tracker()
    assert "2. ✓" in assessed.say("mon plan").text


def test_the_task_is_asked_for_with_buttons_that_answer(assessed: Owner) -> None:
    reply = assessed.say("c'est fait, une tâche de moins")
    assert reply.ends_with("utter_which_task")
    assert assessed.say(reply.buttons[0]).says("utter_task_done")


def test_a_reason_is_a_tap_away(assessed: Owner) -> None:
    reply = assessed.say("j'abandonne la 2")
    assert reply.ends_with("utter_task_dropped_why")
    assert assessed.say(reply.buttons[1]).ends_with("utter_task_dropped")


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("et si j'avais 5 heures ?", "hours", 5),
        ("et si j'avais une heure et demie ?", "hours", 1.5),
        ("si je prenais 100 euros ?", "budget", 100),
        ("et si quelqu'un m'aidait ?", "helper", "someone"),
    ],
)
def test_what_is_supposed_is_kept_only_if_asked(assessed: Owner, text: str, question: str, value: object) -> None:
    before = assessed.answers
    reply = assessed.say(text)
    assert "Le verdict" in reply.text
    assert reply.ends_with("utter_what_if_kept")
    assert assessed.answers == before
    assessed.say(reply.buttons[0])
    assert assessed.answers == {**before, question: value}
