"""The commands of the bot's menu, what each means to Rasa, and what a program may say in an owner's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MENU: Mapping[str, str] = {
    "start": "greet",
    "aide": "help",
    "reprendre": "resume",
    "score": "score",
    "plan": "plan",
    "rappels": "remind",
    "confidentialite": "export",
    "exporter": "export",
    "effacer": "erase",
    "stop": "stop",
}
"""Commands shown to owners, with the intent each stands for."""

# The ones that Telegram asks every bot to know.
_ALIASES = {"help": "aide", "settings": "rappels", "privacy": "confidentialite", "cancel": "stop"}


def intent_of(text: str) -> str | None:
    """The intent of a typed command; None for any other text, unknown commands included.

    What follows the command is left aside: a deep link's payload («/start xyz») says nothing that we trust.
    """
    if not is_command(text):
        return None
    name = text[1:].partition(" ")[0].partition("\n")[0].partition("@")[0].lower()
    return MENU.get(_ALIASES.get(name, name))


def is_command(text: str) -> bool:
    """Whether a text is meant as a command, known or not: it is no answer then."""
    return text.startswith("/")


def parse_of(text: str, intent: str) -> dict[str, Any]:
    """Rasa's parse of a message that can mean one thing only; it has no ranking, since nothing was guessed."""
    return {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": []}
