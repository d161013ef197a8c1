"""Milliseconds per turn: the coach beside the bot that `rasa init` makes.

Both are agents in this process, called as `costaud chat` and every Rasa channel call theirs. Measured over HTTP,
both would pay the same Sanic server on top, which says nothing about them and draws the ratio towards 1; and
each would have a core of its own less often. What belongs to a turn in production is there: the tracker store that
each project's endpoints.yml names (none for the stock bot: Rasa keeps its trackers in memory), our own tables, and
the action server as its own process.

The bots alternate turn by turn, each going first in every other pair, so that what else the machine does weighs
on both alike. A coach's turn counts when the owner answered the pending question and the bot took it: one
understanding, one custom action, our tables, the tracker. Openings, results and misunderstandings are walked
through, but not counted, nor are the stock bot's turns beside them.

A long conversation is held turn by turn with the coach, whose tables grow with it; the stock bot's is lengthened by
repeating what was said, since each of its turns costs more than the one before. Beside it, turn by turn, goes one
that has just begun: the two meet the same load, which those of an hour ago did not.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from importlib.metadata import version
from itertools import count
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.bots import Bot, Stopwatch, Turn, watch_actions
from benchmarks.figures import Growth, Pair, lengths_table, parts_table, turns_table
from benchmarks.owners import CoachOwner, LastingOwner, StockOwner
from benchmarks.stock import StockError, stock_ready
from bot.action_server import ActionServer, action_log
from bot.assistant import load_agent, quiet_libraries
from bot.bootstrap import settings
from bot.child import ChildError
from bot.coach import load_questionnaire
from bot.settings import SettingsError
from bot.store.schema import migrate
from bot.training import model_path

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

WARM_UP = 25
"""Pairs that are not counted: the first turns fill caches and compile TensorFlow's graphs."""


LENGTHS = (10, 100, 1000, 3000)
"""Turns of one conversation after which its cost is measured."""

SAMPLE, STOCK_SAMPLE = 60, 5
"""Turns of each bot measured at each length; the stock bot's last seconds."""


class Refused(typer.Exit):
    """A clear sentence on standard error, and exit code 2."""

    def __init__(self, sentence: str) -> None:
        errors.print(sentence, markup=False)
        super().__init__(2)


def _bots(coach_model: Path, stock: Path, action_server: str) -> tuple[Bot, Bot]:
    stopwatch = Stopwatch()
    watch_actions(stopwatch)
    return (
        Bot(load_agent(coach_model, action_server), stopwatch),
        # Its own endpoints.yml names nothing: trackers in memory, no custom action.
        Bot(load_agent(stock, endpoints=stock.parents[1] / "endpoints.yml"), stopwatch),
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


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=errors
    )


async def _measure(coach: Bot, stock: Bot, turns: int) -> tuple[list[Pair], int]:
    """The pairs that count, and the number of the others; the warm-up is in neither."""
    kept: list[Pair] = []
    others = warm = 0
    with _progress() as progress:
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


class _Talk:
    """One owner of the coach, turn by turn."""

    def __init__(self, coach: Bot, owner: CoachOwner) -> None:
        self._coach = coach
        self._owner = owner
        self._last: Turn | None = None

    async def go_on(self) -> float | None:
        """The milliseconds of the next turn; None for one that does not count."""
        before = self._last
        self._last = turn = await self._coach.say(self._owner.sender, self._owner.next_line(before) or "Bonjour")
        return turn.milliseconds if _counts(before, turn) else None


async def _coach_growth(long: _Talk, fresh: _Talk) -> Growth:
    costs: tuple[list[float], list[float]] = ([], [])
    while min(map(len, costs)) < SAMPLE:
        for talk, kept in zip((long, fresh), costs):
            if (cost := await talk.go_on()) is not None:
                kept.append(cost)
    return Growth(*map(median, costs))


async def _stock_growth(stock: Bot, long: StockOwner, fresh: StockOwner) -> Growth:
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(STOCK_SAMPLE):
        for visitor, kept in zip((long, fresh), costs):
            kept.append((await stock.say(visitor.sender, visitor.next_line())).milliseconds)
    return Growth(*map(median, costs))


async def _long(coach: Bot, stock: Bot, longest: int) -> dict[int, tuple[Growth, Growth]]:
    """What a turn costs after so many others, beside one of a conversation that has just begun: coach, stock bot."""
    talk, visitor = _Talk(coach, LastingOwner(0)), StockOwner(0)
    for _ in range(LENGTHS[0]):
        await stock.say(visitor.sender, visitor.next_line())
    found: dict[int, tuple[Growth, Growth]] = {}
    said = 0
    with _progress() as progress:
        task = progress.add_task("a long conversation", total=longest)
        for length in [length for length in LENGTHS if length <= longest]:
            while said < length:
                await talk.go_on()
                said += 1
                progress.update(task, completed=said)
            await stock.lengthen(visitor.sender, length)
            fresh = _Talk(coach, LastingOwner(-length))
            found[length] = (
                await _coach_growth(talk, fresh),
                await _stock_growth(stock, visitor, StockOwner(-length)),
            )
    return found


async def _measured(
    coach: Bot, stock: Bot, turns: int, longest: int
) -> tuple[list[Pair], int, dict[int, tuple[Growth, Growth]]]:
    kept, others = await _measure(coach, stock, turns)
    lengths = await _long(coach, stock, longest) if longest else {}
    await coach.close()
    return kept, others, lengths


def main(
    turns: Annotated[int, typer.Option(min=2, help="Pairs of turns to measure.")] = 300,
    longest: Annotated[int, typer.Option(help="Turns of the longest conversation; 0: only short ones.")] = 3000,
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
            stock = stock_ready(models, errors)
            with ActionServer(ours, action_log(ours)) as server:
                with errors.status("Loading both bots…"):
                    bots = _bots(coach_model, stock, server.url)
                kept, others, lengths = asyncio.run(_measured(*bots, turns, longest))
    except (SettingsError, StockError, ChildError) as error:
        raise Refused(str(error)) from error
    console.print(turns_table(kept), parts_table(kept), *([lengths_table(lengths)] if lengths else []), sep="\n")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(
        f"{others} pairs walked through and not counted, {WARM_UP} to warm up. Rasa {version('rasa')}, "
        f"jsonschema {version('jsonschema')}, {os.cpu_count()} cores, load {load}."
    )


if __name__ == "__main__":
    typer.run(main)
