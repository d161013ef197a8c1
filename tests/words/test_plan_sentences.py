"""The plan's sentences: one for each text of tasks.yml, in correct French typography."""

import re
from pathlib import Path

import pytest
import yaml

from bot.coach.planning import STEPS
from bot.coach.planning.catalogue import load_catalogue
from bot.words import FOLDER, load_words

ENTRIES = yaml.safe_load((Path(FOLDER) / "fr" / "plan.yml").read_text(encoding="utf-8"))
SENTENCES = [(key, text) for key, value in ENTRIES.items() for text in (value if isinstance(value, list) else [value])]
TASKS = [entry.id for entry in load_catalogue().remedies] + list(load_catalogue().course)
COUNTED = ("plan.summary", "plan.budget.", "plan.subject", "plan.format", "plan.habit.", "plan.beside.", "plan.change.",
           "plan.whatif")  # fmt: skip
FRAME = {"plan.habit.own"}


def test_every_task_says_what_why_and_when_it_is_done():
    parts = {(key.split(".")[2], key.split(".")[3]) for key in ENTRIES if key.startswith("plan.task.")}
    assert parts == {(id, part) for id in TASKS for part in ("title", "why", "done")}


def test_one_for_every_reason_and_none_too_many():
    assert {key for key in ENTRIES if key.startswith(COUNTED)} - FRAME == {
        f"plan.{key}" for key in load_catalogue().points
    }
    assert {f"plan.step.{step}" for step in STEPS} <= set(ENTRIES)


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_typography(key, text):
    assert not re.search(r"(?<!\u00a0)[:;?!»]", text), "a no-break space goes before : ; ? ! and »"
    assert not re.search(r"«(?!\u00a0)", text), "a no-break space goes after «"
    assert not re.search(r"'|\.\.\.|--|\S  ", text)
    assert not re.search(r"S[0-4]\.|http", text)


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_is_short_and_says_vous(key, text):
    assert len(text) <= 210
    assert not re.search(r"\b(tu|toi|ton|tes|te)\b", text.lower())


@pytest.mark.parametrize(("key", "text"), [pair for pair in SENTENCES if pair[0].startswith("plan.task.")])
def test_a_task_is_told_in_whole_sentences(key, text):
    assert text[0].isupper() or text[0] == "«"
    assert text[-1] in ".?…»"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "au fil de vos journées"), (45, "45 min"), (60, "1 h"), (75, "1 h 15"), (605, "10 h 05")],
)
def test_lengths_of_time(minutes, told):
    assert load_words().duration(minutes) == told
    assert load_words().say("plan.summary.trial", duration=minutes, profiles="x").count(told) == 1
