"""Engines and sessions, set up the same way in every process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, event, exc
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool, StaticPool

from bot.store.errors import StoreError

SessionFactory = Callable[[], Session]

WRITES = "costaud_writes"
"""Execution option of a connection whose transaction will write."""

PATIENCE = 5
"""Seconds to wait for a lock, or for a server to answer."""


def make_engine(url: str | URL, patience: float = PATIENCE) -> Engine:
    """An engine for SQLite or PostgreSQL; nothing is connected yet.

    `patience`: seconds to wait for another process's lock. Raises StoreError for any other kind of database:
    the rule "one current answer a question" rests on partial indexes, which others would silently ignore.
    """
    try:
        url = make_url(url)
        backend = url.get_backend_name()
        if backend == "sqlite":
            return _sqlite(url, patience)
        if backend == "postgresql":
            return _postgresql(url, patience)
    except (exc.ArgumentError, ImportError, ValueError):
        raise StoreError("unsupported", "DATABASE_URL is not the address of a database.") from None
    raise StoreError("unsupported")


def make_session_factory(engine: Engine) -> SessionFactory:
    """Sessions for `UnitOfWork`. What was read stays readable after the commit."""
    factory: SessionFactory = sessionmaker(engine, future=True, expire_on_commit=False)
    return factory


def _to_json(value: object) -> str:
    # Readable letters in the file; lone surrogates have no UTF-8 form, NaN no JSON one.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")


# hide_parameters: they are the owner's words, and errors end in logs.
_COMMON: dict[str, Any] = {"future": True, "hide_parameters": True, "json_serializer": _to_json}


def _sqlite(url: URL, patience: float) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    engine: Engine = create_engine(
        url,
        # Kept open between units: closing the last connection copies the whole WAL back, each time.
        poolclass=StaticPool if in_memory else QueuePool,
        connect_args={"timeout": patience, "check_same_thread": False},
        **_COMMON,
    )

    def prepare(connection: Any, _record: object) -> None:
        # The driver would begin transactions by itself, late and only for some statements.
        connection.isolation_level = None
        # NORMAL: a killed process loses nothing; a power cut may cost the last moments, and never the file. FULL waits
        # for the disk at each commit, while everybody else waits for the lock (95th percentile of a reply at 30
        # messages a second: 1.3 s instead of 0.1).
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        # A transaction that reads first and then writes cannot wait for its turn: it fails at once. So the
        # writing ones take theirs at the start.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _postgresql(url: URL, patience: float) -> Engine:
    engine: Engine = create_engine(
        url,
        pool_pre_ping=True,
        connect_args={"connect_timeout": max(2, round(patience))},
        **_COMMON,
    )

    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", (f"{round(patience * 1000)}ms",))
        connection.commit()

    event.listen(engine, "connect", prepare)
    return engine
