"""Updates by webhook: only with the secret, only what is an update, and each one once."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.child import free_port
from bot.store.tables import telegram_updates
from tests.telegram import updates
from tests.telegram.fake_api import FakeTelegram

from .owner import Owner
from .running import Costaud
from .test_other_messages import know_the_invented, pardon_the_invented

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture(scope="module")
def hooked(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Costaud]:
    """Costaud with a webhook."""
    port = free_port()
    with FakeTelegram() as telegram:
        address = {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}", "COSTAUD_PORT": str(port)}
        bot = Costaud(tmp_path_factory.mktemp("webhook"), telegram, model, **address)
        bot.start()
        try:
            asyncio.run(bot.ready())
            asyncio.run(telegram.until(lambda: telegram.delivery.webhook, timeout=60))
            yield bot
        finally:
            bot.stop()


@pytest.fixture
def bot(hooked: Costaud) -> Iterator[Costaud]:
    yield hooked
    hooked.is_flawless()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _post(client: aiohttp.ClientSession, bot: Costaud, body: bytes, secret: str | None = "right") -> int:
    webhook = bot.telegram.delivery.webhook
    assert webhook is not None
    data = io.BytesIO(body)
    headers = {} if secret is None else {HEADER: webhook.secret_token if secret == "right" else secret}
    async with client.post(webhook.url, data=data, headers=headers) as answer:
        return answer.status


async def test_a_conversation_by_webhook(bot: Costaud) -> None:
    marie = Owner(bot)
    await marie.says("/start")
    await marie.taps("Commencer", "Recruter", "Valider")
    await marie.says("un apprenti")
    assert marie.answers == {"objective": ["recruit"], "measure": "un apprenti"}
    assert marie.asked == "audience"
    assert not bot.telegram.calls("getUpdates")
    assert bot.telegram.delivery.webhook is not None
    assert {status for _, status in bot.telegram.delivery.webhook.attempts} == {200}


@pytest.mark.parametrize("secret", [None, "", "wrong", "é", "x" * 300])
async def test_without_the_secret_nothing_is_done(
    bot: Costaud, client: aiohttp.ClientSession, secret: str | None
) -> None:
    before = bot.rows(telegram_updates)
    assert await _post(client, bot, b'{"update_id": 41}', secret) == 403
    assert await _post(client, bot, b"{", secret) == 403
    assert bot.rows(telegram_updates) == before


MALFORMED = {
    "nothing": b"",
    "no json": b"{",
    "no utf-8": b'{"update_id": 1, "x": "\xff"}',
    "a list": b'[{"update_id": 1}]',
    "a number": b"12",
    "null": b"null",
    "no number": b"{}",
    "a text": b'{"update_id": "1"}',
    "a bool": b'{"update_id": true}',
    "a fraction": b'{"update_id": 1.5}',
    "below zero": b'{"update_id": -1}',
    "beyond the database": b'{"update_id": 9223372036854775808}',
    "deep": b"[" * 100_000,
    "deep inside": b'{"update_id": 45, "message": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_update_is_refused(bot: Costaud, client: aiohttp.ClientSession, body: bytes) -> None:
    before = bot.rows(telegram_updates)
    assert await _post(client, bot, body) == 400
    assert bot.rows(telegram_updates) == before


async def test_a_huge_body_is_refused(bot: Costaud, client: aiohttp.ClientSession) -> None:
    body = b'{"update_id": 47, "x": "' + b"x" * (17 * 2**20) + b'"}'
    assert await _post(client, bot, body) == 413


OF_NO_USE = {
    "null": "null",
    "a list": "[]",
    "a text": '"bonjour"',
    "nothing": "{}",
    "a chat that is none": '{"chat": 5}',
    "a chat without a number": '{"chat": {"id": "x"}}',
    "not a number": "NaN",
    "infinite": '{"date": Infinity}',
    "beyond a float": '{"date": 1e999}',
    "deep": '{"a":' * 700 + "1" + "}" * 700,
}


@pytest.mark.parametrize("message", OF_NO_USE.values(), ids=OF_NO_USE)
async def test_an_update_of_no_use_is_taken_and_let_go(
    bot: Costaud, client: aiohttp.ClientSession, message: str
) -> None:
    number = 5000 + abs(hash(message)) % 10**6
    body = f'{{"update_id": {number}, "message": {message}}}'.encode()
    assert await _post(client, bot, body) == 200
    await bot.until(lambda: not bot.busy())
    [row] = bot.rows(telegram_updates, id=number)
    assert row["content"] is None


async def test_every_kind_of_update_by_webhook(bot: Costaud, client: aiohttp.ClientSession) -> None:
    marie = Owner(bot)
    await marie.says("on y va")
    know_the_invented(bot.telegram)
    kinds: dict[str, Any] = updates.every_kind(marie.person.user, marie.chat, bot.telegram.bot)
    bodies = [json.dumps({"update_id": 3000 + number, kind: one}) for number, (kind, one) in enumerate(kinds.items())]
    statuses = await asyncio.gather(*(_post(client, bot, body.encode()) for body in bodies for _ in range(3)))
    assert set(statuses) == {200}
    await bot.until(lambda: not bot.busy())
    assert marie.pending == "objective"
    pardon_the_invented(bot.telegram)


async def test_an_update_that_could_not_be_kept_comes_again_and_is_handled_once(bot: Costaud) -> None:
    marie = Owner(bot)
    await marie.says("on y va", "je voudrais recruter")
    bot.expects("An update could not be kept")
    lock = sqlite3.connect(str(bot.engine.url.database), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    message = await marie.person.writes("un apprenti")
    webhook = bot.telegram.delivery.webhook
    assert webhook is not None and message.update is not None
    attempt = (message.update["update_id"], 503)
    try:
        await bot.until(lambda: attempt in webhook.attempts)
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    await bot.settled(marie.id)
    assert marie.answers["measure"] == "un apprenti"
    assert marie.earlier("measure") == []
    assert [one.text for one in marie.chat.said].count(marie.last.text) == 1
    assert marie.asked == "audience"
