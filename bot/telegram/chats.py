"""One queue a chat: its updates one after the other, different chats side by side, and nobody drowns the others."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter

logger = logging.getLogger(__name__)
Job = Callable[[], Awaitable[None]]

MOST_WAITING = 50
"""Jobs of one chat that wait at most; what comes beyond is left out."""
_BACKLOG = 10
# A whole diagnosis by taps is some sixty updates: as many may come as fast as they like.
_RATE, _SECONDS = 100, 20
_SLOWLY = 1.0


@dataclass(eq=False)
class _Chat:
    rate: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(_RATE, _SECONDS))
    jobs: deque[Job] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    slowed: bool = False

    @property
    def floods(self) -> bool:
        return len(self.jobs) >= _BACKLOG or not self.rate.has_capacity()

    @property
    def rests(self) -> bool:
        return self.task is None and self.rate.has_capacity(self.rate.max_rate)


class Chats:
    """The queues. `slow_down` tells an owner once that they write faster than is read."""

    def __init__(self, slow_down: Callable[[str], Awaitable[None]]) -> None:
        self._slow_down = slow_down
        self._chats: dict[str, _Chat] = {}

    def is_full(self, sender_id: str) -> bool:
        """Whether a chat has as much waiting as is kept."""
        return sender_id in self._chats and len(self._chats[sender_id].jobs) >= MOST_WAITING

    def put(self, sender_id: str, job: Job) -> None:
        """Do a job once those before it in its chat are done."""
        chat = self._chats.get(sender_id)
        if chat is None:
            self._chats = {id: one for id, one in self._chats.items() if not one.rests}
            chat = self._chats[sender_id] = _Chat()
        chat.jobs.append(job)
        if chat.task is None:
            chat.task = asyncio.create_task(self._serve(sender_id, chat))

    async def _serve(self, sender_id: str, chat: _Chat) -> None:
        while chat.jobs:
            if chat.floods:
                if not chat.slowed:
                    chat.slowed = True
                    await self._try(lambda: self._slow_down(sender_id))
                await asyncio.sleep(_SLOWLY)
            await chat.rate.acquire()
            await self._try(chat.jobs.popleft())
        chat.slowed = chat.slowed and not chat.rate.has_capacity(_RATE / 2)
        chat.task = None

    @staticmethod
    async def _try(job: Job) -> None:
        try:
            await job()
        except Exception:
            logger.exception("An update was given up, error %s", secrets.token_hex(4))

    async def rest(self, seconds: float) -> None:
        """Let the jobs under way end, those waiting stay for the next start."""
        for chat in self._chats.values():
            chat.jobs.clear()
        tasks = [chat.task for chat in self._chats.values() if chat.task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
