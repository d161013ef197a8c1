"""How many messages of a labelled file are read as they should be (the development set, hidden sets)."""

import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.assistant import understand
from bot.reading.message import Reading

if TYPE_CHECKING:
    from rasa.core.agent import Agent


HALVES = ("first half", "second half")


@dataclass
class Report:
    """Counts by situation; a false reading is an answer or a command that was not meant.

    `milliseconds` are the processor's, message by message: what else the machine does hardly weighs on them.
    """

    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[dict[str, Any], Reading]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def rate(self, counts: Counter[str]) -> float:
        """Share of all messages."""
        return sum(counts[name] for name in HALVES) / len(self.milliseconds)

    def by_situation(self) -> Table:
        """Messages, right and false readings of each situation."""
        table = Table("situation", "messages", "right", "false")
        for name, total in self.total.most_common():
            table.add_row(name, str(total), f"{self.right[name] / total:.1%}", f"{self.false[name] / total:.1%}")
        return table


def _same(expected: Any, got: Any) -> bool:
    if expected == "*":
        return bool(got)
    if isinstance(expected, list) and isinstance(got, (int, float)):
        return bool(min(expected) <= got <= max(expected))
    if isinstance(expected, list) and isinstance(got, list):
        return sorted(map(str, expected)) == sorted(map(str, got))
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return bool(abs(expected - got) < 0.01)
    return bool(expected == got)


def judge(row: dict[str, Any], reading: Reading) -> tuple[bool, bool]:
    """Whether the reading is right, and whether it is false (something taken that was not said)."""
    wanted = row["answers"]
    same = set(wanted) == set(reading.answers) and all(_same(wanted[id], reading.answers[id]) for id in wanted)
    right = same and (bool(wanted) or row["command"] == reading.command)
    taken = {id: value for id, value in reading.answers.items() if id not in wanted or not _same(wanted[id], value)}
    return right, not right and bool(taken or (reading.command and not reading.answers))


def half(text: str) -> str:
    """Which half of a labelled file a message belongs to, by its content.

    Rules and data are tuned on the misses of the first half only; the second tells how far they carry.
    """
    return "first half" if hashlib.md5(text.encode(), usedforsecurity=False).digest()[-1] % 2 == 0 else "second half"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file (text, question, answers, command, situation)."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


async def evaluate(path: Path, agent: "Agent", console: Console) -> Report:
    """Read every row of a labelled file; `console` shows how far it is."""
    report = Report()
    for row in track(read_rows(path), description=path.stem, console=console):
        began = time.process_time()
        reading = await understand(agent, row["text"], row["question"])
        report.milliseconds.append((time.process_time() - began) * 1000)
        right, false = judge(row, reading)
        for name in (row["situation"], half(row["text"])):
            report.total[name] += 1
            report.right[name] += right
            report.false[name] += false
        if not right:
            report.misses.append((row, reading))
    return report


def told(row: dict[str, Any], reading: Reading) -> str:
    """A miss, for people."""
    return (
        f"{row['question']} | {row['text'][:90]} | want {row['answers']} {row['command']} | got "
        f"{dict(reading.answers)} {reading.command} ({reading.intent} {reading.confidence:.2f})"
    )
