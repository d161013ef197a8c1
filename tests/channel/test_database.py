"""A database that is locked, full or gone in mid-turn: the owner is told once, nothing is lost, and it heals."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.words import load_words

from .owner import Owner
from .running import Costaud

WAIT = load_words().say("telegram.wait")
_TROUBLE = ("waits? for the database", "failed, error", "No updates", "could not be kept", "Rasa failed", "Traceback")


@pytest.fixture
async def asked(owner: Owner) -> Owner:
    """An owner who is asked how they will know that it worked."""
    await owner.says("on y va", "je voudrais recruter")
    return owner


@contextmanager
def _locked(bot: Costaud) -> Iterator[None]:
    lock = sqlite3.connect(str(bot.engine.url.database), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        lock.execute("ROLLBACK")
        lock.close()


async def test_a_message_that_comes_while_the_database_is_locked_is_answered_later(asked: Owner, bot: Costaud) -> None:
    bot.expects(*_TROUBLE)
    before, here = len(asked.chat.said), len(bot.log)
    with _locked(bot):
        await asked.person.writes("un apprenti")
        await bot.until(lambda: "No updates: " in bot.log[here:])
    await bot.settled(asked.id)
    assert asked.answers["measure"] == "un apprenti"
    assert asked.earlier("measure") == []
    assert len(asked.chat.said) == before + 1
    assert asked.asked == asked.pending == "audience"


async def test_a_database_locked_in_mid_turn_is_waited_for(asked: Owner, bot: Costaud) -> None:
    """Locked once the update is kept: the turn itself meets it."""
    bot.expects(*_TROUBLE)
    before, known = len(asked.chat.said), bot.known()
    await asked.person.writes("un apprenti")
    await bot.until(lambda: bot.known() - known, timeout=30)
    with _locked(bot):
        here = len(bot.log)
        await bot.until(lambda: "error" in bot.log[here:] or "database" in bot.log[here:] or not bot.busy(asked.id))
    await bot.settled(asked.id)
    assert asked.answers["measure"] == "un apprenti"
    assert asked.earlier("measure") == []
    assert [one.text for one in asked.chat.said[before:]].count(WAIT) <= 1
    assert asked.asked == asked.pending == "audience"


async def test_a_full_disk_is_waited_for(spare: Costaud) -> None:
    spare.expects("ERROR|CRITICAL|Traceback")
    spare.start()
    await spare.ready()
    marie = Owner(spare)
    await marie.says("on y va", "je voudrais recruter")
    before = len(marie.chat.said)
    full = Path(f"{spare.engine.url.database}-wal").stat().st_size
    processes = [spare.rasa.pid, spare.actions.pid]
    _, hard = resource.prlimit(processes[0], resource.RLIMIT_FSIZE)
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (min(full, 4096), hard))
    await marie.person.writes("un apprenti")
    await spare.until(lambda: len(spare.telegram.calls("getUpdates")) and not spare.known() & {0})
    here = len(spare.telegram.calls("getUpdates"))
    await spare.until(lambda: len(spare.telegram.calls("getUpdates")) >= here + 2)
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))
    await spare.settled(marie.id)
    assert marie.answers["measure"] == "un apprenti"
    assert marie.earlier("measure") == []
    assert [one.text for one in marie.chat.said[before:]].count(WAIT) <= 1
    assert marie.asked == marie.pending == "audience"
