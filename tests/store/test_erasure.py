"""An erased owner's words are nowhere in the file of SQLite."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.store import SessionFactory, UnitOfWork, make_engine, make_session_factory, unit_of_work
from bot.store.schema import migrate

OWNERS = 40


@pytest.fixture
def file_engine(sqlite_url: str) -> Iterator[Engine]:
    migrate(sqlite_url)
    engine = make_engine(sqlite_url, patience=0.2)
    yield engine
    engine.dispose()


@pytest.fixture
def owners(file_engine: Engine, now: datetime) -> SessionFactory:
    """Owners whose answers grew side by side, in short and long words, so that pages were rearranged."""
    factory = make_session_factory(file_engine)
    chance = random.Random(7)
    turns = [number for number in range(OWNERS) for _ in range(8)]
    chance.shuffle(turns)
    for number in turns:
        with UnitOfWork(factory) as work:
            owner = work.owners.get_or_create(f"sender-{number:03d}-id", "cmdline", now)
            owner.first_name = f"prénom-{number:03d}-"
            diagnosis = work.diagnoses.current(owner) or work.diagnoses.start(owner, now)
            words = f"mots-{number:03d}-" * chance.choice([1, 4, 300])
            diagnosis.record(f"question {chance.randrange(5)}", words, words, now, detail={"said": words})
            diagnosis.tick("objective", f"option-{number:03d}-")
            plan = work.plans.make(owner, {"topics": [words]}, now.date(), None, now)
            plan.retype_habit(f"habitude-{number:03d}-")
            work.commit()
    return factory


def _erase(factory: SessionFactory, number: int) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.find(f"sender-{number:03d}-id")
        assert owner is not None
        work.owners.erase(owner)
        work.commit()


def _traces(file: Path, number: int) -> list[str]:
    disk = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    marks = [f"{mark}-{number:03d}-" for mark in ("sender", "prénom", "mots", "option", "habitude")]
    return [mark for mark in marks if mark.encode() in disk]


def test_no_trace_is_left(file: Path, owners: SessionFactory) -> None:
    assert _traces(file, 3) == ["sender-003-", "prénom-003-", "mots-003-", "option-003-", "habitude-003-"]
    for number in range(0, OWNERS, 4):
        _erase(owners, number)
        assert _traces(file, number) == []
    assert len(_traces(file, 1)) == 5, "the others are all there"


def test_killed_before_the_file_was_rewritten(
    file: Path, sqlite_url: str, owners: SessionFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(unit_of_work, "wipe", lambda engine: None)
        _erase(owners, 3)
    assert _traces(file, 3) != [], "or this test shows nothing"
    migrate(sqlite_url)
    assert _traces(file, 3) == []


def test_a_reader_in_the_way_delays_it(
    file: Path, sqlite_url: str, owners: SessionFactory, caplog: pytest.LogCaptureFixture
) -> None:
    with UnitOfWork(owners, writes=False) as reading:
        assert reading.owners.find("sender-003-id") is not None
        _erase(owners, 3)
    assert "later" in caplog.text
    assert "sender" not in caplog.text
    _erase(owners, 4)
    assert _traces(file, 3) == _traces(file, 4) == []


def test_what_is_owed_is_done_once(file_engine: Engine, sqlite_url: str, owners: SessionFactory) -> None:
    def version() -> int:
        with file_engine.connect() as connection:
            return int(connection.execute(text("PRAGMA user_version")).scalar_one())

    assert version() == 0
    _erase(owners, 3)
    assert version() == 2
    migrate(sqlite_url)
    assert version() == 2
