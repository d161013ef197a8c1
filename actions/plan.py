"""The plan: seen, done, put off, dropped, added to, and what would be with other answers."""

from rasa_sdk import Tracker

from actions.base import CoachAction
from actions.diagnosis import parse_of
from bot.interview import Conversation, Outcome, Planning, Say


class PlanAction(CoachAction):
    """Makes one move with the plan."""

    def move(self, talk: Conversation, tracker: Tracker) -> Outcome:
        """Make it, with the owner's words."""
        return talk.plan(self.plan_move, parse_of(tracker).text)

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """What is said of it."""
        raise NotImplementedError(self.action_name)


class ActionPlan(PlanAction):
    """Shows the plan."""

    action_name = "action_plan"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Show it."""
        return planning.show(text)


class ActionTaskDone(PlanAction):
    """Notes that a task is done."""

    action_name = "action_task_done"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Note it."""
        return planning.done(text)


class ActionTaskPostpone(PlanAction):
    """Puts a task off."""

    action_name = "action_task_postpone"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Put it off."""
        return planning.postpone(text)


class ActionTaskDrop(PlanAction):
    """Drops a task, with the reason."""

    action_name = "action_task_drop"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Drop it."""
        return planning.drop(text)


class ActionTaskAdd(PlanAction):
    """Adds a task of the owner's own."""

    action_name = "action_task_add"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Add it."""
        return planning.add(text)


class ActionHabit(PlanAction):
    """Notes the first habit in the owner's words."""

    action_name = "action_habit"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Note it."""
        return planning.habit(text)


class ActionWhatIf(PlanAction):
    """Compares the verdict with that of other answers."""

    action_name = "action_what_if"

    def plan_move(self, planning: Planning, text: str) -> tuple[Say, ...]:
        """Compare them."""
        return planning.suppose(text)
