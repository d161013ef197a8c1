"""Updates as they come, by long polling or by webhook: kept in our tables before Telegram may forget them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from math import isfinite
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.store import Incoming, Outgoing, SessionFactory, StoreError, UnitOfWork
from bot.telegram.api import Client
from bot.telegram.chats import Chats
from bot.telegram.dialogue import Dialogue, now
from bot.telegram.handling import HANDLED, Handler
from bot.telegram.sending import Sender
from bot.words import load_words

logger = logging.getLogger(__name__)

_LONG_POLL = 25
_LONGEST_PAUSE = 15.0
# Telegram keeps an update for a day: a number older than that cannot come again.
_REMEMBERED = timedelta(days=3)
_LONGEST_TEXT = 4096
_MOST_ITEMS = 100
_DEEPEST = 40


def sender_of(update: Mapping[str, Any]) -> str:
    """The chat of an update as text, else the person's number, else "0"."""
    for value in update.values():
        if isinstance(value, Mapping):
            places = (value, value.get("message"), value.get("from"), value.get("user"))
            for place in places:
                if isinstance(place, Mapping):
                    chat = place.get("chat", place)
                    if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                        return str(chat["id"])
    return "0"


def trimmed(value: Any, depth: int = 0) -> Any:
    """JSON without what Telegram would never send: texts, lists and depths beyond its own limits, NaN."""
    if isinstance(value, str):
        return value[:_LONGEST_TEXT]
    if isinstance(value, float):
        return value if isfinite(value) else None
    if depth == _DEEPEST and isinstance(value, (Mapping, list)):
        return None
    if isinstance(value, Mapping):
        return {key: trimmed(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [trimmed(inner, depth + 1) for inner in value[:_MOST_ITEMS]]
    return value


class Receiver:
    """Takes updates in, hands each to its chat's queue, and takes up what a killed process left."""

    def __init__(
        self, bot: Client, handler: Handler, dialogue: Dialogue, sender: Sender, store: SessionFactory
    ) -> None:
        self._bot = bot
        self._handler = handler
        self._dialogue = dialogue
        self._sender = sender
        self._store = store
        self._words = load_words()
        self.chats = Chats(lambda sender_id: dialogue.say(sender_id, self._words.say("telegram.slow_down")))

    async def take(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Keep updates and handle those that are new. Raises StoreError: nothing was kept then."""
        incoming = [Incoming(one["update_id"], sender_of(one), trimmed(one)) for one in updates]
        kept = [one for one in incoming if not self.chats.is_full(one.sender_id)]
        for one in await asyncio.to_thread(self._keep, kept):
            self._queue(one)

    def _keep(self, updates: Sequence[Incoming]) -> list[Incoming]:
        with UnitOfWork(self._store) as work:
            new = work.telegram.take(updates, now())
            work.commit()
        return new

    def _queue(self, one: Incoming) -> None:
        self.chats.put(one.sender_id, lambda: self._handle(one))

    async def _handle(self, one: Incoming) -> None:
        while True:
            try:
                return await self._handler.handle(one)
            except StoreError as error:
                logger.error("An update waits for the database: %s", error)
                await asyncio.sleep(1)
            except InvalidToken:
                raise
            except Exception:
                return await self._dialogue.give_up(one)

    # --- polling ----------------------------------------------------------------------------------------

    async def poll(self) -> None:
        """Fetch updates for ever, through any outage. Raises InvalidToken."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._bot.fetch(offset, _LONG_POLL, HANDLED)
                await self.take(updates)
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(error.retry_after.total_seconds())  # type: ignore[union-attr]
            except (TelegramError, StoreError) as error:
                failures += 1
                logger.warning("No updates: %s", _told(error))
                await asyncio.sleep(min(0.5 * 2 ** min(failures, 6), _LONGEST_PAUSE))
            else:
                failures = 0
                offset = updates[-1]["update_id"] + 1 if updates else offset

    # --- after a start ----------------------------------------------------------------------------------

    async def take_up(self) -> None:
        """Send what was left in the outbox, then handle the updates that were not. Waits for the database."""
        while True:
            try:
                unsent, waiting = await asyncio.to_thread(self._left)
                break
            except StoreError as error:
                logger.error("The start waits for the database: %s", error)
                await asyncio.sleep(1)
        for sender_id, messages in groupby(sorted(unsent, key=lambda one: one.sender_id), lambda one: one.sender_id):
            self._send_again(sender_id, list(messages))
        for one in waiting:
            self._queue(one)

    def _left(self) -> tuple[list[Outgoing], list[Incoming]]:
        with UnitOfWork(self._store) as work:
            work.telegram.prune(now() - _REMEMBERED)
            left = work.telegram.unsent(), work.telegram.waiting()
            work.commit()
        return left

    def _send_again(self, sender_id: str, messages: list[Outgoing]) -> None:
        """A question whose sending was interrupted may have arrived: it is offered again instead of repeated."""

        async def send() -> None:
            first = messages[0]
            if first.sending and first.content["asks"]:
                await self._dialogue.offer_again(first)
            else:
                await self._sender.deliver(messages)

        self.chats.put(sender_id, send)


def _told(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "another program receives this bot's updates (a second Costaud, or a webhook): stop one of the two"
    return str(error) or type(error).__name__
