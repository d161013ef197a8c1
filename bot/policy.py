"""Rasa's rules, without the search for rules that are written in owners' words (ours name intents only), and with
what Costaud asks outside of the questionnaire: its answer is heard before the form and the rules."""

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FOLLOW_UP = "action_follow_up"
"""Hears the answer, or rejects the message: then the form and the rules have it."""
_REJECTED = "not "
_ASK = (FOLLOW_UP, "action_remind", "action_unremind", "action_time_zone", "action_come_back")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IntentRulePolicy(RulePolicy):
    """Rasa compares each message's text with every rule, before it lets the form run whatever the rules say."""

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input:
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(tracker, domain, False)
        return found

    @staticmethod
    def _find_action_from_loop_happy_path(tracker: DialogueStateTracker) -> tuple[str | None, str | None]:
        turn = _turn(tracker)
        if turn is not None and tracker.get_slot("awaiting") and not turn:
            return FOLLOW_UP, FOLLOW_UP
        last, loop = (turn[-1] if turn else ""), tracker.active_loop_name
        # What was just asked is not followed by the pending question at once.
        if last in _ASK and tracker.get_slot("awaiting") or last == FOLLOW_UP and loop is None:
            return ACTION_LISTEN_NAME, FOLLOW_UP
        # Rasa may still have the form as rejected, since it was left in the turn before.
        if loop is not None and last in (FOLLOW_UP, _REJECTED + FOLLOW_UP):
            return loop, FOLLOW_UP
        found: tuple[str | None, str | None] = RulePolicy._find_action_from_loop_happy_path(tracker)
        return found


def _turn(tracker: DialogueStateTracker) -> list[str] | None:
    """What was done or rejected since the owner's message; None when the latest message is a program's."""
    done: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None if (event.intent_name or "").startswith("EXTERNAL_") and not done else done[::-1]
        if isinstance(event, ActionExecuted):
            done.append(event.action_name or "")
        elif isinstance(event, ActionExecutionRejected):
            done.append(_REJECTED + event.action_name)
    return None
