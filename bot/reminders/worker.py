"""The worker: takes what is due, has it delivered, keeps what became of it. As many as like may run at once."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, Protocol

from bot.reminders.planning import schedule_of
from bot.reminders.policy import hold_until, next_after_silence, outage_retry_after, retry_after
from bot.store import Claim, Following, Owner, Reminder, SessionFactory, StoreError, UnitOfWork

logger = logging.getLogger(__name__)

RATE = 25.0
"""Deliveries a second; Telegram takes 30 messages a second from a bot."""

LEASE = timedelta(minutes=5)
"""How long a claim holds: more than a batch takes when each delivery runs into its time-out."""

_BATCH = 25
_LOOKS_EVERY = 2.0


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt.

    "refused": this one cannot be delivered as things are; "unavailable": nothing can be delivered to anybody now;
    "unreachable": the owner blocked the bot. `reason` is for the operator and never holds the owner's words.
    """

    kind: Literal["sent", "refused", "unavailable", "unreachable"]
    reason: str = ""


Deliver = Callable[[str, Reminder, Claim], Outcome]
"""Delivers a reminder to a `sender_id`; the claim has the number of the delivery, which a channel that keeps
`Reminders.hand_over` delivers once however often it is asked."""


class Clock(Protocol):
    """The time, and the passing of it."""

    def now(self) -> datetime:
        """The present instant, aware."""

    def sleep(self, seconds: float) -> None:
        """Wait; may return early."""


class SystemClock:
    """The clock of the machine; a sleep ends early when `stopping` is set."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Wait, unless it is time to stop."""
        self._stopping.wait(seconds)


class Worker:
    """`turn()` delivers what is due; `run()` does so until it is told to stop.

    `rate`: deliveries a second at most. Several workers share Telegram's limit: give each its part.
    """

    def __init__(self, store: SessionFactory, deliver: Deliver, clock: Clock, rate: float = RATE) -> None:
        self._store = store
        self._deliver = deliver
        self._clock = clock
        self._pause = timedelta(seconds=1 / rate)
        self._free_at: datetime | None = None

    def run(self, stopping: Callable[[], bool]) -> None:
        """Deliver until `stopping()`; a database that fails is tried again."""
        while not stopping():
            try:
                busy = self._is_due() and self.turn() > 0
            except StoreError as error:
                logger.error("What is due cannot be read, trying again: %s", error)
                busy = False
            if not busy:
                self._clock.sleep(_LOOKS_EVERY)

    def turn(self) -> int:
        """Claim a batch of what is due and deliver it; how many were claimed. Raises StoreError."""
        with UnitOfWork(self._store) as work:
            claims = work.reminders.claim(self._clock.now(), _BATCH, LEASE, self._hold)
            work.commit()
        for claim in claims:
            try:
                self._make(claim)
            except StoreError as error:
                # The claim ends with its lease, and the next one goes on from what was kept.
                logger.error("Delivery %d could not be kept and will be taken up again: %s", claim.delivery_id, error)
        return len(claims)

    def _is_due(self) -> bool:
        # Only reads: on SQLite a unit that writes keeps everybody else waiting.
        with UnitOfWork(self._store, writes=False) as work:
            due = work.reminders.next_due()
        return due is not None and due <= self._clock.now()

    def _hold(self, reminder: Reminder, owner: Owner, asking: bool) -> datetime | None:
        now = self._clock.now()
        due = reminder.due_at or now
        return hold_until(now, due, schedule_of(reminder, owner), owner.seen_at, asking)

    def _make(self, claim: Claim) -> None:
        if claim.owner.unreachable_since is not None:
            self._keep(claim, Outcome("unreachable"))
        elif claim.handed:
            # The worker before this one died between handing it over and saying so.
            self._keep(claim, Outcome("sent"))
        else:
            self._wait_for_turn()
            if self._begin(claim):
                self._keep(claim, self._attempt(claim))

    def _wait_for_turn(self) -> None:
        now = self._clock.now()
        if self._free_at is not None and self._free_at > now:
            self._clock.sleep((self._free_at - now).total_seconds())
            now = self._free_at
        self._free_at = now + self._pause

    def _begin(self, claim: Claim) -> bool:
        with UnitOfWork(self._store) as work:
            begun = work.reminders.begin(claim, self._clock.now(), LEASE)
            if begun:
                work.commit()
        if not begun:
            with UnitOfWork(self._store) as work:
                work.reminders.withdraw(claim, self._clock.now())
                work.commit()
        return begun

    def _attempt(self, claim: Claim) -> Outcome:
        try:
            return self._deliver(claim.owner.sender_id, claim.reminder, claim)
        except Exception as error:
            error_id = secrets.token_hex(4)
            logger.exception("Delivery %d failed, error %s", claim.delivery_id, error_id)
            return Outcome("refused", f"{type(error).__name__}, error {error_id}")

    def _keep(self, claim: Claim, outcome: Outcome) -> None:
        now = self._clock.now()
        with UnitOfWork(self._store) as work:
            if outcome.kind == "sent":
                work.reminders.end(claim, "sent", now, _following_sent(claim, now))
            elif outcome.kind == "unreachable":
                work.reminders.suspend(claim, now)
            else:
                pause = outage_retry_after if outcome.kind == "unavailable" else retry_after
                wait = pause(claim.attempt)
                if wait is not None:
                    work.reminders.put_off(claim, now + wait, outcome.reason)
                else:
                    logger.error("Delivery %d is given up: %s", claim.delivery_id, outcome.reason)
                    work.reminders.end(claim, "failed", now, _following_failed(claim, now), outcome.reason)
            work.commit()


def silence_at(reminder: Reminder, owner: Owner, now: datetime) -> timedelta:
    """How long, at a delivery made now, the owner has left the ones before it unanswered."""
    if reminder.sent_at is None or reminder.unanswered_since is None or owner.seen_at > reminder.sent_at:
        return timedelta(0)
    return now - reminder.unanswered_since


def _following_sent(claim: Claim, now: datetime) -> Following:
    """What comes after a delivery; occurrences missed meanwhile were told with it."""
    reminder = claim.reminder
    silence = silence_at(reminder, claim.owner, now)
    passed = max(reminder.passed_at or claim.due_at, now)
    due = next_after_silence(schedule_of(reminder, claim.owner), passed, now, silence)
    return Following(due, now - silence, asleep=due is None and reminder.rule is not None)


def _following_failed(claim: Claim, now: datetime) -> Following:
    reminder = claim.reminder
    passed = max(reminder.passed_at or claim.due_at, now)
    return Following(schedule_of(reminder, claim.owner).next_after(passed), reminder.unanswered_since)
