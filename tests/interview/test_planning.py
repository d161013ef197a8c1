"""The owner's moves with their plan, on real tables."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.interview import Conversation, Outcome, Planning
from bot.store import KeptPlan, SessionFactory, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
CASES = Path(__file__).parents[1] / "coach" / "cases"


class Desk:
    """An owner with a finished diagnosis; each move is a unit of work of its own, as in the actions."""

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.now = NOON

    def know(self, **answers: Any) -> None:
        with UnitOfWork(self.factory) as work:
            owner = work.owners.get_or_create("nadege", "terminal", self.now)
            diagnosis = work.diagnoses.current(owner) or work.diagnoses.start(owner, self.now)
            for question, value in answers.items():
                words = "30 € par mois" if question == "budget" else "…"
                status = "answered" if value is not None else "unknown"
                diagnosis.record(question, value, words, self.now, status=status)
            work.commit()

    def case(self, name: str, **changes: Any) -> None:
        answers = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))["answers"]
        self.know(**{**answers, **changes})

    def move(self, name: str, text: str = "") -> Outcome:
        self.now += timedelta(seconds=20)
        with UnitOfWork(self.factory) as work:
            outcome = Conversation(work, "nadege", "terminal", self.now).plan(getattr(Planning, name), text)
            work.commit()
        return outcome

    def kept(self) -> KeptPlan:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find("nadege")
            assert owner is not None
            plan = work.plans.current(owner)
            assert plan is not None
            assert plan.marks is not None
            return plan

    def answers(self) -> dict[str, Any]:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find("nadege")
            assert owner is not None
            diagnosis = work.diagnoses.current(owner)
            assert diagnosis is not None
            return diagnosis.answers_by_question()


def texts(outcome: Outcome) -> str:
    return "\n".join(f"{say.response} {dict(say.params)} {say.text}" for say in outcome.says)


def responses(outcome: Outcome) -> list[str]:
    return [say.response for say in outcome.says if say.response]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path / 'costaud.db'}"
    migrate(url)
    engine = make_engine(url)
    yield Desk(make_session_factory(engine))
    engine.dispose()


@pytest.fixture
def grocer(desk: Desk) -> Desk:
    desk.case("grocer_no_time")
    return desk


def test_without_any_answer_there_is_no_plan(desk: Desk) -> None:
    for name in ("show", "done", "postpone", "drop", "add", "habit", "suppose"):
        assert responses(desk.move(name, "la 1")) == ["utter_no_plan_yet"]


def test_the_plan_is_shown_and_kept(grocer: Desk) -> None:
    told = texts(grocer.move("show"))
    assert "1. Si une heure régulière se libère" in told
    assert "Par où commencer" in told
    assert "30\u00a0€ par mois" in told
    assert "utter_plan_how" in told
    assert grocer.kept().start == NOON.date()
    assert grocer.kept().currency == "EUR"


def test_the_rest_is_told_the_first_time_and_when_asked_for(grocer: Desk) -> None:
    assert "Votre budget" in texts(grocer.move("show", "mon plan"))
    assert "Votre budget" not in texts(grocer.move("show", "mon plan"))
    assert "Première habitude" in texts(grocer.move("show", "mon plan"))
    assert "Votre budget" in texts(grocer.move("show", "tout mon plan"))


def test_the_same_answers_keep_the_same_plan(grocer: Desk) -> None:
    grocer.move("show")
    grocer.now += timedelta(days=30)
    grocer.move("show")
    assert grocer.kept().start == NOON.date()


def test_other_answers_make_a_new_plan_in_which_what_was_done_stays_done(grocer: Desk) -> None:
    grocer.move("done", "j'ai fait la 2")
    grocer.now += timedelta(days=30)
    grocer.know(hours=4)
    told = texts(grocer.move("show"))
    assert "Allez-y" in told
    assert grocer.kept().start == grocer.now.date()
    assert grocer.kept().marks["count_time"].state == "done"


def test_a_task_is_done_and_the_next_one_told(grocer: Desk) -> None:
    outcome = grocer.move("done", "la première est faite")
    assert responses(outcome)[0] == "utter_task_done"
    assert "2. Pendant une semaine" in texts(outcome)
    assert grocer.kept().marks["come_back"].state == "done"
    assert "1. ✓ Si une heure" in texts(grocer.move("show"))


def test_when_it_is_not_clear_which_task_is_meant_a_button_each(grocer: Desk) -> None:
    outcome = grocer.move("done", "j'ai fini")
    (say,) = outcome.says
    assert say.response == "utter_which_task"
    assert say.buttons == ("J’ai fait la 1", "J’ai fait la 2", "J’ai fait la 3")
    assert responses(grocer.move("postpone", "je reporte")) == ["utter_which_task"]
    assert responses(grocer.move("drop", "j'abandonne")) == ["utter_which_task"]
    assert grocer.kept().marks == {}


def test_a_task_is_put_off(grocer: Desk) -> None:
    outcome = grocer.move("postpone", "je reporte la 2 au 15 janvier")
    assert "15 janvier" in texts(outcome)
    assert "2. Pendant une semaine, notez vos moments libres, même courts. (avant le 15 janvier)" in texts(
        grocer.move("show")
    )


def test_a_task_is_dropped_with_its_reason(grocer: Desk) -> None:
    assert responses(grocer.move("drop", "je laisse la 2, parce que je le sais déjà")) == ["utter_task_dropped"]
    assert grocer.kept().marks["count_time"].reason == "je le sais déjà"
    assert "(laissé de côté)" in texts(grocer.move("show"))


def test_a_reason_is_asked_for_but_need_not_be_given(grocer: Desk) -> None:
    (say,) = grocer.move("drop", "je laisse la 2").says
    assert say.response == "utter_task_dropped_why"
    assert grocer.kept().marks["count_time"].state == "dropped"
    grocer.move("drop", say.buttons[0])
    assert grocer.kept().marks["count_time"].reason == "pas le temps"


def test_a_task_of_ones_own_has_a_number_like_the_others(grocer: Desk) -> None:
    outcome = grocer.move("add", "ajoute une tâche : appeler l’imprimeur")
    assert outcome.says[0].params["task"] == "appeler l’imprimeur"
    number = outcome.says[0].params["number"]
    assert f"{number}. appeler l’imprimeur (avant le 8 décembre)" in texts(grocer.move("show"))
    grocer.move("done", f"j'ai fait la {number}")
    assert grocer.kept().marks["own.1"].state == "done"
    assert f"{number}. ✓ appeler l’imprimeur" in texts(grocer.move("show"))


def test_own_tasks_keep_their_order_whatever_becomes_of_them(grocer: Desk) -> None:
    first = grocer.move("add", "ajoute une tâche : une").says[0].params["number"]
    grocer.move("add", "ajoute une tâche : deux")
    grocer.move("done", f"la {first} est faite")
    assert f"{first}. ✓ une" in texts(grocer.move("show"))


def test_a_task_without_words_is_asked_for(grocer: Desk) -> None:
    assert responses(grocer.move("add", "ajoute une tâche")) == ["utter_task_add_how"]


def test_when_all_is_settled_it_is_said(grocer: Desk) -> None:
    told = ""
    for number in range(1, 8):
        told = texts(grocer.move("done", f"la {number}"))
    assert "utter_plan_finished" in told


def test_the_next_task_may_be_the_owners_own(grocer: Desk) -> None:
    number = grocer.move("add", "ajoute une tâche : appeler l’imprimeur").says[0].params["number"]
    for other in range(1, int(number)):
        told = texts(grocer.move("done", f"la {other}"))
    assert f"{number}. appeler l’imprimeur" in told


def test_the_habit_is_told_then_retyped(grocer: Desk) -> None:
    assert "Quand je bois mon café" in texts(grocer.move("habit", "mon habitude"))
    grocer.move("habit", "Quand je baisse le rideau, alors je note une question.")
    assert "Votre première habitude" in texts(grocer.move("show"))
    assert "baisse le rideau" in texts(grocer.move("show"))


def test_a_supposition_is_compared_and_kept_nowhere(grocer: Desk) -> None:
    before = grocer.answers()
    outcome = grocer.move("suppose", "et si j'avais 5 heures ?")
    assert "« pas maintenant » à « allez-y »" in texts(outcome).replace("\u00a0", " ")
    assert outcome.says[-1].response == "utter_what_if_kept"
    assert outcome.says[-1].buttons == ("Je corrige\u00a0: 5\u00a0h par semaine",)
    assert grocer.answers() == before


def test_a_supposition_that_names_nothing_is_asked_again(grocer: Desk) -> None:
    assert responses(grocer.move("suppose", "et si je me lançais ?")) == ["utter_what_if_how"]


def test_the_day_is_the_owners_own(grocer: Desk) -> None:
    with UnitOfWork(grocer.factory) as work:
        owner = work.owners.find("nadege")
        assert owner is not None
        owner.timezone = "Pacific/Auckland"
        work.commit()
    grocer.move("show")
    assert grocer.kept().start == NOON.date() + timedelta(days=1)
