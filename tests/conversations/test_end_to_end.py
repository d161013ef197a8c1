"""Rasa's own checks: the stories of this folder against the trained model, the training data against itself."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.reading.message import COMMANDS
from bot.training import ROOT

STORIES = Path(__file__).parent
FEWEST = 120
# Commands of the batch tool whose intents have other names, Rasa keeping these for itself.
INTENTS = {"back": "previous", "restart": "start_over"}
# Actions say most responses; Rasa meets its own retrieval intents twice; our classifier selects their responses;
# our policy is Rasa's, under a name of ours.
NOT_A_FAULT = (
    "is not used in any story or rule",
    "duplicated intents",
    "add a 'ResponseSelector'",
    "'RulePolicy' is not included",
    "The intent 'EXTERNAL_reminder' is listed in the domain file, but is not found in the NLU training data",
)


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Rasa's command line in the project's folder."""
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what Rasa said, without its progress bars."""
    lines = (done.stderr + done.stdout).splitlines()
    return "\n".join([line for line in lines if "it/s" not in line][-40:])


def warnings_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What Rasa itself warned of; what the libraries under it say is no business of ours."""
    lines = [line for line in done.stderr.splitlines() if "UserWarning: " in line]
    return [line for line in lines if not any(known in line for known in NOT_A_FAULT)]


def stories() -> Iterator[dict[str, Any]]:
    """Every story of this folder."""
    for file in sorted(STORIES.glob("test_*.yml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]


def rules() -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "data" / "rules").glob("*.yml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]


def intents_of(steps: list[dict[str, Any]]) -> set[str]:
    """Intents of the steps, those of an `or` included."""
    each = [one for step in steps for one in step.get("or", [step])]
    return {one["intent"] for one in each if "intent" in one}


def actions_of(steps: list[dict[str, Any]]) -> set[str]:
    return {step["action"] for step in steps if "action" in step}


def test_every_story_is_predicted(model: Path, tmp_path: Path) -> None:
    done = rasa(
        *("test", "core", "--e2e", "--stories", str(STORIES), "--model", str(model), "--out", str(tmp_path)),
        *("--fail-on-prediction-errors", "--no-plot"),
    )

    assert done.returncode == 0, complaint(done)
    run = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))["conversation_accuracy"]
    assert run["total"] == len(list(stories()))
    assert run["correct"] == run["total"] >= FEWEST


def test_the_data_is_valid() -> None:
    done = rasa("data", "validate", "--fail-on-warnings")

    assert done.returncode == 0, complaint(done)
    assert warnings_of(done) == []


def test_rules_and_stories_do_not_contradict_one_another(tmp_path: Path) -> None:
    done = rasa("train", "core", "--out", str(tmp_path), "--fixed-model-name", "core")

    assert done.returncode == 0, complaint(done)
    assert warnings_of(done) == []
    assert (tmp_path / "core.tar.gz").exists()


def test_story_names_are_unique() -> None:
    names = [story["story"] for story in stories()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_a_story(command: str) -> None:
    told = set().union(*(intents_of(story["steps"]) for story in stories()))
    assert INTENTS.get(command, command) in told


def test_every_rule_has_a_story() -> None:
    """Each intent and action that a rule names is seen together in a story, where the rule applies.

    Answers outside of the questions are one rule for them all: a few of them stand for the others.
    """
    seen = {(_inside(story["steps"]), *pair) for story in stories() for pair in _replies(story["steps"])}
    for rule in rules():
        inside = {"active_loop": "diagnosis_form"} in rule.get("condition", [])
        first = next((step["action"] for step in rule["steps"] if "action" in step), None)
        for intent in intents_of(rule["steps"]):
            if not intent.startswith(("answer_", "EXTERNAL_")) and not (inside and intent == "nlu_fallback"):
                assert any((place, intent, first) in seen for place in (inside, None)), (
                    f"{rule['rule']}: {intent} → {first}"
                )


def _inside(steps: list[dict[str, Any]]) -> bool | None:
    """Whether the story is one of the form from beginning to end, outside of it, or both (None)."""
    loops = [step["active_loop"] for step in steps if "active_loop" in step]
    if not loops:
        return False
    first = next(index for index, step in enumerate(steps) if "active_loop" in step)
    said_before = any("user" in step for step in steps[:first])
    return True if not said_before and None not in loops else None


def _replies(steps: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each intent with the first action that follows it."""
    for index, step in enumerate(steps):
        if "user" in step:
            yield step["intent"], next(later["action"] for later in steps[index:] if "action" in later)


@pytest.mark.parametrize("situation", ["new", "offered", "paused", "done"])
def test_commands_outside_of_the_questions_have_stories_in_each_situation(situation: str) -> None:
    told: set[str] = set()
    for story in stories():
        if story["steps"][0].get("slot_was_set") == [{"situation": situation}]:
            told |= intents_of(story["steps"][1:2])
    assert {
        *("help", "score", "plan", "export", "remind", "unremind", "language", "stop", "start_over", "erase"),
        *("greet", "chitchat", "out_of_scope", "faq", "begin", "resume", "affirm", "deny"),
    } <= told


def test_owners_words_are_not_only_those_of_the_training_data() -> None:
    examples = {
        line.strip().removeprefix("- ")
        for file in (ROOT / "data" / "nlu").glob("*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    said = {step["user"] for story in stories() for step in story["steps"] if "user" in step}
    long = {text for text in said if len(text.split()) > 3}
    assert len(long - examples) >= 0.8 * len(long)
