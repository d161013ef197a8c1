"""Why rules may be found without looking at the words of a message, and that Rasa would have found the same."""

import inspect
from typing import Any

import pytest
import yaml
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.slots import BooleanSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policy import IntentRulePolicy
from bot.training import ROOT


def test_the_project_names_this_policy() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert [policy["name"] for policy in config["policies"]] == ["bot.policy.IntentRulePolicy"]


@pytest.mark.parametrize("file", sorted((ROOT / "data" / "rules").glob("*.yml")), ids=lambda file: file.stem)
def test_no_rule_is_written_in_words(file: Any) -> None:
    rules = yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]
    steps = [step for rule in rules for step in rule["steps"]]
    assert [step for step in steps for one in step.get("or", [step]) if "user" in one] == []


def test_rasa_still_searches_twice_by_the_method_that_is_spared() -> None:
    found = inspect.getsource(RulePolicy._predict)
    assert found.count("self._find_action_from_rules(") == 2
    spared = inspect.signature(IntentRulePolicy._find_action_from_rules)
    assert list(spared.parameters) == list(inspect.signature(RulePolicy._find_action_from_rules).parameters)


def test_words_are_not_searched() -> None:
    policy = IntentRulePolicy.__new__(IntentRulePolicy)  # an untrained one: a search would fail
    nothing = DialogueStateTracker("nadege", [])
    assert policy._find_action_from_rules(nothing, None, use_text_for_last_user_input=True) == (None, None, False)


SLOTS = [BooleanSlot("awaiting", [{"type": "custom"}], influence_conversation=False)]
FORM = ActiveLoop("diagnosis_form")
LEFT = ActionExecutionRejected("diagnosis_form")
ANSWERED = SlotSet("awaiting", None)
AWAITING = SlotSet("awaiting", True)
SAID = UserUttered("Lyon", {"name": "answer_area"})


@pytest.mark.parametrize(
    ("events", "action"),
    [
        # The answer to what was asked is heard first, amid the questions as well.
        ([AWAITING, SAID], "action_follow_up"),
        ([FORM, AWAITING, SAID], "action_follow_up"),
        ([SAID], None),
        # A message that is none is left to the form, or to the rules.
        ([FORM, AWAITING, SAID, ActionExecutionRejected("action_follow_up")], "diagnosis_form"),
        ([AWAITING, SAID, ActionExecutionRejected("action_follow_up")], None),
        # What was just asked is not followed by the pending question; what was answered is.
        ([FORM, SAID, AWAITING, ActionExecuted("action_remind")], "action_listen"),
        ([FORM, SAID, ActionExecuted("action_follow_up")], "diagnosis_form"),
        ([SAID, ActionExecuted("action_follow_up")], "action_listen"),
        # Rasa remembers that the form was left in the turn before.
        ([FORM, LEFT, AWAITING, SAID, ActionExecuted("action_follow_up"), ANSWERED], "diagnosis_form"),
        ([FORM, LEFT, AWAITING, SAID, ActionExecutionRejected("action_follow_up")], "diagnosis_form"),
        ([FORM, SAID, ActionExecutionRejected("action_follow_up"), LEFT], None),
        # A reminder is no answer.
        ([AWAITING, UserUttered.create_external("EXTERNAL_reminder", [], "telegram")], None),
    ],
)
def test_what_is_asked_outside_of_the_questionnaire_is_heard_first(events: list[Event], action: str | None) -> None:
    tracker = DialogueStateTracker.from_events("nadege", [ActionExecuted("action_listen"), *events], slots=SLOTS)
    assert IntentRulePolicy._find_action_from_loop_happy_path(tracker)[0] == action
