"""What Costaud comes back with by itself: a weekly check-in, a monthly review, a quarterly new diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.reminders.policy import is_last_word
from bot.reminders.schedule import Schedule

Kind = Literal["check_in", "review", "diagnosis"]
Opening = Literal["first", "usual", "resume", "last_word"]
Ask = Literal["tasks", "learnt", "next_step", "hours", "changed"]

_NINE = time(9)
# On different days of the week, so that no two of them ever come together.
_RULES: dict[Kind, str] = {
    "check_in": "FREQ=WEEKLY;BYDAY=MO",
    "review": "FREQ=MONTHLY;BYDAY=1WE",
    "diagnosis": "FREQ=MONTHLY;BYDAY=2TH;INTERVAL=3",
}
# Since what the owner did in the week of their diagnosis is no month to look back on.
_SETTLED = timedelta(weeks=3)

_MOST_TASKS = 3
_LAPSED = timedelta(days=10)


def usual_schedules(now: datetime, zone: str) -> dict[Kind, Schedule]:
    """The three of them, all at nine: each begins once there is something to talk about.

    Weekly, monthly, quarterly is a working judgement: no frequency is established as the best (Fry and Neff,
    "Periodic prompts and reminders in health promotion and health behavior interventions", 2009).
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    begins = {"check_in": today, "review": today + _SETTLED, "diagnosis": _quarter_later(today)}
    return {kind: Schedule(rule, begins[kind], _NINE, zone) for kind, rule in _RULES.items()}


def _quarter_later(today: date) -> date:
    # The first of the month, so that the months counted from there are those that have the day.
    return (today + relativedelta(months=3)).replace(day=1)


@dataclass(frozen=True)
class Agenda:
    """What a message says first, the tasks it names, and what it asks, in that order; `wording` picks a variant."""

    opening: Opening
    tasks: tuple[str, ...]
    asks: tuple[Ask, ...]
    wording: int


def agenda(kind: Kind, silence: timedelta, tasks: Sequence[str], sent: int) -> Agenda:
    """What to bring up, given how long the messages before this one stayed unanswered and how many there were.

    `tasks` are those of the time since the last message, the most important first; at most three are named. After a
    lapse nothing is counted up: one small step is proposed, for one missed week changes nothing (Lally et al., "How
    are habits formed", 2010). The wording turns, for a repeated one loses its effect (Yancey and Settles, "A sleeping,
    recovering bandit algorithm for optimizing recurring notifications", 2020).
    """
    if is_last_word(silence):
        return Agenda("last_word", (), (), sent)
    if silence >= _LAPSED:
        return Agenda("resume", tuple(tasks[:1]), ("next_step",), sent)
    opening: Opening = "usual" if sent else "first"
    if kind == "diagnosis":
        return Agenda(opening, (), ("changed",), sent)
    if kind == "review":
        return Agenda(opening, (), ("hours", "learnt", "next_step"), sent)
    named = tuple(tasks[:_MOST_TASKS])
    return Agenda(opening, named, ("tasks", "learnt", "next_step") if named else ("learnt", "next_step"), sent)
