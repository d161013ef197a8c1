"""The real thing against the fake Bot API: the action server and Rasa with the Telegram channel, as processes."""

import asyncio
import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import select

from bot.child import free_port
from bot.settings import Settings
from bot.store import SessionFactory, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate
from bot.store.tables import telegram_outbox, telegram_updates
from tests.telegram.fake_api import FakeTelegram

T = TypeVar("T")
_STARTS_WITHIN = 120.0
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.channel.preloaded"])
_COMPLAINT = re.compile(r"\b(ERROR|CRITICAL|Traceback)\b")


class Costaud:
    """One bot: its folder, its two processes, its tables and its log."""

    def __init__(self, folder: Path, telegram: FakeTelegram, model: Path, **settings: str) -> None:
        """`settings`: further variables of the environment."""
        self.telegram = telegram
        self.log_file = folder / "bot.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("COSTAUD_", "TELEGRAM_"))},
            "COSTAUD_DATA": str(folder),
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "SANIC_HOST": "127.0.0.1",
            **settings,
        }
        self.settings = Settings.from_environment(self.environment)
        self.environment["DATABASE_URL"] = self.settings.database_url
        migrate(self.settings.database_url)
        self.engine = make_engine(self.settings.database_url, patience=30)
        self.store: SessionFactory = make_session_factory(self.engine)
        self.rasa: Any = None
        self.actions: Any = None
        self._folder = folder
        self._model = model
        self._actions_port = free_port()
        self._port = self.settings.port or free_port()
        self._read = 0
        self._expected: list[str] = []

    # --- life -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start what does not run, without waiting."""
        actions = f"http://127.0.0.1:{self._actions_port}"
        if self.actions is None:
            self.actions = _FORKS.Process(target=_act, args=(*self._surroundings, self._actions_port))
            self.actions.start()
        if self.rasa is None:
            arguments = (str(self._model), actions, self._port)
            self.rasa = _FORKS.Process(target=_serve, args=(*self._surroundings, arguments))
            self.rasa.start()

    @property
    def _surroundings(self) -> tuple[str, dict[str, str], str]:
        return str(self._folder), self.environment, str(self.log_file)

    async def ready(self) -> None:
        """Wait until both serve."""
        await self.until(lambda: self._serves(self.actions, self._actions_port, "/health"), _STARTS_WITHIN)
        await self.until(lambda: self._serves(self.rasa, self._port, "/"), _STARTS_WITHIN)

    def _serves(self, process: Any, port: int, path: str) -> bool:
        assert process.is_alive(), self.log[-3000:]
        return _serves(port, path)

    def kill(self, *names: str, sign: int = signal.SIGKILL) -> None:
        """Send a signal to "rasa" or "actions", and wait for its end."""
        for name in names:
            process = getattr(self, name)
            if process is not None:
                if process.is_alive():
                    os.kill(process.pid, sign)
                process.join(timeout=30)
                assert process.exitcode is not None, f"{name} does not end"
                setattr(self, name, None)

    def stop(self) -> None:
        """End everything, as the supervisor does."""
        self.kill("rasa", "actions", sign=signal.SIGTERM)
        self.engine.dispose()

    @property
    def url(self) -> str:
        """Where Rasa's HTTP API is."""
        return f"http://127.0.0.1:{self._port}"

    # --- looking ----------------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], T], timeout: float = 60.0) -> T:
        """The first true value; AssertionError with the end of the log after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not (value := await asyncio.to_thread(condition)):
            assert time.monotonic() < end, f"nothing within {timeout} s; the log ends:\n{self.log[-3000:]}"
            await asyncio.sleep(0.02)
        return value

    async def settled(self, *senders: int, timeout: float = 60.0) -> None:
        """Wait until every update of these chats is handled, every reply sent, every tap answered."""
        await self.until(lambda: not self.busy(*senders), timeout)

    def busy(self, *senders: int) -> bool:
        """Whether something of these chats (of all, without any) is still to be done."""
        names = list(map(str, senders))
        chats = [chat for chat in self.telegram.methods.chats.values() if not names or str(chat.id) in names]
        updates = {one.update["update_id"] for chat in chats for one in chat.events if one.update}
        if updates - self.known():
            return True
        waiting = select(telegram_updates.c.id).where(telegram_updates.c.handled_at.is_(None))
        unsent = select(telegram_outbox.c.id)
        if names:
            waiting = waiting.where(telegram_updates.c.sender_id.in_(names))
            unsent = unsent.where(telegram_outbox.c.sender_id.in_(names))
        with self.engine.connect() as connection:
            return any(connection.execute(query.limit(1)).first() for query in (waiting, unsent))

    def known(self) -> set[int]:
        """Numbers of the updates in our table."""
        with self.engine.connect() as connection:
            return set(connection.execute(select(telegram_updates.c.id)).scalars())

    def rows(self, table: Any, **where: Any) -> list[Mapping[str, Any]]:
        """Rows of one of our tables, in the order of their numbers."""
        query = select(table)
        for column, value in where.items():
            query = query.where(table.c[column] == value)
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def work(self) -> UnitOfWork:
        """To look at what is kept."""
        return UnitOfWork(self.store)

    # --- the log ----------------------------------------------------------------------------------------

    @property
    def log(self) -> str:
        """Everything both processes have printed."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def expects(self, *patterns: str) -> None:
        """Errors in the log that the test provokes: regular expressions."""
        self._expected += patterns

    def is_flawless(self) -> None:
        """Nothing was sent that Telegram refuses, and no error logged but the expected ones, since the last call."""
        log, expected = self.log, self._expected
        lines, self._read, self._expected = log[self._read :].splitlines(), len(log), []
        faults, self.telegram.faults = self.telegram.faults, []
        assert not faults, "\n".join(map(str, faults))
        complaints = [line for line in lines if _COMPLAINT.search(line)]
        unexpected = [line for line in complaints if not any(re.search(one, line) for one in expected)]
        assert not unexpected, "\n".join(unexpected)
        assert self.telegram.token not in log, "the token is in the log"


def _surround(folder: str, environment: dict[str, str], log: str) -> None:
    """Make a forked process what the supervisor's child is."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)


def _act(folder: str, environment: dict[str, str], log: str, port: int) -> None:
    _surround(folder, environment, log)
    command = [sys.executable, "-W", "ignore", "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    os.execv(sys.executable, command)


def _serve(folder: str, environment: dict[str, str], log: str, arguments: tuple[str, str, int]) -> None:
    _surround(folder, environment, log)
    from bot.telegram.server import main

    main(*arguments)
    os._exit(0)


def _serves(port: int, path: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=1):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
