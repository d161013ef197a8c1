"""Is a request one that the Bot API's description allows?

Names and types come from python-telegram-bot's own methods and classes, limits from its constants; where the folder
shared/ beside the project has Telegram's description in machine-readable form (api.json), from there as well.
"""

import collections.abc
import datetime
import inspect
import json
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import telegram
import telegram._utils.types
from telegram import constants

from . import html
from .chats import File, Json

DESCRIPTION = next(
    (path for folder in Path(__file__).parents if (path := folder / "shared/telegram/api.json").exists()), None
)
"""Telegram's description of the Bot API, or None."""

# What python-telegram-bot's methods take for the caller's convenience; it never reaches Telegram under that name.
_CONVENIENCES = {
    *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename"),
    *("allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview"),
}
_NAMES = {
    **vars(telegram),
    **vars(telegram._utils.types),
    "dtm": datetime,
    "Sequence": collections.abc.Sequence,
}
_NUMBERS = (int, float, datetime.timedelta, datetime.datetime)
_FILES = (Path, telegram.InputFile, typing.IO[bytes], bytes)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a request, in Telegram's words where it refuses the request, else in ours."""

    what: str
    refused: bool = True
    code: int = 400


@dataclass(frozen=True)
class Parameter:
    """One parameter of a method, as python-telegram-bot declares it."""

    types: tuple[Any, ...]
    required: bool


@cache
def parameters(method: str) -> dict[str, Parameter] | None:
    """The parameters of a method by name; None for a method that python-telegram-bot does not have."""
    function = getattr(telegram.Bot, method, None)
    if function is None or method != re.sub("_(.)", lambda letter: letter[1].upper(), function.__name__):
        return None
    hints = typing.get_type_hints(function, localns=_NAMES)
    return {
        name: Parameter(tuple(_leaves(hints[name])), parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in _CONVENIENCES
    }


@cache
def _description() -> Json:
    return json.loads(DESCRIPTION.read_text("utf-8")) if DESCRIPTION else {"methods": {}, "types": {}}


def _leaves(hint: Any) -> Iterator[Any]:
    """The types a value may have, without unions, wrappers of defaults, and None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        for part in typing.get_args(hint):
            yield from _leaves(part)
    elif isinstance(hint, str | typing.ForwardRef):
        name = hint if isinstance(hint, str) else hint.__forward_arg__
        yield from _leaves(eval(name, _NAMES))
    elif typing.get_origin(hint) is telegram._utils.defaultvalue.DefaultValue:
        yield from ()
    elif hint is not type(None):
        yield hint


def decoded(method: str, raw: Json) -> Json:
    """The parameters as values: everything but texts comes as JSON in a form."""
    declared = parameters(method) or {}
    return {name: _value(value, declared.get(name)) for name, value in raw.items()}


def _value(raw: Any, parameter: Parameter | None) -> Any:
    if not isinstance(raw, str) or parameter is None or parameter.types == (str,) or set(_FILES) & set(parameter.types):
        return raw
    try:
        return json.loads(raw)
    except json.JSONDecodeError:
        return raw


def problems(method: str, params: Json) -> list[Problem]:
    """Everything that is wrong with a request with these decoded parameters, whatever the chats are."""
    declared, described = parameters(method), _description()["methods"].get(method)
    if declared is None and described is None:
        return [Problem("Not Found", code=404)]
    found = []
    if declared is not None:
        found += _against_library(declared, params)
    if described is not None:
        found += _against_description(described, params)
    if not any(problem.refused for problem in found):
        found += _limits(method, params)
    return list(dict.fromkeys(found))


# Names and types


def _missing(name: str) -> Problem:
    return Problem("Bad Request: message text is empty" if name == "text" else f"Bad Request: {name} is empty")


def _mistyped(name: str) -> Problem:
    return Problem(f"Bad Request: can't parse {name}")


def _unknown(name: str) -> Problem:
    return Problem(f"unknown parameter or field {name}", refused=False)


def _against_library(declared: dict[str, Parameter], params: Json) -> Iterator[Problem]:
    for name, parameter in declared.items():
        if parameter.required and name not in params:
            yield _missing(name)
    for name, value in params.items():
        if name not in declared:
            yield _unknown(name)
        elif not any(_is(value, kind) for kind in declared[name].types):
            yield _mistyped(name)
        else:
            yield from map(_unknown, _extra_fields(value, declared[name].types, name))


def _is(value: Any, kind: Any) -> bool:
    if typing.get_origin(kind) is not None and issubclass(typing.get_origin(kind), collections.abc.Collection):
        kinds = [leaf for part in typing.get_args(kind) for leaf in _leaves(part)]
        return isinstance(value, list) and all(any(_is(one, kind) for kind in kinds) for one in value)
    if kind in _FILES:
        return isinstance(value, File)
    if kind in _NUMBERS:
        return isinstance(value, float if kind is float else int) and not isinstance(value, bool)
    if isinstance(kind, type) and issubclass(kind, telegram.TelegramObject):
        return isinstance(value, dict) and _object(value, kind) is not None
    return isinstance(kind, type) and isinstance(value, kind)


def _object(value: Json, kind: type[telegram.TelegramObject]) -> telegram.TelegramObject | None:
    try:
        return kind.de_json(value, None)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _extra_fields(value: Any, kinds: tuple[Any, ...], name: str) -> list[str]:
    """Fields of objects that none of the library's classes for them has."""
    if isinstance(value, list):
        parts = tuple(leaf for kind in kinds for part in typing.get_args(kind) for leaf in _leaves(part))
        return [extra for one in value for extra in _extra_fields(one, parts, name)]
    if not isinstance(value, dict):
        return []
    classes = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, telegram.TelegramObject)]
    readings = [one for one in (_object(value, kind) for kind in classes) if one is not None]
    return min(([f"{name}.{extra}" for extra in _unread(one)] for one in readings), key=len, default=[])


