"""What a turn leads to: things to say, and the state of the conversation afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CONTRADICTION = "contradiction"
"""Stands for a question id while the owner is asked which of two contradictory answers to change."""

Situation = Literal["new", "asking", "offered", "paused", "done"]
"""new: no diagnosis; asking: a question is pending; offered: the express verdict is given, the full diagnosis
offered; paused: the owner stopped; done: the full verdict is given."""

Attempt = Literal["rephrase", "examples", "offer_skip", "figure", "more"]
"""How the pending question is put again: see the conditional responses `utter_ask_*` in domain.yml."""

FileKind = Literal["radar", "progress", "report", "calendar"]
"""What an owner can be given to keep: see `bot.interview.files`."""


@dataclass(frozen=True)
class Say:
    """A response of domain.yml with its parameters, a text composed from the content files, or a file of the owner.

    `delivery`: the number of the reminder that it delivers.
    """

    response: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    buttons: tuple[str, ...] = ()
    file: FileKind | None = None
    delivery: int | None = None


@dataclass(frozen=True)
class Outcome:
    """The reply of a turn.

    `pending`: the question asked next, CONTRADICTION, or None; `command`: the message was a command, which the
    rules of its intent handle; `answered`: ids of questions answered by the message; `awaiting`: something was asked
    outside of the questionnaire (`Owner.awaiting`).
    """

    situation: Situation
    says: tuple[Say, ...] = ()
    pending: str | None = None
    attempt: Attempt | None = None
    progress: str = ""
    command: str | None = None
    answered: tuple[str, ...] = ()
    awaiting: bool = False
