"""What is promised of the understanding; how much of it is right, `make evaluate` measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.assistant import understand
from bot.coach import Question, load_questionnaire
from bot.evaluation.understanding import read_rows
from bot.reading.answers import option_ids
from bot.reading.message import COMMANDS
from bot.reading.text import fold
from bot.training import ROOT
from bot.words import load_words

if TYPE_CHECKING:
    from rasa.core.agent import Agent

DEVELOPMENT = Path(__file__).parent / "development.jsonl"
QUESTIONS = load_questionnaire().questions


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def training_examples() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                yield line.removeprefix("- ").strip(), block["intent"].split("/")[0]


def labels() -> Iterator[tuple[Question, str, str]]:
    for question in QUESTIONS:
        for option in option_ids(question):
            yield question, option, load_words().label(question.id, option)


# --- what is measured ---------------------------------------------------------------------------------------


def test_the_development_set_covers_every_question_and_every_command() -> None:
    rows = read_rows(DEVELOPMENT)
    assert len(rows) >= 400
    assert {row["question"] for row in rows} >= set(load_questionnaire().ids)
    assert {row["command"] for row in rows if row["command"]} == COMMANDS


def test_no_sentence_of_the_development_set_is_in_the_training_data() -> None:
    # Buttons, and what is said in one word or two, cannot but coincide.
    shared = {plain(label) for _, _, label in labels()}
    measured = {plain(row["text"]) for row in read_rows(DEVELOPMENT)}
    measured = {text for text in measured if len(text.split()) > 2} - shared
    assert sorted(measured & {plain(text) for text, _ in training_examples()}) == []


def test_no_training_example_stands_for_two_intents() -> None:
    intents: dict[str, str] = {}
    for text, intent in training_examples():
        assert intents.setdefault(text, intent) == intent, text


# --- what is promised on the screen -------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["{}", "{}."])
async def test_a_button_is_its_option_at_its_question_however_it_is_typed(agent: Agent, written: str) -> None:
    for question, option, label in labels():
        for text in (label, label.lower(), fold(label)):
            reading = await understand(agent, written.format(text), question.id)
            value: Any = int(option) if question.kind == "scale" else option
            assert reading.answers == {question.id: [value] if question.kind == "choices" else value}, text


def quoted_examples() -> Iterator[tuple[str, str]]:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    for question in QUESTIONS:
        for variant in responses[f"utter_ask_{question.id}"]:
            if any(condition.get("value") == "examples" for condition in variant.get("condition", ())):
                for example in re.findall(r"«\s*(.+?)\s*»", variant["text"]):
                    yield question.id, example


def test_every_question_has_examples_to_show() -> None:
    assert {question for question, _ in quoted_examples()} == set(load_questionnaire().ids)


@pytest.mark.parametrize(("question", "example"), list(quoted_examples()))
async def test_an_example_that_the_bot_gives_is_read_at_its_question(agent: Agent, question: str, example: str) -> None:
    assert question in (await understand(agent, example, question)).answers


# --- what cannot be read ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "???", "...", "\u0000\u0007", "mmm", "euh…", "\u200b", "—"])
async def test_nothing_is_read_from_nothing(agent: Agent, text: str) -> None:
    for question in (None, *load_questionnaire().ids):
        reading = await understand(agent, text, question)
        assert (dict(reading.answers), reading.command) == ({}, None)


async def test_an_unknown_question_is_refused(agent: Agent) -> None:
    with pytest.raises(KeyError):
        await understand(agent, "oui", "weather")
