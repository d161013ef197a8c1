"""What the environment decides, and what it may not say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import settings as module
from bot.settings import NAMES, Settings, SettingsError
from bot.store import make_engine


def test_without_any_variable() -> None:
    assert Settings.from_environment({}) == Settings(
        database_url="sqlite:///costaud.db",
        data_folder=Path("."),
        model_folder=Path("models"),
        action_server="http://127.0.0.1:5055",
        port=None,
        telegram_token=None,
        telegram_api_url="https://api.telegram.org",
        telegram_webhook_url=None,
    )


def test_every_variable(tmp_path: Path) -> None:
    found = Settings.from_environment(
        {
            "DATABASE_URL": " postgresql://costaud:p%40ss@db.example:5433/costaud?sslmode=require ",
            "COSTAUD_DATA": str(tmp_path),
            "COSTAUD_MODELS": "/srv/models",
            "COSTAUD_ACTION_SERVER": "https://actions.example:5055/",
            "COSTAUD_PORT": "5005",
            "TELEGRAM_TOKEN": "123456:ABC-def_9",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "TELEGRAM_WEBHOOK_URL": "https://costaud.example/",
            "COSTAUD_TEST_POSTGRES": "for the tests",
            "PATH": "/usr/bin",
        }
    )
    assert found == Settings(
        database_url="postgresql://costaud:p%40ss@db.example:5433/costaud?sslmode=require",
        data_folder=tmp_path,
        model_folder=Path("/srv/models"),
        action_server="https://actions.example:5055",
        port=5005,
        telegram_token="123456:ABC-def_9",
        telegram_api_url="http://127.0.0.1:8081",
        telegram_webhook_url="https://costaud.example",
    )


def test_an_empty_variable_is_an_absent_one() -> None:
    assert Settings.from_environment(dict.fromkeys(NAMES, " ")) == Settings.from_environment({})


@pytest.mark.parametrize("folder", ["données été", "a b", "100%", "/srv/costaud"])
def test_the_database_is_in_the_data_folder(folder: str) -> None:
    found = Settings.from_environment({"COSTAUD_DATA": folder})
    assert make_engine(found.database_url).url.database == str(Path(folder) / "costaud.db")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@host/db", "postgresql://u:p@host/db"),
        ("postgresql+psycopg2://host/db", "postgresql+psycopg2://host/db"),
        ("sqlite:////srv/costaud.db", "sqlite:////srv/costaud.db"),
    ],
)
def test_addresses_of_databases(given: str, kept: str) -> None:
    assert Settings.from_environment({"DATABASE_URL": given}).database_url == kept


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("COSTAUD_MODEL", "m", "COSTAUD_MODEL is not a setting: did you mean COSTAUD_MODELS?"),
        ("COSTAUD_DATABASE_URL", "x", "COSTAUD_DATABASE_URL is not a setting: did you mean DATABASE_URL?"),
        ("COSTAUD_ZZZ", "1", "COSTAUD_ZZZ is not a setting: the known ones are DATABASE_URL, "),
        ("DATABASE_URL", "costaud.db", "DATABASE_URL is not an address such as sqlite:///costaud.db."),
        ("DATABASE_URL", "postgresql://u:secret@host:port/db", "DATABASE_URL is not an address"),
        ("DATABASE_URL", "mysql://u:secret@host/db", "DATABASE_URL names mysql: only sqlite and postgresql"),
        ("COSTAUD_DATA", __file__, "COSTAUD_DATA is not a folder: "),
        ("COSTAUD_DATA", "what?", "COSTAUD_DATA holds a character that an address cannot"),
        ("COSTAUD_MODELS", __file__, "COSTAUD_MODELS is not a folder: "),
        ("COSTAUD_ACTION_SERVER", "127.0.0.1:5055", "COSTAUD_ACTION_SERVER is not an address"),
        ("COSTAUD_ACTION_SERVER", "http://", "COSTAUD_ACTION_SERVER is not an address"),
        ("COSTAUD_ACTION_SERVER", "http://host:99999", "COSTAUD_ACTION_SERVER is not an address"),
        ("COSTAUD_PORT", "five", "COSTAUD_PORT is not a port such as 5005."),
        ("COSTAUD_PORT", "0", "COSTAUD_PORT is not a port such as 5005."),
        ("COSTAUD_PORT", "65536", "COSTAUD_PORT is not a port such as 5005."),
        ("COSTAUD_PORT", "٥٠٠٥", "COSTAUD_PORT is not a port such as 5005."),
        ("TELEGRAM_TOKEN", "secret/../x", "TELEGRAM_TOKEN is not a token as @BotFather gives them"),
        ("TELEGRAM_TOKEN", "secret with blanks", "TELEGRAM_TOKEN is not a token as @BotFather gives them"),
        ("TELEGRAM_TOKEN", "secretéà", "TELEGRAM_TOKEN is not a token as @BotFather gives them"),
        ("TELEGRAM_API_URL", "api.telegram.org", "TELEGRAM_API_URL is not an address"),
        ("TELEGRAM_WEBHOOK_URL", "https://costaud.example", "TELEGRAM_WEBHOOK_URL needs COSTAUD_PORT"),
    ],
)
def test_what_makes_no_sense(variable: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({variable: value})
    assert str(error.value).startswith(sentence)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://costaud:secret@host/db",
        "postgresql://host/db?user=costaud&password=secret",
        "postgresql://host/db?sslpassword=secret",
    ],
)
def test_passwords_are_not_shown(address: str) -> None:
    found = Settings.from_environment({"DATABASE_URL": address, "COSTAUD_ACTION_SERVER": "http://me:secret@host:5055"})
    assert "secret" not in f"{found!r} {found}"
    assert "host/db" in repr(found)
    assert "secret" in found.database_url


def test_the_token_is_not_shown() -> None:
    found = Settings.from_environment({"TELEGRAM_TOKEN": "123456:secret"})
    assert found.telegram_token == "123456:secret"
    assert "secret" not in f"{found!r} {found}"


def test_a_webhook_address_is_checked() -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL is not an address"):
        Settings.from_environment({"TELEGRAM_WEBHOOK_URL": "costaud.example", "COSTAUD_PORT": "5005"})


@pytest.mark.parametrize("given", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"])
def test_the_address_of_a_local_bot_api_server(given: str) -> None:
    """As people write it, and as libraries show it in their examples."""
    assert Settings.from_environment({"TELEGRAM_API_URL": given}).telegram_api_url == "http://127.0.0.1:8081"


def test_the_documented_variables_are_the_known_ones() -> None:
    assert tuple(re.findall(r"^([A-Z_]{5,})  ", module.__doc__ or "", flags=re.MULTILINE)) == NAMES
