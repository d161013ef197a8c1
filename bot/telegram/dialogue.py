"""One turn with Rasa: ask it, keep its replies together with the update they answer, then send them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.action_client import action_errors
from bot.interview import Conversation
from bot.store import Incoming, Keyboard, Outgoing, SessionFactory, StoreError, UnitOfWork
from bot.telegram.commands import parse_of
from bot.telegram.rendering import Bubble, bubbles, keyboard_of, new_token
from bot.telegram.sending import Sender
from bot.words import load_words

logger = logging.getLogger(__name__)
NAME = "telegram"

# Turns in Rasa at a time: more would only make each of them later.
_AT_ONCE = 8
# Seconds between the tries of a turn that failed before anything was kept.
_PAUSES = (0.5, 1, 2, 4, 8, 15, 30, 30, 30, 30, 30, 30)
# The second try has failed: a part that is started again is back within about that time.
_TOLD_AT = 1
_LONGEST_TEXT = 4096
# Seconds after which typing is shown when many talk at once; otherwise it is at once.
_BUSY = 0.5
_FAILED = "utter_error"


def now() -> datetime:
    """The time, aware."""
    return datetime.now(timezone.utc)


class Reply(OutputChannel):
    """Keeps what Rasa says during a turn."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name, which conditional responses and our tables know."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep it."""
        self.messages.append(message)

    @property
    def failed(self) -> bool:
        """Whether the bot had nothing to say, or said that it could not answer."""
        return not self.messages or any(one.get("utter_action") == _FAILED for one in self.messages)


@dataclass(frozen=True)
class Said:
    """What an owner said: words, or a command or a program's greeting (`parse`); `visitor` describes them."""

    text: str
    visitor: Mapping[str, Any] = field(default_factory=dict)
    parse: Mapping[str, Any] | None = None


