"""The trained assistant inside this process: understanding alone, or the whole conversation."""

import gc
import logging
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reading.message import Parse, Reading, read_message

if TYPE_CHECKING:
    from rasa.core.agent import Agent

ENDPOINTS = Path(__file__).resolve().parent.parent / "endpoints.yml"


def quiet_libraries() -> None:
    """Silence what Rasa and the libraries under it say of themselves; call before they are imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    with warnings.catch_warnings():
        # At its import Sanic asks for deprecations to be shown: what follows must stand in front of that.
        import sanic  # noqa: F401
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", message="Deprecated API features detected")
    logging.getLogger().setLevel(logging.WARNING)


def log_to_file(file: Path) -> None:
    """Send what our own code logs to a file: the terminal belongs to the conversation."""
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    own = logging.getLogger("bot")
    own.addHandler(handler)
    own.propagate = False


def load_agent(model: Path, action_server: str | None = None, endpoints: Path = ENDPOINTS) -> "Agent":
    """The agent of a model. Raises rasa's ModelNotFound for a missing or broken one.

    `action_server`: address of the actions; without it the agent only understands. `endpoints`: Rasa's file that
    names the tracker store.
    """
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    from bot.action_client import ActionEndpoint, check_replies_with_one_validator

    configure_logging_and_warnings(logging.WARNING, warn_only_once=True, filter_repeated_logs=False)
    configure_structlog(logging.WARNING)
    check_replies_with_one_validator()
    # Rasa has just put its own filters in front, and imports the rest only now.
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    store = AvailableEndpoints.read_endpoints(str(endpoints)).tracker_store
    agent = Agent.load(
        str(model),
        action_endpoint=ActionEndpoint(f"{action_server}/webhook") if action_server else None,
        tracker_store=TrackerStore.create(store),
    )
    # All that is loaded stays: looking through it again and again made some turns wait for a third of a second.
    gc.freeze()
    return agent


async def understand(agent: "Agent", text: str, question: str | None) -> Reading:
    """Read a message as the conversation would at `question`. Raises KeyError for an unknown question."""
    return read_message(Parse.from_rasa(await agent.parse_message(text)), question)
