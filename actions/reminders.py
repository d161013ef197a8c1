"""Reminders and what they open: set and stopped, delivered, answered."""

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, SlotSet

from actions.base import FORM, CoachAction
from actions.diagnosis import parse_of
from bot.interview import Conversation, Outcome, Reminding


class ActionRemind(CoachAction):
    """Sets a reminder, or tells and changes those that are set."""

    action_name = "action_remind"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Set it, with the owner's words."""
        return talk.reminders(Reminding.remind, parse_of(tracker).text)


class ActionUnremind(CoachAction):
    """Stops or pauses reminders."""

    action_name = "action_unremind"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Stop them."""
        return talk.reminders(Reminding.unremind, parse_of(tracker).text)


class ActionTimeZone(CoachAction):
    """Notes where the owner lives, for the hour on their wall."""

    action_name = "action_time_zone"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Note it."""
        return talk.reminders(Reminding.place, parse_of(tracker).text)


class ActionComeBack(CoachAction):
    """Says what a reminder is there to say; the worker names its delivery in an entity."""

    action_name = "action_come_back"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Open the meeting."""
        delivery = next(tracker.get_latest_entity_values("delivery"), None)
        return talk.come_back(int(delivery)) if delivery else talk.ask()


class ActionFollowUp(CoachAction):
    """Hears a message first as the answer to what was asked outside of the questionnaire (`bot.policy`)."""

    action_name = "action_follow_up"

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Hear it."""
        return talk.follow_up(parse_of(tracker))

    def events(self, outcome: Outcome, tracker: Tracker) -> list[EventType]:
        """A message that is no such answer is left to the form and the rules; a new diagnosis opens the form."""
        if outcome.command:
            return [SlotSet("awaiting", outcome.awaiting or None), ActionExecutionRejected(self.action_name)]
        opens = outcome.situation == "asking" and not tracker.active_loop.get("name")
        return [*super().events(outcome, tracker), *([ActiveLoop(FORM)] if opens else [])]
