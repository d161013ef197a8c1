"""How many everyday utterances of other people's French bots are understood (greetings, thanks, help, stop…).

The rows name the intents of the bots they come from. Two figures are given: whether we take the row for the command
that it stands for, as `costaud understand` would say, and whether the very reply is the one its author meant.

- Greeting, thanking, insulting, asking who the bot is, and all that is out of these bots' scope, are `chitchat`.
- Taking leave is `chitchat` too (our `goodbye`), or `pause` or `stop`, which take leave and keep everything.
- Asking for help is `help`, asking again is `explain`, stopping is `stop`.
- `affirm` and `deny` are no commands: the intent must be that one, or, for agreeing («c'est vrai»), small talk.
- Asking what the bot does for a living, out of scope elsewhere, is `help` here.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

if TYPE_CHECKING:
    from rasa.core.agent import Agent

_COMMANDS: dict[str, frozenset[str]] = {
    "greet": frozenset(("greet", "chitchat", "goodbye")),
    "goodbye": frozenset(("goodbye", "chitchat", "pause", "stop")),
    "thank": frozenset(("chitchat", "goodbye")),
    "bot_challenge": frozenset(("chitchat",)),
    "insult": frozenset(("chitchat",)),
    "out_of_scope": frozenset(("out_of_scope", "chitchat", "greet")),
    "stop": frozenset(("stop",)),
    "ask_help": frozenset(("help",)),
    "ask_rephrase": frozenset(("explain",)),
    "affirm": frozenset(("affirm", "chitchat")),
    "deny": frozenset(("deny",)),
}
# Where a command has several replies, those that suit the row; the others have one.
_REPLIES: dict[str, tuple[str, ...]] = {
    "greet": ("how_are_you",),
    "goodbye": (),
    "thank": ("thank", "agree_small"),
    "bot_challenge": ("bot_challenge", "name", "age", "who_made_you", "human"),
    "insult": ("insult", "frustration"),
    "affirm": ("agree_small",),
}
_BY_SOURCE = {"st_job": "help"}


def judge(row: dict[str, Any], intent: str, key: str | None) -> tuple[bool, bool]:
    """Whether the row is taken for the right command, and given the right reply (`key` of small talk)."""
    right = intent in _COMMANDS[row["intent"]] or _BY_SOURCE.get(row.get("source_intent", "")) == intent
    if intent == "goodbye":
        return right, right and row["intent"] == "goodbye"
    suiting = _REPLIES.get(row["intent"])
    if not right or intent != "chitchat" or suiting is None:
        return right, right
    return True, str(key).removeprefix("chitchat/") in suiting


@dataclass
class Report:
    """Counts by style, and by intent within it; the native rows that were missed, with what was understood."""

    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    replied: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[dict[str, Any], str]] = field(default_factory=list)


async def evaluate(path: Path, agent: "Agent", console: Console) -> Report:
    """Understand every row of a JSON-lines file, no question being asked; `console` shows how far it is."""
    report = Report()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in track(rows, description=path.stem, console=console):
        parse = await agent.parse_message(row["text"])
        intent = parse["intent"]["name"]
        selected = (parse.get("response_selector") or {}).get(intent, {}).get("response", {})
        right, replied = judge(row, intent, selected.get("intent_response_key"))
        for name in (row["style"], f"{row['style']}: {row['intent']}"):
            report.total[name] += 1
            report.right[name] += right
            report.replied[name] += replied
        if not right and row["style"] == "native":
            report.misses.append((row, intent))
    return report
