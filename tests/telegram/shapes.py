"""Names and types of the Bot API: from python-telegram-bot's own methods and classes and, where the folder shared/ beside
the project has it, from Telegram's description in machine-readable form (api.json).
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


def described(method: str) -> list[Json] | None:
    """The parameters of a method in Telegram's description; None without a description, or for no method of it."""
    found = _description()["methods"].get(method)
    return None if found is None else found.get("fields", [])


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


def _missing(name: str) -> Problem:
    return Problem("Bad Request: message text is empty" if name == "text" else f"Bad Request: {name} is empty")


def _mistyped(name: str) -> Problem:
    return Problem(f"Bad Request: can't parse {name}")


def _unknown(name: str) -> Problem:
    return Problem(f"unknown parameter or field {name}", refused=False)


def against_library(method: str, params: Json) -> Iterator[Problem]:
    """What python-telegram-bot says against these parameters."""
    declared = parameters(method) or {}
    for name, parameter in declared.items():
        if parameter.required and name not in params:
            yield _missing(name)
    for name, value in params.items():
        if name not in declared:
            yield _unknown(name)
        elif not any(_is(value, kind) for kind in _likeliest(value, declared[name].types)):
            yield _mistyped(name)
        else:
            yield from (_unknown(f"{name}.{extra}") for extra in _extra_fields(value, declared[name].types))


def _likeliest(value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of several classes an object may be of, the one that knows most of its fields."""
    classes = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, telegram.TelegramObject)]
    if not isinstance(value, dict) or len(classes) < 2:
        return kinds
    return (max(classes, key=lambda kind: len({*value} & {*dir(kind)})),)


def _is(value: Any, kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return value in typing.get_args(kind)
    if isinstance(origin, type) and issubclass(origin, collections.abc.Collection):
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


def _extra_fields(value: Any, kinds: tuple[Any, ...]) -> list[str]:
    """Fields of objects that the library's classes for them do not have."""
    if isinstance(value, list):
        parts = tuple(leaf for kind in kinds for part in typing.get_args(kind) for leaf in _leaves(part))
        return [extra for one in value for extra in _extra_fields(one, parts)]
    for kind in _likeliest(value, kinds):
        if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, telegram.TelegramObject):
            return unread(_object(value, kind))
    return []


def unread(one: Any) -> list[str]:
    """Fields of an object of python-telegram-bot's that its classes do not have, nor those of its parts."""
    if isinstance(one, list | tuple):
        return [extra for part in one for extra in unread(part)]
    if not isinstance(one, telegram.TelegramObject):
        return []
    unknown = [name for name in one.api_kwargs if not hasattr(one, name)]
    names = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ()) if not name.startswith("_")]
    return [*unknown, *unread([getattr(one, name, None) for name in names])]


def against_description(method: str, params: Json) -> Iterator[Problem]:
    """What Telegram's description says against these parameters."""
    yield from _fields(described(method) or [], params, "")


def against_type(value: Any, kind: str) -> Iterator[Problem]:
    """What keeps `value` from being an object of that type of Telegram's description."""
    if DESCRIPTION:
        yield from _typed(value, kind, "")


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
    simple: Json = {"Integer": int, "Float": (int, float), "Boolean": bool, "String": str, "InputFile": File}
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
        yield from _fields(_description()["types"][kind].get("fields", []), value, f"{where}." if where else "")
