"""Every kind of update and message that people can cause is as the Bot API describes it."""

import pytest
from telegram import Update, constants
from telegram.ext import ExtBot

from . import updates
from .fake_api import FakeTelegram
from .shapes import DESCRIPTION, against_type, unread

TYPES = sorted(constants.UpdateType)


def test_there_is_one_of_every_type(api: FakeTelegram) -> None:
    assert sorted(api.person().every_update()) == TYPES


@pytest.mark.parametrize("kind", TYPES)
async def test_an_update_of_each_type_is_valid(api: FakeTelegram, bot: ExtBot[None], kind: str) -> None:
    await bot.get_updates(allowed_updates=TYPES)
    raw = await api.posts(kind, api.person().every_update()[kind])
    assert raw is not None
    assert list(against_type(raw, "Update")) == []
    [update] = await bot.get_updates()
    assert getattr(update, kind) is not None
    assert unread(update) == []


@pytest.mark.parametrize("kind", updates.KINDS)
async def test_a_message_of_each_kind_is_valid(api: FakeTelegram, bot: ExtBot[None], kind: str) -> None:
    message = await api.person().sends(kind)
    assert list(against_type(message.update, "Update")) == []
    [update] = await bot.get_updates()
    assert getattr(update.message, kind)
    assert unread(update) == []


async def test_what_people_and_the_bot_do_is_valid(api: FakeTelegram, bot: ExtBot[None]) -> None:
    marie, group, channel = api.person(), api.group(), api.channel()
    await marie.writes("/start")
    await marie.writes("bonjour", group)
    await marie.edits(await marie.writes("bonjour", channel), "bonsoir")
    await bot.send_message(
        marie.chat.id,
        "Une <b>question</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "Oui", "callback_data": "1"}]]},
    )
    await marie.taps("Oui")
    await marie.blocks()
    await marie.upgrades(group)
    arrived = [update.to_dict() for update in await bot.get_updates()]
    assert len(arrived) == 8
    for update in arrived:
        assert list(against_type(update, "Update")) == []
    for request in api.calls("sendMessage"):
        assert list(against_type(request.answer["result"], "Message")) == []


def test_a_wrong_update_is_noticed(api: FakeTelegram) -> None:
    message = api.person().every_update()["message"]
    del message["chat"]["type"]
    message["from"]["nickname"] = "Mimi"
    assert unread(Update.de_json({"update_id": 1, "message": {**message, "chat": {"id": 1, "type": "private"}}}, None))
    if DESCRIPTION:
        found = {problem.what for problem in against_type({"update_id": "1", "message": message}, "Update")}
        assert found == {
            "Bad Request: can't parse update_id",
            "Bad Request: message.chat.type is empty",
            "unknown parameter or field message.from.nickname",
        }
