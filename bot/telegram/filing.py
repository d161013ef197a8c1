"""Owners' files made in a process of their own: drawing takes a second of processor time that chats would miss."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime, timezone
from multiprocessing import get_context

from bot.child import die_with_parent
from bot.interview import FileKind
from bot.interview.files import OwnerFile, owner_file

_NICENESS = 10


class Files:
    """Makes files, one after the other; the process is there from the first one on."""

    def __init__(self) -> None:
        self._process = _process()

    async def make(self, sender_id: str, kind: FileKind) -> OwnerFile | None:
        """The file, None where there is nothing to show any more. Raises what making it raises."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._process, _made, sender_id, kind)
        except BrokenProcessPool:
            # Somebody ended the process; the next one makes the file, or fails for good.
            self._process = _process()
            return await asyncio.get_running_loop().run_in_executor(self._process, _made, sender_id, kind)

    def close(self) -> None:
        """End the process; what was not made is made at the next start."""
        self._process.shutdown(wait=False, cancel_futures=True)


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_behind_the_chats)


def _behind_the_chats() -> None:
    die_with_parent()
    os.nice(_NICENESS)


def _made(sender_id: str, kind: FileKind) -> OwnerFile | None:
    from bot.bootstrap import session_factory
    from bot.store import UnitOfWork

    with UnitOfWork(session_factory(), writes=False) as work:
        return owner_file(work, sender_id, kind, datetime.now(timezone.utc))
