"""Milliseconds to understand a message on one core: the coach beside the bot that `rasa init` makes.

Both are agents in this process, which is kept on one core; they take the same messages (our development set) in turn,
each going first in every other pair. The coach's figure is the whole of understanding: Rasa's pipeline, then
`bot.reading` at the pending question; the stock bot's is its pipeline (DIET with sparse features, and its fallback).
The processor's time is told beside the clock's: on a shared machine the clock also counts those who wait for the core.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.figures import p95
from benchmarks.stock import StockError, stock_ready
from bot.assistant import load_agent, quiet_libraries, understand
from bot.bootstrap import settings
from bot.evaluation.understanding import read_rows
from bot.training import ROOT, model_path

if TYPE_CHECKING:
    from rasa.core.agent import Agent

MOST = 5.0
"""Milliseconds that the median of the coach may take."""
WARM_UP = 50
"""Pairs that are not counted: the first messages fill caches and compile TensorFlow's graph."""

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class Cost:
    """Milliseconds by the clock, and of the processor."""

    clock: float
    processor: float


async def _cost(understood: Awaitable[Any]) -> Cost:
    clock, processor = time.perf_counter(), time.process_time()
    await understood
    return Cost((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)


async def _pairs(coach: "Agent", stock: "Agent", rows: Sequence[dict[str, Any]]) -> list[tuple[Cost, Cost]]:
    pairs = []
    for number, row in enumerate(track(rows, "measuring", console=errors)):
        if number % 2:
            ours = await _cost(understand(coach, row["text"], row["question"]))
            theirs = await _cost(stock.parse_message(row["text"]))
        else:
            theirs = await _cost(stock.parse_message(row["text"]))
            ours = await _cost(understand(coach, row["text"], row["question"]))
        pairs.append((ours, theirs))
    return pairs[WARM_UP:]


def _table(pairs: Sequence[tuple[Cost, Cost]]) -> Table:
    table = Table("milliseconds to understand a message", title=f"{len(pairs)} pairs", title_justify="left")
    for heading in ("median", "p95", "processor, median"):
        table.add_column(heading, justify="right")
    for name, costs in (
        ("coach", [ours for ours, _ in pairs]),
        ("stock bot of `rasa init`", [theirs for _, theirs in pairs]),
    ):
        clock = [cost.clock for cost in costs]
        table.add_row(
            name, f"{median(clock):.2f}", f"{p95(clock):.2f}", f"{median(cost.processor for cost in costs):.2f}"
        )
    table.add_section()
    table.add_row(
        "coach / stock (median: of each pair's ratio)",
        f"{median(ours.clock / theirs.clock for ours, theirs in pairs):.2f}",
        f"{p95(ours.clock for ours, _ in pairs) / p95(theirs.clock for _, theirs in pairs):.2f}",
        f"{median(ours.processor / theirs.processor for ours, theirs in pairs):.2f}",
    )
    return table


def main(
    messages: Annotated[int, typer.Option(min=WARM_UP + 2, help="Messages, the warm-up among them.")] = 733,
) -> None:
    """Print what understanding costs, beside the bot that `rasa init` makes and the 5 ms that are promised."""
    core = max(os.sched_getaffinity(0))
    models = settings().model_folder
    try:
        stock = stock_ready(models, errors)
    except StockError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(2) from error
    os.sched_setaffinity(0, {core})  # before TensorFlow counts the cores
    quiet_libraries()
    with errors.status("Loading both bots…"):
        agents = load_agent(model_path(models)), load_agent(stock)
    rows = read_rows(ROOT / "tests" / "understanding" / "development.jsonl")[:messages]
    pairs = asyncio.run(_pairs(*agents, rows))
    console.print(_table(pairs))
    reached = median(ours.clock for ours, _ in pairs)
    verdict = "kept" if reached <= MOST else "not kept"
    console.print(
        f"At most {MOST:.0f} ms at the median: {verdict}. {WARM_UP} pairs to warm up; core {core} of {os.cpu_count()}, "
        f"load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    typer.run(main)
