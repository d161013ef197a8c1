"""What a plan is made of: frozen data, in keys and figures, never in sentences.

Every text is a `Reason`: its key is a sentence of bot/words/fr/plan.yml, its points are those of the articles it
rests on. Params whose name begins with `own_` hold the owner's own words. Days are dates without a time zone: the
plan says which day, whoever shows it says in which zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.coach.reasons import Reason

Step = Literal["listen", "brand", "interesting", "someone", "repeat"]
STEPS: tuple[Step, ...] = ("listen", "brand", "interesting", "someone", "repeat")
"""The five steps of « Small is beautiful » (Brian Solis), in their order; `plan.step.<step>` names each."""

Rhythm = Literal["once", "weekly"]
Kind = Literal["professional", "personal"]


@dataclass(frozen=True)
class Task:
    """One thing to do.

    `id` is stable: the same answers give the same ids ("open.facebook"), whatever the day. `minutes` are minutes in
    all for a task done `once`, minutes a week for a `weekly` one; 0 means in passing, during the day's work, without
    time set apart. `start` is the first day, `due` the last (of a weekly task: the last day of the plan).
    `answers` are the ids of the questions whose answers call for it, `gaps` of those left open that it helps to
    close; at least one of the two is not empty. `title` is what to do, `why` the reason, `done_when` how to know.
    """

    id: str
    step: Step
    title: Reason
    why: Reason
    done_when: Reason
    rhythm: Rhythm
    minutes: int
    start: date
    due: date
    answers: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    network: str | None = None

    @property
    def points(self) -> tuple[str, ...]:
        """The points of the articles it rests on (`Words.articles` turns them into titles)."""
        return self.why.points


@dataclass(frozen=True)
class WeekLoad:
    """One week of the plan, from its Monday; `given`, `answering`, `work` in minutes.

    `answering` is what is kept for answering people once a network is open, `work` everything else;
    `answering + work <= given` always. `tasks` maps the id of each task to its minutes in this week.
    """

    monday: date
    given: int
    answering: int
    work: int
    tasks: Mapping[str, int]


@dataclass(frozen=True)
class BudgetShare:
    """A part of the monthly budget, in whole units of the owner's currency.

    `id` is "images", "sponsored", "prizes" or "kept" (not spent); `needed` is what the part would ask, `amount` what
    it gets. The amounts never add up to more than the budget.
    """

    id: str
    amount: int
    needed: int
    reason: Reason


@dataclass(frozen=True)
class CalendarEntry:
    """One thing to publish: `subject` says about what and from which angle, `format` in which form.

    `own_words` is the owner's topic or difference in full, as given (up to thousands of characters); None when
    the subject is one the coach proposes. `network` is None while none is chosen.
    """

    day: date
    subject: Reason
    format: Reason
    kind: Kind
    network: str | None
    own_words: str | None = None


@dataclass(frozen=True)
class Habit:
    """The first habit as an if-then sentence: `sentence` is the proposal, with the owner's own topic where there is one.

    `own_words` is the sentence as the owner retyped it, once they have; it then replaces the proposal.
    If-then plans work better when the owner words them (Sheeran 2024; Gollwitzer & Sheeran 2006).
    """

    sentence: Reason
    own_words: str | None = None


@dataclass(frozen=True)
class Slot:
    """The weekly appointment with oneself: a weekday (0 Monday … 6 Sunday), a local time, minutes; a proposal."""

    weekday: int
    at: time
    minutes: int


@dataclass(frozen=True)
class Plan:
    """Thirteen weeks: what to do, when, with which hours and money.

    `level` is the verdict's (1 "not now" … 4 "go"). `first_day` is the Monday the plan begins, `last_day` its last
    Sunday. `opens` is the day the first network opens, None when none does (always before "trial"). `minutes_a_week`
    is what the owner gives; `hours_known` is False when they did not say, and a small time is assumed. `networks` are
    those the plan uses, in order, one at a time. `calendar` holds four weeks; for "prepare first" they are drafts for
    after the decision day, for "not now" there is none. `budget` is empty when no budget was given; `currency` is as
    the owner said it, or None. `slot` and `habit` are proposals; `slot` is None when there is no time at all.
    `beside` is what to keep beside the networks, `would_change` what would change the verdict (empty for "go").
    """

    level: int
    first_day: date
    last_day: date
    opens: date | None
    summary: Reason
    minutes_a_week: int
    hours_known: bool
    networks: tuple[str, ...]
    tasks: tuple[Task, ...]
    weeks: tuple[WeekLoad, ...]
    budget: tuple[BudgetShare, ...]
    currency: str | None
    calendar: tuple[CalendarEntry, ...]
    habit: Habit
    slot: Slot | None
    beside: tuple[Reason, ...]
    would_change: tuple[Reason, ...]

    def task(self, id: str) -> Task:
        """KeyError when there is no such task."""
        for task in self.tasks:
            if task.id == id:
                return task
        raise KeyError(id)
