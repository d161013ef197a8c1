"""One queue a chat: order within it, side by side across chats, and nobody drowns the others."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.telegram import chats as module
from bot.telegram.chats import MOST_WAITING, Chats


@pytest.fixture
def told() -> list[str]:
    """Who was told to slow down."""
    return []


@pytest.fixture
async def chats(told: list[str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chats]:
    monkeypatch.setattr(module, "_SLOWLY", 0)

    async def tell(sender_id: str) -> None:
        told.append(sender_id)

    chats = Chats(tell)
    yield chats
    await chats.rest(1)


async def _all_done(chats: Chats) -> None:
    while tasks := [chat.task for chat in chats._chats.values() if chat.task]:
        await asyncio.wait(tasks)


def _noting(done: list[str], name: str, steps: int = 1) -> Callable[[], object]:
    async def job() -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        done.append(name)

    return job


async def test_the_jobs_of_a_chat_are_done_in_order_one_at_a_time(chats: Chats) -> None:
    done: list[str] = []
    for number, steps in enumerate((5, 1, 3, 0)):
        chats.put("marie", _noting(done, str(number), steps))
    await _all_done(chats)
    assert done == ["0", "1", "2", "3"]


async def test_a_chat_that_is_held_up_holds_no_other_up(chats: Chats) -> None:
    goes_on = asyncio.Event()
    done: list[str] = []

    async def held_up() -> None:
        await goes_on.wait()
        done.append("marie")

    chats.put("marie", held_up)
    chats.put("paul", _noting(done, "paul"))
    while not done:
        await asyncio.sleep(0)
    assert done == ["paul"]
    goes_on.set()
    await _all_done(chats)
    assert done == ["paul", "marie"]


async def test_a_job_that_fails_does_not_stop_its_chat(chats: Chats, caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def fails() -> None:
        raise ValueError("a bug")

    chats.put("marie", fails)
    chats.put("marie", _noting(done, "after"))
    await _all_done(chats)
    assert done == ["after"]
    assert "given up" in caplog.text


async def test_who_floods_is_told_once_and_everything_is_done_in_order(chats: Chats, told: list[str]) -> None:
    done: list[str] = []
    for number in range(40):
        chats.put("marie", _noting(done, str(number)))
    await _all_done(chats)
    assert told == ["marie"]
    assert done == [str(number) for number in range(40)]


async def test_who_writes_at_a_human_pace_is_told_nothing(chats: Chats, told: list[str]) -> None:
    done: list[str] = []
    for number in range(60):
        chats.put("marie", _noting(done, str(number)))
        await _all_done(chats)
    assert told == []
    assert len(done) == 60


async def test_a_flood_holds_nobody_else_up(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLOWLY", 3600)
    done: list[str] = []
    for number in range(40):
        chats.put("marie", _noting(done, f"marie {number}"))
    for number in range(5):
        chats.put("paul", _noting(done, f"paul {number}"))
    while len(done) < 5:
        await asyncio.sleep(0)
    assert done == [f"paul {number}" for number in range(5)]


async def test_a_chat_is_full_of_what_waits(chats: Chats) -> None:
    goes_on = asyncio.Event()

    async def held_up() -> None:
        await goes_on.wait()

    assert not chats.is_full("marie")
    for _ in range(MOST_WAITING + 1):
        chats.put("marie", held_up)
    assert chats.is_full("marie")
    assert not chats.is_full("paul")
    goes_on.set()


async def test_at_rest_the_job_under_way_ends_and_those_waiting_are_left(chats: Chats) -> None:
    done: list[str] = []
    chats.put("marie", _noting(done, "under way", 3))
    chats.put("marie", _noting(done, "waiting"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await chats.rest(5)
    assert done == ["under way"]


async def test_chats_at_rest_are_forgotten(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.001)
    done: list[str] = []
    for number in range(20):
        chats.put(str(number), _noting(done, "x"))
        await _all_done(chats)
        await asyncio.sleep(0.01)
    assert len(done) == 20
    assert len(chats._chats) == 1
