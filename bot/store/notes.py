"""What owners learnt on the way, in their own words. Mapped to its table in `bot.store.mapping`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.models import LONGEST_WORDS, Owner
from bot.store.tables import notes


@dataclass(eq=False, repr=False)
class Note:
    """One thing an owner learnt."""

    id: int = field(init=False)
    owner_id: int
    words: str
    noted_at: datetime


class Notes:
    """Notes, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, owner: Owner, words: str, now: datetime) -> None:
        """Keep one more."""
        self._session.add(Note(owner.id, words[:LONGEST_WORDS], now))

    def of_owner(self, owner: Owner) -> list[Note]:
        """All of them, the oldest first."""
        statement = select(Note).where(notes.c.owner_id == owner.id).order_by(notes.c.id)
        return list(self._session.execute(statement).scalars())
