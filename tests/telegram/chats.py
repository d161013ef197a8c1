"""What Telegram keeps: chats, their messages and keyboards, and files."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from .failures import Failure

Json = dict[str, Any]
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class File:
    """A file on Telegram's servers."""

    file_id: str
    name: str
    content: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str, content: bytes) -> "File":
        """A file under an id of its own."""
        return cls(f"AgAC-{next(_NUMBERS)}", name, content)

    def as_json(self) -> Json:
        """What every kind of file has in the Bot API."""
        return {"file_id": self.file_id, "file_unique_id": f"U-{self.file_id}", "file_size": len(self.content)}


@dataclass(eq=False)
class Message:
    """One message as it now stands."""

    chat: "Chat" = field(repr=False)
    message_id: int
    content: Json
    sender: Json | None
    """Who sent it; None in a channel, which speaks in its own name."""
    by_bot: bool = False
    keyboard: list[list[Json]] = field(default_factory=list)
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    deleted: bool = False
    file: File | None = None
    update: Json | None = field(default=None, repr=False)
    """The update that told the bot of it; None for the bot's own messages, and for a kind the bot did not ask for."""
    earlier: list[str] = field(default_factory=list)
    """Its texts before each edit."""
    earlier_keyboards: list[list[list[Json]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says: text or caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        """Labels of its inline keyboard."""
        return [button["text"] for row in self.keyboard for button in row]

    def as_json(self) -> Json:
        """The Message object of the Bot API; an InaccessibleMessage once it is deleted."""
        if self.deleted:
            return {"message_id": self.message_id, "date": 0, "chat": self.chat.as_json()}
        message: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.as_json(), **self.content}
        if self.sender:
            message["from"] = self.sender
        elif self.chat.type == "channel":
            message["sender_chat"] = self.chat.as_json()
        if self.edit_date:
            message["edit_date"] = self.edit_date
        if self.keyboard:
            message["reply_markup"] = {"inline_keyboard": self.keyboard}
        return message

    def __str__(self) -> str:
        who = self.sender["first_name"] if self.sender else self.chat.name
        kind = next(
            (name for name in self.content if name not in ("text", "caption", "entities", "caption_entities")), ""
        )
        notes = [f"<{self.file.name if self.file else kind}>"] if kind else []
        notes += ["(edited)"] if self.edit_date else []
        notes += ["(deleted)"] if self.deleted else []
        lines = " ".join(filter(None, [*notes, self.text])).split("\n")
        lines += [" ".join(f"[{button['text']}]" for button in row) for row in self.keyboard]
        return f"{who}: " + f"\n{' ' * (len(who) + 2)}".join(lines)


@dataclass(eq=False)
class Tap:
    """A callback query: who tapped what, and what the bot answered."""

    query_id: str
    message: Message
    label: str
    data: str
    user: Json
    update: Json | None = field(default=None, repr=False)
    answers: list[Json] = field(default_factory=list)
    """The parameters of each answerCallbackQuery."""

    def __str__(self) -> str:
        notice = "".join(f" → «{answer['text']}»" for answer in self.answers if answer.get("text"))
        return f"{self.user['first_name']} taps «{self.label}»{notice}"


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup or channel; printed, it is its transcript."""

    id: int
    type: str
    name: str
    username: str | None = None
    refuses: Failure | None = None
    """What every request for this chat is answered with: the bot is blocked, the group has moved …"""
    messages: list[Message] = field(default_factory=list)
    events: list[Message | Tap] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    """Chat actions the bot showed, oldest first."""
    touched: float = 0.0
    """time.monotonic() of the bot's last request for this chat."""
    _ids: Any = field(default_factory=lambda: itertools.count(1), repr=False)

    def add(self, content: Json, sender: Json | None, **more: Any) -> Message:
        """A new message, under the next id."""
        message = Message(self, next(self._ids), content, sender, **more)
        self.messages.append(message)
        self.events.append(message)
        return message

    def find(self, message_id: int) -> Message | None:
        """The message of that id, unless it was deleted."""
        return next((one for one in self.messages if one.message_id == message_id and not one.deleted), None)

    @property
    def said(self) -> list[Message]:
        """Messages of the bot, oldest first."""
        return [message for message in self.messages if message.by_bot]

    def as_json(self) -> Json:
        """The Chat object of the Bot API."""
        name = {"first_name": self.name} if self.type == "private" else {"title": self.name}
        return {"id": self.id, "type": self.type, **name, **({"username": self.username} if self.username else {})}

    def __str__(self) -> str:
        return "\n".join(map(str, self.events))
