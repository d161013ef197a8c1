"""The plan as the owner reads it: what to do and why, when, how long, with which money, about what."""

from collections.abc import Sequence

from bot.coach import Reason
from bot.coach.planning import CalendarEntry, Plan, Task, WeekLoad
from bot.coach.verdict import PREPARE_FIRST
from bot.interview.result import sentence
from bot.words import Words


class PlanText:
    """A plan in sentences."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self._plan = plan
        self._words = words

    def texts(self) -> list[str]:
        """A text for each part of the plan; parts with nothing to say are left out."""
        tasks = [self.task(task, number) for number, task in enumerate(self._plan.tasks, 1)]
        weeks = self._listed("plan.load", [self._week(week) for week in _told_weeks(self._plan.weeks)])
        return [part for part in (self._head(), self._listed("plan.tasks", tasks), weeks, *self._rest()) if part]

    def _head(self) -> str:
        return "\n".join([self._title(), sentence(self._plan.summary, self._words)])

    def _rest(self) -> list[str]:
        plan = self._plan
        drafts = ".drafts" if plan.level == PREPARE_FIRST else ""
        return [
            "\n".join(filter(None, [self.habit(), self._slot()])),
            self._listed(f"plan.calendar{drafts}", [self._entry(entry) for entry in plan.calendar]),
            self._bullets("plan.budget", [share.reason for share in plan.budget]),
            self._bullets("plan.beside", plan.beside),
            self._bullets("plan.change", plan.would_change),
        ]

    def in_short(self, lines: Sequence[str], following: str, whole: bool) -> list[str]:
        """The plan in a conversation: its tasks a line each, where to begin, the habit; the rest only if `whole`."""
        begin = f"{self._words.say('plan.begin')}\n{following}" if following else ""
        parts = (self._head(), self._listed("plan.tasks", lines), begin, *(self._rest() if whole else [self.habit()]))
        return [part for part in parts if part]

    def task(self, task: Task, number: int) -> str:
        """A task with its dates, its reason and how to know that it is done."""
        words = self._words
        return "\n".join(
            [
                words.say("plan.once", number=number, title=sentence(task.title, words)),
                words.say(
                    f"plan.when.{task.rhythm}",
                    duration=task.minutes,
                    start=words.day(task.start),
                    due=words.day(task.due),
                    step=f"plan.step.{task.step}",
                ),
                words.say("plan.why", text=sentence(task.why, words), article=words.articles(task.points)[0]),
                words.say("plan.done", text=sentence(task.done_when, words)),
            ]
        )

    def habit(self) -> str:
        """The first habit, in the owner's words once they have retyped it."""
        habit = self._plan.habit
        if habit.own_words is not None:
            return self._words.say("plan.habit.own", own_text=habit.own_words)
        return self._words.say("plan.habit", text=sentence(habit.sentence, self._words))

    def _title(self) -> str:
        first, last = self._words.day(self._plan.first_day), self._words.day(self._plan.last_day)
        return self._words.say("plan.title", first=first, last=last)

    def _slot(self) -> str:
        slot = self._plan.slot
        if slot is None:
            return ""
        weekday = f"weekday.{slot.weekday}"
        return self._words.say("plan.slot", weekday=weekday, hour=slot.at.hour, duration=slot.minutes)

    def _week(self, week: WeekLoad) -> str:
        key = f"plan.load.{'week' if week.answering else 'quiet' if week.work else 'rest'}"
        work, answering = self._words.duration(week.work), self._words.duration(week.answering)
        return self._words.say(key, monday=self._words.day(week.monday), work=work, answering=answering)

    def _entry(self, entry: CalendarEntry) -> str:
        words = self._words
        return words.say(
            "plan.calendar.personal" if entry.kind == "personal" else "plan.calendar.entry",
            weekday=f"weekday.{entry.day.weekday()}",
            day=words.day(entry.day),
            format=sentence(entry.format, words),
            subject=sentence(entry.subject, words),
        )

    def _bullets(self, title: str, reasons: Sequence[Reason]) -> str:
        lines = [self._words.say("result.bullet", text=sentence(reason, self._words)) for reason in reasons]
        return self._listed(title, lines)

    def _listed(self, title: str, lines: Sequence[str]) -> str:
        return "\n".join([self._words.say(title), *lines]) if lines else ""


def _told_weeks(weeks: Sequence[WeekLoad]) -> list[WeekLoad]:
    """The weeks in which the load changes; none when there is nothing to carry."""
    told = [week for week, before in zip(weeks, [None, *weeks]) if before is None or _load(week) != _load(before)]
    return told if any(week.work or week.answering for week in weeks) else []


def _load(week: WeekLoad) -> tuple[int, int]:
    return week.work, week.answering
