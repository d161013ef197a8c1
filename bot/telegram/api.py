"""The client of the Bot API: addresses, patience, Telegram's pace, and a token that no log shows."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.settings import Settings

# What counts as a message for Telegram's limit of 30 a second; edits, typing and answers to taps do not.
_MESSAGES = frozenset(("sendMessage", "sendPhoto", "sendDocument"))
_CONNECTIONS = 64
# Seconds. A send that Telegram confirms late is better waited for than sent twice.
_PATIENCE = 20.0
_PATIENCE_TO_CONNECT = 10.0


class Pace(BaseRateLimiter[None]):
    """Telegram's limit for a whole bot. A 429 is handled by whoever sends: it holds up one chat, not all of them."""

    def __init__(self) -> None:
        self._limiter = AsyncLimiter(FloodLimit.MESSAGES_PER_SECOND, 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Wait for the turn of a message; anything else goes at once."""
        if endpoint in _MESSAGES:
            await self._limiter.acquire()
        return await callback(*args, **kwargs)


class Client(ExtBot[None]):
    """The library's client, with updates as they come."""

    async def fetch(self, offset: int | None, wait: int, kinds: Sequence[str]) -> list[dict[str, Any]]:
        """Updates from `offset` on, waiting `wait` seconds for the first, as Telegram wrote them.

        The library's own method reads them all at once: one that it cannot read would stop all the others, for ever,
        and end in the log with everybody's words.
        """
        data = {"offset": offset, "timeout": wait, "allowed_updates": kinds}
        updates: Any = await self._post("getUpdates", data, read_timeout=_PATIENCE + wait)
        return list(updates)


def make_bot(settings: Settings) -> Client:
    """A client for the configured token and address; nothing is connected yet. ValueError without a token."""
    if settings.telegram_token is None:
        raise ValueError("TELEGRAM_TOKEN is not set")
    # python-telegram-bot warns of each duration given as a number, its own included, until this is set.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    hide(settings.telegram_token)
    patience: Any = {
        "connect_timeout": _PATIENCE_TO_CONNECT,
        "read_timeout": _PATIENCE,
        "write_timeout": _PATIENCE,
        "pool_timeout": _PATIENCE,
    }
    return Client(
        settings.telegram_token,
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=_CONNECTIONS, **patience),
        get_updates_request=HTTPXRequest(**patience),
        rate_limiter=Pace(),
    )


def hide(token: str) -> None:
    """Keep a token out of every log record of this process, tracebacks included."""
    # httpx tells every address it calls at INFO, and the token is part of it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # The library quotes answers that it cannot read, and owners' words may be among them. Whoever called says so.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    make_record = logging.getLogRecordFactory()
    formatter = logging.Formatter()

    def without_token(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make_record(*args, **kwargs)
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            # A library's own mistake: logged as far as it goes, instead of failing whoever logs.
            message = f"{record.msg} {record.args}"
            record.msg, record.args = message, ()
        if token in message:
            record.msg, record.args = message.replace(token, "***"), ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = formatter.formatException(record.exc_info).replace(token, "***")
        return record

    logging.setLogRecordFactory(without_token)