class Dialogue:
    """Turns, each kept with its replies before these are sent."""

    def __init__(self, hear: Callable[[UserMessage], Awaitable[Any]], sender: Sender, store: SessionFactory) -> None:
        self._hear = hear
        self._sender = sender
        self._store = store
        self._words = load_words()
        self._room = asyncio.Semaphore(_AT_ONCE)

    # --- a turn -----------------------------------------------------------------------------------------

    async def turn(self, one: Incoming, said: Said, tapped: bool = False) -> None:
        """Answer an update, once, whatever fails on the way.

        An update whose answer was kept before the process was killed is not heard again: the owner is told where
        they are.
        """
        async with self._sender.typing(int(one.sender_id), after=_BUSY if self._room.locked() else 0):
            messages = await self._answer(one, said)
        await self._reply(one.sender_id, bubbles(messages), one, tapped)

    async def _answer(self, one: Incoming, said: Said) -> list[dict[str, Any]]:
        if one.heard:
            said = await self._where_they_are(one, said)
        for place, pause in enumerate(_PAUSES):
            reply = await self._ask(one, said)
            if not reply.failed:
                return reply.messages
            if not one.heard and await self._heard_meanwhile(one):
                return await self._answer(Incoming(one.id, one.sender_id, one.content, heard=True), said)
            if place == _TOLD_AT:
                await self.say(one.sender_id, self._words.say("telegram.wait"))
            await asyncio.sleep(pause)
        error_id = secrets.token_hex(4)
        logger.error("Rasa answered no try of an update, error %s", error_id)
        return [{"text": self._words.say("terminal.silence", error_id=error_id)}]

    async def _ask(self, one: Incoming, said: Said) -> Reply:
        reply = Reply()
        message = UserMessage(
            said.text[:_LONGEST_TEXT],
            reply,
            one.sender_id,
            parse_data=dict(said.parse) if said.parse else None,
            input_channel=NAME,
            metadata={"update_id": one.id, **said.visitor},
        )
        async with self._room:
            try:
                with action_errors() as errors:
                    await self._hear(message)
            except Exception as error:
                errors.append(error)
                logger.exception("Rasa failed at an update, error %s", secrets.token_hex(4))
        if errors:
            # Whatever Rasa said instead, such as that it did not understand.
            reply.messages.clear()
        return reply

    async def _where_they_are(self, one: Incoming, said: Said) -> Said:
        """In place of words that were heard already: the verdict if it is given, else the pending question."""

        def situation() -> str:
            with UnitOfWork(self._store) as work:
                return Conversation(work, one.sender_id, NAME, now()).situation

        told = await asyncio.to_thread(situation) in ("offered", "done")
        return Said(said.text, said.visitor, parse_of(said.text, "score" if told else "greet"))

    async def _heard_meanwhile(self, one: Incoming) -> bool:
        def look() -> bool:
            with UnitOfWork(self._store, writes=False) as work:
                return work.telegram.is_heard(one.id)

        with suppress(StoreError):  # the next try says so itself
            return await asyncio.to_thread(look)
        return False

    # --- the end of a turn ------------------------------------------------------------------------------

    async def post(self, sender_id: str, replies: Sequence[Bubble], delivery: int | None = None) -> None:
        """Send what answers no update; a reminder, known by the number of its delivery, is sent once."""
        await self._reply(sender_id, replies, None, tapped=False, delivery=delivery)

    async def _reply(
        self,
        sender_id: str,
        replies: Sequence[Bubble],
        one: Incoming | None,
        tapped: bool,
        delivery: int | None = None,
    ) -> None:
        outgoing, before = await self._kept(sender_id, replies, one, delivery=delivery)
        if before is not None and before.message_id is not None and not tapped:
            self._sender.strip(int(sender_id), before.message_id)
        await self._sender.deliver(outgoing)

    async def say(self, sender_id: str, line: str, one: Incoming | None = None) -> None:
        """A line of the channel itself, beside the conversation: the pending question and its buttons stay."""
        outgoing, _ = await self._kept(sender_id, [Bubble(line)], one, aside=True)
        await self._sender.deliver(outgoing)

    async def ignore(self, one: Incoming) -> None:
        """Nothing to say to this update."""
        await self._kept(one.sender_id, [], one, aside=True)

    async def offer_again(self, one: Outgoing) -> None:
        """In place of a question that may have arrived: a way back to it, while its own buttons stay good."""
        await self._sender.deliver(await asyncio.to_thread(self._offer_again, one))

    def _offer_again(self, one: Outgoing) -> list[Outgoing]:
        resume = self._words.say("telegram.resume")
        with UnitOfWork(self._store) as work:
            open_now = work.telegram.keyboard(one.sender_id) or Keyboard(new_token(), None, ())
            keyboard = replace(open_now, buttons=(*open_now.buttons, (resume, resume)))
            work.telegram.show(one.sender_id, keyboard)
            work.telegram.drop(one.sender_id)
            line = Bubble(self._words.say("telegram.interrupted"), keyboard.buttons[-1:], token=keyboard.token)
            content = {**line.content(), "first": len(open_now.buttons)}
            outgoing = work.telegram.send(one.sender_id, [content])
            work.commit()
        return outgoing

    async def give_up(self, one: Incoming) -> None:
        """Something of ours failed for good: tell the owner, with an id that the log repeats."""
        error_id = secrets.token_hex(4)
        logger.exception("An update was given up, error %s", error_id)
        await self.say(one.sender_id, self._words.say("terminal.silence", error_id=error_id), one)

    async def _kept(
        self,
        sender_id: str,
        replies: Sequence[Bubble],
        one: Incoming | None,
        aside: bool = False,
        delivery: int | None = None,
    ) -> tuple[list[Outgoing], Keyboard | None]:
        """Rows of the outbox, and the keyboard that was open before. Waits for a database that is not there."""
        while True:
            try:
                return await asyncio.to_thread(self._keep, sender_id, replies, one, aside, delivery)
            except StoreError as error:
                logger.error("Replies wait for the database: %s", error)
                await asyncio.sleep(1)

    def _keep(
        self, sender_id: str, replies: Sequence[Bubble], one: Incoming | None, aside: bool, delivery: int | None
    ) -> tuple[list[Outgoing], Keyboard | None]:
        with UnitOfWork(self._store) as work:
            if delivery is not None and not work.reminders.hand_over(delivery, now()):
                return [], None  # a worker that died had it said already
            before = work.telegram.keyboard(sender_id)
            if not aside:
                work.telegram.show(sender_id, keyboard_of(replies))
            question = replies[-1].question if replies else None
            ticked = ticked_titles(work, sender_id, question) if question else []
            outgoing = work.telegram.send(sender_id, [bubble.content(ticked) for bubble in replies])
            if one is not None:
                work.telegram.mark_handled(one.id, now())
            work.commit()
        return outgoing, before


def ticked_titles(work: UnitOfWork, sender_id: str, question: str) -> list[str]:
    """Titles of the options ticked so far at a question."""
    owner = work.owners.find(sender_id)
    diagnosis = work.diagnoses.current(owner) if owner else None
    ticked = diagnosis.ticked(question) if diagnosis else []
    return [load_words().label(question, option) for option in ticked]
