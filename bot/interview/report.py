"""The report of an owner, from what our tables keep of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from bot.coach import assess
from bot.coach.planning import Plan, make_plan
from bot.reports.pdf import Report
from bot.reports.snapshot import Snapshot
from bot.reports.telling import Marks, OwnTask
from bot.store import Diagnosis, KeptPlan, Owner


def owner_report(owner: Owner, diagnoses: Sequence[Diagnosis], kept: KeptPlan | None) -> Report:
    """The report of the last of these diagnoses (oldest first, one at least), the one before it in the background.

    The plan is the one in force, if it was made from these answers: its days, the habit as retyped, what is done,
    postponed, dropped and added. Otherwise it begins with the diagnosis.
    """
    last = diagnoses[-1]
    answers = last.answers_by_question()
    assessment, on = assess(answers), day_of(owner, last)
    before = snapshots(owner, diagnoses[:-1][-1:])
    report = Report(on, assessment, make_plan(answers, assessment, on), before[0] if before else None, owner.first_name)
    if kept is None or kept.answers != answers:
        return report
    plan = make_plan(answers, assessment, kept.start, currency=kept.currency)
    return replace(report, plan=_followed(plan, kept), marks=_marks(kept))


def snapshots(owner: Owner, diagnoses: Sequence[Diagnosis]) -> list[Snapshot]:
    """What the pictures show of these diagnoses, by today's rules."""
    return [Snapshot.of(assess(one.answers_by_question()), day_of(owner, one)) for one in diagnoses]


def day_of(owner: Owner, diagnosis: Diagnosis) -> date:
    """The owner's day on which the diagnosis was finished, or changed last."""
    moment: datetime = diagnosis.finished_at or diagnosis.changed_at
    return moment.astimezone(ZoneInfo(owner.timezone) if owner.timezone else timezone.utc).date()


def _followed(plan: Plan, kept: KeptPlan) -> Plan:
    """The plan with the habit as retyped and the days of what was postponed."""
    put_off = {id: mark.due for id, mark in kept.marks.items() if mark.due is not None}
    tasks = tuple(replace(task, due=put_off.get(task.id, task.due)) for task in plan.tasks)
    return replace(plan, tasks=tasks, habit=replace(plan.habit, own_words=kept.habit))


def _marks(kept: KeptPlan) -> Marks:
    marks = kept.marks.items()
    own = [OwnTask(id, mark.title, mark.due or kept.start) for id, mark in marks if mark.title is not None]
    return Marks(
        frozenset(id for id, mark in marks if mark.state == "done"),
        frozenset(id for id, mark in marks if mark.state == "dropped"),
        tuple(sorted(own, key=lambda task: task.due)),
    )
