"""What can go wrong between a bot and Telegram goes wrong when a test says so."""

import asyncio
from datetime import timedelta

import pytest
from telegram import error
from telegram.ext import ExtBot

from .failures import Failure, after_processing, bad_request, blocked, cut, hang, server_error, slow, too_many_requests
from .fake_api import FakeTelegram

Bot = ExtBot[None]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (too_many_requests(7), error.RetryAfter),
        (blocked(), error.Forbidden),
        (bad_request("message to edit not found"), error.BadRequest),
        (server_error(502), error.NetworkError),
        (server_error(504), error.NetworkError),
        (cut(), error.NetworkError),
        (hang(), error.TimedOut),
        (slow(30), error.TimedOut),
    ],
    ids=lambda value: getattr(value, "description", None) or str(value),
)
@pytest.mark.parametrize("processed", [False, True])
async def test_a_scripted_failure_comes_once_for_its_chat(
    api: FakeTelegram, bot: Bot, failure: Failure, expected: type[Exception], processed: bool
) -> None:
    marie, jean = api.person(), api.person("Jean")
    await marie.writes("bonjour")
    await jean.writes("bonjour")
    api.fails("sendMessage", after_processing(failure) if processed else failure, chat=marie.chat)
    await bot.send_message(jean.chat.id, "Bonjour Jean")
    with pytest.raises(expected) as raised:
        patience = 0.3 if expected is error.TimedOut else 10
        await bot.send_message(marie.chat.id, "Bonjour Marie", read_timeout=patience)
    assert type(raised.value) is expected
    assert len(marie.chat.said) == (1 if processed else 0)
    await bot.send_message(marie.chat.id, "Bonjour encore")
    assert marie.chat.said[-1].text == "Bonjour encore"


async def test_flood_control_says_how_long_to_wait(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", too_many_requests(7))
    with pytest.raises(error.RetryAfter) as raised:
        await bot.get_me()
    assert raised.value.retry_after == timedelta(seconds=7)


async def test_a_failure_may_last_until_telegram_heals(api: FakeTelegram, bot: Bot) -> None:
    api.fails("*", server_error(), times=None)
    for _ in range(3):
        with pytest.raises(error.NetworkError):
            await bot.get_me()
    api.heals()
    await bot.get_me()


async def test_a_failure_may_come_twice(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", server_error(), times=2)
    for _ in range(2):
        with pytest.raises(error.NetworkError):
            await bot.get_me()
    await bot.get_me()


async def test_a_late_answer_is_still_an_answer(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", slow(0.1))
    await bot.get_me()
    [_initialize, late] = api.calls("getMe")
    assert late.answered_at - late.at >= 0.1


async def test_telegram_goes_down_and_comes_back_with_everything(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    poll = asyncio.create_task(bot.get_updates(timeout=30, read_timeout=30))
    await api.until(lambda: api.delivery.polled)
    await api.goes_down()
    with pytest.raises(error.NetworkError):
        await poll
    with pytest.raises(error.NetworkError):
        await bot.get_me()
    await marie.writes("bonjour")
    await api.comes_back()
    [update] = await bot.get_updates()
    assert update.message.text == "bonjour"


async def test_who_never_wrote_cannot_be_written_to(api: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(error.Forbidden, match="initiate"):
        await bot.send_message(api.person().chat.id, "Bonjour")


async def test_a_person_blocks_the_bot_and_lets_it_back(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    await marie.blocks()
    with pytest.raises(error.Forbidden, match="blocked"):
        await bot.send_message(marie.chat.id, "Bonjour")
    with pytest.raises(error.Forbidden, match="blocked"):
        await bot.send_chat_action(marie.chat.id, "typing")
    await marie.unblocks()
    await bot.send_message(marie.chat.id, "Bonjour")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]
    marie.deletes_account()
    with pytest.raises(error.Forbidden, match="deactivated"):
        await bot.send_message(marie.chat.id, "Bonjour")


async def test_a_group_becomes_a_supergroup(api: FakeTelegram, bot: Bot) -> None:
    marie, group = api.person(), api.group("Les commerçants")
    await marie.writes("bonjour", group)
    await bot.send_message(group.id, "Bonjour à tous")
    new = await marie.upgrades(group)
    with pytest.raises(error.ChatMigrated) as raised:
        await bot.send_message(group.id, "Bonjour à tous")
    assert raised.value.new_chat_id == new.id
    await bot.send_message(new.id, "Bonjour à tous")
    _, gone, arrived = (update.message for update in await bot.get_updates())
    assert (gone.chat_id, gone.migrate_to_chat_id) == (group.id, new.id)
    assert (arrived.chat_id, arrived.migrate_from_chat_id, arrived.chat.type) == (new.id, group.id, "supergroup")
