"""The plan of an assessment: what stands in the way first, then the five steps, one network at a time."""

import math
from collections.abc import Mapping
from datetime import date, time, timedelta

from bot.coach.assessment import Assessment
from bot.coach.content import is_specific, shortened
from bot.coach.facts import Facts
from bot.coach.networks import NetworkAdvice, load_networks
from bot.coach.planning.beside import beside, first_habit
from bot.coach.planning.calendar import compose_calendar
from bot.coach.planning.catalogue import Catalogue, Entry, load_catalogue
from bot.coach.planning.describe import PLAIN, Told, describe, task_id
from bot.coach.planning.money import split_budget
from bot.coach.planning.plan import CalendarEntry, Plan, Rhythm, Slot, Task
from bot.coach.planning.remedies import choose_remedies, would_change
from bot.coach.planning.schedule import Schedule, Span
from bot.coach.questionnaire import Answers, load_questionnaire
from bot.coach.reasons import Reason
from bot.coach.verdict import GO, NOT_NOW, PREPARE_FIRST, TRIAL, VERDICTS

_ROUND = 5
"""Minutes are counted by fives."""
_SPARE = ("network.customers_elsewhere", "network.no_time", "network.not_now")
"""What the coach says of a network that leaves a page there without use."""


def make_plan(answers: Answers, assessment: Assessment, start: date, *, currency: str | None = None) -> Plan:
    """The plan of answers already assessed, for the thirteen weeks from the first Monday on or after `start`.

    `currency` is the one the owner named with the budget, if any ("EUR", "$"); it is only carried along. Raises as
    `assess` does for answers it could not have been given.
    """
    first_day = start + timedelta(days=-start.weekday() % 7)
    return _Planner(Facts(answers), assessment, first_day, load_catalogue()).plan(currency)


