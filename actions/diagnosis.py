"""The questions: hearing answers, restoring the conversation, putting a contradiction, telling the result."""

import itertools
from collections.abc import Iterator
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    EventType,
    FollowupAction,
    SessionStarted,
    SlotSet,
)
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FORM, REQUESTED, CoachAction, has_spoken
from bot.interview import CONTRADICTION, Conversation, Outcome
from bot.reading.message import Parse


def parse_of(tracker: Tracker) -> Parse:
    """The latest message as the NLU pipeline read it."""
    return Parse.from_rasa(tracker.latest_message)


def pending_events(outcome: Outcome) -> list[EventType]:
    """Which question is pending, how it is put, and where the owner is."""
    return [
        SlotSet("situation", outcome.situation),
        SlotSet("progress", outcome.progress),
        SlotSet("attempt", outcome.attempt),
        SlotSet("awaiting", outcome.awaiting or None),
        SlotSet(REQUESTED, outcome.pending),
    ]


class ValidateDiagnosisForm(CoachAction):
    """Hears the owner's message while the diagnosis runs; rejects the form where a rule has to answer."""

    action_name = f"validate_{FORM}"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Hear a new message; after an interruption, or when the form opens, only say what is pending."""
        if _answered_by_another_action(tracker):
            return talk.go_on() if talk.situation != "asking" else talk.ask()
        # A tracker may remember a form that our tables know nothing of (a database put back, another machine's).
        if _just_opened(tracker) or talk.situation in ("new", "done"):
            return self._open(talk, tracker)
        confirming = tracker.get_slot("confirming")
        if confirming and parse_of(tracker).intent in ("affirm", "deny", confirming.removesuffix("_again")):
            return Outcome(talk.situation, command=confirming)
        return talk.hear(parse_of(tracker))

    @staticmethod
    def _open(talk: Conversation, tracker: Tracker) -> Outcome:
        parse = parse_of(tracker)
        if not parse.intent.startswith("answer_") and parse.intent != "correct":
            return talk.go_on()
        return talk.join(parse, opening=not has_spoken(tracker))

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """A command is left to the rules; otherwise the form asks what is pending, or ends."""
        if outcome.command == tracker.get_slot("confirming") is not None:
            return [ActionExecutionRejected(FORM)]
        unconfirmed = SlotSet("confirming", None)
        if outcome.command:
            return [unconfirmed, ActionExecutionRejected(FORM)]
        slots = [*(SlotSet(question, True) for question in outcome.answered), *pending_events(outcome)]
        return [unconfirmed, *(slot for slot in slots if _says_something(slot, tracker))]

    def _failed(self, dispatcher: CollectingDispatcher, tracker: Tracker, error: Exception) -> list[EventType]:
        """Nothing was kept: the same question stays pending, and a form that could not open stays closed."""
        super()._failed(dispatcher, tracker, error)
        pending = tracker.get_slot(REQUESTED)
        if not pending:
            return [ActionExecutionRejected(FORM), FollowupAction("action_listen"), ActiveLoop(None)]
        return [SlotSet("confirming", None), SlotSet(REQUESTED, pending)]


def _says_something(slot: EventType, tracker: Tracker) -> bool:
    """Rasa checks and applies each event, so the slots that stay as they are stay out; the form needs its own one."""
    return bool(slot["name"] == REQUESTED or slot["value"] != tracker.get_slot(slot["name"]))


def _since_message(tracker: Tracker) -> Iterator[Any]:
    """Events that followed the latest message, last first."""
    return itertools.takewhile(lambda event: event["event"] != "user", reversed(tracker.events))


def _answered_by_another_action(tracker: Tracker) -> bool:
    """Whether a rule has already replied to the latest message, so that it must not be heard again."""
    silent = (FORM, "action_listen", "action_extract_slots")
    return any(event["event"] == "action" and event["name"] not in silent for event in _since_message(tracker))


def _just_opened(tracker: Tracker) -> bool:
    """Whether the latest message opened the form, instead of answering one of its questions."""
    return any(event["event"] == "active_loop" for event in _since_message(tracker))


class ActionSessionStart(CoachAction):
    """Restores the conversation from our tables: a tracker that was lost or has expired costs nothing.

    Replaces Rasa's own, which copies every old slot event into each new session.
    """

    action_name = "action_session_start"

    def is_spoken(self, tracker: Tracker) -> bool:
        """A reminder begins a session as well."""
        return False

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Only look."""
        return talk.ask()

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """A new session, in which the form is active where a question was pending."""
        loop = [ActiveLoop(FORM)] if outcome.situation == "asking" else []
        return [SessionStarted(), *loop, *pending_events(outcome), ActionExecuted("action_listen")]

    def _failed(self, dispatcher: CollectingDispatcher, tracker: Tracker, error: Exception) -> list[EventType]:
        super()._failed(dispatcher, tracker, error)
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionAskContradiction(CoachAction):
    """Puts a contradiction to the owner."""

    action_name = f"action_ask_{CONTRADICTION}"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Say it, with a button for each answer that may change."""
        return talk.put_contradiction()

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """The form has already set what is pending."""
        return []


class ActionResult(CoachAction):
    """Tells the verdict of what is known so far."""

    action_name = "action_result"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Assess, keep, tell."""
        return talk.result(asked_for=parse_of(tracker).intent == "score")


def intent_of(tracker: Tracker) -> Any:
    """Name of the latest message's intent."""
    return parse_of(tracker).intent
