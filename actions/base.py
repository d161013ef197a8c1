"""What every action shares: one unit of work, the reply, and what happens when something fails."""

import asyncio
import logging
import secrets
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.bootstrap import session_factory
from bot.interview import Conversation, Outcome
from bot.store import UnitOfWork

FORM = "diagnosis_form"
REQUESTED = "requested_slot"

logger = logging.getLogger(__name__)


class CoachAction(Action):
    """An action that makes one move of the conversation within one unit of work.

    A failure tells the owner one sentence with an id, which the log repeats with the details.
    """

    action_name = ""

    def name(self) -> str:
        """The name in domain.yml."""
        return self.action_name

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Make the move; the unit of work is committed afterwards."""
        raise NotImplementedError(self.action_name)

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """The events of the outcome."""
        awaiting = SlotSet("awaiting", outcome.awaiting or None)
        return [SlotSet("situation", outcome.situation), SlotSet("confirming", None), awaiting]

    def is_spoken(self, tracker: Tracker) -> bool:
        """Whether the owner said something; a reminder comes without them."""
        intent = (tracker.latest_message.get("intent") or {}).get("name") or ""
        return not intent.startswith("EXTERNAL_")

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Move, speak, return the events. The database is waited for in a thread: others are served meanwhile."""
        try:
            outcome = await asyncio.to_thread(self._turn, tracker)
        except Exception as error:
            return self._failed(dispatcher, tracker, error)
        speak(dispatcher, outcome)
        return self.events(outcome, tracker)

    def _turn(self, tracker: Tracker) -> Outcome:
        channel = tracker.get_latest_input_channel() or "terminal"
        message = tracker.latest_message.get("metadata") or {}
        now = datetime.now(timezone.utc)
        with UnitOfWork(session_factory()) as work:
            spoken = self.is_spoken(tracker)
            talk = Conversation(work, tracker.sender_id, channel, now, spoken)
            talk.meet(message.get("first_name"), message.get("language"))
            back = talk.welcome_back() if spoken else ()
            outcome = self.move(talk, tracker)
            outcome = replace(outcome, says=(*back, *outcome.says))
            if "update_id" in message:
                # With the answer in one transaction: a process killed after it must not hear it again.
                work.telegram.mark_heard(message["update_id"], now)
            work.commit()
        return outcome

    def _failed(self, dispatcher: CollectingDispatcher, tracker: Tracker, error: Exception) -> list[EventType]:
        error_id = secrets.token_hex(4)
        logger.error("%s failed, error %s", self.action_name, error_id, exc_info=error)
        dispatcher.utter_message(response="utter_error", error_id=error_id)
        return []


def speak(dispatcher: CollectingDispatcher, outcome: Outcome) -> None:
    """Hand every sentence of the outcome to Rasa."""
    for say in outcome.says:
        buttons = [{"title": text, "payload": text} for text in say.buttons]
        if say.file:
            dispatcher.utter_message(json_message={"file": say.file})
        elif say.response:
            dispatcher.utter_message(response=say.response, buttons=buttons, **say.params)
        else:
            custom = {"delivery": say.delivery} if say.delivery else {}
            dispatcher.utter_message(text=say.text, buttons=buttons, json_message=custom)


def last_response(tracker: Tracker) -> str | None:
    """Name of the response that the bot said last; None for a text, or where it has said nothing."""
    said = next((event for event in reversed(tracker.events) if event["event"] == "bot"), None)
    return said["metadata"].get("utter_action") if said else None


def has_spoken(tracker: Tracker) -> bool:
    """Whether the bot has said anything in this session."""
    for event in reversed(tracker.events):
        if event["event"] == "bot":
            return True
        if event["event"] == "session_started":
            return False
    return False
