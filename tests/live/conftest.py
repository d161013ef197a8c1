"""The real thing: the trained model, the real action server, SQLite files in a temporary folder."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.action_server import ActionServer, action_log
from bot.assistant import load_agent, quiet_libraries
from bot.settings import Settings
from bot.store import make_engine, make_session_factory
from bot.store.schema import migrate

from .owners import Owner

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything the program writes goes."""
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="session")
def newcomers(model: Path, folder: Path) -> Iterator[Callable[[], Owner]]:
    """Makes owners of the one running bot."""
    quiet_libraries()
    settings = Settings.from_environment({"COSTAUD_DATA": str(folder)})
    migrate(settings.database_url)
    store = make_session_factory(make_engine(settings.database_url))
    loop = asyncio.new_event_loop()
    try:
        with ActionServer(settings, action_log(settings)) as server:
            agent = load_agent(model, server.url)
            yield lambda: Owner(f"owner-{next(_NUMBERS)}", agent, loop, store)
            loop.run_until_complete(agent.action_endpoint.close())
    finally:
        loop.close()


@pytest.fixture
def owner(newcomers: Callable[[], Owner]) -> Owner:
    """A newcomer."""
    return newcomers()
