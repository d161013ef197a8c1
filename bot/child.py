"""Child processes that serve HTTP on this machine's loopback: started, watched, started again, stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, TypeVar

Self = TypeVar("Self", bound="Child")


class ChildError(RuntimeError):
    """A child process did not start; the message is one sentence."""


class Child:
    """`with Child(…) as child:` runs a command until the end of the block.

    `name` is what messages call it; `url` is where it serves, and `{url}{health}` answers once it does; `starts_within` and `stops_within` are seconds;
    `log` takes what it prints (default: this process's own output), and is closed with the child.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        url: str,
        *,
        health: str,
        environment: Mapping[str, str],
        starts_within: float,
        stops_within: float,
        log: IO[bytes] | None = None,
    ) -> None:
        self.name = name
        self.url = url
        self._health = url + health
        self._command = [sys.executable, *command]
        self._environment = {**os.environ, **environment}
        self._starts_within = starts_within
        self._stops_within = stops_within
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self: Self) -> Self:
        self.ensure()
        return self

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Number of the process. RuntimeError before the first start."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    def start(self) -> None:
        """Start the process, without waiting until it serves."""
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            preexec_fn=die_with_parent,
            # Ctrl-C in a terminal reaches the parent only, which stops its children in order.
            start_new_session=True,
        )

    def ensure(self) -> None:
        """Have it serve: start it, or start it again if it has died. Raises ChildError."""
        if self.alive:
            return
        self.start()
        until = time.monotonic() + self._starts_within
        while time.monotonic() < until and self.alive:
            if self.answers():
                return
            time.sleep(0.05)
        raise ChildError(f"{self.name} did not start")

    def answers(self) -> bool:
        """Whether it serves."""
        try:
            with urllib.request.urlopen(self._health, timeout=1):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=self._stops_within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._log is not None:
            self._log.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """On Linux, have this process end when its parent is killed: an orphan would work beside the next start."""
    if sys.platform != "linux":
        return
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
