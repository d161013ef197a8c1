"""Is a request one that the Bot API's description allows? Limits come from python-telegram-bot's constants."""

import inspect
import re
from collections.abc import Callable, Iterator

from telegram import InlineKeyboardButton, constants

from . import html, shapes
from .chats import File, Json
from .shapes import Problem

_BUTTON_ACTIONS = {*inspect.signature(InlineKeyboardButton).parameters} - {
    *("text", "style", "icon_custom_emoji_id", "api_kwargs")
}


def problems(method: str, params: Json) -> list[Problem]:
    """Everything that is wrong with a request with these decoded parameters, whatever the chats are."""
    if shapes.parameters(method) is None and shapes.described(method) is None:
        return [Problem("Not Found", code=404)]
    found: list[Problem] = []
    if shapes.parameters(method) is not None:
        found += shapes.against_library(method, params)
    if shapes.described(method) is not None:
        found += shapes.against_description(method, params)
    if not any(problem.refused for problem in found):
        found += _limits(method, params)
    return list(dict.fromkeys(found))


_SIZES = {
    "photo": constants.FileSizeLimit.PHOTOSIZE_UPLOAD,
    "document": constants.FileSizeLimit.FILESIZE_UPLOAD,
}


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
    if method in _RULES:
        yield from _RULES[method](params)


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
    if sum(map(len, rows)) > constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        yield Problem("Bad Request: reply markup is too long")
    if any(len(row) > constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        yield Problem("more buttons in a row than Telegram shows", refused=False)
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            yield Problem('Bad Request: can\'t parse inline keyboard button: Field "text" must be non-empty')
        actions = {name for name in _BUTTON_ACTIONS & set(button) if button[name] != "" or name.startswith("switch_")}
        if not actions:
            yield Problem(
                "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
            )
        if len(actions) > 1:
            yield Problem(f"a button for one thing only, not {sorted(actions)}", refused=False)
        data = button.get("callback_data")
        if data is not None and len(data.encode()) > constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            yield Problem("Bad Request: BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
            yield Problem("Bad Request: inline keyboard button URL is invalid")


def _commands(params: Json) -> Iterator[Problem]:
    commands, limit = params["commands"], constants.BotCommandLimit
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
    yield from _update_kinds(params)


def _at_most(name: str, limit: int, refusal: str) -> Callable[[Json], Iterator[Problem]]:
    def rule(params: Json) -> Iterator[Problem]:
        if len(params.get(name, "")) > limit:
            yield Problem(f"Bad Request: {refusal}")

    return rule


def _action(params: Json) -> Iterator[Problem]:
    if params["action"] not in list(constants.ChatAction):
        yield Problem("Bad Request: wrong parameter action in request")


def _polling(params: Json) -> Iterator[Problem]:
    if not 1 <= params.get("limit", 100) <= constants.PollingLimit.MAX_LIMIT:
        yield Problem("getUpdates: limit must be 1 to 100", refused=False)
    yield from _update_kinds(params)


def _update_kinds(params: Json) -> Iterator[Problem]:
    for kind in params.get("allowed_updates", []):
        if kind not in list(constants.UpdateType):
            yield Problem(f"no updates are of type {kind}", refused=False)


_RULES: dict[str, Callable[[Json], Iterator[Problem]]] = {
    "answerCallbackQuery": _at_most(
        "text", constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH, "MESSAGE_TOO_LONG"
    ),
    "sendChatAction": _action,
    "setMyCommands": _commands,
    "setMyDescription": _at_most(
        "description", constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH, "DESCRIPTION_TOO_LONG"
    ),
    "setMyShortDescription": _at_most(
        "short_description", constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH, "SHORT_DESCRIPTION_TOO_LONG"
    ),
    "setWebhook": _webhook,
    "getUpdates": _polling,
}
