"""Rasa's tracker store for owners' conversations: where each one stands, and not a word of it.

Rasa's own stores keep every event, read them all at the next message, and post them all to the action server: a turn
costs more the longer an owner talks. What was said is kept in our tables; a next message only needs the state.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_SILENT = (ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME)


@dataclass(frozen=True)
class State:
    """A conversation between two messages. All of it is JSON, for a store that several processes share.

    `slots`: those with another value than at the beginning; `rejected`: the form left the last message to the rules;
    `said_at`: seconds since the epoch of the last message, from which Rasa tells whether the session has expired;
    `heard`: whether the bot has said anything in this session; `action`: the last one that was not silent.
    """

    slots: Mapping[str, Any]
    loop: str | None
    rejected: bool
    intent: str | None
    channel: str | None
    said_at: float | None
    heard: bool
    action: str | None

    @classmethod
    def of(cls, tracker: DialogueStateTracker) -> "State":
        """What the next message needs of the tracker."""
        said = _latest(tracker, UserUttered)
        return cls(
            slots={name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value},
            loop=tracker.active_loop_name,
            rejected=tracker.is_active_loop_rejected,
            intent=said.intent_name if said else None,
            channel=said.input_channel if said else None,
            said_at=said.timestamp if said else None,
            heard=isinstance(_latest(tracker, BotUttered, SessionStarted), BotUttered),
            action=next((name for name in reversed(_actions(tracker)) if name not in _SILENT), None),
        )

    def events(self) -> Iterator[Event]:
        """The shortest conversation that ends in this state, as if a session had just been restored."""
        yield ActionExecuted(ACTION_SESSION_START_NAME)
        yield SessionStarted()
        if self.said_at is not None:
            yield UserUttered(intent={"name": self.intent}, input_channel=self.channel, timestamp=self.said_at)
        if self.loop:
            yield ActiveLoop(self.loop)
        yield from (SlotSet(name, value) for name, value in self.slots.items())
        if self.action:
            yield ActionExecuted(self.action)
        if self.heard:
            yield BotUttered()
        if self.rejected:
            yield ActionExecutionRejected(self.loop)
        yield ActionExecuted(ACTION_LISTEN_NAME)


def _latest(tracker: DialogueStateTracker, *types: type[Event]) -> Any:
    return next((event for event in reversed(tracker.events) if isinstance(event, types)), None)


def _actions(tracker: DialogueStateTracker) -> list[str]:
    return [event.action_name for event in tracker.events if isinstance(event, ActionExecuted)]


class StateTrackerStore(TrackerStore):
    """States of the chats heard last, in the memory of one process.

    A chat that was pushed out, or erased, is restored by `action_session_start` at its next message.
    """

    def __init__(
        self, domain: Domain | None, event_broker: EventBroker | None = None, chats: int = 10_000, **options: Any
    ) -> None:
        """`chats`: how many are remembered, at most (1.5 KB each); `endpoints.yml` may say otherwise."""
        super().__init__(domain, event_broker, **options)
        self._chats = chats
        self._states: OrderedDict[str, State] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember where the conversation stands; forget one that was restarted (an owner had it erased)."""
        await self.stream_events(tracker)
        self._states.pop(tracker.sender_id, None)
        if not tracker.events or any(isinstance(event, Restarted) for event in tracker.events):
            return
        self._states[tracker.sender_id] = State.of(tracker)
        if len(self._states) > self._chats:
            self._states.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker in the state that was remembered."""
        if (state := self._states.get(sender_id)) is None:
            return None
        return DialogueStateTracker.from_events(sender_id, list(state.events()), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The chats remembered."""
        return list(self._states)
