"""A bot under measurement: takes a message, says what the turn cost and where."""

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasa.core.agent import Agent

UNDERSTANDING = "understanding"
READ = "tracker read"
WRITE = "tracker written"
ACTION = "custom action"
REQUEST = "of which the action server"
CHECK = "of which Rasa's check of its reply"
PARTS = (UNDERSTANDING, READ, WRITE, ACTION, REQUEST, CHECK)


@dataclass(frozen=True)
class Turn:
    """One message and all that followed it; times in milliseconds.

    `actions`: custom actions called; `taken`: questions answered so far (the coach's slots that are true);
    `pending`: the form's question, None without a form; `buttons`: payloads of the last buttons shown.
    """

    milliseconds: float
    parts: dict[str, float]
    actions: int
    taken: frozenset[str]
    pending: str | None
    situation: str | None
    buttons: tuple[str, ...]


class Stopwatch:
    """Adds up what the watched calls last, until it is reset."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}
        self.calls: dict[str, int] = {}

    def reset(self) -> None:
        """Back to zero."""
        self.milliseconds = dict.fromkeys(PARTS, 0.0)
        self.calls = dict.fromkeys(PARTS, 0)

    def watch(self, owner: object, name: str, part: str) -> None:
        """Time every call of the function or coroutine function `owner.name`."""
        call = getattr(owner, name)
        setattr(
            owner,
            name,
            self._timed_coroutine(call, part) if inspect.iscoroutinefunction(call) else self._timed(call, part),
        )

    def _add(self, part: str, started: float) -> None:
        self.milliseconds[part] += (time.perf_counter() - started) * 1000
        self.calls[part] += 1

    def _timed(self, call: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(call)
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*args, **kwargs)
            finally:
                self._add(part, started)

        return timed

    def _timed_coroutine(self, call: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(call)
        async def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return await call(*args, **kwargs)
            finally:
                self._add(part, started)

        return timed


class Bot:
    """An agent in this process, with a stopwatch on its parts."""

    def __init__(self, agent: "Agent", stopwatch: Stopwatch) -> None:
        """`stopwatch` also watches Rasa's actions, which belong to no agent (see `watch_actions`)."""
        self._agent = agent
        self._stopwatch = stopwatch
        self._tracker: Any = None
        processor = agent.processor
        assert processor is not None  # the model is loaded
        stopwatch.watch(processor, "parse_message", UNDERSTANDING)
        stopwatch.watch(processor.tracker_store, "retrieve", READ)
        stopwatch.watch(processor.tracker_store, "save", WRITE)
        self._keep_trackers(processor.tracker_store)

    def _keep_trackers(self, store: Any) -> None:
        """Remember the tracker that is saved: reading it again would warm the store up for the next turn."""
        save = store.save

        async def kept(tracker: Any) -> None:
            self._tracker = tracker
            await save(tracker)

        store.save = kept

    async def close(self) -> None:
        """Close what the agent keeps open."""
        await self._agent.action_endpoint.close()

    async def lengthen(self, sender: str, turns: int) -> None:
        """Repeat what was said until the conversation has `turns` turns: nobody waits for thousands of slow ones."""
        from rasa.shared.core.events import UserUttered
        from rasa.shared.core.trackers import DialogueStateTracker

        store = self._agent.tracker_store
        events = list((await store.get_or_create_tracker(sender)).events)
        said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
        repeated = events[said[0] :] * (turns // len(said) - 1)
        await store.save(DialogueStateTracker.from_events(sender, events + repeated, store.domain.slots))

    async def say(self, sender: str, text: str) -> Turn:
        """Send a message as `costaud chat` does, and wait for the end of the turn."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, sender, input_channel="terminal")
        self._stopwatch.reset()
        started = time.perf_counter()
        await self._agent.handle_message(message)
        milliseconds = (time.perf_counter() - started) * 1000
        slots = self._tracker.current_slot_values()
        shown = [message["buttons"] for message in channel.messages if message.get("buttons")]
        return Turn(
            milliseconds=milliseconds,
            parts=dict(self._stopwatch.milliseconds),
            actions=self._stopwatch.calls[ACTION],
            taken=frozenset(name for name, value in slots.items() if value is True),
            pending=slots.get("requested_slot"),
            situation=slots.get("situation"),
            buttons=tuple(button["payload"] for button in shown[-1]) if shown else (),
        )


def watch_actions(stopwatch: Stopwatch) -> None:
    """Watch the calls of custom actions, of every agent of this process."""
    from rasa.core.actions.action import RemoteAction
    from rasa.utils.endpoints import EndpointConfig

    stopwatch.watch(RemoteAction, "run", ACTION)
    stopwatch.watch(RemoteAction, "_validate_action_result", CHECK)
    stopwatch.watch(EndpointConfig, "request", REQUEST)
