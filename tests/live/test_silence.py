"""Whatever is understood, wherever the owner is: something is said."""

import pytest
import yaml

from bot.training import ROOT

from .owners import Owner

# A retrieval intent comes with the response that was selected for it; a reminder is nobody's message; a few answers stand for all.
ANSWERS = ("answer_objective", "answer_hours", "answer_topics", "answer_participation")
INTENTS = [
    intent
    for intent in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    if intent not in ("chitchat", "faq", "EXTERNAL_reminder")
    and (intent in ANSWERS or not intent.startswith("answer_"))
]
WAYS_TO = {
    "new": (),
    "asking": ("allons-y",),
    "paused": ("allons-y", "pause"),
    "asked to confirm": ("allons-y", "recommencer"),
    "asked to confirm outside of the questions": ("effacez tout",),
}


@pytest.mark.parametrize("situation", WAYS_TO)
def test_no_message_is_met_with_silence(newcomers, situation: str) -> None:
    silent = set()
    for intent in INTENTS:
        owner: Owner = newcomers()
        owner.say(*WAYS_TO[situation])
        if not owner.mean(intent).text.strip():
            silent.add(intent)
    assert silent == set()
