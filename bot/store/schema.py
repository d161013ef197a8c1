"""The tables, brought to this version of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import exc, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL

from bot.store.engine import WRITES, make_engine
from bot.store.erasure import wipe
from bot.store.errors import StoreError, translate

_TURN = 60
"""Seconds to wait for another process that migrates."""

_LOCK = 0x_C057A0D
"""Our number among PostgreSQL's advisory locks."""


def migrate(target: Engine | str | URL) -> None:
    """Bring the tables up to date; as many processes as like may do so at once.

    All of it happens in one transaction: killed on the way, nothing has changed. The folder of a SQLite file
    is made if missing, and a rewriting owed since an erasure is done. Raises StoreError.
    """
    engine = target if isinstance(target, Engine) else make_engine(target, patience=_TURN)
    try:
        _make_folder(engine.url)
        if not _is_up_to_date(engine):
            with migrating(engine) as config:
                command.upgrade(config, "head")
        wipe(engine)
    except (exc.DBAPIError, exc.TimeoutError) as error:
        raise translate(error) from None
    except CommandError as error:
        raise StoreError("schema", f"The tables were made by another version of Costaud: {error}.") from error
    finally:
        if engine is not target:
            engine.dispose()


@contextmanager
def migrating(engine: Engine) -> Iterator[Config]:
    """A configuration of alembic whose commands run alone, in one transaction committed at the end."""
    turn = _sqlite_turn if engine.dialect.name == "sqlite" else _postgresql_turn
    with engine.connect().execution_options(**{WRITES: True}) as connection, turn(connection):
        yield _config(connection)


@contextmanager
def _postgresql_turn(connection: Connection) -> Iterator[None]:
    with connection.begin():
        connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{_TURN}s"})
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield


@contextmanager
def _sqlite_turn(connection: Connection) -> Iterator[None]:
    """References are not followed meanwhile: a table is changed by copying it, and dropping the old one would
    erase, by cascade, the rows of the others. SQLite heeds that only outside of a transaction."""
    raw = connection.connection.cursor()
    patience = raw.execute("PRAGMA busy_timeout", ()).fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {_TURN * 1000}", ())
    raw.execute("PRAGMA foreign_keys = OFF", ())
    try:
        with connection.begin():
            yield
            if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                raise StoreError("failed", "The migration would part rows from their parents; nothing was changed.")
    finally:
        raw.execute("PRAGMA foreign_keys = ON", ())
        raw.execute(f"PRAGMA busy_timeout = {patience}", ())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _is_up_to_date(engine: Engine) -> bool:
    """Without any lock: the usual case at a start."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()


def _make_folder(url: URL) -> None:
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:") or "uri" in url.query:
        return
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("unreachable", f"The folder of the database cannot be made: {error.strerror}.") from error
