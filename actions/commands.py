"""What an owner may say at any moment: why, I do not know, back, later, again, erase."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, Restarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import REQUESTED, CoachAction, has_spoken, last_response
from actions.diagnosis import intent_of, parse_of
from bot.interview import Conversation, Outcome


class ActionGreet(CoachAction):
    """Welcomes a newcomer, tells who returns what they were doing."""

    action_name = "action_greet"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """A greeting in mid-conversation is only returned; so is one that answers the welcome."""
        welcomed = last_response(tracker) == "utter_welcome"
        return talk.greet(opening=not welcomed if talk.situation == "new" else not has_spoken(tracker))


class ActionExplain(CoachAction):
    """Says why the pending question is asked."""

    action_name = "action_explain"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Say why."""
        return talk.explain()


class ActionUnknown(CoachAction):
    """Notes that the owner does not know."""

    action_name = "action_unknown"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Note it."""
        return talk.unknown()


class ActionSkip(CoachAction):
    """Leaves the pending question out."""

    action_name = "action_skip"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Leave it out."""
        return talk.skip()


class ActionPrevious(CoachAction):
    """Goes to the previous question (Rasa's own `action_back` would undo events, not answers)."""

    action_name = "action_previous"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Go back."""
        return talk.back()


class ActionCorrect(CoachAction):
    """Asks again the question that a correction names."""

    action_name = "action_correct"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Find the question."""
        return talk.correct(parse_of(tracker))


class ActionRecap(CoachAction):
    """Reads back what was noted."""

    action_name = "action_recap"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Read it back."""
        return talk.recap()


class ActionPause(CoachAction):
    """Stops for now: the form closes, everything is kept."""

    action_name = "action_pause"
    response = "utter_pause"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Pause."""
        return talk.pause(self.response)

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """No form, no pending question."""
        return [*super().events(outcome, tracker), ActiveLoop(None), SlotSet(REQUESTED, None)]


class ActionStop(ActionPause):
    """Stops: as a pause, said otherwise."""

    action_name = "action_stop"
    response = "utter_stop"


class ActionGoodbye(ActionPause):
    """Takes leave: as a pause, said otherwise."""

    action_name = "action_goodbye"
    response = "utter_goodbye"


class ActionLater(ActionPause):
    """Puts the full diagnosis off."""

    action_name = "action_later"
    response = "utter_later"


class ActionConfirm(Action):
    """Asks for confirmation before anything is thrown away: once to start over, twice to erase."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask, and remember what about."""
        again = tracker.get_slot("confirming") == "erase"
        confirming = "erase_again" if again else intent_of(tracker)
        responses = {
            "start_over": "utter_restart_confirm",
            "erase": "utter_erase_confirm",
            "erase_again": "utter_erase_confirm_again",
        }
        dispatcher.utter_message(response=responses[confirming])
        return [SlotSet("confirming", confirming)]


def _just_asked(tracker: Tracker) -> bool:
    """Whether the message answers the confirmation: a «oui» to anything else throws nothing away."""
    actions = (event["name"] for event in reversed(tracker.events) if event["event"] == "action")
    return next((name for name in actions if name != "action_listen"), None) == "action_confirm"


class ActionKeep(Action):
    """Nothing is thrown away after all."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_keep"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say so."""
        restarting = tracker.get_slot("confirming") == "start_over"
        dispatcher.utter_message(response="utter_restart_cancelled" if restarting else "utter_erase_cancelled")
        return [SlotSet("confirming", None)]


class ActionStartOver(CoachAction):
    """Begins a new diagnosis."""

    action_name = "action_start_over"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Start over, if that was asked in the turn before."""
        return talk.restart() if _just_asked(tracker) else talk.ask()


class ActionErase(CoachAction):
    """Erases everything about the owner."""

    action_name = "action_erase"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Erase, if that was asked in the turn before."""
        return talk.erase() if _just_asked(tracker) else talk.ask()

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """The tracker store forgets a conversation that is restarted; a new one begins at the next message only."""
        if outcome.situation == "new":
            return [Restarted(), FollowupAction("action_listen")]
        return [*super().events(outcome, tracker), ActiveLoop(None), SlotSet(REQUESTED, None)]