def _unread(one: Any) -> list[str]:
    if isinstance(one, list | tuple):
        return [extra for part in one for extra in _unread(part)]
    if not isinstance(one, telegram.TelegramObject):
        return []
    return [*one.api_kwargs, *_unread(list(one.to_dict(recursive=False).values()))]


def _against_description(method: Json, params: Json) -> Iterator[Problem]:
    yield from _fields(method.get("fields", []), params, "")


def _fields(fields: list[Json], values: Json, where: str) -> Iterator[Problem]:
    known = {field["name"]: field for field in fields}
    for name, field in known.items():
        if field["required"] and name not in values:
            yield _missing(where + name)
    for name, value in values.items():
        if name not in known:
            yield _unknown(where + name)
        else:
            readings = [list(_typed(value, kind, where + name)) for kind in known[name]["types"]]
            yield from min(readings, key=len)


def _typed(value: Any, kind: str, where: str) -> Iterator[Problem]:
    """What keeps `value` from being a `kind` of Telegram's description."""
    simple = {"Integer": int, "Float": (int, float), "Boolean": bool, "String": str, "InputFile": File}
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield _mistyped(where)
            return
        for one in value:
            yield from _typed(one, kind.removeprefix("Array of "), where)
    elif kind in simple:
        if not isinstance(value, simple[kind]) or (isinstance(value, bool) and kind != "Boolean"):
            yield _mistyped(where)
    elif not isinstance(value, dict):
        yield _mistyped(where)
    elif subtypes := _description()["types"][kind].get("subtypes"):
        yield from min((list(_typed(value, subtype, where)) for subtype in subtypes), key=len)
    else:
        yield from _fields(_description()["types"][kind].get("fields", []), value, f"{where}.")


# Limits

_SIZES = {
    "photo": constants.FileSizeLimit.PHOTOSIZE_UPLOAD,
    "document": constants.FileSizeLimit.FILESIZE_UPLOAD,
}
_ACTIONS = [str(action) for action in constants.ChatAction]