class _Planner:
    """Fills the weeks in the order of importance; what has no room is left out."""

    def __init__(self, facts: Facts, assessment: Assessment, first_day: date, catalogue: Catalogue) -> None:
        hours = facts.number("hours")
        minutes = catalogue.assumed_minutes if hours is None else _rounded(60 * hours)
        self._facts = facts
        self._level = assessment.level
        self._assessment = assessment
        self._catalogue = catalogue
        self._schedule = Schedule(first_day, minutes, catalogue)
        self._remedies = choose_remedies(facts, assessment, catalogue)
        self._tasks: list[Task] = []
        self._answering: list[str] = []
        self._opened: list[NetworkAdvice] = []
        self._listings = {network.id for network in load_networks().all if network.minimal}

    def plan(self, currency: str | None) -> Plan:
        """Everything, in the order of what must find room first."""
        schedule, kept = self._schedule, [row for row in self._assessment.networks if row.kept]
        budget = split_budget(self._facts, self._level, currency, self._catalogue)
        self._watch()
        ready = self._prepare()
        publishing = ready + 1
        opens = None
        if self._level == NOT_NOW:
            self._keep_a_minimum(kept)
        elif self._level == PREPARE_FIRST:
            publishing = self._decide(ready)
        else:
            opens = self._open_networks(kept, ready)
            publishing = self._run(ready, {share.id: share.amount for share in budget})
        networks = tuple(row.id for row in (kept if self._level < TRIAL else self._opened))
        weeks = schedule.loads(self._answering)
        return Plan(
            level=self._level,
            first_day=schedule.first_day,
            last_day=schedule.sunday(schedule.last_week),
            opens=opens,
            summary=self._summary(networks, max(week.work + week.answering for week in weeks)),
            minutes_a_week=schedule.minutes,
            hours_known=self._facts.has("hours"),
            networks=networks,
            tasks=tuple(sorted(self._tasks, key=lambda task: (task.start, task.rhythm == "weekly"))),
            weeks=weeks,
            budget=budget,
            currency=currency,
            calendar=self._calendar(kept, publishing),
            habit=first_habit(self._facts, self._assessment, schedule.minutes, self._catalogue),
            slot=self._slot(max(week.work for week in weeks)),
            beside=beside(self._facts, self._catalogue),
            would_change=would_change(self._assessment, self._catalogue),
        )

    # --- putting a task into the weeks -------------------------------------------------------------------

    def _add(self, entry: Entry, told: Told, span: Span | None, minutes: int, rhythm: Rhythm = "once") -> Span | None:
        if span is not None:
            self._tasks.append(describe(entry, told, self._facts, self._schedule, span, minutes, rhythm))
        return span

    def _once(
        self, entry: Entry, earliest: int, latest: int, told: Told = PLAIN, minutes: int | None = None
    ) -> Span | None:
        asked = entry.minutes if minutes is None else minutes
        return self._add(entry, told, self._schedule.once(task_id(entry, told), asked, earliest, latest), asked)

    def _weekly(self, entry: Entry, week: int, minutes: int, told: Told = PLAIN) -> None:
        if found := self._schedule.weekly(task_id(entry, told), minutes, week):
            span, most = found
            self._add(entry, told, span, most, "weekly")

    def _by_the_end(self, entry: Entry, told: Told = PLAIN) -> None:
        span = self._schedule.once_by(entry.id, entry.minutes, self._schedule.last_week)
        self._add(entry, told, span, entry.minutes)

    # --- the course --------------------------------------------------------------------------------------

    def _watch(self) -> None:
        entry, given, full = self._catalogue.course["watch"], self._schedule.minutes, self._catalogue.watch_fully_from
        minutes = entry.minutes if given >= full else entry.minutes // 2 if 2 * given >= full else 0
        self._weekly(entry, 0, minutes)

    def _prepare(self) -> int:
        """What comes before any opening, obstacles first. Returns the week in which it is done."""
        last = self._schedule.last_week
        latest = last if self._level < TRIAL else self._catalogue.preparing_weeks - 1
        remedies = [(entry, PLAIN) for entry in self._remedies]
        ready = self._in_order([*self._open_questions(), *remedies], 0, latest)
        # What blocks is dealt with before anything else begins.
        begin = min(ready + 1, last) if self._assessment.vetoes else 0
        return max(ready, self._in_order(self._preparations(), begin, latest))

    def _in_order(self, chosen: list[tuple[Entry, Told]], begin: int, latest: int) -> int:
        """Put tasks in, none before the one it follows. Returns the week in which all are done."""
        done = begin
        for entry, told in chosen:
            span = self._once(entry, max(begin, entry.from_week), latest, told)
            if span and not entry.lasts:
                begin, done = max(begin, 0 if entry.from_week else span[0]), max(done, span[1])
        return done

    def _preparations(self) -> list[tuple[Entry, Told]]:
        """What prepares an opening, each with what its sentences add."""
        course = self._catalogue.course
        chosen: list[tuple[Entry, Told]] = []
        if self._level > NOT_NOW and self._facts.helped:
            chosen.append((course["agree_helper"], PLAIN))
        if self._level > NOT_NOW and self._assessment.priority != "priority.answers":
            ids = {entry.id for entry in self._remedies}
            if not self._facts.choice("measure") and "why_sentence" not in ids:
                chosen.append((course["choose_measure"], PLAIN))
            chosen.append((course["present_yourself"], self._own_difference()))
            chosen += [] if "three_drafts" in ids else [(course["first_posts"], PLAIN)]
        return [*chosen, *self._spare_pages()]

    def _open_questions(self) -> list[tuple[Entry, Told]]:
        """Half a diagnosis is finished first; one question left out is not worth a task."""
        values = self._facts.values
        left = tuple(q.id for q in load_questionnaire().questions if q.id not in values and q.applies(values))
        worth = self._level > NOT_NOW and len(left) >= self._catalogue.questions_worth_a_task
        return [(self._catalogue.course["finish_questions"], Told(gaps=left))] if worth else []

    def _own_difference(self) -> Told:
        text = self._facts.choice("difference") or ""
        return Told(title="own", params={"own_difference": shortened(text)}) if is_specific(text) else PLAIN

    def _spare_pages(self) -> list[tuple[Entry, Told]]:
        named = self._facts.several("profiles")
        spare = [row.id for row in self._assessment.networks if row.id in named and row.reason.key in _SPARE]
        return [(self._catalogue.course["spare_page"], Told(params={"profiles": ",".join(spare)}))] if spare else []

    def _keep_a_minimum(self, kept: list[NetworkAdvice]) -> None:
        """For "not now": a page with the minimum of information where one is worth it, and a day to look again."""
        last = self._schedule.last_week
        for row in kept:
            span = self._once(self._catalogue.course["minimal_page"], 0, last, Told(row.id))
            if span and span[1] < last:
                self._keep_for_answers(row, span[1] + 1)
        self._by_the_end(self._catalogue.course["review_not_now"])

    def _decide(self, ready: int) -> int:
        """For "prepare first": the day of decision. Returns the week after it."""
        entry, last = self._catalogue.course["decide"], self._schedule.last_week
        earliest = min(last, max(self._catalogue.earliest_decision_week, ready + 1))
        span = self._schedule.once(entry.id, entry.minutes, earliest, last)
        span = span or self._schedule.once_by(entry.id, entry.minutes, last)
        asked = tuple(dict.fromkeys(id for remedy in self._remedies for id in remedy.answers))
        self._add(entry, Told(answers=asked), span, entry.minutes)
        return (span or (last, last))[1] + 1

    def _open_networks(self, kept: list[NetworkAdvice], ready: int) -> date | None:
        """Open the networks one at a time. Returns the day the first opens."""
        opens: date | None = None
        earliest, latest = ready, self._catalogue.last_opening_week
        for row in kept:
            own = row.id == "linkedin" and self._facts.several("objective") == ("network",)
            entry = self._catalogue.course["open_own" if own else "open"]
            minutes = self._catalogue.networks[row.id].opening
            why = "there" if row.id in self._facts.several("presence") else "likely"
            told = Told(row.id, why=why, title="listing" if row.id in self._listings else "")
            span = self._once(entry, earliest, latest, told, minutes)
            if span is None:
                break
            opens = opens or self._schedule.sunday(span[1])
            self._opened.append(row)
            self._keep_for_answers(row, span[1] + 1)
            earliest = span[1] + self._catalogue.weeks_between_networks
        return opens

    def _keep_for_answers(self, row: NetworkAdvice, week: int) -> None:
        minutes = max(_ROUND, _rounded(60 * row.hours * self._catalogue.answering_share))
        entry = self._catalogue.course["answer"]
        self._weekly(entry, week, min(minutes, self._schedule.free(week)), Told(row.id))
        self._answering.append(task_id(entry, Told(row.id)))

    def _run(self, ready: int, money: Mapping[str, int]) -> int:
        """Keep the open networks alive. Returns the week in which publishing begins."""
        course, last = self._catalogue.course, self._schedule.last_week
        self._by_the_end(course[f"review_{VERDICTS[self._level - 1]}"], self._own_measure())
        weeks = {task.network: self._week_after(task) for task in self._tasks if task.id.startswith("open.")}
        for row in self._opened:
            self._weekly(course["publish"], weeks[row.id], self._publishing(row), Told(row.id))
        if not self._opened:
            return ready + 1
        week = weeks[self._opened[0].id]
        self._once(course["say_twice"], week, last)
        if money.get("sponsored"):
            self._once(course["sponsor"], week + 1, last)
        self._once(course["midway"], week + 4, last, self._own_measure())
        if money.get("prizes"):
            self._once(course["game"], week + 5, last)
        sociable = [weeks[row.id] for row in self._opened if self._catalogue.networks[row.id].sociable]
        if not sociable:
            self._once(course["ask_reviews"], week, last)
            return week
        self._once(course["ask_public"], sociable[0] + 2, last)
        self._weekly(course["take_part"], sociable[0], course["take_part"].minutes)
        return week

    def _week_after(self, task: Task) -> int:
        return (task.due - self._schedule.first_day).days // 7 + 1

    def _own_measure(self) -> Told:
        text = self._facts.choice("measure")
        return Told(done="own", params={"own_measure": shortened(text)}) if text else PLAIN

    def _publishing(self, row: NetworkAdvice) -> int:
        return max(_ROUND, _rounded(60 * row.hours * self._catalogue.publishing_share))

    # --- the rest ----------------------------------------------------------------------------------------

    def _calendar(self, kept: list[NetworkAdvice], week: int) -> tuple[CalendarEntry, ...]:
        """Nothing to publish for "not now", nor while too little is known; nor without time."""
        if self._level == NOT_NOW or self._assessment.priority == "priority.answers":
            return ()
        rows = self._opened if self._level >= TRIAL else kept
        if not rows and self._level >= TRIAL and kept:
            return ()
        network = rows[0] if rows else None
        given = self._schedule.minutes
        minutes = (
            min(given, self._publishing(network)) if network else _rounded(given * self._catalogue.publishing_share)
        )
        monday = self._schedule.monday(week)
        return compose_calendar(self._facts, network.id if network else None, monday, minutes, self._catalogue)

    def _slot(self, minutes: int) -> Slot | None:
        longest = self._catalogue.slot_longest
        at = time(self._catalogue.slot_hour)
        return Slot(self._catalogue.slot_weekday, at, min(minutes, longest)) if minutes else None

    def _summary(self, networks: tuple[str, ...], most: int) -> Reason:
        key = f"summary.{VERDICTS[self._level - 1]}"
        if self._level == NOT_NOW and not networks:
            key += ".listen" if most else ".no_time"
        elif self._level == PREPARE_FIRST and not self._facts.has("hours"):
            key = "summary.unknown_hours"
        elif self._level >= TRIAL and not networks:
            key = "summary.helper" if self._facts.helped else "summary.nowhere"
        elif self._level == GO and len(networks) > 1:
            key += ".several"
        return self._catalogue.because(key, duration=most, profiles=",".join(networks))


def _rounded(minutes: float) -> int:
    # The tiny addition undoes what floating point takes from 60 times 0.1.
    return math.floor((minutes + 1e-6) / _ROUND) * _ROUND
