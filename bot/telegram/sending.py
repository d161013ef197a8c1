"""From the outbox to Telegram, in order within a chat, whatever the network and Telegram answer.

RetryAfter (429)          wait as long as Telegram says: this chat only
NetworkError (5xx, …)     try again, less and less often, for ever: an outage heals by itself
TimedOut                  the same; Telegram may have taken the message, which then comes twice
ChatMigrated              the chat's new number
InvalidToken              kept for the next start: whoever receives ends the program
Forbidden                 blocked or deactivated: nothing more is sent until the owner writes
BadRequest                this message cannot be sent: logged, and the next one is tried
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timezone
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.interview.files import OwnerFile
from bot.store import Outgoing, SessionFactory, UnitOfWork
from bot.telegram import rendering
from bot.telegram.filing import Files
from bot.words import load_words

logger = logging.getLogger(__name__)
T = TypeVar("T")

_LONGEST_PAUSE = 30.0
# Seconds: for how long somebody is seen typing, and what a reply waits for that at most.
_TYPING = 4.5
_TYPED = 1.0
# Tries of what only embellishes (an edit, an answer to a tap).
_FEW = 3
_NO_CHAT = "chat not found"
# BadRequest is a NetworkError for python-telegram-bot, though the network did its part.
_REFUSALS = (BadRequest, ChatMigrated, Forbidden, InvalidToken)


async def persistently(call: Callable[[], Awaitable[T]], tries: int | None = None) -> T:
    """Call until Telegram answers (at most `tries` times); its refusals are raised."""
    failures = 0
    while True:
        try:
            return await call()
        except _REFUSALS:
            raise
        except RetryAfter as error:
            failures += 1
            if failures == tries:
                raise
            await asyncio.sleep(error.retry_after.total_seconds() + 0.1)  # type: ignore[union-attr]
        except TelegramError as error:
            failures += 1
            if failures == tries:
                raise
            logger.warning("Telegram cannot be reached (%s), attempt %d", type(error).__name__, failures)
            await asyncio.sleep(min(0.5 * 2 ** min(failures, 7), _LONGEST_PAUSE))


class Sender:
    """Sends what is in the outbox, and changes what was sent."""

    def __init__(self, bot: Bot, store: SessionFactory, files: Files) -> None:
        self._bot = bot
        self._files = files
        self._store = store
        self._embellishing: dict[int, asyncio.Task[None]] = {}

    async def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Send the messages of one chat, the first of which is noted as being sent."""
        for place, one in enumerate(messages):
            try:
                message_id = await self._send(await self._prepared(one), int(one.sender_id))
            except Forbidden:
                await asyncio.to_thread(self.gone, one.sender_id)
                return
            except InvalidToken:
                logger.critical("Telegram refuses the token: check TELEGRAM_TOKEN.")
                return
            then = messages[place + 1].id if place + 1 < len(messages) else None
            await asyncio.to_thread(self._sent, one, then, message_id)

    async def _prepared(self, one: Outgoing) -> Callable[[int], Awaitable[Message]] | None:
        """How to send it; None for a file that cannot be made, or has nothing to show any more."""
        if one.content["file"] is None:
            return partial(self._request, one.content)
        try:
            file = await self._files.make(one.sender_id, one.content["file"])
        except Exception:
            error_id = secrets.token_hex(4)
            logger.exception("A file could not be made, error %s", error_id)
            return partial(self._request_line, load_words().say("file.failed", error_id=error_id))
        return partial(self._request_file, file) if file else None

    async def _send(self, request: Callable[[int], Awaitable[Message]] | None, chat_id: int) -> int | None:
        """The number of the sent message, None for one that Telegram refuses. Raises Forbidden."""
        if request is None:
            return None
        try:
            return (await persistently(partial(request, chat_id))).message_id
        except ChatMigrated as moved:
            return await self._send(request, moved.new_chat_id)
        except BadRequest as error:
            if _NO_CHAT in error.message.lower():
                raise Forbidden(error.message) from error
            logger.error("A message was refused, error %s: %s", secrets.token_hex(4), error.message)
        return None

    async def _request(self, content: Any, chat_id: int) -> Message:
        no_preview = LinkPreviewOptions(is_disabled=True)
        return await self._bot.send_message(
            chat_id,
            content["html"],
            parse_mode=ParseMode.HTML,
            reply_markup=self._markup(content),
            link_preview_options=no_preview,
        )

    async def _request_line(self, line: str, chat_id: int) -> Message:
        return await self._bot.send_message(chat_id, line)

    async def _request_file(self, file: OwnerFile, chat_id: int) -> Message:
        if file.picture:
            return await self._bot.send_photo(chat_id, file.content, caption=file.caption, filename=file.name)
        return await self._bot.send_document(chat_id, file.content, caption=file.caption, filename=file.name)

    @staticmethod
    def _markup(content: Any) -> InlineKeyboardMarkup | None:
        if not content["token"]:
            return None
        names = ("token", "titles", "multiple", "ticked", "first")
        return rendering.markup(*(content[name] for name in names))

    def _sent(self, one: Outgoing, then: int | None, message_id: int | None) -> None:
        with UnitOfWork(self._store) as work:
            work.telegram.sent(one.id, then, message_id, one.content["token"])
            work.commit()

    def gone(self, sender_id: str) -> None:
        """Note that the owner blocked the bot or left: nothing of what was on its way can be sent."""
        with UnitOfWork(self._store) as work:
            work.telegram.drop(sender_id)
            if owner := work.owners.find(sender_id):
                owner.unreachable_since = datetime.now(timezone.utc)
            work.commit()
        logger.info("An owner can no longer be reached")

    # --- what only embellishes: never worth holding anything up -----------------------------------------

    def strip(self, chat_id: int, message_id: int) -> None:
        """Take the buttons away from below a message."""
        self.meanwhile(chat_id, lambda: self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id))

    def meanwhile(self, chat_id: int, call: Callable[[], Awaitable[Any]]) -> None:
        """Do it beside everything else, in order within a chat; a failure is no more than noted."""
        task = asyncio.create_task(self._embellish(call, self._embellishing.get(chat_id)))
        self._embellishing[chat_id] = task
        task.add_done_callback(lambda done: self._forget(chat_id, done))

    def _forget(self, chat_id: int, done: asyncio.Task[None]) -> None:
        if self._embellishing.get(chat_id) is done:
            del self._embellishing[chat_id]

    @staticmethod
    async def _embellish(call: Callable[[], Awaitable[Any]], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await persistently(call, _FEW)
        except TelegramError as error:
            # A message deleted meanwhile, a tap too old to be answered: nothing to mend.
            logger.info("Telegram refused an embellishment: %s", error.message)

    @asynccontextmanager
    async def typing(self, chat_id: int, after: float) -> AsyncIterator[None]:
        """Show that Costaud is typing while the block lasts, once it has lasted `after` seconds."""
        done = asyncio.Event()
        task = asyncio.create_task(self._type(chat_id, after, done))
        try:
            yield
        finally:
            done.set()
            # A reply that overtook the last sign of typing would be followed by it.
            await asyncio.wait([task], timeout=_TYPED)

    async def _type(self, chat_id: int, after: float, done: asyncio.Event) -> None:
        pause = after
        while not await _is_set(done, within=pause):
            try:
                await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
            except TelegramError as error:
                logger.info("Telegram refused a sign of typing: %s", error.message)
            pause = _TYPING

    async def settle(self, seconds: float) -> None:
        """Wait for the embellishments under way."""
        if self._embellishing:
            await asyncio.wait(self._embellishing.values(), timeout=seconds)


async def _is_set(event: asyncio.Event, within: float) -> bool:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), within)
    return event.is_set()
