from collections.abc import AsyncIterator, Iterator

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from .fake_api import FakeTelegram


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    """A Telegram of the test's own. At the end no request may be left that Telegram's description does not allow."""
    with FakeTelegram() as telegram:
        yield telegram
    telegram.assert_no_faults()


@pytest.fixture
async def bot(api: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot's own client of that Telegram."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns whenever flood control answers
    request = HTTPXRequest(
        read_timeout=10, connect_timeout=10, httpx_kwargs={"verify": False}
    )  # no certificates to load
    where = {"base_url": f"{api.url}/bot", "base_file_url": f"{api.url}/file/bot"}
    async with ExtBot(api.token, **where, request=request, get_updates_request=request) as client:
        yield client
