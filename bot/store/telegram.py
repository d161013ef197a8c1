"""What came from Telegram and what goes there, so that a killed process loses nothing and repeats nothing.

An update is a row before Telegram may forget it, `heard` with the answer that it holds (in one transaction), and
handled with the replies it led to (in one transaction). A reply is a row until Telegram has taken it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import (
    telegram_invited_groups,
    telegram_keyboards,
    telegram_outbox,
    telegram_updates,
)


@dataclass(frozen=True)
class Incoming:
    """An update of Telegram: its number, whose it is, and the JSON object as it came."""

    id: int
    sender_id: str
    content: Mapping[str, Any]
    heard: bool = False


@dataclass(frozen=True)
class Keyboard:
    """The buttons an owner may tap now; those of every earlier message are out of date.

    `token` begins the callback data of its buttons, `question` is the question they answer (None: another matter),
    `buttons` are (title, payload) pairs, `message_id` is that of the message below which they are, once it is sent.
    """

    token: str
    question: str | None
    buttons: tuple[tuple[str, str], ...]
    message_id: int | None = None


@dataclass(frozen=True)
class Outgoing:
    """A message on its way: `sending` once an attempt has begun, so that its fate is not known until it ended."""

    id: int
    sender_id: str
    content: Mapping[str, Any]
    sending: bool


class TelegramDesk:
    """Updates, keyboards and the outbox, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- updates ----------------------------------------------------------------------------------------

    def take(self, updates: Iterable[Incoming], now: datetime) -> list[Incoming]:
        """Keep new updates; returns those that were not known yet, in their order."""
        new = []
        for one in updates:
            row = {"id": one.id, "sender_id": one.sender_id, "content": one.content, "received_at": now}
            if self._insert_once(telegram_updates, row):
                new.append(one)
        return new

    def _insert_once(self, table: Any, row: Mapping[str, Any]) -> bool:
        dialect: Any = sqlite if self._session.get_bind().dialect.name == "sqlite" else postgresql
        result: Any = self._session.execute(dialect.insert(table).values(row).on_conflict_do_nothing())
        return bool(result.rowcount)

    def waiting(self) -> list[Incoming]:
        """Updates that were kept and not handled, oldest first: what a killed process left."""
        rows = telegram_updates.c
        statement = (
            select(rows.id, rows.sender_id, rows.content, rows.heard_at)
            .where(rows.handled_at.is_(None))
            .order_by(rows.id)
        )
        return [
            Incoming(id, sender_id, content or {}, heard_at is not None)
            for id, sender_id, content, heard_at in self._session.execute(statement)
        ]

    def mark_heard(self, update_id: int, now: datetime) -> None:
        """The answer of this update is kept in this very transaction: it must not be heard again."""
        self._session.execute(update(telegram_updates).where(telegram_updates.c.id == update_id).values(heard_at=now))

    def is_heard(self, update_id: int) -> bool:
        """Whether the answer of an update was kept."""
        statement = select(telegram_updates.c.heard_at).where(telegram_updates.c.id == update_id)
        return self._session.execute(statement).scalar() is not None

    def mark_handled(self, update_id: int, now: datetime) -> None:
        """Nothing more to do for this update; only its number is kept, so that a second delivery is recognised."""
        self._session.execute(
            update(telegram_updates).where(telegram_updates.c.id == update_id).values(handled_at=now, content=None)
        )

    def prune(self, before: datetime) -> None:
        """Forget the numbers of updates handled before a date."""
        self._session.execute(delete(telegram_updates).where(telegram_updates.c.handled_at < before))

    # --- outbox -----------------------------------------------------------------------------------------

    def send(self, sender_id: str, messages: Sequence[Mapping[str, Any]]) -> list[Outgoing]:
        """Put messages in the outbox, in their order; the first is about to be sent."""
        outgoing = []
        for place, content in enumerate(messages):
            sending = place == 0
            row = {"sender_id": sender_id, "content": content, "sending": sending}
            kept: Any = self._session.execute(insert(telegram_outbox).values(row))
            outgoing.append(Outgoing(kept.inserted_primary_key[0], sender_id, content, sending))
        return outgoing

    def sent(self, id: int, then: int | None, message_id: int | None, token: str | None) -> None:
        """A message left the outbox, and the next of the same turn is about to be sent.

        `message_id` and `token`: below which message the keyboard is.
        """
        self._session.execute(delete(telegram_outbox).where(telegram_outbox.c.id == id))
        if then is not None:
            self.sending(then)
        if token is not None:
            self._session.execute(
                update(telegram_keyboards).where(telegram_keyboards.c.token == token).values(message_id=message_id)
            )

    def sending(self, id: int) -> None:
        """A message is about to be sent."""
        self._session.execute(update(telegram_outbox).where(telegram_outbox.c.id == id).values(sending=True))

    def unsent(self) -> list[Outgoing]:
        """Everything in the outbox, oldest first: what a killed process left."""
        rows = telegram_outbox.c
        statement = select(rows.id, rows.sender_id, rows.content, rows.sending).order_by(rows.id)
        return [Outgoing(*row) for row in self._session.execute(statement)]

    def drop(self, sender_id: str) -> None:
        """Nothing more can be sent to this chat."""
        self._session.execute(delete(telegram_outbox).where(telegram_outbox.c.sender_id == sender_id))

    # --- keyboards --------------------------------------------------------------------------------------

    def keyboard(self, sender_id: str) -> Keyboard | None:
        """The buttons the owner may tap now."""
        rows = telegram_keyboards.c
        statement = select(rows.token, rows.question, rows.buttons, rows.message_id).where(rows.sender_id == sender_id)
        row = self._session.execute(statement).first()
        return Keyboard(row[0], row[1], tuple(map(tuple, row[2])), row[3]) if row else None

    def show(self, sender_id: str, keyboard: Keyboard | None) -> None:
        """From now on these are the buttons that may be tapped, and no others."""
        self._session.execute(delete(telegram_keyboards).where(telegram_keyboards.c.sender_id == sender_id))
        if keyboard is not None:
            row = {
                "sender_id": sender_id,
                "token": keyboard.token,
                "question": keyboard.question,
                "buttons": [list(button) for button in keyboard.buttons],
            }
            self._session.execute(insert(telegram_keyboards).values(row))

    # --- groups and erasure -----------------------------------------------------------------------------

    def invite_once(self, chat_id: int, now: datetime) -> bool:
        """Whether a group is still to be told that Costaud talks in private; it counts as told afterwards."""
        return self._insert_once(telegram_invited_groups, {"chat_id": chat_id, "invited_at": now})

    def forget(self, sender_id: str) -> None:
        """Remove every word of an owner, and what was on its way to them."""
        self.drop(sender_id)
        self.show(sender_id, None)
        self._session.execute(
            update(telegram_updates).where(telegram_updates.c.sender_id == sender_id).values(content=None)
        )