def _limits(method: str, params: Json) -> Iterator[Problem]:
    if "text" in params and method != "answerCallbackQuery":
        yield from _words(params, "text", "entities", "message", constants.MessageLimit.MAX_TEXT_LENGTH)
    if "caption" in params:
        yield from _words(
            params, "caption", "caption_entities", "message caption", constants.MessageLimit.CAPTION_LENGTH
        )
    yield from _keyboard(params.get("reply_markup", {}).get("inline_keyboard", []))
    for name, limit in _SIZES.items():
        if isinstance(params.get(name), File) and len(params[name].content) > limit:
            yield Problem("Request Entity Too Large", code=413)
    if method == "answerCallbackQuery":
        if len(params.get("text", "")) > constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
            yield Problem("Bad Request: MESSAGE_TOO_LONG")
    elif method == "sendChatAction":
        if params["action"] not in _ACTIONS:
            yield Problem("Bad Request: wrong parameter action in request")
    elif method == "setMyCommands":
        yield from _commands(params["commands"])
    elif method == "setMyDescription":
        if len(params.get("description", "")) > constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH:
            yield Problem("Bad Request: DESCRIPTION_TOO_LONG")
    elif method == "setMyShortDescription":
        if len(params.get("short_description", "")) > constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH:
            yield Problem("Bad Request: SHORT_DESCRIPTION_TOO_LONG")
    elif method == "setWebhook":
        yield from _webhook(params)
    elif method == "getUpdates":
        if not 1 <= params.get("limit", 100) <= 100:
            yield Problem("getUpdates: limit must be 1 to 100", refused=False)


def _words(params: Json, text: str, entities: str, name: str, longest: int) -> Iterator[Problem]:
    try:
        said, _ = html.read(params, text, entities)
    except html.HtmlError as error:
        yield Problem(f"Bad Request: can't parse entities: {error}")
        return
    except NotImplementedError as missing:
        yield Problem(str(missing), code=501)
        return
    if html.utf16(said) > longest:
        yield Problem(f"Bad Request: {name} is too long")
    if not said and text == "text":
        yield Problem("Bad Request: message text is empty")
    for entity in params.get(entities, []):
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > html.utf16(params[text]):
            yield Problem(f"Bad Request: entity of type {entity['type']} is outside the text")


def _keyboard(rows: list[list[Json]]) -> Iterator[Problem]:
    limit = constants.InlineKeyboardButtonLimit
    if sum(map(len, rows)) > constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        yield Problem("Bad Request: reply markup is too long")
    if any(len(row) > constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        yield Problem("more buttons in a row than Telegram shows", refused=False)
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            yield Problem('Bad Request: can\'t parse inline keyboard button: Field "text" must be non-empty')
        uses = set(button) - {"text", "style", "icon_custom_emoji_id"}
        if len(uses) != 1:
            yield Problem("Bad Request: can't parse inline keyboard button: exactly one action is needed")
        data = button.get("callback_data")
        if data is not None and not limit.MIN_CALLBACK_DATA <= len(data.encode()) <= limit.MAX_CALLBACK_DATA:
            yield Problem("Bad Request: BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
            yield Problem("Bad Request: inline keyboard button URL is invalid")


def _commands(commands: list[Json]) -> Iterator[Problem]:
    limit = constants.BotCommandLimit
    if len(commands) > limit.MAX_COMMAND_NUMBER:
        yield Problem("Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(rf"[a-z0-9_]{{{limit.MIN_COMMAND},{limit.MAX_COMMAND}}}", command["command"]):
            yield Problem("Bad Request: BOT_COMMAND_INVALID")
        if not limit.MIN_DESCRIPTION <= len(command["description"]) <= limit.MAX_DESCRIPTION:
            yield Problem("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def _webhook(params: Json) -> Iterator[Problem]:
    if params.get("secret_token") and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", params["secret_token"]):
        yield Problem("Bad Request: secret token contains unallowed characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        yield Problem("setWebhook: max_connections must be 1 to 100", refused=False)
