"""The report of an owner, from what our tables keep of them."""

from collections.abc import Sequence
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from bot.coach import assess
from bot.coach.planning import make_plan
from bot.reports.pdf import Report
from bot.reports.snapshot import Snapshot
from bot.store import Diagnosis, Owner


def owner_report(owner: Owner, diagnoses: Sequence[Diagnosis]) -> Report:
    """The report of the last of these diagnoses (oldest first, one at least), the one before it in the background.

    The plan begins with the diagnosis, so that the report of a diagnosis stays what it was.
    """
    last = diagnoses[-1]
    answers = last.answers_by_question()
    assessment = assess(answers)
    on = day_of(owner, last)
    before = snapshots(owner, diagnoses[:-1][-1:])
    plan = make_plan(answers, assessment, on)
    return Report(on, assessment, plan, before[0] if before else None, owner.first_name)


def snapshots(owner: Owner, diagnoses: Sequence[Diagnosis]) -> list[Snapshot]:
    """What the pictures show of these diagnoses, by today's rules."""
    return [Snapshot.of(assess(diagnosis.answers_by_question()), day_of(owner, diagnosis)) for diagnosis in diagnoses]


def day_of(owner: Owner, diagnosis: Diagnosis) -> date:
    """The owner's day on which the diagnosis was finished, or changed last."""
    moment: datetime = diagnosis.finished_at or diagnosis.changed_at
    return moment.astimezone(ZoneInfo(owner.timezone) if owner.timezone else timezone.utc).date()
