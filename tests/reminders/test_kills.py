"""Workers that are killed, and workers that share the work: real processes, SIGKILL, both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from tests.reminders.crowd import gather, states
from tests.reminders.people import utc

Start = Callable[..., "Popen[str]"]

# Forks a worker for each line of its input "commit when offset": the worker is killed -9 "before" or "after" its
# commit of that number (0: never); the clock stands `offset` minutes after the reminders are due. The channel either
# keeps what it is handed in one transaction, as ours does, or only says it, as a plain HTTP call would.
WORKERS = """
import os, signal, sys
from datetime import datetime, timedelta, timezone
from sqlalchemy import text
from bot.reminders.worker import Outcome, Worker
from bot.store import UnitOfWork, make_engine, make_session_factory

url, channel, log = sys.argv[1:4]
due = datetime(2026, 11, 30, 8, tzinfo=timezone.utc)

class Still:
    def __init__(self, offset):
        self.time = due + timedelta(minutes=offset)
    def now(self):
        return self.time
    def sleep(self, seconds):
        pass

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def kill_at(number, when):
    kept = UnitOfWork.commit
    count = 0
    def commit(self):
        nonlocal count
        count += 1
        if count == number and when == "before":
            die()
        kept(self)
        if count == number and when == "after":
            die()
    UnitOfWork.commit = commit

def work(number, when, offset):
    store = make_session_factory(make_engine(url, patience=60))
    clock = Still(offset)
    def keeps(sender_id, reminder, claim):
        with UnitOfWork(store) as unit:
            if unit.reminders.hand_over(claim.delivery_id, clock.now()):
                unit._session.execute(text("INSERT INTO said VALUES (:id)"), {"id": claim.delivery_id})
                unit.commit()
        return Outcome("sent")
    def says(sender_id, reminder, claim):
        with open(log, "a") as file:
            file.write(f"{sender_id}\\n")
        return Outcome("sent")
    kill_at(number, when)
    worker = Worker(store, keeps if channel == "keeps" else says, clock, rate=1e9)
    while worker.turn():
        pass

for line in sys.stdin:
    number, when, offset = line.split()
    child = os.fork()
    if child == 0:
        work(int(number), when, int(offset))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)
"""


def one(process: Popen[str], number: int, when: str, offset: int) -> int:
    """Let one worker live; the signal that ended it, 0 when it ended by itself."""
    assert process.stdin and process.stdout
    process.stdin.write(f"{number} {when} {offset}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_a_hundred_kills_lose_nothing_and_double_nothing(
    url: str, engine: Engine, start: Start, tmp_path: Path
) -> None:
    """With a channel that keeps a delivery in the transaction in which it marks it as handed over."""
    number = 250
    gather(engine, number, utc("2026-11-30T08:00"))
    workers = start(WORKERS, url, "keeps", str(tmp_path / "log"))
    # Commits: claim, then for each delivery begin, hand over, end. Every one, before and after.
    steps = [(commit, when) for commit in range(1, 6) for when in ("before", "after")] * 10
    for place, (commit, when) in enumerate(steps):
        assert one(workers, commit, when, place * 6) == 9
    assert one(workers, 0, "never", len(steps) * 6) == 0
    with engine.connect() as connection:
        said = Counter(id for (id,) in connection.execute(text("SELECT delivery_id FROM said")))
    assert len(said) == number, "none is lost"
    assert max(said.values()) == 1, "none is said twice"
    assert states(engine) == {"sent": number}


def test_without_such_a_channel_only_kills_between_sending_and_noting_double(
    url: str, engine: Engine, start: Start, tmp_path: Path
) -> None:
    number = 60
    gather(engine, number, utc("2026-11-30T08:00"))
    log = tmp_path / "log"
    workers = start(WORKERS, url, "says", str(log))
    # Commits: claim, begin, end. Only "before the end" has said it and not noted it.
    steps = [(commit, when) for commit in range(1, 4) for when in ("before", "after")] * 3
    for place, (commit, when) in enumerate(steps):
        assert one(workers, commit, when, place * 6) == 9
    assert one(workers, 0, "never", len(steps) * 6) == 0
    said = Counter(log.read_text().splitlines())
    assert len(said) == number, "none is lost"
    assert sum(said.values()) - number == steps.count((3, "before"))
    assert states(engine) == {"sent": number}


@pytest.mark.parametrize(("kind", "number"), [("postgres_url", 10_000), ("sqlite_url", 1_000)])
def test_two_workers_share_what_is_due_without_a_double(
    kind: str, number: int, request: pytest.FixtureRequest, start: Start, tmp_path: Path
) -> None:
    from bot.store import make_engine
    from bot.store.schema import migrate

    url = request.getfixturevalue(kind)
    if kind == "postgres_url":
        # Sharing does not depend on what a power cut would lose, and twenty thousand writes to disk take minutes.
        url = url.replace("-csearch_path", "-csynchronous_commit%3Doff+-csearch_path")
    migrate(url)
    engine = make_engine(url)
    logs = [tmp_path / "first", tmp_path / "second"]
    workers = [start(WORKERS, url, "says", str(log)) for log in logs]

    def all_work() -> None:
        for worker in workers:
            assert worker.stdin
            worker.stdin.write("0 never 1\n")
            worker.stdin.flush()
        for worker in workers:
            assert worker.stdout and worker.stdout.readline() == "0\n"

    # Nothing is due yet: both are there once this is over, else the first to start would do everything.
    all_work()
    gather(engine, number, utc("2026-11-30T08:00"))
    all_work()
    shares = [log.read_text().splitlines() for log in logs]
    assert all(shares), "both had a part of it"
    assert sorted(shares[0] + shares[1]) == sorted(f"crowd {n}" for n in range(number))
    assert states(engine) == {"sent": number}
    engine.dispose()
