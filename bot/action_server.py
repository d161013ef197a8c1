"""The action server as a child process, bound to this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import TracebackType

from bot.settings import Settings

_STARTS_WITHIN = 20.0
"""Seconds the action server may take to answer."""


class ActionServerError(RuntimeError):
    """The action server did not start; the message says where its log is."""


class ActionServer:
    """`with ActionServer(settings) as server:` runs Rasa's SDK on a free port of the loopback until the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._log = settings.data_folder / "actions.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> "ActionServer":
        self.ensure()
        return self

    def ensure(self) -> None:
        """Start it, or start it again if it has died. Raises ActionServerError."""
        if self._process is not None and self._process.poll() is None:
            return
        port = int(self.url.rsplit(":", 1)[1]) if self.url else _free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "SANIC_HOST": "127.0.0.1", "DATABASE_URL": self._settings.database_url}
        command = [sys.executable, "-W", "ignore", "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
        self._settings.data_folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self._wait(self._process)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise ActionServerError(f"the action server did not start: see {self._log}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
