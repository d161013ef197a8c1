"""What an owner keeps, made from our tables when it is sent: nothing of it lies on a disk meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.interview.outcome import FileKind
from bot.interview.report import owner_report, snapshots
from bot.store import Diagnosis, KeptPlan, Owner, UnitOfWork
from bot.words import load_words

_PICTURES: tuple[FileKind, ...] = ("radar", "progress")


@dataclass(frozen=True)
class OwnerFile:
    """A file by its name; `picture` says that it is to be looked at in the conversation."""

    name: str
    content: bytes
    caption: str
    picture: bool


def owner_file(work: UnitOfWork, sender_id: str, kind: FileKind, now: datetime) -> OwnerFile | None:
    """The picture, report or calendar of an owner's last diagnosis, finished or not; None where there is none."""
    owner = work.owners.find(sender_id)
    told = _told(work, owner, running_too=kind in _PICTURES) if owner else []
    if owner is None or not told:
        return None
    words = load_words()
    name, caption = words.say(f"file.{kind}.name"), words.say(f"file.{kind}.caption")
    return OwnerFile(
        name,
        _content(kind, owner, told, work.plans.current(owner), now),
        caption,
        picture=kind in _PICTURES,
    )


def _told(work: UnitOfWork, owner: Owner, running_too: bool) -> list[Diagnosis]:
    """Finished diagnoses, oldest first; then the running one, if it is wanted too or the only one."""
    finished, running = work.diagnoses.finished(owner), work.diagnoses.current(owner)
    if running is None or not running.answers_by_question() or (finished and not running_too):
        return finished
    return [*finished, running]


def _content(kind: FileKind, owner: Owner, told: Sequence[Diagnosis], kept: KeptPlan | None, now: datetime) -> bytes:
    words = load_words()
    if kind == "radar":
        from bot.reports.radar import radar_png

        *before, last = snapshots(owner, told[-2:])
        return radar_png(last, words, before[0] if before else None)
    if kind == "progress":
        from bot.reports.progress import progress_png

        return progress_png(snapshots(owner, told), words)
    report = owner_report(owner, told, kept)
    if kind == "report":
        from bot.reports.pdf import report_pdf

        return report_pdf(report, words)
    from bot.reports.ics import plan_ics

    return plan_ics(report.plan, owner.sender_id, owner.timezone, now, words, report.marks)
