"""The yardsticks of the understanding: what counts as right, as false, and as asked again."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.understanding import judge
from bot.evaluation.utterances import judge as judge_utterance
from bot.reading.message import Reading


def reading(answers: dict[str, Any], command: str | None = None) -> Reading:
    return Reading(text="", intent="", confidence=1.0, answers=answers, command=command)


@pytest.mark.parametrize(
    ("wanted", "command", "got", "judged"),
    [
        ({"hours": 3}, None, reading({"hours": 3.0}), (True, False)),
        ({"hours": 3}, None, reading({"hours": 2.0}), (False, True)),
        ({"hours": 3}, None, reading({}), (False, False)),
        ({"hours": 3}, None, reading({"hours": 3.0, "budget": 0}), (False, True)),
        ({"budget": [50, 100]}, None, reading({"budget": 70.0}), (True, False)),
        ({"measure": "*"}, None, reading({"measure": "dix devis"}), (True, False)),
        ({"objective": ["sell", "retain"]}, None, reading({"objective": ["retain", "sell"]}), (True, False)),
        ({}, "faq", reading({}, "faq"), (True, False)),
        ({}, "faq", reading({}, "explain"), (False, True)),
        ({}, None, reading({}, "pause"), (False, True)),
        ({}, None, reading({}), (True, False)),
    ],
)
def test_a_reading_is_right_false_or_asked_again(
    wanted: dict[str, Any], command: str | None, got: Reading, judged: tuple[bool, bool]
) -> None:
    assert judge({"answers": wanted, "command": command}, got) == judged


@pytest.mark.parametrize(
    ("meant", "source", "intent", "key", "judged"),
    [
        ("greet", "_", "greet", None, (True, True)),
        ("greet", "_", "chitchat", "chitchat/thank", (True, False)),
        ("goodbye", "_", "goodbye", None, (True, True)),
        ("goodbye", "_", "chitchat", "chitchat/thank", (True, False)),
        ("thank", "_", "goodbye", None, (True, False)),
        ("goodbye", "_", "pause", None, (True, True)),
        ("ask_help", "_", "faq", None, (False, False)),
        ("out_of_scope", "st_job", "help", None, (True, True)),
        ("affirm", "_", "chitchat", "chitchat/agree_small", (True, True)),
    ],
)
def test_an_utterance_of_another_bot_is_judged_by_what_its_author_meant(
    meant: str, source: str, intent: str, key: str | None, judged: tuple[bool, bool]
) -> None:
    assert judge_utterance({"intent": meant, "source_intent": source}, intent, key) == judged
