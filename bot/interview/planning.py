"""The owner's moves with their plan, each against our tables. The caller commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach import Answers, assess, load_questionnaire
from bot.coach.content import shortened
from bot.coach.planning import Plan, Task, make_plan, what_if
from bot.interview.outcome import Say
from bot.interview.plan_text import PlanText
from bot.interview.result import sentence, value_text
from bot.reading.money import read_money
from bot.reading.supposing import supposed
from bot.reading.tasks import asks_for_all, habit_said, put_off_to, reason_given, task_added, task_named
from bot.store import Diagnosis, KeptPlan, Owner, TaskMark, UnitOfWork, own_number
from bot.words import Words

_OWN_TASK = timedelta(weeks=2)
"""When a task of the owner's own is due, if they do not say."""
_ANOTHER = timedelta(weeks=1)
"""What a task gets that was due and is not done."""
_REASONS = 3
_DIFFERENCES = 5


@dataclass(frozen=True)
class Line:
    """A line of the plan: what is to be done, by when, what became of it; `task` where it is one of the coach's."""

    id: str
    title: str
    due: date
    mark: TaskMark | None
    task: Task | None = None

    @property
    def state(self) -> str:
        """ "open", "done" or "dropped"."""
        return self.mark.state if self.mark else "open"


class Planning:
    """The plan of one owner's diagnosis within a unit of work.

    The plan is made anew when the answers have changed; what was done stays done.
    """

    def __init__(self, work: UnitOfWork, owner: Owner, diagnosis: Diagnosis, now: datetime, words: Words) -> None:
        self._words = words
        self._now = now.astimezone(ZoneInfo(owner.timezone)) if owner.timezone else now
        self._answers: Answers = diagnosis.answers_by_question()
        kept = work.plans.current(owner)
        self._new = kept is None or kept.answers != self._answers
        if kept is None or kept.answers != self._answers:
            kept = work.plans.make(owner, self._answers, self._now.date(), _currency(diagnosis), now)
        self._kept: KeptPlan = kept

    def plan(self) -> Plan:
        """The plan in force, with the habit as the owner retyped it."""
        return plan_of(self._kept)

    def lines(self) -> list[Line]:
        """Every task, those of the coach and then those of the owner, numbered by their place."""
        marks: Mapping[str, TaskMark] = self._kept.marks
        lines = []
        for task in self.plan().tasks:
            mark = marks.get(task.id)
            due = mark.due if mark and mark.due else task.due
            lines.append(Line(task.id, sentence(task.title, self._words), due, mark, task))
        own = [Line(id, mark.title, mark.due or self._kept.start, mark) for id, mark in marks.items() if mark.title]
        return lines + sorted(own, key=lambda line: own_number(line.id))

    # --- moves ------------------------------------------------------------------------------------------

    def show(self, text: str) -> tuple[Say, ...]:
        """The plan: what to do, how to begin; the first time, or if asked for, the subjects, the money and the rest."""
        told = PlanText(self.plan(), self._words)
        lines = [self._line(number, line) for number, line in enumerate(self.lines(), 1)]
        parts = told.in_short(lines, self._next(), whole=self._new or asks_for_all(text))
        files = (Say(file="report"), Say(file="calendar"))
        return (*(Say(text=part) for part in parts), *files, Say("utter_plan_how"))

    def done(self, text: str) -> tuple[Say, ...]:
        """A task is done."""
        line = self._named(text)
        if line is None:
            return self._which("plan.button.done")
        self._kept.done(line.id, self._now)
        return (Say("utter_task_done", {"task": shortened(line.title)}), *self._what_next())

    def postpone(self, text: str) -> tuple[Say, ...]:
        """A task is put off, to the day said or by a week."""
        line = self._named(text)
        if line is None:
            return self._which("plan.button.postpone")
        due = put_off_to(text, line.due, self._now)
        self._kept.postpone(line.id, due, self._now)
        return (Say("utter_task_postponed", {"task": shortened(line.title), "due": self._words.day(due)}),)

    def settle(self, id: str, done: bool) -> None:
        """A task of this id is done; one that is not, and was due, has another week."""
        if done:
            self._kept.done(id, self._now)
            return
        line = next(line for line in self.lines() if line.id == id)
        if line.due <= self._now.date():
            self._kept.postpone(id, self._now.date() + _ANOTHER, self._now)

    def drop(self, text: str) -> tuple[Say, ...]:
        """A task is dropped; without a reason, one is asked for, and need not be given."""
        line = self._named(text)
        if line is None:
            return self._which("plan.button.drop")
        reason = reason_given(text)
        self._kept.drop(line.id, reason, self._now)
        if reason:
            return (Say("utter_task_dropped", {"task": shortened(line.title)}),)
        number = self._number(line)
        buttons = tuple(self._words.say("plan.button.reason", n, number=number) for n in range(_REASONS))
        return (Say("utter_task_dropped_why", {"task": shortened(line.title)}, buttons=buttons),)

    def add(self, text: str) -> tuple[Say, ...]:
        """A task of the owner's own."""
        title = task_added(text)
        if title is None:
            return (Say("utter_task_add_how"),)
        self._kept.add(title, self._now.date() + _OWN_TASK, self._now)
        return (Say("utter_task_added", {"task": shortened(title), "number": str(len(self.lines()))}),)

    def habit(self, text: str) -> tuple[Say, ...]:
        """The if-then sentence in the owner's own words; the proposal while they have not said one."""
        said = habit_said(text)
        if said is None:
            return (Say(text=PlanText(self.plan(), self._words).habit()), Say("utter_habit_how"))
        self._kept.retype_habit(said)
        return (Say("utter_habit_noted", {"habit": shortened(said)}),)

    def suppose(self, text: str) -> tuple[Say, ...]:
        """Compare the verdict with that of other answers; nothing is kept, a button does so."""
        changes = supposed(text, self._answers)
        if not changes:
            return (Say("utter_what_if_how"),)
        comparison = what_if(self._answers, changes)
        headline = sentence(comparison.headline, self._words)
        lines = [sentence(reason, self._words) for reason in comparison.differences[:_DIFFERENCES]]
        bullets = [self._words.say("result.bullet", text=line) for line in lines]
        buttons = tuple(self._correction(id, value) for id, value in changes.items())
        return (Say(text="\n".join([headline, *bullets])), Say("utter_what_if_kept", buttons=buttons))

    # --- words ------------------------------------------------------------------------------------------

    def _correction(self, id: str, value: Any) -> str:
        """What an owner says to keep a supposed answer."""
        told = value_text(load_questionnaire().question(id), value, self._words)
        return self._words.say(f"plan.button.keep.{id}", value=told)

    def _named(self, text: str) -> Line | None:
        lines = self.lines()
        place = task_named(text, [line.title for line in lines])
        return None if place is None else lines[place]

    def _number(self, line: Line) -> int:
        return [one.id for one in self.lines()].index(line.id) + 1

    def _which(self, button: str) -> tuple[Say, ...]:
        """Which task is meant is not clear: the next ones, a button each."""
        open_ = [(number, line) for number, line in enumerate(self.lines(), 1) if line.state == "open"][:_REASONS]
        listed = [self._line(number, line) for number, line in open_]
        buttons = tuple(self._words.say(button, number=number) for number, _ in open_)
        return (Say("utter_which_task", {"tasks": "\n".join(listed)}, buttons=buttons),)

    def _what_next(self) -> tuple[Say, ...]:
        following = self._next()
        return (Say(text=following),) if following else (Say("utter_plan_finished"),)

    def _next(self) -> str:
        """The first task that is neither done nor dropped, with its reason; "" when there is none."""
        for number, line in enumerate(self.lines(), 1):
            if line.state == "open" and line.task is not None:
                return PlanText(self.plan(), self._words).task(replace(line.task, due=line.due), number)
            if line.state == "open":
                return self._line(number, line)
        return ""

    def _line(self, number: int, line: Line) -> str:
        key, minutes = line.state, 0
        if key == "open" and line.task is not None and line.task.rhythm == "weekly":
            key, minutes = "weekly", line.task.minutes
        due = self._words.day(line.due)
        return self._words.say(f"plan.line.{key}", number=number, own_title=line.title, due=due, duration=minutes)


def plan_of(kept: KeptPlan) -> Plan:
    """A kept plan, made anew from its answers, with the habit as the owner retyped it."""
    plan = make_plan(kept.answers, assess(kept.answers), kept.start, currency=kept.currency)
    return replace(plan, habit=replace(plan.habit, own_words=kept.habit))


def _currency(diagnosis: Diagnosis) -> str | None:
    """The currency the owner named with the budget, as they said it."""
    answer = diagnosis.current_answer("budget")
    money = read_money(answer.words) if answer else None
    return money.currency if money else None
