"""Pipelines side by side: how well each understands the same messages, and what it costs.

`python -m benchmarks.pipelines` trains what is missing (DIET takes long: run it under `nice`), then loads each
pipeline in a process of its own, on one core, and has it parse the messages of the labelled files. `bot.reading`
reads what every pipeline says: alone, and with the option heads of ours beside its intents, since Rasa's classifiers
rank no options. The clauses of a message are parsed too, as ours does by itself, but only the message is timed.
"""

import asyncio
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.figures import p95
from bot.assistant import load_agent, quiet_libraries
from bot.bootstrap import settings
from bot.evaluation.understanding import judge, read_rows
from bot.reading.clauses import MOST, clauses
from bot.reading.message import Parse, read_message
from bot.reading.parse import ANSWER, INTENT_COMMANDS
from bot.training import ROOT, TrainingError, fingerprint

OURS = "ours"
PIPELINES = {
    "diet": Path(__file__).with_name("configs") / "diet.yml",
    "diet_light": Path(__file__).with_name("configs") / "diet_light.yml",
    "logistic": Path(__file__).with_name("configs") / "logistic.yml",
    OURS: ROOT / "config.yml",
}
LABELLED = sorted((ROOT / "tests" / "understanding").glob("*.jsonl"))
_TIMED = 3
"""Every so many messages is timed, once all have been parsed."""

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
Parsed = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Trained:
    """What training cost: seconds by the clock and of all cores together, most memory held, in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Used:
    """What a loaded pipeline says of each text, and what it costs.

    Milliseconds a message, by the clock and of the processor; most memory held by its process, in MB.
    """

    parsed: Parsed
    clock: list[float]
    processor: list[float]
    peak_mb: float


@dataclass(frozen=True)
class Understood:
    """Shares of the messages, 0 to 1: the likeliest intent is the one that is meant; read right; read falsely."""

    intent: float
    right: float
    false: float


def _model(name: str, models: Path) -> Path:
    """Where the pipeline trained on the present data is, or will be."""
    config = PIPELINES[name].read_text(encoding="utf-8")
    digest = hashlib.sha256(config.encode())
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        digest.update(file.read_bytes())
    if "bot.nlu" in config or "benchmarks." in config:
        digest.update(fingerprint().encode())
    return models / "pipelines" / f"{name}-{digest.hexdigest()[:16]}.tar.gz"


def _train(name: str, model: Path) -> Iterator[str]:
    """Train with `rasa train nlu`; yields its lines. What it cost is kept beside the model. Raises TrainingError."""
    unfinished = model.parent / "unfinished" / str(os.getpid())
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", str(PIPELINES[name]), "--nlu", "data/nlu"]
    command += ["--out", str(unfinished), "--fixed-model-name", "model"]
    began = time.perf_counter()
    lines: list[str] = []
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    for line in process.stdout or ():
        lines.append(line.rstrip())
        yield lines[-1]
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise TrainingError("\n".join(lines[-15:]))
    cost = Trained(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    model.with_suffix(".json").write_text(json.dumps(asdict(cost)), encoding="utf-8")
    (unfinished / "model.tar.gz").replace(model)
    unfinished.rmdir()


def _texts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every message, then the clauses of those that have several."""
    messages = list(dict.fromkeys(row["text"] for row in rows))
    parts = (clauses(text) for text in messages)
    return list(dict.fromkeys([*messages, *(part for told in parts if 2 <= len(told) <= MOST for part in told)]))


def _use(model: Path, rows: Sequence[Mapping[str, Any]]) -> Used:
    """Load the pipeline into this process and parse everything on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    quiet_libraries()
    return asyncio.run(_parse(model, rows))


async def _parse(model: Path, rows: Sequence[Mapping[str, Any]]) -> Used:
    agent = load_agent(model)
    parsed = {}
    for text in _texts(rows):  # also fills the caches and compiles TensorFlow's graph
        parsed[text] = dict(await agent.parse_message(text))
    clock, processor = [], []
    for row in rows[::_TIMED]:
        began, used = time.perf_counter(), time.process_time()
        await agent.parse_message(row["text"])
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Used(parsed, clock, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _parse_of(text: str, intents: Parsed, options: Parsed) -> Parse:
    """Intents as one pipeline ranks them, options as another does; the same of every clause."""
    told = clauses(text)
    whole = _one(text, intents, options)
    parts = tuple(_one(part, intents, options) for part in told) if 2 <= len(told) <= MOST else ()
    return replace(whole, parts=parts)


def _one(text: str, intents: Parsed, options: Parsed) -> Parse:
    both = {**intents[text], "options": options[text].get("options"), "parts": None}
    return Parse.from_rasa(both)


def _meant(row: Mapping[str, Any]) -> str | None:
    """The intent of a row that has one: a single answer, or a command."""
    if row["command"]:
        return str(row["command"])
    return ANSWER + next(iter(row["answers"])) if len(row["answers"]) == 1 else None


def _likeliest(parse: Parse) -> str:
    """The intent, or the command that it stands for; FallbackClassifier's doubts put aside."""
    shares = {name: share for name, share in parse.ranking.items() if name != "nlu_fallback"}
    intent = max(shares, key=shares.__getitem__)
    return INTENT_COMMANDS.get(intent, intent)


