"""How owners and diagnoses are found and made; used through `UnitOfWork`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exc, select
from sqlalchemy.orm import Session

from bot.store.erasure import owe_wipe
from bot.store.models import Diagnosis, Owner
from bot.store.tables import diagnoses, owners
from bot.store.telegram import TelegramDesk


class Owners:
    """Owners by their Rasa conversation id."""

    def __init__(self, session: Session, writes: bool) -> None:
        self._session = session
        self._writes = writes
        self.erased = False

    def find(self, sender_id: str) -> Owner | None:
        """The owner, or None if they never wrote."""
        statement = select(Owner).where(owners.c.sender_id == sender_id)
        if self._writes:
            # PostgreSQL: two units of the same owner take turns, as all units do on SQLite.
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._session.execute(statement).scalars().first()

    def get_or_create(self, sender_id: str, channel: str, now: datetime, writes: bool = True) -> Owner:
        """The owner, made at their first message; `seen_at` and `channel` follow their last one.

        `writes=False`: something is done for them that they have not asked for, such as a reminder.

        For units that write; the others use `find`.
        """
        if not self._writes:
            raise RuntimeError("a unit of work that only reads has no use for get_or_create")
        owner = self.find(sender_id)
        if owner is None:
            try:
                with self._session.begin_nested():
                    owner = Owner(sender_id, channel, created_at=now, seen_at=now)
                    self._session.add(owner)
            except exc.IntegrityError:
                # Another process made them between the two statements.
                owner = self.find(sender_id)
                if owner is None:
                    raise
        if not writes:
            return owner
        owner.channel = channel
        owner.unreachable_since = None
        owner.seen_at = max(owner.seen_at, now)
        return owner

    def erase(self, owner: Owner) -> None:
        """Delete the owner and every row of theirs; with the commit no trace of their words is in the file.

        Objects read before in this unit are no longer of use.
        """
        self._session.flush()
        self._session.execute(delete(owners).where(owners.c.id == owner.id))
        TelegramDesk(self._session).forget(owner.sender_id)
        self._session.expunge_all()
        owe_wipe(self._session)
        self.erased = True


class Diagnoses:
    """Diagnoses of an owner."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def current(self, owner: Owner) -> Diagnosis | None:
        """The running or paused one; there is at most one."""
        statement = select(Diagnosis).where(
            diagnoses.c.owner_id == owner.id, diagnoses.c.state.in_(["running", "paused"])
        )
        return self._session.execute(statement).scalars().first()

    def latest_finished(self, owner: Owner) -> Diagnosis | None:
        """The one finished last."""
        statement = (
            select(Diagnosis)
            .where(diagnoses.c.owner_id == owner.id, diagnoses.c.state == "finished")
            .order_by(diagnoses.c.finished_at.desc(), diagnoses.c.id.desc())
            .limit(1)
        )
        return self._session.execute(statement).scalars().first()

    def finished(self, owner: Owner) -> list[Diagnosis]:
        """All that were finished, the oldest first."""
        statement = (
            select(Diagnosis)
            .where(diagnoses.c.owner_id == owner.id, diagnoses.c.state == "finished")
            .order_by(diagnoses.c.finished_at, diagnoses.c.id)
        )
        return list(self._session.execute(statement).scalars())

    def start(self, owner: Owner, now: datetime) -> Diagnosis:
        """A new express diagnosis; the one that was running or paused is abandoned, its answers are kept."""
        current = self.current(owner)
        if current is not None:
            current.abandon(now)
        diagnosis = Diagnosis(owner.id, started_at=now, changed_at=now)
        self._session.add(diagnosis)
        self._session.flush()
        return diagnosis
