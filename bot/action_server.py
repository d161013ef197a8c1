"""The action server as a child process, bound to this machine."""

from typing import IO

from bot.child import Child, free_port
from bot.settings import Settings

_STARTS_WITHIN = 20.0
_STOPS_WITHIN = 3.0


class ActionServer(Child):
    """Rasa's SDK with our actions, on a free port of the loopback."""

    def __init__(self, settings: Settings, log: IO[bytes] | None = None) -> None:
        port = free_port()
        super().__init__(
            "the action server",
            ["-W", "ignore", "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
            f"http://127.0.0.1:{port}",
            health="/health",
            environment={"SANIC_HOST": "127.0.0.1", "DATABASE_URL": settings.database_url},
            starts_within=_STARTS_WITHIN,
            stops_within=_STOPS_WITHIN,
            log=log,
        )


def action_log(settings: Settings) -> IO[bytes]:
    """A file of the data folder for what it prints, where the terminal belongs to a conversation."""
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    return (settings.data_folder / "actions.log").open("ab")
