"""Milliseconds of the processor to understand the longest messages: 4096 characters, at every question.

The promise is at most 50 ms whatever is typed. Told of each kind of message: the slowest question and its time, the
best of three, since this asks what the message costs, not what else the machine does.
"""

import asyncio
import time
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.assistant import load_agent, quiet_libraries, understand
from bot.bootstrap import settings
from bot.coach import load_questionnaire
from bot.training import model_path

if TYPE_CHECKING:
    from rasa.core.agent import Agent

LONGEST = 4096
"""Characters of a message, at most (Telegram's limit)."""
MOST = 50.0
"""Milliseconds that a message may take."""
PIECES = (
    "heure ", "vendre, recruter, ", "9", "a,", "où ? ", "\u05d0", "😀", "1h30 et ", "50 € par mois, ", "entre 2 et 3 h ou ",
    "pas facebook mais instagram ", "je me suis trompé pour le budget ", "le lundi ", "quand ", "etfacebook ", "j'ai dit ", "12:61 ", "à 20 km ",
)  # fmt: skip


async def _slowest(agent: "Agent", piece: str) -> tuple[float, str]:
    text = (piece * LONGEST)[:LONGEST]
    spent = []
    for question in (None, *load_questionnaire().ids):
        times = []
        for _ in range(3):
            began = time.process_time()
            await understand(agent, text, question)
            times.append((time.process_time() - began) * 1000)
        spent.append((min(times), question or "none"))
    return max(spent)


async def _measure(agent: "Agent") -> list[tuple[str, float, str]]:
    await _slowest(agent, "bonjour ")
    return [(piece, *await _slowest(agent, piece)) for piece in track(PIECES, "reading", transient=True)]


def main() -> None:
    """Print the table; exit code 1 when a message takes longer than it may."""
    quiet_libraries()
    rows = asyncio.run(_measure(load_agent(model_path(settings().model_folder))))
    table = Table("4096 characters of", "ms at most", "at the question")
    for piece, milliseconds, question in rows:
        table.add_row(repr(piece), f"{milliseconds:.1f}", question)
    console = Console()
    console.print(table)
    if max(milliseconds for _, milliseconds, _ in rows) > MOST:
        console.print(f"More than the {MOST:.0f} ms that a message may take.")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
