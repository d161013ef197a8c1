"""Milliseconds per turn: the coach beside the bot that `rasa init` makes.

Both are agents in this process, called as `costaud chat` and every Rasa channel call theirs. Measured over HTTP,
both would pay the same Sanic server on top, which says nothing about them and draws the ratio towards 1; and
each would have a core of its own less often. What belongs to a turn in production is there: a SQLite tracker
store for each (the settings of endpoints.yml, in a temporary folder), our own tables, and the action server as
its own process.

The bots alternate turn by turn, each going first in every other pair, so that what else the machine does weighs
on both alike. A coach's turn counts when the owner answered the pending question and the bot took it: one
understanding, one custom action, our tables, the tracker. Openings, results and misunderstandings are walked
through, but not counted, nor are the stock bot's turns beside them.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.bots import Bot, Stopwatch, Turn, watch_actions
from benchmarks.figures import Pair, parts_table, turns_table
from benchmarks.owners import CoachOwner, StockOwner
from benchmarks.stock import StockError, make_stock, stock_model
from bot.action_server import ActionServer, action_log
from bot.child import ChildError
from bot.assistant import load_agent, quiet_libraries
from bot.bootstrap import settings
from bot.coach import load_questionnaire
from bot.settings import SettingsError
from bot.store.schema import migrate
from bot.training import ROOT, model_path

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

WARM_UP = 25
"""Pairs that are not counted: the first turns fill caches and compile TensorFlow's graphs."""


class Refused(typer.Exit):
    """A clear sentence on standard error, and exit code 2."""

    def __init__(self, sentence: str) -> None:
        errors.print(sentence, markup=False)
        super().__init__(2)


def _stock_ready(models: Path) -> Path:
    """The stock bot's model, made first if it is missing. Raises StockError."""
    if (model := stock_model(models)) is None:
        with errors.status("Training the stock bot of `rasa init` (once, a minute or more)…"):
            for _ in make_stock(models):
                pass
        model = stock_model(models)
    if model is None:
        raise StockError("`rasa init` left no model")
    return model


def _endpoints(folder: Path, name: str) -> Path:
    """The project's endpoints.yml, with its tracker store in a file of `folder`."""
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    store = {**endpoints["tracker_store"], "db": str(folder / f"{name}.db")}
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump({"tracker_store": store}), encoding="utf-8")
    return path


def _bots(coach_model: Path, stock: Path, folder: Path, action_server: str) -> tuple[Bot, Bot]:
    stopwatch = Stopwatch()
    watch_actions(stopwatch)
    return (
        Bot(load_agent(coach_model, _endpoints(folder, "coach"), action_server), stopwatch),
        # Its project has no custom action: the address is never called.
        Bot(load_agent(stock, _endpoints(folder, "stock"), action_server), stopwatch),
    )


def _counts(before: Turn | None, turn: Turn) -> bool:
    """Whether it was an ordinary coaching turn: the pending question was answered, by one custom action."""
    return (
        before is not None
        and before.pending in load_questionnaire().ids
        and before.pending in turn.taken
        and turn.actions == 1
    )


async def _pairs(coach: Bot, stock: Bot) -> AsyncIterator[Pair | None]:
    """Pairs of turns without end; None for one that does not count."""
    for number in count(1):
        owner, visitor = CoachOwner(number), StockOwner(number)
        last: Turn | None = None
        counted = 0
        while (line := owner.next_line(last)) is not None:
            other_line = visitor.next_line()
            if counted % 2:
                turn = await coach.say(owner.sender, line)
                beside = await stock.say(visitor.sender, other_line)
            else:
                beside = await stock.say(visitor.sender, other_line)
                turn = await coach.say(owner.sender, line)
            ordinary = _counts(last, turn)
            counted += ordinary
            last = turn
            yield Pair(turn, beside) if ordinary else None
        if not counted:
            raise Refused("A whole conversation went by without one answer taken: is the coach broken?")


async def _measure(coach: Bot, stock: Bot, turns: int) -> tuple[list[Pair], int]:
    """The pairs that count, and the number of the others; the warm-up is in neither."""
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=errors
    )
    kept: list[Pair] = []
    others = warm = 0
    with progress:
        task = progress.add_task("warming up", total=turns)
        async for pair in _pairs(coach, stock):
            if warm < WARM_UP:
                warm += 1
            elif pair is None:
                others += 1
            else:
                kept.append(pair)
                progress.update(task, description="measuring", completed=len(kept))
            if len(kept) == turns:
                break
    return kept, others


def main(
    turns: Annotated[int, typer.Option(min=2, help="Pairs of turns to measure.")] = 300,
    model: Annotated[Path | None, typer.Option(help="A model of the coach (default: that of the data).")] = None,
) -> None:
    """Print the milliseconds of a turn of the coach, beside the bot that `rasa init` makes."""
    quiet_libraries()
    try:
        models = settings().model_folder
        coach_model = model or model_path(models)
        if not coach_model.is_file():
            raise Refused(f"{coach_model} is not there: train it first with `costaud train`.")
        with tempfile.TemporaryDirectory(prefix="costaud-turns-") as name:
            folder = Path(name)
            ours = replace(settings(), database_url=f"sqlite:///{folder / 'answers.db'}", data_folder=folder)
            migrate(ours.database_url)
            stock = _stock_ready(models)
            with ActionServer(ours, action_log(ours)) as server:
                with errors.status("Loading both bots…"):
                    bots = _bots(coach_model, stock, folder, server.url)
                kept, others = asyncio.run(_measure(*bots, turns))
    except (SettingsError, StockError, ChildError) as error:
        raise Refused(str(error)) from error
    console.print(turns_table(kept), parts_table(kept), sep="\n")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(
        f"{others} pairs walked through and not counted, {WARM_UP} to warm up. Rasa {version('rasa')}, "
        f"jsonschema {version('jsonschema')}, {os.cpu_count()} cores, load {load}."
    )


if __name__ == "__main__":
    typer.run(main)
