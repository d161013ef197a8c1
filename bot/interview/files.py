"""What an owner keeps, made from our tables when it is sent: nothing of it lies on a disk meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.interview.outcome import FileKind
from bot.interview.report import owner_report, snapshots
from bot.store import Diagnosis, Owner, UnitOfWork
from bot.words import load_words


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
    told = _told(work, owner) if owner else []
    if owner is None or not told:
        return None
    words = load_words()
    name, caption = words.say(f"file.{kind}.name"), words.say(f"file.{kind}.caption")
    return OwnerFile(name, _content(kind, owner, told, now), caption, picture=kind in ("radar", "progress"))


def _told(work: UnitOfWork, owner: Owner) -> list[Diagnosis]:
    """Diagnoses with something to show, oldest first; the running one last."""
    running = work.diagnoses.current(owner)
    return [*work.diagnoses.finished(owner), *([running] if running and running.answers_by_question() else [])]


def _content(kind: FileKind, owner: Owner, told: Sequence[Diagnosis], now: datetime) -> bytes:
    words = load_words()
    if kind == "radar":
        from bot.reports.radar import radar_png

        *before, last = snapshots(owner, told[-2:])
        return radar_png(last, words, before[0] if before else None)
    if kind == "progress":
        from bot.reports.progress import progress_png

        return progress_png(snapshots(owner, told), words)
    report = owner_report(owner, told)
    if kind == "report":
        from bot.reports.pdf import report_pdf

        return report_pdf(report, words)
    from bot.reports.ics import plan_ics

    return plan_ics(report.plan, owner.sender_id, owner.timezone, now, words)
