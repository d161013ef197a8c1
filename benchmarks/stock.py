"""The bot that `rasa init` makes, trained as it comes."""

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

# Training keeps both cores busy for a minute or more; whoever waits for something else on the machine goes first.
_NICENESS = 15


class StockError(RuntimeError):
    """`rasa init` failed; the message holds the last lines of its output."""


def _folder(models: Path) -> Path:
    """Where the project is, or will be: one for each version of Rasa."""
    return models / f"stock-{importlib.metadata.version('rasa')}"


def stock_ready(models: Path, console: Console) -> Path:
    """Its trained model, made first if it is missing, which `console` tells. Raises StockError."""
    if (model := _model(models)) is None:
        with console.status("Training the stock bot of `rasa init` (once, a minute or more)…"):
            for _ in _make(models):
                pass
        model = _model(models)
    if model is None:
        raise StockError("`rasa init` left no model")
    return model


def _model(models: Path) -> Path | None:
    return next(iter(sorted((_folder(models) / "models").glob("*.tar.gz"))), None)


def _make(models: Path) -> Iterator[str]:
    """Make and train the project with `rasa init --no-prompt`; yields its lines of output as they come.

    The folder appears under its name only once it is complete. Raises StockError.
    """
    folder = _folder(models)
    unfinished = models / "unfinished" / f"{folder.name}-{os.getpid()}"
    unfinished.mkdir(parents=True)
    command = [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(unfinished)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: os.nice(_NICENESS),
    )
    assert process.stdout is not None  # asked for above
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        yield lines[-1]
    if process.wait() != 0 or not list((unfinished / "models").glob("*.tar.gz")):
        raise StockError("\n".join(lines[-15:]))
    unfinished.rename(folder)
