"""Updates reach a webhook as Telegram posts them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import error
from telegram.ext import ExtBot

from .fake_api import FakeTelegram

Bot = ExtBot[None]


@dataclass
class Endpoint:
    """A bot's webhook that answers what the test says."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    """Of the next answers; 200 when there are none left."""
    received: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    held: int | None = None
    """The chat whose updates wait for the gate."""

    async def hear(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.received.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if update["message"]["chat"]["id"] == self.held:
            await self.gate.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.received]


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    """It listens."""
    here = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", here.hear)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield here
    here.gate.set()
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(api: FakeTelegram, bot: Bot, endpoint: Endpoint) -> None:
    marie = api.person()
    await marie.writes("avant")
    await bot.set_webhook(endpoint.url, secret_token="s3cret", allowed_updates=["message"])
    await marie.writes("après")
    await marie.blocks()
    await api.until(lambda: not api.delivery.pending)
    assert endpoint.texts == ["avant", "après"]
    assert endpoint.secrets == ["s3cret", "s3cret"]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == (endpoint.url, 0, ("message",))


async def test_an_update_is_posted_until_the_bot_takes_it(api: FakeTelegram, bot: Bot, endpoint: Endpoint) -> None:
    endpoint.statuses = [500, 403, 302, 200]
    await bot.set_webhook(endpoint.url)
    marie = api.person()
    await marie.writes("un")
    await marie.writes("deux")
    await api.until(lambda: not api.delivery.pending)
    assert endpoint.texts == ["un", "un", "un", "un", "deux"]
    assert [status for _, status in api.delivery.webhook.attempts] == [500, 403, 302, 200, 200]


async def test_a_webhook_that_nobody_serves_keeps_updates_waiting(api: FakeTelegram, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await api.person().writes("bonjour")
    await api.until(lambda: len(api.delivery.webhook.attempts) > 1)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert "Connection failed" in info.last_error_message
    await bot.delete_webhook()
    [update] = await bot.get_updates()
    assert update.message.text == "bonjour"


async def test_one_chat_keeps_its_order_and_holds_up_no_other(api: FakeTelegram, bot: Bot, endpoint: Endpoint) -> None:
    marie, jean = api.person("Marie"), api.person("Jean")
    endpoint.held = marie.chat.id
    await bot.set_webhook(endpoint.url)
    await marie.writes("Marie 1")
    await marie.writes("Marie 2")
    await jean.writes("Jean 1")
    await api.until(lambda: len(api.delivery.pending) == 2)
    assert sorted(endpoint.texts) == ["Jean 1", "Marie 1"]
    endpoint.gate.set()
    await api.until(lambda: not api.delivery.pending)
    assert endpoint.texts[-1] == "Marie 2"


async def test_the_same_update_can_be_posted_again(api: FakeTelegram, bot: Bot, endpoint: Endpoint) -> None:
    await bot.set_webhook(endpoint.url)
    message = await api.person().writes("bonjour")
    await api.repeats(message.update, times=4)
    await api.until(lambda: len(api.delivery.webhook.attempts) == 5)
    assert {update["update_id"] for update in endpoint.received} == {message.update["update_id"]}


async def test_a_webhook_excludes_polling_until_it_is_deleted(api: FakeTelegram, bot: Bot, endpoint: Endpoint) -> None:
    await bot.set_webhook(endpoint.url)
    with pytest.raises(error.Conflict):
        await bot.get_updates()
    await bot.set_webhook("")
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).url == ""


async def test_pending_updates_can_be_dropped(api: FakeTelegram, bot: Bot) -> None:
    await api.person().writes("bonjour")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
