"""The Bot API's methods, played on chats kept in memory. Requests come here checked; what depends on chats is refused here."""

import inspect
import json
import re
import struct
import time
from typing import Any

from . import html
from .chats import Chat, File, Json, Message, Tap
from .delivery import Delivery
from .failures import RefusedError

_SENDS_TEXT = ("text", "entities")
_SENDS_CAPTION = ("caption", "caption_entities")


class Methods:
    """One bot's side of Telegram. A method's name in snake case, its parameters as decoded from the request."""

    def __init__(self, bot: Json, delivery: Delivery) -> None:
        self.bot = bot
        self.delivery = delivery
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """Commands by scope (its JSON, "default" for the default) and language code."""
        self.profile: dict[tuple[str, str], str] = {}
        """Description and short_description, each by language code."""

    async def call(self, method: str, params: Json) -> Any:
        """The result of a method of the Bot API; raises RefusedError."""
        played = getattr(self, re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", method), None)
        if played is None:
            raise NotImplementedError(f"the fake Bot API does not play {method}")
        result = played(params)
        return await result if inspect.isawaitable(result) else result

    # Messages

    def send_message(self, params: Json) -> Json:
        return self._send(params, self._words(params, *_SENDS_TEXT)).as_json()

    def send_photo(self, params: Json) -> Json:
        file = self._file(params["photo"])
        width, height = _size_of_picture(file.content)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise RefusedError("Bad Request: PHOTO_INVALID_DIMENSIONS")
        sizes = [{**file.as_json(), "width": width, "height": height}]
        return self._send(params, {"photo": sizes, **self._words(params, *_SENDS_CAPTION)}, file=file).as_json()

    def send_document(self, params: Json) -> Json:
        file = self._file(params["document"])
        document = {**file.as_json(), "file_name": file.name}
        return self._send(params, {"document": document, **self._words(params, *_SENDS_CAPTION)}, file=file).as_json()

    def edit_message_text(self, params: Json) -> Json:
        message = self._editable(params)
        if "text" not in message.content:
            raise RefusedError("Bad Request: there is no text in the message to edit")
        return self._edit(message, self._words(params, *_SENDS_TEXT), _SENDS_TEXT, _keyboard(params))

    def edit_message_caption(self, params: Json) -> Json:
        message = self._editable(params)
        return self._edit(message, self._words(params, *_SENDS_CAPTION), _SENDS_CAPTION, _keyboard(params))

    def edit_message_reply_markup(self, params: Json) -> Json:
        return self._edit(self._editable(params), {}, (), _keyboard(params))

    def delete_message(self, params: Json) -> bool:
        message = self._chat(params).find(params["message_id"])
        if message is None:
            raise RefusedError("Bad Request: message to delete not found")
        message.deleted = True
        message.earlier_keyboards.append(message.keyboard)
        message.keyboard = []
        return True

    def answer_callback_query(self, params: Json) -> bool:
        tap = self.taps.get(params["callback_query_id"])
        if tap is None:
            raise RefusedError("Bad Request: query is too old and response timeout expired or query ID is invalid")
        tap.answers.append(params)
        tap.message.chat.touched = time.monotonic()
        return True

    def send_chat_action(self, params: Json) -> bool:
        self._chat(params).actions.append(params["action"])
        return True

    # The bot itself

    def get_me(self, params: Json) -> Json:
        abilities = (
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
        )
        return {**self.bot, **dict.fromkeys((*abilities, "has_main_web_app"), False), "can_join_groups": True}

    def get_file(self, params: Json) -> Json:
        file = self.files.get(params["file_id"])
        if file is None:
            raise RefusedError("Bad Request: invalid file_id")
        return {**file.as_json(), "file_path": f"files/{file.file_id}"}

    def get_chat(self, params: Json) -> Json:
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        constant = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
        return {**self._chat(params).as_json(), **constant}

    def set_my_commands(self, params: Json) -> bool:
        self.commands[_whom(params)] = params["commands"]
        return True

    def get_my_commands(self, params: Json) -> list[Json]:
        return self.commands.get(_whom(params), [])

    def delete_my_commands(self, params: Json) -> bool:
        self.commands.pop(_whom(params), None)
        return True

    def set_chat_menu_button(self, params: Json) -> bool:
        return True

    def set_my_description(self, params: Json) -> bool:
        return self._set_profile("description", params)

    def get_my_description(self, params: Json) -> Json:
        return self._get_profile("description", params)

    def set_my_short_description(self, params: Json) -> bool:
        return self._set_profile("short_description", params)

    def get_my_short_description(self, params: Json) -> Json:
        return self._get_profile("short_description", params)

    # Updates

    async def get_updates(self, params: Json) -> list[Json]:
        return await self.delivery.poll(**params)

    def set_webhook(self, params: Json) -> bool:
        return self.delivery.set_webhook(**params)

    def delete_webhook(self, params: Json) -> bool:
        return self.delivery.delete_webhook(**params)

    def get_webhook_info(self, params: Json) -> Json:
        return self.delivery.webhook_info()

    # What they share

    def _chat(self, params: Json) -> Chat:
        chat = self.chats.get(params["chat_id"])
        if chat is None:
            raise RefusedError("Bad Request: chat not found")
        return chat

    def _send(self, params: Json, content: Json, **more: Any) -> Message:
        chat = self._chat(params)
        reply = params.get("reply_parameters")
        if reply and (answered := chat.find(reply["message_id"])):
            content["reply_to_message"] = answered.as_json()
        elif reply and not reply.get("allow_sending_without_reply"):
            raise RefusedError("Bad Request: message to be replied not found")
        sender = None if chat.type == "channel" else self.bot
        return chat.add(content, sender, by_bot=True, keyboard=_keyboard(params), **more)

    def _editable(self, params: Json) -> Message:
        message = self._chat(params).find(params["message_id"])
        if message is None:
            raise RefusedError("Bad Request: message to edit not found")
        if not message.by_bot:
            raise RefusedError("Bad Request: message can't be edited")
        return message

    def _edit(self, message: Message, words: Json, replaced: tuple[str, ...], keyboard: list[list[Json]]) -> Json:
        content = {name: value for name, value in message.content.items() if name not in replaced} | words
        if content == message.content and keyboard == message.keyboard:
            raise RefusedError(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        if content != message.content:
            message.earlier.append(message.text)
            message.edit_date = int(time.time())
        if keyboard != message.keyboard:
            message.earlier_keyboards.append(message.keyboard)
        message.content, message.keyboard = content, keyboard
        return message.as_json()

    def _words(self, params: Json, text: str, entities: str) -> Json:
        """The text or caption as people see it."""
        said, marks = html.read(params, text, entities)
        return {name: value for name, value in ((text, said), (entities, marks)) if value}

    def _file(self, value: File | str) -> File:
        """The uploaded file, or the one of that file_id."""
        file = value if isinstance(value, File) else self.files.get(value)
        if file is None:
            raise RefusedError("Bad Request: wrong remote file identifier specified: Wrong character in the string")
        if not file.content:
            raise RefusedError("Bad Request: file must be non-empty")
        self.files[file.file_id] = file
        return file

    def _set_profile(self, name: str, params: Json) -> bool:
        self.profile[name, params.get("language_code", "")] = params.get(name, "")
        return True

    def _get_profile(self, name: str, params: Json) -> Json:
        return {name: self.profile.get((name, params.get("language_code", "")), self.profile.get((name, ""), ""))}


def _keyboard(params: Json) -> list[list[Json]]:
    rows: list[list[Json]] = params.get("reply_markup", {}).get("inline_keyboard", [])
    return [row for row in rows if row]


def _whom(params: Json) -> tuple[str, str]:
    scope = params.get("scope", {"type": "default"})
    name = "default" if scope == {"type": "default"} else json.dumps(scope, sort_keys=True)
    return name, params.get("language_code", "")


def _size_of_picture(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; another picture is taken for a square."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return 800, 800
