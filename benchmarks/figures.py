"""From turns to the figures that are shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from rich.table import Table

from benchmarks.bots import PARTS, Turn


@dataclass(frozen=True)
class Pair:
    """A turn of the coach and the stock bot's turn beside it."""

    coach: Turn
    stock: Turn


@dataclass(frozen=True)
class Growth:
    """Median milliseconds of a turn in a long conversation, and in one that has just begun."""

    long: float
    fresh: float


def p95(values: Iterable[float]) -> float:
    """The value that 95 in 100 do not exceed. Raises StatisticsError for fewer than two values."""
    return quantiles(values, n=20, method="inclusive")[-1]


def turns_table(pairs: Sequence[Pair]) -> Table:
    """Milliseconds per turn and how the two bots compare."""
    coach = [pair.coach.milliseconds for pair in pairs]
    stock = [pair.stock.milliseconds for pair in pairs]
    ratio = median(pair.coach.milliseconds / pair.stock.milliseconds for pair in pairs)
    table = Table("milliseconds per turn", title=f"{len(pairs)} pairs of turns", title_justify="left")
    for heading in ("median", "p95"):
        table.add_column(heading, justify="right")
    table.add_row("coach (an answer to the pending question)", f"{median(coach):.1f}", f"{p95(coach):.1f}")
    table.add_row("stock bot of `rasa init`", f"{median(stock):.1f}", f"{p95(stock):.1f}", end_section=True)
    table.add_row(
        "coach / stock (median: of each pair's ratio)",
        f"{ratio:.2f}",
        f"{p95(coach) / p95(stock):.2f}",
    )
    return table


def lengths_table(lengths: Mapping[int, tuple[Growth, Growth]]) -> Table:
    """What a turn costs after so many others."""
    table = Table("after so many turns of one person", title="median milliseconds per turn", title_justify="left")
    for bot in ("coach", "stock"):
        for heading in (bot, f"{bot}, one just begun", "ratio"):
            table.add_column(heading, justify="right")
    for length, bots in lengths.items():
        cells = ((f"{one.long:.1f}", f"{one.fresh:.1f}", f"{one.long / one.fresh:.2f}") for one in bots)
        table.add_row(f"{length:,}", *(cell for group in cells for cell in group))
    return table


def parts_table(pairs: Sequence[Pair]) -> Table:
    """What the parts of a turn cost."""
    table = Table("median milliseconds of the parts", title_justify="left")
    for heading in ("coach", "stock"):
        table.add_column(heading, justify="right")
    for part in PARTS:
        _row(table, part, pairs, lambda turn, part=part: turn.parts[part])  # type: ignore[misc]
    _row(table, "the rest (policies, slots, responses)", pairs, rest)
    return table


def _row(table: Table, name: str, pairs: Sequence[Pair], cost: Callable[[Turn], float]) -> None:
    costs = (median(cost(pair.coach) for pair in pairs), median(cost(pair.stock) for pair in pairs))
    table.add_row(name, *(f"{value:.1f}" if value else "-" for value in costs))


def rest(turn: Turn) -> float:
    """Milliseconds outside of the measured parts (of which the last two lie within the custom action)."""
    return turn.milliseconds - sum(turn.parts[part] for part in PARTS[:4])
