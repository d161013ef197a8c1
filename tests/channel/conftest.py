import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram.fake_api import FakeTelegram

from .owner import Owner
from .running import Costaud


@pytest.fixture(scope="session")
def running(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Costaud]:
    """Costaud on a Telegram of its own, started once for all."""
    with FakeTelegram() as telegram:
        bot = Costaud(tmp_path_factory.mktemp("telegram"), telegram, model)
        bot.start()
        try:
            asyncio.run(bot.ready())
            yield bot
        finally:
            bot.stop()


@pytest.fixture
def bot(running: Costaud) -> Iterator[Costaud]:
    """The running bot, which must have sent nothing that Telegram refuses and logged no error at the end."""
    yield running
    running.telegram.heals()
    running.is_flawless()


@pytest.fixture
def telegram(bot: Costaud) -> FakeTelegram:
    """The Telegram of the running bot."""
    return bot.telegram


@pytest.fixture
def owner(bot: Costaud) -> Iterator[Owner]:
    """Somebody new. At the end the buttons of one message at most are left, and the last that were shown."""
    owner = Owner(bot)
    yield owner
    assert len(owner.open) <= 1, f"several keyboards are open:\n{owner.chat}"


@pytest.fixture
def spare(model: Path, tmp_path: Path) -> Iterator[Costaud]:
    """Costaud on a Telegram of the test's own, not started yet, which the test may harm."""
    with FakeTelegram() as telegram:
        bot = Costaud(tmp_path, telegram, model)
        yield bot
        bot.stop()


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    """A Telegram without a bot."""
    with FakeTelegram() as telegram:
        yield telegram
    telegram.assert_no_faults()
