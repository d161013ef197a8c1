"""Milliseconds to make the pictures, the report and the calendar file, and what another chat feels meanwhile.

The answers are those of benchmarks/answers.yml's neighbours in tests/coach/cases: whole diagnoses. A first round, not
counted, imports the libraries and fills their caches. The other chat is an event loop that assesses a diagnosis every
20 ms, as an action server does between two messages; its turns are timed alone, then while reports are made one after
the other in a thread of the process, then in a process of their own.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, datetime, timezone
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.figures import p95
from bot.coach import assess
from bot.coach.planning import make_plan
from bot.training import ROOT
from bot.words import load_words

console = Console(highlight=False)

PAUSE = 0.02
"""Seconds between two turns of the other chat."""
DAY = date(2026, 11, 24)
Answers = Mapping[str, Any]


def cases() -> list[Answers]:
    """The whole diagnoses of the tests."""
    files = sorted((ROOT / "tests" / "coach" / "cases").glob("*.yml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8"))["answers"] for file in files]


def make(kind: str, answers: Answers) -> bytes:
    """One file of a diagnosis. The libraries are imported here, as callers do."""
    from bot.reports.ics import plan_ics
    from bot.reports.pdf import Report, report_pdf
    from bot.reports.progress import progress_png
    from bot.reports.radar import radar_png
    from bot.reports.snapshot import Snapshot

    words, assessment = load_words(), assess(answers)
    snapshot = Snapshot.of(assessment, DAY)
    if kind == "radar":
        return radar_png(snapshot, words, snapshot)
    if kind == "progress":
        return progress_png([snapshot] * 6, words)
    plan = make_plan(answers, assessment, DAY)
    if kind == "report":
        return report_pdf(Report(DAY, assessment, plan, snapshot), words)
    return plan_ics(plan, "owner", "Europe/Paris", datetime.now(timezone.utc), words)


KINDS = ("radar", "progress", "report", "calendar")


def _timed(action: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process's own work: the first grow on a busy machine."""
    start, worked = perf_counter(), process_time()
    action()
    return 1000 * (perf_counter() - start), 1000 * (process_time() - worked)


def files_table(rounds: int) -> Table:
    """What each file costs, alone on its core."""
    table = Table("milliseconds a file", title=f"{rounds} rounds of {len(cases())} diagnoses", title_justify="left")
    for heading in ("first", "median", "p95", "median CPU", "kB"):
        table.add_column(heading, justify="right")
    for kind in KINDS:
        first, _ = _timed(lambda kind=kind: make(kind, cases()[0]))  # type: ignore[misc]
        every = [one for _ in range(rounds) for one in cases()]
        timed = [_timed(lambda kind=kind, one=one: make(kind, one)) for one in every]  # type: ignore[misc]
        times, worked = zip(*timed, strict=True)
        size = len(make(kind, cases()[0])) / 1000
        table.add_row(
            kind, f"{first:.0f}", f"{median(times):.0f}", f"{p95(times):.0f}", f"{median(worked):.0f}", f"{size:.0f}"
        )
    return table


async def _turns(seconds: float, executor: Executor | None) -> list[float]:
    """Milliseconds from when each turn was due to its end, while `executor` makes reports without a pause."""
    loop = asyncio.get_running_loop()
    over = perf_counter() + seconds
    work = cycle(cases())

    async def reports() -> None:
        while executor is not None and perf_counter() < over:
            await loop.run_in_executor(executor, make, "report", next(work))

    making = asyncio.create_task(reports())
    times = []
    own = cycle(cases())
    while perf_counter() < over:
        due = perf_counter() + PAUSE
        await asyncio.sleep(PAUSE)
        assess(next(own))
        times.append(1000 * (perf_counter() - due))
    await making
    return times


def turns_table(seconds: float) -> Table:
    """What a turn of another chat takes meanwhile."""
    table = Table("milliseconds a turn of another chat", title=f"{seconds:.0f} s each", title_justify="left")
    for heading in ("median", "p95", "longest"):
        table.add_column(heading, justify="right")

    def row(name: str, times: Sequence[float]) -> None:
        table.add_row(name, f"{median(times):.1f}", f"{p95(times):.1f}", f"{max(times):.1f}")

    row("alone", asyncio.run(_turns(seconds, None)))
    with ThreadPoolExecutor(1) as threads:
        threads.submit(make, "report", cases()[0]).result()
        row("reports in a thread", asyncio.run(_turns(seconds, threads)))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        processes.submit(make, "report", cases()[0]).result()
        row("reports in a process", asyncio.run(_turns(seconds, processes)))
    return table


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Rounds over the diagnoses.")] = 3,
    seconds: Annotated[float, typer.Option(min=1, help="Seconds of each way to make reports.")] = 8,
) -> None:
    """Print the milliseconds of each file and of a turn beside them."""
    console.print(files_table(rounds), turns_table(seconds), sep="\n")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(f"{os.cpu_count()} cores, load {load}. {Path(__file__).name}")


if __name__ == "__main__":
    typer.run(main)
