"""Several processes, and processes that die."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from subprocess import Popen
from threading import Event

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from bot.store import SessionFactory, UnitOfWork
from bot.store.tables import answers, owners

WRITER = """
import sys
from datetime import datetime, timezone
from bot.store import UnitOfWork, make_engine, make_session_factory

url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
factory = make_session_factory(make_engine(url, patience=30))
sys.stdin.readline()
for number in range(count):
    now = datetime.now(timezone.utc)
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        diagnosis = work.diagnoses.current(owner) or work.diagnoses.start(owner, now)
        diagnosis.record("measure", f"{name} {number}", "…", now)
        work.commit()
    print(number, flush=True)
"""

Start = Callable[..., "Popen[str]"]


def _go(process: Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.parametrize("after", [1, 20, 60])
def test_a_killed_process_loses_nothing_it_had_committed(
    engine: Engine, url: str, factory: SessionFactory, start: Start, now: datetime, after: int
) -> None:
    process = start(WRITER, url, "writer", "1000000")
    _go(process)
    assert process.stdout
    for _ in range(after):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    # What it had time to say before it died was committed too.
    said = after + len([line for line in process.stdout.read().splitlines() if line])
    with UnitOfWork(factory) as work:
        owner = work.owners.find("claire")
        assert owner is not None
        diagnosis = work.diagnoses.current(owner)
        assert diagnosis is not None
        kept = [*diagnosis.previous_values("measure"), diagnosis.answers_by_question()["measure"]]
        assert kept == [f"writer {number}" for number in range(len(kept))]
        assert said <= len(kept) <= said + 1
        diagnosis.record("measure", "on reprend", "on reprend", now)
        work.commit()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_the_first_message_of_an_owner_seen_by_two_processes(
    engine: Engine, factory: SessionFactory, now: datetime
) -> None:
    def second() -> int:
        with UnitOfWork(factory) as work:
            begun.set()
            owner = work.owners.get_or_create("claire", "telegram", now)
            work.commit()
            return owner.id

    begun = Event()
    with ThreadPoolExecutor() as pool:
        with UnitOfWork(factory) as work:
            owner = work.owners.get_or_create("claire", "cmdline", now)
            other = pool.submit(second)
            if engine.dialect.name == "postgresql":
                assert begun.wait(timeout=5)
                _wait_until_blocked(engine)
            work.commit()
        assert other.result(timeout=10) == owner.id


def _wait_until_blocked(engine: Engine) -> None:
    """PostgreSQL: until a transaction waits for another one."""
    statement = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    for _ in range(10_000):
        with engine.connect() as connection:
            if connection.execute(statement).scalar_one():
                return
    raise AssertionError("the second process waited for nothing")


def test_processes_that_write_at_once_take_turns(engine: Engine, url: str, start: Start) -> None:
    each = 60
    writers = [start(WRITER, url, name, str(each)) for name in ("first", "second", "third")]
    for writer in writers:
        _go(writer)
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (errors, writer.returncode) == ("", 0)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(owners)).scalar_one() == 1
        rows = connection.execute(select(answers.c.value, answers.c.superseded_at).order_by(answers.c.id)).all()
    assert [row.superseded_at is None for row in rows] == [False] * (3 * each - 1) + [True]
    for name in ("first", "second", "third"):
        own = [row.value for row in rows if row.value.startswith(name)]
        assert own == [f"{name} {number}" for number in range(each)]
