"""What is kept of an owner's plan: the answers it was made from, and what the owner did with its tasks.

The plan itself is not stored: `bot.coach.planning.make_plan` makes the same one from the same answers and the
same day. Mapped to their tables in `bot.store.mapping`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.models import LONGEST_WORDS, Owner, Value
from bot.store.tables import plans

TaskState = Literal["open", "done", "dropped"]
OWN = "own."
"""How the ids of the owner's own tasks begin; their number follows."""


def own_number(task: str) -> int:
    """The number of a task of the owner's own, in the order they were added."""
    return int(task.removeprefix(OWN))


@dataclass(eq=False, repr=False)
class TaskMark:
    """What became of a task: `due` once postponed, `title` for one of the owner's own, `reason` once dropped."""

    task: str
    state: TaskState
    changed_at: datetime
    due: date | None = None
    title: str | None = None
    reason: str | None = None


@dataclass(eq=False, repr=False)
class KeptPlan:
    """A plan by what it is made from: `answers` as they were, `start`, `currency`; `habit` as the owner retyped it."""

    id: int = field(init=False)
    owner_id: int
    made_at: datetime
    start: date
    answers: dict[str, Any]
    currency: str | None = None
    habit: str | None = None
    superseded_at: datetime | None = None
    _marks: dict[str, TaskMark] = field(init=False, default_factory=dict)

    @property
    def marks(self) -> Mapping[str, TaskMark]:
        """What became of the tasks, by their ids; a task never touched has none."""
        return dict(self._marks)

    def done(self, task: str, now: datetime) -> None:
        """The owner did it."""
        self._mark(task, now).state = "done"

    def postpone(self, task: str, due: date, now: datetime) -> None:
        """The owner will do it later; a task done or dropped is open again."""
        mark = self._mark(task, now)
        mark.state, mark.due, mark.reason = "open", due, None

    def drop(self, task: str, reason: str | None, now: datetime) -> None:
        """The owner will not do it; the reason, if one is given, is in their words."""
        mark = self._mark(task, now)
        mark.state = "dropped"
        mark.reason = reason[:LONGEST_WORDS] if reason else mark.reason

    def add(self, title: str, due: date, now: datetime) -> str:
        """A task of the owner's own; returns its id."""
        number = sum(id.startswith(OWN) for id in self._marks) + 1
        mark = self._mark(f"{OWN}{number}", now)
        mark.title, mark.due = title[:LONGEST_WORDS], due
        return mark.task

    def retype_habit(self, words: str) -> None:
        """The first habit in the owner's own words."""
        self.habit = words[:LONGEST_WORDS]

    def _mark(self, task: str, now: datetime) -> TaskMark:
        mark = self._marks.get(task)
        if mark is None:
            mark = self._marks[task] = TaskMark(task, "open", now)
        mark.changed_at = now
        return mark

    def carry_over(self, earlier: KeptPlan) -> None:
        """What the owner did with an earlier plan holds for this one too, but for dates, which it sets anew."""
        self.habit = earlier.habit
        for id, mark in earlier.marks.items():
            if id.startswith(OWN) or mark.state != "open":
                self._marks[id] = TaskMark(id, mark.state, mark.changed_at, mark.due, mark.title, mark.reason)


class Plans:
    """Plans of an owner; the earlier ones are kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def current(self, owner: Owner) -> KeptPlan | None:
        """The one in force; there is at most one."""
        statement = select(KeptPlan).where(plans.c.owner_id == owner.id, plans.c.superseded_at.is_(None))
        return self._session.execute(statement).scalars().first()

    def make(
        self, owner: Owner, answers: Mapping[str, Value | None], start: date, currency: str | None, now: datetime
    ) -> KeptPlan:
        """A new plan in the place of the one in force, whose marks it takes over."""
        earlier = self.current(owner)
        if earlier is not None:
            earlier.superseded_at = now
            self._session.flush()
        plan = KeptPlan(owner.id, now, start, dict(answers), currency)
        if earlier is not None:
            plan.carry_over(earlier)
        self._session.add(plan)
        self._session.flush()
        return plan
