"""`costaud run`: clear refusals, everything started, watched and ended together, and a token that nothing shows."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot import training
from bot.telegram.handling import HANDLED
from tests.telegram.fake_api import FakeTelegram

_STARTS_WITHIN = 180.0
_ENDS_WITHIN = 10.0


class Run:
    """One `costaud run`, with everything it prints."""

    def __init__(self, folder: Path, **settings: str) -> None:
        kept = {name: one for name, one in os.environ.items() if not name.startswith(("COSTAUD_", "TELEGRAM_"))}
        environment = {**kept, "COSTAUD_DATA": str(folder), "COSTAUD_MODELS": str(training.ROOT / "models"), **settings}
        self._output = folder / "run.log"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "bot.cli", "run"],
                cwd=folder,
                env=environment,
                stdout=output,
                stderr=output,
            )

    @property
    def printed(self) -> str:
        return self._output.read_text("utf-8", "replace")

    def prints(self, words: str, times: int = 1) -> None:
        """Wait until it has printed that."""
        until(lambda: len(re.findall(words, self.printed)) >= times, lambda: f"{words!r} is not in:\n{self.printed}")

    def ends(self, within: float = _STARTS_WITHIN) -> int:
        return self.process.wait(timeout=within)

    def children(self) -> dict[int, str]:
        """Its processes and theirs: command line by number."""
        found, left = {}, [self.process.pid]
        while left:
            with suppress(OSError):
                for number in Path(f"/proc/{left[-1]}/task/{left.pop()}/children").read_text().split():
                    left.append(int(number))
                    found[int(number)] = _command(int(number))
        return found

    def child(self, words: str) -> int:
        return next(number for number, command in self.children().items() if words in command)


def until(
    condition: Callable[[], object], what: Callable[[], str] = lambda: "", within: float = _STARTS_WITHIN
) -> None:
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.05)


def _command(number: int) -> str:
    return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _lives(number: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


Start = Callable[..., Run]


@pytest.fixture
def run(tmp_path: Path, model: Path) -> Iterator[Start]:
    """Starts `costaud run` on a fake Telegram; ends it with the test at the latest."""
    running: list[Run] = []

    def start(telegram: FakeTelegram | None = None, **settings: str) -> Run:
        at = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url} if telegram else {}
        running.append(Run(tmp_path, **{**at, **settings}))
        return running[-1]

    yield start
    for one in running:
        children = one.children()
        one.process.kill()
        one.process.wait()
        for number in filter(_lives, children):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


# --- refusals -----------------------------------------------------------------------------------------------


def _is_one_sentence(printed: str, words: str) -> None:
    assert words in printed.replace("\n", " ")
    assert "Traceback" not in printed
    assert printed.strip().count(". ") == 0 or len(printed) < 200


def test_without_a_token(run: Start) -> None:
    refused = run()
    assert refused.ends() == 2
    _is_one_sentence(refused.printed, "TELEGRAM_TOKEN is not set")


def test_with_a_token_that_is_none(run: Start) -> None:
    refused = run(TELEGRAM_TOKEN="my secret!")
    assert refused.ends() == 2
    _is_one_sentence(refused.printed, "TELEGRAM_TOKEN is not a token")
    assert "my secret" not in refused.printed


@pytest.mark.parametrize("token", ["4242:unknown-to-telegram", "no-number-before-a-colon"])
def test_with_a_token_that_telegram_does_not_know(run: Start, api: FakeTelegram, token: str) -> None:
    refused = run(api, TELEGRAM_TOKEN=token)
    assert refused.ends() == 2
    _is_one_sentence(refused.printed, "Telegram refuses the token")
    assert token not in refused.printed


def test_a_port_that_is_taken(run: Start, api: FakeTelegram) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run(api, COSTAUD_PORT=str(taken.getsockname()[1]))
        assert refused.ends() == 1
    assert "did not start" in refused.printed
    assert api.token not in refused.printed
    assert not refused.children()


def test_a_model_that_is_broken(run: Start, api: FakeTelegram, tmp_path: Path) -> None:
    """Rasa itself would serve without one, and answer nobody."""
    models = tmp_path / "models"
    models.mkdir()
    training.model_path(models).write_bytes(b"not a model")
    refused = run(api, COSTAUD_MODELS=str(models))
    assert refused.ends() == 1
    assert "Rasa did not start" in refused.printed


# --- one life -----------------------------------------------------------------------------------------------


async def test_it_serves_mends_itself_and_ends_with_everything(run: Start, api: FakeTelegram) -> None:
    costaud = run(api)
    costaud.prints("Costaud answers on Telegram")
    marie = api.person("Marie")
    await marie.writes("/start")
    [welcome] = await marie.hears(1, timeout=60)
    assert welcome.buttons == ["Commencer"]
    assert not [command for command in costaud.children().values() if api.token in command]

    os.kill(costaud.child("rasa_sdk"), signal.SIGKILL)
    costaud.prints("the action server has ended and is started again")
    await marie.taps("Commencer")
    await api.until(lambda: "1/7" in marie.chat.said[-1].text, timeout=120)
    asked = len(marie.chat.said)

    os.kill(costaud.child("bot.telegram.server"), signal.SIGKILL)
    costaud.prints("Rasa has ended and is started again")
    await marie.writes("recruter un apprenti")
    await api.until(lambda: len(marie.chat.said) > asked, timeout=120)

    for _ in range(20):  # one of the two is told, and not always ours
        await _another_instance(api)
        if "another program receives this bot's updates" in costaud.printed:
            break
    else:
        raise AssertionError(costaud.printed)

    children = costaud.children()
    costaud.process.send_signal(signal.SIGTERM)
    assert costaud.ends(_ENDS_WITHIN) == 0
    assert not list(filter(_lives, children))
    for file in Path(costaud._output.parent).rglob("*"):
        if file.is_file():
            assert api.token.encode() not in file.read_bytes(), file


async def _another_instance(api: FakeTelegram) -> None:
    """Asks for the updates, as a second Costaud with the same token would."""
    async with aiohttp.ClientSession() as client:
        url = f"{api.url}/bot{api.token}/getUpdates"
        async with client.post(url, json={"timeout": 1, "allowed_updates": list(HANDLED)}) as answer:
            await answer.read()
    await asyncio.sleep(0.5)


def test_ctrl_c_while_it_starts(run: Start, api: FakeTelegram) -> None:
    costaud = run(api)
    until(lambda: len(costaud.children()) >= 1)
    children = costaud.children()
    costaud.process.send_signal(signal.SIGINT)
    assert costaud.ends(_ENDS_WITHIN) == 0
    assert not list(filter(_lives, children))
    assert "Traceback" not in costaud.printed


def test_children_end_with_a_supervisor_that_is_killed(run: Start, api: FakeTelegram) -> None:
    """An orphan would receive updates beside the next start."""
    costaud = run(api)
    until(lambda: len(costaud.children()) >= 2)
    children = costaud.children()
    costaud.process.kill()
    costaud.process.wait()
    until(lambda: not list(filter(_lives, children)), lambda: f"{children}", _ENDS_WITHIN)
