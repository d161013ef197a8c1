"""Somebody with Telegram in their pocket: writes, taps, sends, and reads what the bot says."""

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

from . import html, updates
from .chats import Chat, Json, Message, Tap
from .failures import blocked, deactivated, migrated, never_started

if TYPE_CHECKING:
    from .fake_api import FakeTelegram

_COMMAND = re.compile(r"(?<!\S)/\w{1,64}(?:@\w+)?")


class Person:
    """A Telegram user. Unless a group or channel is named, everything happens in `chat`, the one with the bot."""

    def __init__(self, telegram: "FakeTelegram", user: Json) -> None:
        self.telegram = telegram
        self.user: Json = {"is_bot": False, **{name: value for name, value in user.items() if value is not None}}
        more = {"username": self.user.get("username"), "refuses": never_started()}
        self.chat = telegram.chat(self.user["id"], "private", self.user["first_name"], **more)
        self._read: dict[Chat, int] = {}

    # What they do

    async def writes(self, text: str, chat: Chat | None = None, **more: Any) -> Message:
        """Sends a text; a command in it is marked as one. `more` goes into the Message object as it is."""
        commands = [
            {"type": "bot_command", "offset": html.utf16(text[: found.start()]), "length": html.utf16(found[0])}
            for found in _COMMAND.finditer(text)
        ]
        return await self._says({"text": text, **({"entities": commands} if commands else {}), **more}, chat)

    async def sends(self, kind: str, chat: Chat | None = None, **more: Any) -> Message:
        """Sends a photo, voice, sticker, location, poll … (updates.KINDS); `more` (caption …) goes into the Message."""
        content, file = updates.contents(kind, **more)
        if file:
            self.telegram.methods.files[file.file_id] = file
        return await self._says(content, chat, file=file)

    async def sends_album(self, count: int = 3, kind: str = "photo") -> list[Message]:
        """Sends several photos as one album."""
        album = f"album-{time.monotonic_ns()}"
        return [await self.sends(kind, media_group_id=album) for _ in range(count)]

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of their own."""

        async def edit() -> None:
            message.earlier.append(message.text)
            message.content = {"text": text}
            message.edit_date = int(time.time())
            kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
            self._happens(kind, message.as_json())

        await self.telegram.do(edit())

    async def taps(self, label: str, message: Message | None = None) -> Tap:
        """Taps the button of that label: under `message` as it now stands, or the newest message that has it."""
        for one in [message] if message else reversed(self.chat.messages):
            if label in one.buttons:
                return await self._taps(one, label, one.keyboard)
        raise AssertionError(f"{self.user['first_name']} sees no button «{label}»:\n{self.chat}")

    async def taps_old(self, message: Message, label: str) -> Tap:
        """Taps a button that `message` has now or had once, as on a screen not yet refreshed."""
        for keyboard in [message.keyboard, *reversed(message.earlier_keyboards)]:
            if any(button["text"] == label for row in keyboard for button in row):
                return await self._taps(message, label, keyboard)
        raise AssertionError(f"there never was a button «{label}»:\n{message}")

    async def _taps(self, message: Message, label: str, keyboard: list[list[Json]]) -> Tap:
        [data] = [button["callback_data"] for row in keyboard for button in row if button["text"] == label]

        async def tap() -> Tap:
            number = str(len(self.telegram.methods.taps) + 4_000_000_000_001)
            self.telegram.methods.taps[number] = one = Tap(number, message, label, data, self.user)
            message.chat.events.append(one)
            query = {"id": number, "from": self.user, "chat_instance": str(message.chat.id), "data": data}
            one.update = self._happens("callback_query", {**query, "message": message.as_json()})
            return one

        return await self.telegram.do(tap())

    def every_update(self) -> dict[str, Json]:
        """A valid payload for each type of update that the Bot API lists, for FakeTelegram.posts."""
        return updates.every_kind(self.user, self.chat, self.telegram.bot)

    async def blocks(self) -> None:
        """Blocks the bot."""
        await self._decides(blocked(), "member", "kicked")

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        await self._decides(None, "kicked", "member")

    def deletes_account(self) -> None:
        """Leaves Telegram."""
        self.chat.refuses = deactivated()

    async def upgrades(self, group: Chat) -> Chat:
        """Turns a group into a supergroup, which has a new id; the old one is told and refuses the bot from now on."""
        new = self.telegram.supergroup(group.name)
        group.refuses = migrated(new.id)
        await self._says({"migrate_to_chat_id": new.id}, group)
        await self._says({"migrate_from_chat_id": group.id}, new)
        return new

    # What they read

    async def hears(
        self, count: int | None = None, chat: Chat | None = None, quiet: float = 0.3, timeout: float = 10.0
    ) -> list[Message]:
        """What the bot said since the last call: `count` messages; without a count, at least one and all that come
        until the bot leaves the chat alone for `quiet` seconds. AssertionError after `timeout` seconds.
        """
        where = chat or self.chat
        read = self._read.get(where, 0)
        wanted = 1 if count is None else count
        what = f"{wanted} new messages for {self.user['first_name']}"
        try:
            await self.telegram.until(lambda: len(where.said) >= read + wanted, timeout, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; the chat so far:\n{where}") from None
        while count is None and (rest := where.touched + quiet - time.monotonic()) > 0:
            await self.telegram.do(asyncio.sleep(rest))
        said = where.said[read:] if count is None else where.said[read : read + count]
        self._read[where] = read + len(said)
        return said

    async def hears_nothing(self, quiet: float = 0.5, chat: Chat | None = None) -> None:
        """AssertionError if the bot says anything within `quiet` seconds."""
        where = chat or self.chat
        await asyncio.sleep(quiet)
        said = where.said[self._read.get(where, 0) :]
        assert not said, f"{self.user['first_name']} heard {len(said)} messages:\n{where}"

    # How it reaches the bot

    async def _says(self, content: Json, chat: Chat | None, **more: Any) -> Message:
        where = chat or self.chat

        async def say() -> Message:
            sender = None if where.type == "channel" else self.user
            message = where.add(content, sender, **more)
            message.update = self._happens("channel_post" if sender is None else "message", message.as_json())
            return message

        return await self.telegram.do(say())

    def _happens(self, kind: str, payload: Json) -> Json | None:
        if self.chat.refuses == never_started():
            self.chat.refuses = None
        return self.telegram.delivery.add(kind, payload)

    async def _decides(self, refuses: Any, old: str, new: str) -> None:
        self.chat.refuses = refuses
        payload = updates.member(self.chat.as_json(), self.user, self.telegram.bot, old, new)
        await self.telegram.posts("my_chat_member", payload)
