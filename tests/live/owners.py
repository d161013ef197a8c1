"""An owner who talks with the running bot, and what a test may ask about the reply and about our tables."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import Restarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.store import Diagnosis, SessionFactory, UnitOfWork

CHANNEL = "terminal"
_PARAMETER = re.compile(r"\{\w+\}")


class Terminal(CollectingOutputChannel):
    """Keeps what the bot says."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL


@dataclass(frozen=True)
class Reply:
    """The messages of one turn."""

    messages: list[dict[str, Any]]
    responses: Mapping[str, list[dict[str, Any]]] = field(repr=False)

    @property
    def texts(self) -> list[str]:
        return [message.get("text", "") for message in self.messages]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[str]:
        """Titles of the last message's buttons."""
        return [button["title"] for button in self.messages[-1].get("buttons", [])] if self.messages else []

    def says(self, response: str, attempt: str | None = None) -> bool:
        """Whether one of the messages is a variant of `response` (of those for `attempt`)."""
        return any(self._is(text, response, attempt) for text in self.texts)

    def ends_with(self, response: str, attempt: str | None = None) -> bool:
        """Whether the last message is a variant of `response`."""
        return bool(self.texts) and self._is(self.texts[-1], response, attempt)

    def _is(self, text: str, response: str, attempt: str | None) -> bool:
        return any(pattern.fullmatch(text) for pattern in _patterns(self.responses[response], attempt))


def _patterns(variants: list[dict[str, Any]], attempt: str | None) -> list[re.Pattern[str]]:
    chosen = [
        variant["text"]
        for variant in variants
        if [condition["value"] for condition in variant.get("condition", [])] == ([attempt] if attempt else [])
    ]
    assert chosen, f"no variant for the attempt {attempt}"
    return [re.compile(".+".join(re.escape(part) for part in _PARAMETER.split(text)), re.DOTALL) for text in chosen]


class Owner:
    """One owner; every message goes through the whole machine."""

    def __init__(
        self,
        name: str,
        agent: Agent,
        loop: asyncio.AbstractEventLoop,
        store: SessionFactory,
    ) -> None:
        self.name = name
        self.agent = agent
        self._loop = loop
        self._store = store

    # --- talking ----------------------------------------------------------------------------------------

    def say(self, *texts: str) -> Reply:
        """Say one message after the other; the reply to the last one."""
        reply = self._reply([])
        for text in texts:
            terminal = Terminal()
            message = UserMessage(text, terminal, self.name, input_channel=CHANNEL)
            self._loop.run_until_complete(self.agent.handle_message(message))
            reply = self._reply(terminal.messages)
        return reply

    def arrive(self) -> Reply:
        """Open the terminal, as `bot.chat` does."""
        terminal = Terminal()

        async def greet() -> None:
            tracker = await self.agent.processor.fetch_tracker_and_update_session(self.name, terminal)
            await self.agent.trigger_intent("greet", [], terminal, tracker)

        self._loop.run_until_complete(greet())
        return self._reply(terminal.messages)

    def mean(self, intent: str) -> Reply:
        """A message understood as `intent` and as nothing else, whatever the model would say of it."""
        terminal = Terminal()
        understood = {"name": intent, "confidence": 1.0}
        parse = {"text": "…", "intent": understood, "intent_ranking": [understood], "entities": [], "options": {}}
        message = UserMessage("…", terminal, self.name, input_channel=CHANNEL, parse_data=parse)
        self._loop.run_until_complete(self.agent.handle_message(message))
        return self._reply(terminal.messages)

    def answer(self, answers: Mapping[str, str]) -> Reply:
        """Answer each question when it is pending, whatever the order; stop when none of them is."""
        reply = self._reply([])
        left = dict(answers)
        while (pending := self.pending) in left:
            reply = self.say(left.pop(str(pending)))
        return reply

    def lose_tracker(self) -> None:
        """As when Rasa is started again, or after many months."""
        assert self.remembered is not None
        restarted = DialogueStateTracker.from_events(self.name, [Restarted()])
        self._loop.run_until_complete(self.agent.tracker_store.save(restarted))
        assert self.remembered is None

    def _reply(self, messages: list[dict[str, Any]]) -> Reply:
        return Reply(messages, self.agent.domain.responses)

    # --- looking ----------------------------------------------------------------------------------------

    def slot(self, name: str) -> Any:
        return self._tracker().get_slot(name)

    @property
    def pending(self) -> str | None:
        """The question the form asks, or None outside of it."""
        tracker = self._tracker()
        return tracker.get_slot("requested_slot") if tracker.active_loop_name == "diagnosis_form" else None

    def _tracker(self) -> Any:
        return self._loop.run_until_complete(self.agent.tracker_store.get_or_create_tracker(self.name))

    @property
    def remembered(self) -> DialogueStateTracker | None:
        """What the tracker store holds of this owner."""
        return self._loop.run_until_complete(self.agent.tracker_store.retrieve(self.name))

    @property
    def answers(self) -> dict[str, Any]:
        """What our tables hold: current values by question."""
        with UnitOfWork(self._store, writes=False) as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.answers_by_question() if diagnosis else {}

    @property
    def skipped(self) -> set[str]:
        with UnitOfWork(self._store, writes=False) as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.skipped if diagnosis else set()

    def earlier(self, question: str) -> list[Any]:
        """The values that were replaced, oldest first."""
        with UnitOfWork(self._store, writes=False) as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.previous_values(question) if diagnosis else []

    @property
    def verdict(self) -> tuple[str, bool] | None:
        """The last verdict kept, and whether it was provisional."""
        with UnitOfWork(self._store, writes=False) as work:
            diagnosis = self._diagnosis(work)
            kept = diagnosis.latest_assessment() if diagnosis else None
            return (kept.verdict, kept.provisional) if kept else None

    def _diagnosis(self, work: UnitOfWork) -> Diagnosis | None:
        owner = work.owners.find(self.name)
        if owner is None:
            return None
        return work.diagnoses.current(owner) or work.diagnoses.latest_finished(owner)
