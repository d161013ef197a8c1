"""The chapters of the report that tell the plan: next steps, tasks, calendar, money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fpdf.enums import Align

from bot.coach import Reason
from bot.coach.planning import STEPS, CalendarEntry, Plan, Slot, Task
from bot.coach.verdict import PREPARE_FIRST
from bot.reports.printable import shortened
from bot.reports.sheet import BODY, SMALL, Block, Cell, Sheet
from bot.reports.style import INK, NOW, QUIET, TINT, date_text, short_date_text
from bot.reports.telling import LONGEST_QUOTE, Marks, Sources, capital, told, weekday_text
from bot.words import Words

_NEXT = 3
"""Tasks named on the first page."""
_LONGEST_HABIT = 300


class PlanChapters:
    """Blocks of a sheet, chapter by chapter; a chapter with nothing to say is empty."""

    def __init__(self, sheet: Sheet, words: Words, sources: Sources, plan: Plan, marks: Marks) -> None:
        self._sheet = sheet
        self._words = words
        self._sources = sources
        self._plan = plan
        self._marks = marks
        self._tasks = [task for task in plan.tasks if task.id not in marks.dropped]

    def next_steps(self) -> Iterator[Block]:
        """The tasks to do first, with a box to tick."""
        left = [task for task in self._tasks if task.id not in self._marks.done]
        first = sorted(left, key=lambda task: (task.start, task.due))[:_NEXT]
        if first:
            yield self._sheet.heading(self._words.say("report.next"))
        for task in first:
            when = Cell(self._when(task), 58, SMALL, colour=QUIET, align=Align.R)
            yield self._sheet.row([self._box(""), Cell(told(task.title, self._words)), when])

    def tasks(self) -> Iterator[Block]:
        """What to do, step by step: when, for how long, why, and how to know it is done."""
        say, sheet, plan = self._words.say, self._sheet, self._plan
        first, last = (date_text(day, self._words) for day in (plan.first_day, plan.last_day))
        yield sheet.heading(say("report.plan", first=first, last=last))
        yield sheet.text_block(Cell(told(plan.summary, self._words)), glued=True)
        if plan.slot is not None:
            yield sheet.text_block(Cell(self._slot(plan.slot)), glued=True)
        for step in STEPS:
            own = [task for task in self._tasks if task.step == step]
            for place, task in enumerate(own):
                if not place:
                    yield sheet.heading(say(f"plan.step.{step}"), level=3)
                yield from self._task(task)
        for place, added in enumerate(one for one in self._marks.own if one.id not in self._marks.dropped):
            if not place:
                yield sheet.heading(say("report.own"), level=3)
            title = Cell(shortened(added.title, LONGEST_QUOTE), bold=True)
            due = Cell(say("report.due", due=short_date_text(added.due, self._words)), 40, SMALL, colour=QUIET)
            yield sheet.row([self._box(added.id), title, replace(due, align=Align.R)])
        yield from self._habit()

    def calendar(self) -> Iterator[Block]:
        """What to publish, day by day; the network is named once where there is one only."""
        say, entries = self._words.say, self._plan.calendar
        if not entries:
            return
        networks = {entry.network for entry in entries}
        (only,) = networks if len(networks) == 1 else (None,)
        title = say("report.calendar.drafts" if self._plan.level == PREPARE_FIRST else "report.calendar")
        if only is not None:
            title = say("report.calendar.on", own_title=title, network=self._words.label("profiles", only))
        yield self._sheet.heading(title)
        for entry in entries:
            row = self._entry(entry, named=only is None)
            yield self._sheet.row(row, rule=True, gap=2.2, glued=entry is entries[0] and len(entries) > 1)

    def means(self) -> Iterator[Block]:
        """The money, what stays beside the networks, what would change the verdict."""
        plan = self._plan
        yield from self._bullets("report.budget", [share.reason for share in plan.budget])
        yield from self._bullets("report.beside", plan.beside)
        yield from self._bullets("report.would_change", plan.would_change)

    def _task(self, task: Task) -> Iterator[Block]:
        yield self._sheet.row([self._box(task.id), Cell(told(task.title, self._words), bold=True)], gap=2.2, glued=True)
        yield self._sheet.text_block(Cell(self._told(task.why), size=SMALL), indent=7, gap=0.4, glued=True)
        done = self._words.say("report.done", when=capital(self._when(task)), text=told(task.done_when, self._words))
        yield self._sheet.text_block(Cell(done, size=SMALL, colour=QUIET), indent=7, gap=0.2)

    def _box(self, id: str) -> Cell:
        """To be ticked with a pen, unless the task is done."""
        return Cell(
            "☑" if id in self._marks.done else "☐", 4, BODY + 1, colour=NOW, decoration=id not in self._marks.done
        )

    def _when(self, task: Task) -> str:
        start = short_date_text(task.start, self._words)
        if task.rhythm == "once":
            return self._words.say("report.once", duration=task.minutes, due=short_date_text(task.due, self._words))
        if not task.minutes:
            return self._words.say("report.weekly.passing", duration=0, start=start)
        return self._words.say("report.weekly", duration=task.minutes, start=start)

    def _slot(self, slot: Slot) -> str:
        say = self._words.say
        clock = (
            say("report.clock.minutes", hour=slot.at.hour, minute=f"{slot.at.minute:02}")
            if slot.at.minute
            else say("report.clock", hour=slot.at.hour)
        )
        weekday = f"weekday.{slot.weekday}"
        return say("report.slot", weekday=weekday, clock=clock, duration=slot.minutes)

    def _habit(self) -> Iterator[Block]:
        habit = self._plan.habit
        own = habit.own_words and shortened(habit.own_words, _LONGEST_HABIT)
        yield self._sheet.panel(
            [
                Cell(self._words.say("report.habit"), bold=True, colour=NOW),
                Cell(own or told(habit.sentence, self._words), size=BODY + 1),
            ],
            TINT,
            gap=5,
        )

    def _entry(self, entry: CalendarEntry, named: bool) -> list[Cell]:
        words = self._words
        form = told(entry.format, words)
        if named and entry.network is not None:
            form = words.say("report.network", network=words.label("profiles", entry.network), text=form)
        colour = NOW if entry.kind == "personal" else INK
        return [
            Cell(weekday_text(entry.day, words), 26, SMALL, bold=True),
            Cell(told(entry.subject, words), 0, SMALL),
            Cell(form, 42 if named else 36, SMALL, colour=QUIET),
            Cell(words.say(f"report.kind.{entry.kind}"), 17, SMALL, colour=colour),
        ]

    def _told(self, reason: Reason) -> str:
        text, mark = told(reason, self._words), self._sources.mark(reason.points)
        return self._words.say("report.marked", text=text, mark=mark) if mark else text

    def _bullets(self, title: str, reasons: Sequence[Reason]) -> Iterator[Block]:
        if reasons:
            yield self._sheet.heading(self._words.say(title))
        for reason in reasons:
            glued = reason is not reasons[-1]
            yield self._sheet.text_block(Cell(self._told(reason)), indent=5, bullet="•", glued=glued)
