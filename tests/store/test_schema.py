"""The migrations make the tables the program expects, alone and in one piece."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from subprocess import Popen

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from bot.store import SessionFactory, StoreError, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate, migrating
from bot.store.tables import metadata

ROOT = Path(__file__).parents[2]
MIGRATE = "import sys; from bot.store.schema import migrate; sys.stdin.readline(); migrate(sys.argv[1])"


def test_migrations_and_models_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_make_the_very_indexes_of_the_models(file: Path, tmp_path: Path) -> None:
    """Conditions of partial indexes are not compared by alembic."""
    migrate(f"sqlite:///{file}")
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    metadata.create_all(other)
    other.dispose()

    def indexes(database: Path) -> set[str]:
        connection = sqlite3.connect(database)
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name <> 'alembic_version'"
        ).fetchall()
        connection.close()
        return {str(sql) for (sql,) in rows}

    assert indexes(file) == indexes(tmp_path / "other.db")
    assert any("WHERE superseded_at IS NULL" in sql for sql in indexes(file))


def test_down_and_up_again(engine: Engine) -> None:
    with migrating(engine) as config:
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_migrating_again_changes_nothing(engine: Engine, factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "cmdline", now)
        work.commit()
    migrate(engine)
    with UnitOfWork(factory, writes=False) as work:
        assert work.owners.find("claire") is not None


def test_many_start_at_once(url: str, start: Callable[..., Popen[str]]) -> None:
    processes = [start(MIGRATE, url) for _ in range(5)]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in processes] == [("", 0)] * 5
    engine = make_engine(url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_migration_that_fails_changes_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), migrating(engine) as config:
        command.downgrade(config, "base")
        raise ZeroDivisionError
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_changing_a_table_keeps_the_rows_of_the_others(engine: Engine, factory: SessionFactory, now: datetime) -> None:
    """On SQLite the table is dropped and made again, which must not cascade."""
    with UnitOfWork(factory) as work:
        work.diagnoses.start(work.owners.get_or_create("claire", "cmdline", now), now).record("hours", 2, "2", now)
        work.commit()
    with migrating(engine) as config:
        context = MigrationContext.configure(config.attributes["connection"])
        with Operations.context(context), op.batch_alter_table("owners", recreate="auto") as table:
            table.alter_column("channel", nullable=True)
    with UnitOfWork(factory) as work:
        owner = work.owners.find("claire")
        assert owner is not None
        diagnosis = work.diagnoses.current(owner)
        assert diagnosis is not None and diagnosis.answers_by_question() == {"hours": 2}
        work.owners.erase(owner)
        work.commit()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM answers")).scalar_one() == 0, "cascades are back"


def test_a_migration_that_would_orphan_rows_is_refused(
    sqlite_url: str, engine: Engine, factory: SessionFactory, now: datetime
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses by itself")
    with UnitOfWork(factory) as work:
        work.diagnoses.start(work.owners.get_or_create("claire", "cmdline", now), now)
        work.commit()
    with pytest.raises(StoreError, match="parents"), migrating(engine) as config:
        config.attributes["connection"].execute(text("DELETE FROM owners"))
    with UnitOfWork(factory) as work:
        assert work.owners.find("claire") is not None


def test_tables_of_a_later_version_are_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="9999") as error:
        migrate(engine)
    assert error.value.code == "schema"


def test_tables_of_others_are_left_alone(engine: Engine) -> None:
    """Rasa keeps its trackers in the same database."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER PRIMARY KEY)"))
    with migrating(engine) as config:
        command.check(config)
        command.downgrade(config, "base")
        command.upgrade(config, "head")
    assert "events" in inspect(engine).get_table_names()


def test_the_folder_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'a' / 'b' / 'costaud.db'}")
    assert (tmp_path / "a" / "b" / "costaud.db").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="folder") as error:
        migrate(f"sqlite:///{tmp_path / 'file' / 'costaud.db'}")
    assert error.value.code == "unreachable"


def test_in_memory_too(now: datetime) -> None:
    engine = make_engine("sqlite://")
    migrate(engine)
    factory = make_session_factory(engine)
    with UnitOfWork(factory) as work:
        work.owners.erase(work.owners.get_or_create("claire", "cmdline", now))
        work.owners.get_or_create("denis", "cmdline", now)
        work.commit()
    with UnitOfWork(factory) as work:
        assert work.owners.find("denis") is not None
    engine.dispose()


def test_alembic_itself_works(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`alembic revision --autogenerate`, as a maintainer runs it; the file stands on its own."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.delenv("COSTAUD_DATA", raising=False)
    versions = tmp_path / "versions"
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "store" / "migrations"))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    command.revision(config, message="everything", autogenerate=True)
    (made,) = versions.glob("*.py")
    assert "StorableText" not in made.read_text()
    assert "bot" not in made.read_text()
    command.upgrade(config, "head")
    command.check(config)
    command.downgrade(config, "base")
