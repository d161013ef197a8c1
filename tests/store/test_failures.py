"""Whatever the database suffers, callers see a StoreError that says so, and nothing is half kept."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.engine import Engine

from bot.store import SessionFactory, StoreError, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate
from bot.store.tables import answers

SECRET = "mon chiffre d’affaires secret"


def _write(factory: SessionFactory, now: datetime, sender: str = "claire", words: str = SECRET) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create(sender, "cmdline", now)
        diagnosis = work.diagnoses.current(owner) or work.diagnoses.start(owner, now)
        diagnosis.record("measure", words, words, now)
        work.commit()


def _failure(factory: SessionFactory, now: datetime, sender: str = "claire", words: str = SECRET) -> StoreError:
    with pytest.raises(StoreError) as error:
        _write(factory, now, sender, words)
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is None and error.value.__suppress_context__, (
        "a logged traceback must not quote the row"
    )
    return error.value


def test_a_file_that_is_no_database(file: Path, sqlite_url: str, now: datetime) -> None:
    file.write_bytes(b"This is a letter, not a database. " * 100)
    engine = make_engine(sqlite_url)
    assert _failure(make_session_factory(engine), now).code == "corrupt"
    with pytest.raises(StoreError) as error:
        migrate(sqlite_url)
    assert error.value.code == "corrupt"
    assert file.read_bytes().startswith(b"This is a letter"), "left as it was, for whoever repairs it"
    engine.dispose()


def test_a_damaged_file(file: Path, sqlite_url: str, now: datetime) -> None:
    migrate(sqlite_url)
    engine = make_engine(sqlite_url)
    for number in range(30):
        _write(make_session_factory(engine), now, f"owner {number}", SECRET * 50)
    engine.dispose()
    page = 4096
    with file.open("r+b") as opened:
        opened.seek(page)
        opened.write(os.urandom(file.stat().st_size - page))
    assert _failure(make_session_factory(engine), now).code == "corrupt"
    engine.dispose()


def test_a_file_that_cannot_be_written(file: Path, sqlite_url: str, now: datetime) -> None:
    migrate(sqlite_url)
    engine = make_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert _failure(make_session_factory(engine), now).code == "read_only"
    engine.dispose()


def test_a_full_disk_loses_nothing_kept_before(sqlite_url: str, now: datetime) -> None:
    migrate(sqlite_url)
    engine = make_engine(sqlite_url)

    def fill(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(engine, "connect", fill)
    factory = make_session_factory(engine)
    _write(factory, now)
    assert _failure(factory, now, "denis", SECRET * 2000).code == "full"
    with UnitOfWork(factory) as work:
        assert work.owners.find("denis") is None
        owner = work.owners.find("claire")
        assert owner is not None
        diagnosis = work.diagnoses.current(owner)
        assert diagnosis is not None and diagnosis.answers_by_question() == {"measure": SECRET}
    engine.dispose()


def test_another_process_that_keeps_the_database(engine: Engine, url: str, now: datetime) -> None:
    _write(make_session_factory(engine), now)
    hasty = make_engine(url, patience=0.1)
    with UnitOfWork(make_session_factory(engine)) as work:
        assert work.owners.get_or_create("claire", "cmdline", now)
        assert _failure(make_session_factory(hasty), now, words="autre secret").code == "locked"
    _write(make_session_factory(hasty), now, words="autre secret")
    hasty.dispose()


def test_tables_not_made_yet(url: str, now: datetime) -> None:
    engine = make_engine(url)
    assert _failure(make_session_factory(engine), now).code == "schema"
    engine.dispose()


def test_tables_made_by_someone_else(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE owners (id INTEGER PRIMARY KEY)"))
    with pytest.raises(StoreError) as error:
        migrate(engine)
    assert error.value.code == "schema"
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all/costaud.db", "postgresql://user:pass-word@127.0.0.1:1/costaud"]
)
def test_a_database_out_of_reach(url: str, now: datetime) -> None:
    engine = make_engine(url)
    error = _failure(make_session_factory(engine), now)
    assert error.code == "unreachable"
    assert "pass-word" not in str(error)
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/costaud",
        "postgresql+nodriver://localhost/costaud",
        "costaud.db",
        "",
        "http://a b:c",
    ],
)
def test_an_address_we_do_not_know(url: str) -> None:
    with pytest.raises(StoreError) as error:
        make_engine(url)
    assert error.value.code == "unsupported"


def test_every_connection_in_use(engine: Engine, now: datetime) -> None:
    engine.pool._timeout = 0.05  # type: ignore[attr-defined]
    held = [engine.connect() for _ in range(15)]
    error = _failure(make_session_factory(engine), now)
    assert (error.code, str(error)) == ("unreachable", "Every connection to the database is in use.")
    for connection in held:
        connection.close()


def test_a_server_that_restarts(engine: Engine, now: datetime) -> None:
    """The unit under way is lost and says so; a connection that died at rest is replaced without a word."""
    if engine.dialect.name != "postgresql":
        pytest.skip("there is no server")
    factory = make_session_factory(engine)
    other = make_engine(engine.url)

    def server_process(work: UnitOfWork) -> int:
        assert work._session
        return int(work._session.execute(text("SELECT pg_backend_pid()")).scalar_one())

    def end(pid: int) -> None:
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    with UnitOfWork(factory) as work:
        at_rest = server_process(work)
    end(at_rest)
    _write(factory, now, words="avant")
    with pytest.raises(StoreError) as error, UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        end(server_process(work))
        work.diagnoses.start(owner, now)
    assert error.value.code == "unreachable"
    _write(factory, now, words="après")
    with UnitOfWork(factory) as work:
        end(server_process(work))
    other.dispose()


def test_what_no_one_foresaw_quotes_no_row(factory: SessionFactory, now: datetime) -> None:
    with pytest.raises(StoreError) as error, UnitOfWork(factory) as work:
        assert work._session
        work._session.execute(
            insert(answers).values(
                diagnosis_id=999, question="measure", status="answered", words=SECRET, answered_at=now
            )
        )
        work.commit()
    assert error.value.code == "failed"
    assert "IntegrityError" in str(error.value) or "ForeignKeyViolation" in str(error.value)
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is None and error.value.__suppress_context__
