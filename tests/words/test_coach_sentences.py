"""The coach's sentences: one for each reason, in correct French typography."""

import re
from pathlib import Path

import pytest
import yaml

from bot.coach import load_questionnaire
from bot.coach.reasons import reason_points
from bot.words import FOLDER

ENTRIES = yaml.safe_load((Path(FOLDER) / "fr" / "coach.yml").read_text(encoding="utf-8"))
SENTENCES = [
    (key, text)
    for key, value in ENTRIES.items()
    for text in (value if isinstance(value, list) else [value])
    if not key.startswith("list.")
]
FAMILIES = {key.split(".")[0] for key in reason_points()}
VARIED = (
    "veto",
    "contradiction",
    "followup",
    "verdict.not_now",
    "verdict.prepare_first",
    "verdict.trial",
    "verdict.go",
)


def test_one_for_every_reason_and_none_too_many():
    assert {key for key in ENTRIES if key.split(".")[0] in FAMILIES} == set(reason_points())


def test_a_name_a_phrase_and_a_priority_for_every_dimension():
    for dimension in load_questionnaire().dimensions:
        assert {f"dimension.{dimension}", f"dimension.{dimension}.phrase", f"priority.{dimension}"} <= set(ENTRIES)


@pytest.mark.parametrize("key", [key for key in ENTRIES if key.startswith(VARIED)])
def test_what_comes_back_often_has_several_wordings(key):
    assert len(set(ENTRIES[key])) >= 2


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_typography(key, text):
    assert not re.search(r"(?<!\u00a0)[:;?!»]", text), "a no-break space goes before : ; ? ! and »"
    assert not re.search(r"«(?!\u00a0)", text), "a no-break space goes after «"
    assert not re.search(r"'|\.\.\.|--|  ", text)
    assert not re.search(r"S[0-4]\.|http", text)


@pytest.mark.parametrize(("key", "text"), [pair for pair in SENTENCES if pair[0].split(".")[0] in FAMILIES])
def test_a_sentence_is_short_and_ends(key, text):
    assert len(text) <= 210
    assert text[-1] in ".?»"


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_says_vous(key, text):
    assert not re.search(r"\b(tu|toi|ton|tes|te)\b", text.lower())
