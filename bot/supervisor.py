"""Everything of `costaud run`: the action server and Rasa as children, watched, and ended in order."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
import time
from collections import deque
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot.action_server import ActionServer, action_log
from bot.bootstrap import session_factory
from bot.child import Child, free_port
from bot.reminders.rasa import RasaDelivery
from bot.reminders.worker import SystemClock, Worker
from bot.settings import Settings
from bot.telegram.api import make_bot

logger = logging.getLogger(__name__)

_STARTS_WITHIN = 120.0
# Together below ten seconds: Rasa lets its turns end, then the action server has none left.
_RASA_STOPS_WITHIN = 6.5
_LOOKS_EVERY = 0.5
# A child that ends this often within so many seconds will not mend by itself.
_MOST_ENDS, _WITHIN = 5, 120.0


class TokenError(Exception):
    """Telegram does not know the token; the message is one sentence."""


class RasaServer(Child):
    """Rasa with the Telegram channel, on the loopback only."""

    def __init__(self, settings: Settings, model: Path, action_server: str) -> None:
        port = settings.port or free_port()
        super().__init__(
            "Rasa",
            ["-W", "ignore", "-m", "bot.telegram.server", str(model), action_server, str(port)],
            f"http://127.0.0.1:{port}",
            health="/",
            environment={"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"},
            starts_within=_STARTS_WITHIN,
            stops_within=_RASA_STOPS_WITHIN,
        )


def serve(settings: Settings, model: Path) -> int:
    """Serve until SIGINT or SIGTERM; the exit code. Raises TokenError."""
    name = asyncio.run(_bot_name(settings))
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopping.set())
    actions = ActionServer(settings, action_log(settings))
    rasa = RasaServer(settings, model, actions.url)
    children = [actions, rasa]
    try:
        for child in children:
            if not _started(child, stopping):
                return 0 if stopping.is_set() else _failed(f"{child.name} did not start: its own message is above.")
        # Killed with the program at any moment: what it holds is taken up again.
        deliver = RasaDelivery(rasa.url, settings.rasa_token, session_factory())
        worker = Worker(session_factory(), deliver, SystemClock(stopping))
        threading.Thread(target=worker.run, args=(stopping.is_set,), name="reminders", daemon=True).start()
        _tell(f"Costaud answers on Telegram ({name}). Ctrl-C ends it.")
        return _watch(settings, children, stopping)
    finally:
        for child in reversed(children):
            child.stop()


def _started(child: Child, stopping: threading.Event) -> bool:
    """Start a child and wait until it serves, or until somebody asks to stop."""
    child.start()
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and child.alive and not stopping.wait(0.1):
        if child.answers():
            return True
    return False


def _watch(settings: Settings, children: list[Child], stopping: threading.Event) -> int:
    """Start again a child that has died; give up where that does not help."""
    ends: deque[float] = deque(maxlen=_MOST_ENDS)
    while not stopping.wait(_LOOKS_EVERY):
        for child in children:
            if child.alive:
                continue
            asyncio.run(_bot_name(settings))
            ends.append(time.monotonic())
            if len(ends) == _MOST_ENDS and ends[-1] - ends[0] < _WITHIN:
                return _failed(f"{child.name} keeps ending, so everything stops: its own messages are above.")
            _tell(f"{child.name} has ended and is started again.")
            child.start()
    return 0


async def _bot_name(settings: Settings) -> str:
    """The bot's @name, or a word where Telegram cannot be reached now. Raises TokenError."""
    bot = make_bot(settings)
    try:
        async with bot:
            return f"@{bot.username}"
    except InvalidToken:
        raise TokenError("Telegram refuses the token: copy TELEGRAM_TOKEN again from @BotFather.") from None
    except TelegramError:
        _tell("Telegram cannot be reached for now; Costaud keeps trying.")
        return "not reached yet"


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _failed(sentence: str) -> int:
    _tell(sentence)
    return 1
