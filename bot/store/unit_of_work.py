"""One transaction: everything of a turn is kept, or nothing."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import cast

from sqlalchemy import exc
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.engine import WRITES, SessionFactory
from bot.store.erasure import wipe
from bot.store.errors import translate
from bot.store.notes import Notes
from bot.store.plans import Plans
from bot.store.reminders import Reminders
from bot.store.repositories import Diagnoses, Owners
from bot.store.telegram import TelegramDesk

# The others (a naive datetime, a closed session) are mistakes in the code, and stay what they are.
_TOLD = (exc.DBAPIError, exc.TimeoutError)


class UnitOfWork:
    """`with UnitOfWork(session_factory) as work: …; work.commit()`; without the commit nothing is kept.

    `writes=False` only reads: it waits for nobody and keeps nobody waiting, and cannot commit.
    Errors of the database leave the block as StoreError.
    """

    owners: Owners
    diagnoses: Diagnoses
    notes: Notes
    plans: Plans
    reminders: Reminders
    telegram: TelegramDesk

    def __init__(self, session_factory: SessionFactory, *, writes: bool = True) -> None:
        self._session_factory = session_factory
        self._writes = writes
        self._session: Session | None = None

    def __enter__(self) -> UnitOfWork:
        session = self._session_factory()
        try:
            # Begins now, so that a database that cannot be had is known before anything is done.
            session.connection(execution_options={WRITES: self._writes})
        except _TOLD as error:
            session.close()
            raise translate(error) from None
        self._session = session
        self.owners = Owners(session, self._writes)
        self.diagnoses = Diagnoses(session)
        self.notes = Notes(session)
        self.plans = Plans(session)
        self.reminders = Reminders(session)
        self.telegram = TelegramDesk(session)
        return self

    def commit(self) -> None:
        """Keep what was done since the beginning of the block; the unit ends here."""
        if self._session is None or not self._writes:
            raise RuntimeError("a unit of work commits within its block, once it said that it writes")
        self._session.commit()
        if self.owners.erased:
            wipe(cast(Engine, self._session.get_bind()))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            # A connection that died cannot be rolled back, and need not be.
            with suppress(*_TOLD):
                session.close()
        if isinstance(error, _TOLD):
            raise translate(error) from None
