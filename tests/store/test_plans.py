"""A plan is kept by what it is made from, with what the owner did with its tasks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store import KeptPlan, Owner, SessionFactory, UnitOfWork

ANSWERS = {"hours": 2.5, "objective": ["sell"], "topics": ["le levain « maison »"], "budget": None}
START = date(2024, 3, 4)
DUE = date(2024, 3, 31)


def make(work: UnitOfWork, now: datetime, **answers: object) -> KeptPlan:
    owner = work.owners.get_or_create("claire", "cmdline", now)
    return work.plans.make(owner, {**ANSWERS, **answers}, START, "EUR", now)


def current(work: UnitOfWork) -> KeptPlan:
    owner = work.owners.find("claire")
    assert owner is not None
    plan = work.plans.current(owner)
    assert plan is not None
    return plan


@pytest.fixture
def kept(factory: SessionFactory, now: datetime) -> SessionFactory:
    with UnitOfWork(factory) as work:
        make(work, now)
        work.commit()
    return factory


def test_no_plan_yet(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        assert work.plans.current(work.owners.get_or_create("claire", "cmdline", now)) is None


def test_what_it_is_made_from_comes_back_as_it_was(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept, writes=False) as work:
        plan = current(work)
        assert (plan.answers, plan.start, plan.currency, plan.made_at) == (ANSWERS, START, "EUR", now)
        assert (plan.marks, plan.habit) == ({}, None)


def test_tasks_are_done_postponed_dropped_and_added(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept) as work:
        plan = current(work)
        plan.done("ask_ten", now)
        plan.postpone("open.google", DUE, now)
        plan.drop("watch", "pas le temps", now)
        assert plan.add("appeler l’imprimeur", DUE, now) == "own.1"
        assert plan.add("refaire l’enseigne", DUE, now) == "own.2"
        plan.retype_habit("Quand je ferme, alors je note une idée.")
        work.commit()
    with UnitOfWork(kept, writes=False) as work:
        plan = current(work)
        assert {id: mark.state for id, mark in plan.marks.items()} == {
            "ask_ten": "done",
            "open.google": "open",
            "watch": "dropped",
            "own.1": "open",
            "own.2": "open",
        }
        assert plan.marks["open.google"].due == DUE
        assert plan.marks["watch"].reason == "pas le temps"
        assert plan.marks["own.1"].title == "appeler l’imprimeur"
        assert plan.habit == "Quand je ferme, alors je note une idée."


def test_what_was_dropped_can_be_taken_up_again(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept) as work:
        plan = current(work)
        plan.drop("watch", "pas le temps", now)
        plan.drop("watch", None, now)
        assert plan.marks["watch"].reason == "pas le temps"
        plan.postpone("watch", DUE, now + timedelta(days=1))
        assert (plan.marks["watch"].state, plan.marks["watch"].reason) == ("open", None)
        assert plan.marks["watch"].changed_at == now + timedelta(days=1)


def test_a_new_plan_takes_over_what_was_done_but_not_the_dates(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept) as work:
        plan = current(work)
        plan.done("ask_ten", now)
        plan.postpone("open.google", DUE, now)
        plan.add("appeler l’imprimeur", DUE, now)
        plan.retype_habit("Quand je ferme, alors je note une idée.")
        work.commit()
    later = now + timedelta(days=40)
    with UnitOfWork(kept) as work:
        make(work, later, hours=5)
        work.commit()
    with UnitOfWork(kept, writes=False) as work:
        plan = current(work)
        assert plan.answers["hours"] == 5
        assert {id: mark.state for id, mark in plan.marks.items()} == {"ask_ten": "done", "own.1": "open"}
        assert plan.habit == "Quand je ferme, alors je note une idée."
        plans = work._session.execute(select(KeptPlan)).scalars().all()  # type: ignore[union-attr]
        assert [one.superseded_at for one in plans if one.id != plan.id] == [later]


def test_an_owner_has_one_plan_in_force_and_no_other_owners(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept) as work:
        other: Owner = work.owners.get_or_create("denis", "cmdline", now)
        assert work.plans.current(other) is None


def test_nothing_is_kept_without_a_commit(kept: SessionFactory, now: datetime) -> None:
    with UnitOfWork(kept) as work:
        current(work).done("ask_ten", now)
    with UnitOfWork(kept, writes=False) as work:
        assert current(work).marks == {}
