"""Owners with reminders, a clock that is moved by hand, and a delivery that only notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from bot.reminders.planning import set_reminder
from bot.reminders.schedule import Schedule
from bot.reminders.worker import Outcome, Worker
from bot.store import Claim, Owner, Reminder, SessionFactory, UnitOfWork


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@dataclass
class HandClock:
    time: datetime

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Notebook:
    """Delivers by noting who got what when; `outcomes` are given first, one an attempt."""

    clock: HandClock
    outcomes: list[Outcome] = field(default_factory=list)
    sent: list[tuple[str, datetime]] = field(default_factory=list)
    attempts: int = 0

    def __call__(self, sender_id: str, reminder: Reminder, claim: Claim) -> Outcome:
        self.attempts += 1
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome("sent")
        if outcome.kind == "sent":
            self.sent.append((sender_id, self.clock.now()))
        return outcome


@dataclass
class Office:
    """A database, a clock, a worker, and what it delivered."""

    store: SessionFactory
    clock: HandClock
    notebook: Notebook
    worker: Worker

    def owner(self, work: UnitOfWork, name: str, zone: str | None = "Europe/Paris") -> Owner:
        owner = work.owners.get_or_create(name, "telegram", self.clock.now())
        owner.timezone = zone
        return owner

    def remind(self, name: str, schedule: Schedule, kind: str = "check_in") -> int:
        with UnitOfWork(self.store) as work:
            reminder = set_reminder(work, self.owner(work, name, schedule.zone), kind, schedule, self.clock.now())
            work.commit()
        return reminder.id

    def at(self, moment: str) -> list[tuple[str, datetime]]:
        """Let the worker work at a moment (UTC); what was delivered since the last time."""
        self.clock.time = max(self.clock.time, utc(moment))
        before = len(self.notebook.sent)
        while self.worker.turn():
            pass
        return self.notebook.sent[before:]

    def reminder(self, id: int) -> Reminder:
        with UnitOfWork(self.store, writes=False) as work:
            found = work.reminders.find(id)
        assert found is not None
        return found

    def writes(self, name: str) -> None:
        with UnitOfWork(self.store) as work:
            work.owners.get_or_create(name, "telegram", self.clock.now())
            work.commit()