def judged(rows: Sequence[dict[str, Any]], intents: Parsed, options: Parsed) -> Understood:
    """How well the rows are understood by the intents of one pipeline and the options of another."""
    right = false = hit = known = 0
    for row in rows:
        parse = _parse_of(row["text"], intents, options)
        marks = judge(row, read_message(parse, row["question"]))
        right, false = right + marks[0], false + marks[1]
        if (meant := _meant(row)) is not None:
            known += 1
            hit += _likeliest(parse) == meant
    return Understood(hit / known, right / len(rows), false / len(rows))


def _ready(models: Path) -> dict[str, Path]:
    """The models, trained first where they are missing. Raises TrainingError."""
    found = {name: _model(name, models) for name in PIPELINES}
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    for name, model in found.items():
        if model.exists():
            continue
        (model.parent / "unfinished").mkdir(parents=True, exist_ok=True)
        with Progress(*columns, console=errors) as progress:
            task = progress.add_task(f"training {name}", total=None)
            for line in _train(name, model):
                progress.update(task, description=f"training {name}: {line[-60:]}")
    return found


def _understood(used: Mapping[str, Used], rows: Sequence[dict[str, Any]], title: str) -> Table:
    table = Table(title, *used, title=f"{len(rows)} messages", title_justify="left")
    alone = [judged(rows, one.parsed, one.parsed) for one in used.values()]
    beside = [judged(rows, one.parsed, used[OURS].parsed) for one in used.values()]
    table.add_row("likeliest intent is the one meant", *(f"{one.intent:.1%}" for one in alone))
    table.add_row("read right", *(f"{one.right:.1%}" for one in alone))
    table.add_row("read falsely", *(f"{one.false:.1%}" for one in alone), end_section=True)
    table.add_row("read right, our option heads beside", *(f"{one.right:.1%}" for one in beside))
    table.add_row("read falsely, our option heads beside", *(f"{one.false:.1%}" for one in beside))
    return table


def _costs(used: Mapping[str, Used], models: Mapping[str, Path]) -> Table:
    table = Table("cost", *used)
    trained = [Trained(**json.loads(models[name].with_suffix(".json").read_text(encoding="utf-8"))) for name in used]
    ones = used.values()
    table.add_row("ms a message, median", *(f"{median(one.clock):.1f}" for one in ones))
    table.add_row("ms a message, p95", *(f"{p95(one.clock):.1f}" for one in ones))
    table.add_row("… of the processor, median", *(f"{median(one.processor):.1f}" for one in ones))
    table.add_row("… of the processor, p95", *(f"{p95(one.processor):.1f}" for one in ones), end_section=True)
    table.add_row("MB of a process that understands", *(f"{one.peak_mb:.0f}" for one in ones), end_section=True)
    table.add_row("training, s", *(f"{cost.seconds:.0f}" for cost in trained))
    table.add_row("training, s of the processor", *(f"{cost.cpu_seconds:.0f}" for cost in trained))
    table.add_row("training, MB", *(f"{cost.peak_mb:.0f}" for cost in trained))
    return table


def main(
    labelled: Annotated[list[Path], typer.Option(help="Files of labelled messages.")] = LABELLED,
) -> None:
    """Print how the pipelines compare on each labelled file."""
    files = [read_rows(path) for path in labelled]
    models = _ready(settings().model_folder)
    used = {}
    with errors.status("measuring…") as status:
        for name, model in models.items():
            status.update(f"measuring {name}…")
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                used[name] = apart.submit(_use, model, [row for rows in files for row in rows]).result()
    for path, rows in zip(labelled, files, strict=True):
        console.print(_understood(used, rows, path.stem))
    console.print(_costs(used, models))
    console.print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, each pipeline on one")


if __name__ == "__main__":
    typer.run(main)
