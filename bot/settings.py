"""What the environment decides.

DATABASE_URL            where answers are kept: sqlite:///… or postgresql://…
                        (default: costaud.db in the data folder)
COSTAUD_DATA            folder of the files the program writes (default: the current one)
COSTAUD_MODELS          folder of the trained models (default: models)
COSTAUD_ACTION_SERVER   address of the action server (default: http://127.0.0.1:5055)
TELEGRAM_TOKEN          the bot's token, from @BotFather (needed by `costaud run` only)
TELEGRAM_API_URL        address of the Bot API (default: https://api.telegram.org)
TELEGRAM_WEBHOOK_URL    public https address that leads to COSTAUD_PORT; without it, long polling
COSTAUD_PORT            port of Rasa on this machine's loopback, for `costaud run` (default: a free one)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError

NAMES = (
    "DATABASE_URL",
    "COSTAUD_DATA",
    "COSTAUD_MODELS",
    "COSTAUD_ACTION_SERVER",
    "TELEGRAM_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_WEBHOOK_URL",
    "COSTAUD_PORT",
)
PREFIX = "COSTAUD_"
_API_URL = "https://api.telegram.org"
# Written into addresses; whether Telegram knows it is for Telegram to say.
_TOKEN = re.compile(r"[\w:-]+", re.ASCII)
# Addresses as hosting companies write them.
_BACKENDS = {"postgres": "postgresql", "postgresql": "postgresql", "sqlite": "sqlite"}


class SettingsError(Exception):
    """A variable of the environment is unknown or makes no sense; `str()` is one sentence that names it."""


@dataclass(frozen=True, repr=False)
class Settings:
    """Settings of one process; `repr` hides passwords and the token."""

    database_url: str
    data_folder: Path
    model_folder: Path
    action_server: str
    port: int | None
    telegram_token: str | None
    telegram_api_url: str
    telegram_webhook_url: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Settings from variables; an empty variable counts as absent. Raises SettingsError."""
        given = {name: value.strip() for name, value in environment.items() if value.strip()}
        _refuse_unknown(given)
        data_folder = _folder(given, "COSTAUD_DATA", ".")
        return cls(
            database_url=_database_url(given.get("DATABASE_URL"), data_folder),
            data_folder=data_folder,
            model_folder=_folder(given, "COSTAUD_MODELS", "models"),
            action_server=_address(given, "COSTAUD_ACTION_SERVER", "http://127.0.0.1:5055"),
            port=_port(given.get("COSTAUD_PORT")),
            telegram_token=_token(given.get("TELEGRAM_TOKEN")),
            telegram_api_url=_address(given, "TELEGRAM_API_URL", _API_URL).removesuffix("/bot"),
            telegram_webhook_url=_webhook_url(given),
        )

    @property
    def rasa_token(self) -> str:
        """What opens Rasa's HTTP API on this machine: the same in every process that knows the bot's token."""
        return hashlib.sha256(f"rasa {self.telegram_token}".encode()).hexdigest()

    def __repr__(self) -> str:
        shown = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("database_url", "action_server"):
            shown[name] = _masked(make_url(shown[name]))
        shown["telegram_token"] = self.telegram_token and "***"
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _refuse_unknown(given: Mapping[str, str]) -> None:
    """A misspelt variable would be silently ignored."""
    ends = {name.removeprefix(PREFIX): name for name in NAMES}
    for name in sorted(given):
        if name.startswith(PREFIX) and not name.startswith("COSTAUD_TEST_") and name not in NAMES:
            near = get_close_matches(name.removeprefix(PREFIX), ends, n=1)
            hint = f"did you mean {ends[near[0]]}?" if near else f"the known ones are {', '.join(NAMES)}."
            raise SettingsError(f"{name} is not a setting: {hint}")


def _folder(given: Mapping[str, str], name: str, default: str) -> Path:
    folder = Path(given.get(name, default)).expanduser()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{name} is not a folder: {folder}")
    return folder


def _database_url(address: str | None, data_folder: Path) -> str:
    if address is None:
        url = URL.create("sqlite", database=str(data_folder / "costaud.db"))
        if make_url(str(url)) != url:
            raise SettingsError("COSTAUD_DATA holds a character that an address cannot: rename the folder.")
        return str(url)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # Not quoted: it may hold a password.
        raise SettingsError("DATABASE_URL is not an address such as sqlite:///costaud.db.") from None
    backend = _BACKENDS.get(url.get_backend_name())
    if backend is None:
        raise SettingsError(f"DATABASE_URL names {url.drivername}: only sqlite and postgresql are supported.")
    driver = url.drivername.partition("+")[2]
    url = url.set(drivername=f"{backend}+{driver}" if driver else backend)
    return url.render_as_string(hide_password=False)


def _address(given: Mapping[str, str], name: str, default: str) -> str:
    address = given.get(name, default)
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise SettingsError(f"{name} is not an address such as {default}.")
    return address.rstrip("/")


def _webhook_url(given: Mapping[str, str]) -> str | None:
    if "TELEGRAM_WEBHOOK_URL" not in given:
        return None
    if "COSTAUD_PORT" not in given:
        raise SettingsError("TELEGRAM_WEBHOOK_URL needs COSTAUD_PORT, the port to which its requests are led.")
    return _address(given, "TELEGRAM_WEBHOOK_URL", "https://costaud.example.org")


def _port(port: str | None) -> int | None:
    if port is None:
        return None
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError("COSTAUD_PORT is not a port such as 5005.")
    return int(port)


def _token(token: str | None) -> str | None:
    if token is not None and not _TOKEN.fullmatch(token):
        # Not quoted: it is a secret, if a mistyped one.
        raise SettingsError("TELEGRAM_TOKEN is not a token as @BotFather gives them (such as 123456:ABC-def).")
    return token


def _masked(url: URL) -> str:
    """`url` without its passwords, be they written before the host or as a parameter."""
    hidden = {name: "***" for name in url.query if "pass" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)
