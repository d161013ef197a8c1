"""Reminders, what was delivered of them, and how workers share the work.

A worker claims what is due by pushing `next_at` to the end of its lease, in one transaction that also makes (or
takes over) the delivery of that occurrence: if it dies, the reminder is due again when the lease ends. The number of
the attempt is the worker's pass: once another worker has taken the delivery over, the first can change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from bot.store.models import Owner
from bot.store.tables import deliveries, diagnoses, is_active, owners, reminders

ReminderState = Literal["active", "paused", "unreachable", "asleep", "ended"]
DeliveryState = Literal["claimed", "sending", "waiting", "sent", "failed"]


@dataclass(eq=False, repr=False)
class Reminder:
    """What comes back, and when: `rule`, `start`, `at` and `out_of_hours` are those of a schedule in the owner's zone.

    `due_at` is the occurrence awaited, `passed_at` up to where the rhythm is dealt with (they differ when one
    occurrence was moved), `next_at` when a worker takes it up. "unreachable": the owner blocked the bot; "asleep":
    they did not answer for months. `unanswered_since` is when the first delivery went out that they did not answer.
    """

    id: int = field(init=False)
    owner_id: int
    kind: str
    rule: str | None
    start: date
    at: time
    out_of_hours: bool
    created_at: datetime
    subject: str | None = None
    state: ReminderState = "active"
    due_at: datetime | None = None
    passed_at: datetime | None = None
    next_at: datetime | None = None
    sent_at: datetime | None = None
    unanswered_since: datetime | None = None

    def await_occurrence(self, due: datetime | None) -> None:
        """The next occurrence of the rhythm; None: there is none left, and it ends."""
        self.state = "active" if due is not None else "ended"
        self.due_at = self.passed_at = self.next_at = due

    def move(self, to: datetime, passed: datetime) -> None:
        """This one occurrence comes at another time; the rhythm goes on after `passed`."""
        self.state = "active"
        self.due_at = self.next_at = to
        self.passed_at = passed

    def stop(self, state: Literal["paused", "unreachable", "asleep", "ended"]) -> None:
        """Nothing comes until `await_occurrence`."""
        self.state = state
        self.due_at = self.passed_at = self.next_at = None


@dataclass(eq=False, repr=False)
class Delivery:
    """One occurrence on its way: "waiting" for another attempt after one that failed, "failed" for good.

    `handed_at`: it is with the channel, which will not lose it: it must not be handed over again.
    """

    id: int = field(init=False)
    reminder_id: int
    due_at: datetime
    claimed_at: datetime
    state: DeliveryState = "claimed"
    attempts: int = 1
    handed_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True)
class Claim:
    """The right to make attempt number `attempt` of a delivery; what it needs to know is read already."""

    reminder: Reminder
    owner: Owner
    delivery_id: int
    due_at: datetime
    attempt: int
    handed: bool


@dataclass(frozen=True)
class Following:
    """What becomes of a reminder after a delivery: its next occurrence, and since when deliveries went unanswered."""

    due: datetime | None
    unanswered_since: datetime | None
    asleep: bool = False


@dataclass(frozen=True)
class Counts:
    """Reminders that are due; deliveries that wait for another attempt; those sent, sent late and failed lately."""

    due: int
    waiting: int
    sent: int
    late: int
    failed: int


LATE = timedelta(minutes=5)
"""A delivery this long after its occurrence is late."""

Hold = Callable[[Reminder, Owner, bool], "datetime | None"]
"""Until when a reminder must wait, given its owner and whether a question of ours awaits their answer."""


class Reminders:
    """Reminders and deliveries, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- the owner's ------------------------------------------------------------------------------------

    def add(self, reminder: Reminder) -> None:
        """A new one."""
        self._session.add(reminder)
        self._session.flush()

    def of_owner(self, owner: Owner) -> list[Reminder]:
        """Those that have not ended, oldest first."""
        statement = (
            select(Reminder)
            .where(reminders.c.owner_id == owner.id, reminders.c.state != "ended")
            .order_by(reminders.c.id)
        )
        return list(self._session.execute(statement).scalars())

    def find(self, reminder_id: int) -> Reminder | None:
        """The reminder of this number."""
        return self._session.get(Reminder, reminder_id)

    def of_delivery(self, delivery_id: int) -> tuple[Reminder, int] | None:
        """The reminder that a delivery is of, and how many of its deliveries have been sent."""
        found = self._session.execute(
            select(Reminder)
            .join(deliveries, deliveries.c.reminder_id == reminders.c.id)
            .where(deliveries.c.id == delivery_id)
        )
        reminder = found.scalars().first()
        if reminder is None:
            return None
        sent = (
            select(func.count())
            .select_from(deliveries)
            .where(deliveries.c.reminder_id == reminder.id, deliveries.c.state == "sent")
        )
        return reminder, self._session.execute(sent).scalar() or 0

    def last_sent(self, owner: Owner) -> Reminder | None:
        """The reminder that reached the owner last, be it one that ended: what « demain » puts off."""
        statement = (
            select(Reminder)
            .where(reminders.c.owner_id == owner.id, reminders.c.sent_at.is_not(None))
            .order_by(reminders.c.sent_at.desc())
            .limit(1)
        )
        return self._session.execute(statement).scalars().first()

    # --- the operators' ---------------------------------------------------------------------------------

    def matching(
        self,
        *,
        sender_id: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[tuple[Reminder, Owner]]:
        """Reminders with their owners, the next to come first; `until`: those a worker may take up by then."""
        statement = select(Reminder, Owner).join(owners, owners.c.id == reminders.c.owner_id)
        wanted = ((owners.c.sender_id, sender_id), (reminders.c.kind, kind), (reminders.c.state, state))
        for column, value in wanted:
            if value is not None:
                statement = statement.where(column == value)
        if until is not None:
            statement = statement.where(is_active, reminders.c.next_at <= until)
        order = reminders.c.next_at.is_(None), reminders.c.next_at, reminders.c.id
        return [(row[0], row[1]) for row in self._session.execute(statement.order_by(*order).limit(limit))]

    def counts(self, now: datetime, since: datetime) -> Counts:
        """How many are due, waiting, and sent, late and failed since a moment."""
        due = select(func.count()).select_from(reminders).where(is_active, reminders.c.next_at <= now)
        ended = select(deliveries.c.state, deliveries.c.due_at, deliveries.c.ended_at).where(
            (deliveries.c.ended_at >= since) | (deliveries.c.state == "waiting")
        )
        rows = self._session.execute(ended).all()
        sent = [row for row in rows if row.state == "sent"]
        return Counts(
            due=self._session.execute(due).scalar() or 0,
            waiting=sum(row.state == "waiting" for row in rows),
            sent=len(sent),
            late=sum(row.ended_at - row.due_at >= LATE for row in sent),
            failed=sum(row.state == "failed" for row in rows),
        )

    # --- the workers' -----------------------------------------------------------------------------------

    def claim(self, now: datetime, limit: int, lease: timedelta, hold: Hold) -> list[Claim]:
        """At most `limit` due reminders, the longest due first, for this worker alone during `lease`.

        Those that must wait are put off and not returned.
        """
        due = self._due(now, limit)
        claims = []
        for reminder, owner, asking, delivery in self._with_owners(due):
            until = hold(reminder, owner, asking)
            if until is not None:
                reminder.next_at = until
                continue
            reminder.next_at = now + lease
            if delivery is None:
                delivery = Delivery(reminder.id, reminder.due_at or now, now)
                self._session.add(delivery)
            else:
                delivery.state, delivery.claimed_at = "claimed", now
                delivery.attempts += 1
            claims.append((reminder, owner, delivery))
        self._session.flush()
        return [
            Claim(reminder, owner, delivery.id, delivery.due_at, delivery.attempts, delivery.handed_at is not None)
            for reminder, owner, delivery in claims
        ]

    def _due(self, now: datetime, limit: int) -> Sequence[Reminder]:
        statement = (
            select(Reminder)
            .where(is_active, reminders.c.next_at <= now)
            .order_by(reminders.c.next_at)
            .limit(limit)
            # PostgreSQL: workers pass over what another holds; on SQLite units that write take turns anyway.
            .with_for_update(skip_locked=True)
        )
        found: Sequence[Reminder] = self._session.execute(statement).scalars().all()
        return found

    def _with_owners(self, found: Sequence[Reminder]) -> list[tuple[Reminder, Owner, bool, Any]]:
        asking = (
            select(diagnoses.c.id)
            .where(diagnoses.c.owner_id == owners.c.id, diagnoses.c.state == "running", diagnoses.c.asked.is_not(None))
            .exists()
        )
        statement = (
            select(reminders.c.id, Owner, asking, Delivery)
            .join(owners, owners.c.id == reminders.c.owner_id)
            .outerjoin(
                deliveries,
                and_(deliveries.c.reminder_id == reminders.c.id, deliveries.c.due_at == reminders.c.due_at),
            )
            .where(reminders.c.id.in_([reminder.id for reminder in found]))
        )
        by_id = {id: (owner, asks, delivery) for id, owner, asks, delivery in self._session.execute(statement)}
        return [(reminder, *by_id[reminder.id]) for reminder in found]

    def begin(self, claim: Claim, now: datetime, lease: timedelta) -> bool:
        """The attempt begins, and the lease with it; False when the claim is lost or the owner wants it no more."""
        return self._go_on(claim, next_at=now + lease) and self._change(claim, ("claimed",), state="sending")

    def withdraw(self, claim: Claim, now: datetime) -> None:
        """What was claimed is not wanted any more."""
        self._change(claim, ("claimed",), state="failed", ended_at=now, error="withdrawn")

    def put_off(self, claim: Claim, until: datetime, error: str) -> bool:
        """The attempt failed; another will be made."""
        self._lock(claim)
        return self._change(claim, ("sending",), state="waiting", error=error) and self._go_on(claim, next_at=until)

    def end(
        self,
        claim: Claim,
        state: Literal["sent", "failed"],
        now: datetime,
        following: Following,
        error: str | None = None,
    ) -> bool:
        """This occurrence is over, and the next one awaited; False when the claim was lost meanwhile.

        What the owner changed in the meantime stays as they changed it.
        """
        self._lock(claim)
        if not self._change(claim, ("claimed", "sending"), state=state, ended_at=now, error=error):
            return False
        due = None if following.asleep else following.due
        values: dict[str, Any] = {
            "due_at": due,
            "passed_at": due,
            "next_at": due,
            "unanswered_since": following.unanswered_since,
        }
        if due is None:
            values["state"] = "asleep" if following.asleep else "ended"
        sent = {"sent_at": now} if state == "sent" else {}
        if not self._go_on(claim, **values, **sent) and sent:
            self._session.execute(update(reminders).where(reminders.c.id == claim.reminder.id).values(**sent))
        if following.asleep:
            self.stop_all(claim.owner.id, "asleep", recurring=True)
        return True

    def suspend(self, claim: Claim, now: datetime) -> bool:
        """The owner cannot be reached: nothing is sent to them until they write."""
        self._lock(claim)
        if not self._change(claim, ("claimed", "sending"), state="failed", ended_at=now, error="unreachable"):
            return False
        self.stop_all(claim.owner.id, "unreachable")
        return True

    def stop_all(self, owner_id: int, state: Literal["unreachable", "asleep"], recurring: bool = False) -> None:
        """Stop the active reminders of an owner, or those that come back."""
        statement = update(reminders).where(reminders.c.owner_id == owner_id, is_active)
        if recurring:
            statement = statement.where(reminders.c.rule.is_not(None))
        self._session.execute(statement.values(state=state, due_at=None, passed_at=None, next_at=None))

    def hand_over(self, delivery_id: int, now: datetime) -> bool:
        """The channel takes it, in the transaction that keeps the message; False when it has it already."""
        statement = (
            update(deliveries)
            .where(deliveries.c.id == delivery_id, deliveries.c.handed_at.is_(None))
            .values(handed_at=now)
        )
        return self._changed(statement)

    def is_handed(self, delivery_id: int) -> bool:
        """Whether the channel has it."""
        statement = select(deliveries.c.handed_at).where(deliveries.c.id == delivery_id)
        return self._session.execute(statement).scalar() is not None

    def next_due(self) -> datetime | None:
        """When a worker will next have something to do."""
        statement = select(func.min(reminders.c.next_at)).where(is_active)
        found: datetime | None = self._session.execute(statement).scalar()
        return found

    def _change(self, claim: Claim, states: tuple[DeliveryState, ...], **values: Any) -> bool:
        statement = (
            update(deliveries)
            .where(
                deliveries.c.id == claim.delivery_id,
                deliveries.c.attempts == claim.attempt,
                deliveries.c.state.in_(states),
            )
            .values(**values)
        )
        return self._changed(statement)

    def _go_on(self, claim: Claim, **values: Any) -> bool:
        statement = (
            update(reminders)
            .where(reminders.c.id == claim.reminder.id, is_active, reminders.c.due_at == claim.due_at)
            .values(**values)
        )
        return self._changed(statement)

    def _lock(self, claim: Claim) -> None:
        """The reminder before its delivery, always in this order: two workers cannot wait for each other."""
        if self._session.get_bind().dialect.name != "sqlite":
            self._session.execute(select(reminders.c.id).where(reminders.c.id == claim.reminder.id).with_for_update())

    def _changed(self, statement: Any) -> bool:
        result: Any = self._session.execute(statement)
        return bool(result.rowcount)
