"""What the bot may say: every response exists, is used, and reads well; questions, slots and actions agree."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from bot.coach import Question, load_questionnaire
from bot.interview.outcome import CONTRADICTION
from bot.training import ROOT
from bot.words import load_words

NBSP = "\N{NO-BREAK SPACE}"
MOST_LINES = 6
MOST_CHARACTERS = 480
"""Six lines of a terminal's width."""
NOT_RESPONSES = {"utter_message", "utter_action"}
"""A method of Rasa's dispatcher, and a key of its parse data."""
QUESTIONS = load_questionnaire().questions
IDS = [question.id for question in QUESTIONS]
RARE = {"utter_error", "utter_chitchat/who_made_you"}


def _load(path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    return loaded


DOMAIN = _load("domain.yml")
RESPONSES: dict[str, list[dict[str, Any]]] = {
    **DOMAIN["responses"],
    **{
        name: variants
        for file in sorted((ROOT / "data" / "responses").glob("*.yml"))
        for name, variants in _load(f"data/responses/{file.name}")["responses"].items()
    },
}


def texts() -> Iterator[tuple[str, str]]:
    """Every text of every response, with its place, buttons included."""
    for name, variants in RESPONSES.items():
        for number, variant in enumerate(variants):
            yield f"{name}[{number}]", variant["text"]
            for button in variant.get("buttons", []):
                yield f"{name}[{number}] button", button["title"]


def variants_of(name: str, attempt: str | None = None) -> list[dict[str, Any]]:
    """Variants said without a condition, or under `attempt`."""
    wanted = [{"type": "slot", "name": "attempt", "value": attempt}] if attempt else []
    return [variant for variant in RESPONSES[name] if variant.get("condition", []) == wanted]


def sources() -> dict[str, str]:
    """The code and data that name responses."""
    files = [*(ROOT / "actions").glob("*.py"), *(ROOT / "bot").rglob("*.py"), *(ROOT / "data" / "rules").glob("*.yml")]
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


# --- names -----------------------------------------------------------------------------------------------


def test_every_response_that_is_named_exists() -> None:
    missing = set()
    for file, text in sources().items():
        for name in re.findall(r"\butter_\w+(?:/\w+)?(?!\w*[{*<])", text):
            retrieval = any(known.startswith(f"{name}/") for known in RESPONSES)
            if name not in {*RESPONSES, *NOT_RESPONSES} and not retrieval and not name.endswith("_"):
                missing.add(f"{name} ({file})")
    assert missing == set()


def test_every_response_is_used() -> None:
    asked = {f"utter_ask_{id}" for id in IDS} | {f"utter_explain_{id}" for id in [*IDS, CONTRADICTION]}
    named = set(re.findall(r"\butter_\w+", "\n".join(sources().values())))
    named.add("utter_default")  # said by Rasa itself
    unused = {name for name in RESPONSES if name not in asked and name.partition("/")[0] not in named}
    assert unused == set()


def test_every_retrieval_key_has_a_response_and_conversely() -> None:
    taught = {
        f"utter_{row['intent']}"
        for file in (ROOT / "data" / "nlu").glob("*.yml")
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        if "/" in row.get("intent", "")
    }
    assert taught == {name for name in RESPONSES if "/" in name}


def test_every_action_of_the_domain_exists_and_conversely() -> None:
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
    defined = {one().name() for one in _leaves(Action) if one.__module__.startswith("actions.")}
    listed = {one if isinstance(one, str) else next(iter(one)) for one in DOMAIN["actions"]}
    assert defined - {""} == listed


def _leaves(kind: type[Action]) -> Iterator[type[Action]]:
    for child in kind.__subclasses__():
        yield child
        yield from _leaves(child)


def test_every_question_is_a_slot_of_the_form_in_asking_order() -> None:
    assert DOMAIN["forms"]["diagnosis_form"]["required_slots"] == [*IDS, CONTRADICTION]
    assert {*IDS, CONTRADICTION} <= set(DOMAIN["slots"])


def test_every_question_has_an_intent() -> None:
    answers = {intent for intent in DOMAIN["intents"] if isinstance(intent, str) and intent.startswith("answer_")}
    assert answers == {f"answer_{id}" for id in IDS}


# --- questions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_a_question_is_asked_explained_and_put_in_other_ways(question: Question) -> None:
    ask = f"utter_ask_{question.id}"
    assert len(variants_of(ask)) >= 2
    assert all("{progress}" in variant["text"] for variant in variants_of(ask))
    assert RESPONSES[f"utter_explain_{question.id}"]
    for attempt in ("rephrase", "examples", "offer_skip"):
        assert variants_of(ask, attempt), attempt
    assert bool(variants_of(ask, "figure")) == (question.kind == "number")
    assert bool(variants_of(ask, "more")) == (question.kind == "choices")


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_the_ways_of_putting_a_question_differ(question: Question) -> None:
    said = [variant["text"] for variant in RESPONSES[f"utter_ask_{question.id}"]]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one.kind in ("choice", "choices", "scale")], ids=lambda one: one.id
)
def test_buttons_are_the_labels(question: Question) -> None:
    words = load_words()
    options = (
        [str(step) for step in range(int(question.minimum or 0), int(question.maximum or 0) + 1)]
        if question.kind == "scale"
        else [option.id for option in question.options]
    )
    labels = [words.label(question.id, option) for option in options]
    done = words.say("button.done")
    for attempt in (None, "rephrase", "examples", "more"):
        for variant in variants_of(f"utter_ask_{question.id}", attempt):
            titles = [button["title"] for button in variant["buttons"]]
            assert titles == (labels if attempt != "more" else [*labels, done])


def test_a_button_says_its_title() -> None:
    for name, variants in RESPONSES.items():
        for variant in variants:
            for button in variant.get("buttons", []):
                assert button["payload"] == button["title"], name


# --- words -----------------------------------------------------------------------------------------------


def test_no_message_is_longer_than_six_lines() -> None:
    long = {
        place: (text.count("\n") + 1, len(text))
        for place, text in texts()
        if text.count("\n") + 1 > MOST_LINES or len(text) > MOST_CHARACTERS
    }
    assert long == {}


def test_french_typography() -> None:
    faults = {place: text for place, text in texts() if _fault(text)}
    assert faults == {}


def _fault(text: str) -> bool:
    """A sign without its non-breaking space, a straight apostrophe or quote, three dots, two spaces."""
    bare = re.search(rf"(?<!{NBSP})[:;?!»]|«(?!{NBSP})|['\"]|\.\.\.|  ", text)
    return bare is not None or re.search(rf"{NBSP}(?![:;?!»%€\w])", text.replace(f"«{NBSP}", "")) is not None


def test_what_is_said_often_is_not_always_said_in_the_same_words() -> None:
    once = {
        name
        for name, variants in RESPONSES.items()
        if len([one for one in variants if "condition" not in one]) < 2 and name not in RARE
    }
    assert {name for name in once if not name.startswith(("utter_explain_", "utter_faq/"))} == set()


def test_no_reply_repeats_another() -> None:
    said = [one["text"] for variants in RESPONSES.values() for one in variants if "condition" not in one]
    assert len(said) == len(set(said))
