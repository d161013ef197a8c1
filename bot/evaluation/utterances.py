"""How many everyday utterances of other people's French bots are understood (greetings, thanks, help, stop…).

The rows name the intents of the bots they come from; each is right when ours is one of those that reply to it as
its author meant:

- taking leave is `chitchat/goodbye`, but also `pause` and `stop`, which take leave and keep everything;
- agreeing («c'est vrai») is `affirm`, or the small talk that acknowledges it;
- asking who the bot is, what it is called, how old it is or who made it is one question to us, with several replies;
- an insult and a complaint both get a calm reply;
- what these bots leave out of scope is small talk or `out_of_scope` here; what the bot does for a living is `help`.
"""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.assistant import load_agent, quiet_libraries
from bot.bootstrap import settings
from bot.training import model_path

_WHO = ("bot_challenge", "name", "age", "who_made_you", "human")
MEANT: dict[str, frozenset[str]] = {
    "greet": frozenset(("greet", "chitchat/how_are_you", "begin")),
    "goodbye": frozenset(("chitchat/goodbye", "pause", "stop")),
    "thank": frozenset(("chitchat/thank", "chitchat/agree_small")),
    "bot_challenge": frozenset(f"chitchat/{key}" for key in _WHO),
    "insult": frozenset(("chitchat/insult", "chitchat/frustration")),
    "stop": frozenset(("stop",)),
    "ask_help": frozenset(("help",)),
    "ask_rephrase": frozenset(("explain",)),
    "affirm": frozenset(("affirm", "chitchat/agree_small")),
    "deny": frozenset(("deny",)),
    "out_of_scope": frozenset(("out_of_scope", "chitchat")),
}
_MEANT_BY_SOURCE = {"st_job": "help"}


def is_right(row: dict[str, Any], intent: str, key: str | None) -> bool:
    """Whether our intent (with the key of small talk) replies to the row as it was meant."""
    meant = MEANT[row["intent"]]
    if _MEANT_BY_SOURCE.get(row.get("source_intent", "")) == intent:
        return True
    return intent in meant or (intent == "chitchat" and f"chitchat/{str(key).removeprefix('chitchat/')}" in meant)


async def evaluate(path: Path) -> tuple[Counter[str], Counter[str], list[tuple[dict[str, Any], str]]]:
    """All rows and right rows by style and by native intent, and the native misses with what was understood."""
    agent = load_agent(model_path(settings().model_folder))
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[tuple[dict[str, Any], str]] = []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in track(rows, description="utterances", transient=True):
        parse = await agent.parse_message(row["text"])
        intent = parse["intent"]["name"]
        selected = (parse.get("response_selector") or {}).get(intent, {}).get("response", {})
        good = is_right(row, intent, selected.get("intent_response_key"))
        for name in (row["style"], f"{row['style']}: {row['intent']}"):
            total[name] += 1
            right[name] += good
        if not good and row["style"] == "native":
            misses.append((row, intent))
    return total, right, misses


def main(path: Path, misses: bool = False) -> None:
    """Print the table; with --misses, also the ids of the native rows that were not understood."""
    quiet_libraries()
    console = Console(width=120)
    if not path.is_file():
        console.print(f"{path} is not here: the everyday utterances are left out.")
        return
    total, right, missed = asyncio.run(evaluate(path))
    if misses:
        for row, intent in missed:
            console.print(f"{row['id']} {row['intent']}: understood as {intent}", markup=False)
    table = Table("utterances", "rows", "right")
    for name, count in sorted(total.items()):
        table.add_row(name, str(count), f"{right[name] / count:.1%}")
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
