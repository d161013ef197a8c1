"""Patience with Telegram, and a token that nothing shows."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.settings import Settings
from bot.telegram import sending
from bot.telegram.api import hide, make_bot
from bot.telegram.sending import persistently

TOKEN = "4242:AA-secret"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(sending.asyncio, "sleep", sleep)
    return waited


class Telegram:
    """Answers with one error after the other, then well."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


async def test_after_flood_control_it_waits_as_long_as_telegram_says(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as make_bot does
    assert await persistently(Telegram(RetryAfter(7))) == "done"
    assert len(pauses) == 1
    assert 7 <= pauses[0] < 8


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), TimedOut(), TelegramError("Internal Server Error")])
async def test_an_outage_is_waited_out_less_and_less_often(error: TelegramError, pauses: list[float]) -> None:
    assert await persistently(Telegram(*[error] * 50)) == "done"
    assert pauses == sorted(pauses)
    assert pauses[0] <= 1 < pauses[-1] <= 30


@pytest.mark.parametrize(
    "refusal", [BadRequest("chat not found"), Forbidden("blocked"), InvalidToken(), ChatMigrated(-100)]
)
async def test_a_refusal_is_not_asked_again(refusal: TelegramError, pauses: list[float]) -> None:
    telegram = Telegram(refusal)
    with pytest.raises(type(refusal)):
        await persistently(telegram)
    assert telegram.calls == 1
    assert pauses == []


async def test_what_only_embellishes_is_given_up(pauses: list[float]) -> None:
    telegram = Telegram(*[NetworkError("Bad Gateway")] * 10)
    with pytest.raises(NetworkError):
        await persistently(telegram, tries=3)
    assert telegram.calls == 3


# --- the token ----------------------------------------------------------------------------------------------


@pytest.fixture
def factory() -> Iterator[None]:
    """Give the process its own records back."""
    make, level = logging.getLogRecordFactory(), logging.getLogger("httpx").level
    yield
    logging.setLogRecordFactory(make)
    logging.getLogger("httpx").setLevel(level)


def test_no_log_shows_the_token(factory: None, caplog: pytest.LogCaptureFixture) -> None:
    hide(TOKEN)
    logger = logging.getLogger("somebody")
    logger.error("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logger.error(f"plain {TOKEN}")
    logger.error("as an object %s", ValueError(TOKEN))
    try:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except RuntimeError:
        logger.exception("it failed")
    assert TOKEN not in caplog.text
    assert caplog.text.count("***") >= 4


def test_a_malformed_record_is_still_logged(factory: None) -> None:
    """A mistake in a library's logging call must not become an exception of ours."""
    hide(TOKEN)
    record = logging.getLogRecordFactory()("x", logging.INFO, "x", 1, "two %s %s", (TOKEN,), None)
    assert record.getMessage() == "two %s %s ('***',)"


async def test_a_client_of_the_configured_address(factory: None) -> None:
    settings = Settings.from_environment({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:8081/"})
    bot = make_bot(settings)
    assert bot.base_url == f"http://127.0.0.1:8081/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:8081/file/bot{TOKEN}"


def test_no_client_without_a_token() -> None:
    with pytest.raises(ValueError, match="TELEGRAM_TOKEN"):
        make_bot(Settings.from_environment({}))


async def test_messages_keep_telegrams_pace_and_the_rest_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty messages a second for the whole bot: the thirty-first waits, a sign of typing does not."""
    from bot.telegram.api import Pace

    pace = Pace()
    done: list[str] = []

    async def call(name: str) -> None:
        done.append(name)

    async def request(name: str, endpoint: str) -> None:
        await pace.process_request(call, (name,), {}, endpoint, {}, None)

    for number in range(30):
        await request(str(number), "sendMessage")
    late = asyncio.create_task(request("late", "sendMessage"))
    await asyncio.sleep(0)
    await request("typing", "sendChatAction")
    assert done[-1] == "typing"
    late.cancel()
