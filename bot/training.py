"""One trained model per state of the data, kept under a name made of its content."""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_INPUTS = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/nlu",
    "bot/policy.py",
    *(f"bot/reading/{name}" for name in ("text.py", "spelling.py", "clauses.py", "lexicon/sms.yml")),
)


class TrainingError(RuntimeError):
    """Training failed; the message holds the last lines of Rasa's output."""


def _files() -> Iterator[Path]:
    for name in _INPUTS:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in (".yml", ".py"))


def fingerprint() -> str:
    """Stands for everything a model is made of: data, configuration, our components, Rasa's version."""
    digest = hashlib.sha256(importlib.metadata.version("rasa").encode())
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    """Where the model of the present data is, or will be."""
    return folder / f"costaud-{fingerprint()}.tar.gz"


def train(folder: Path) -> Iterator[str]:
    """Train the model of the present data with `rasa train`; yields its lines of output as they come.

    The model appears under its name only once it is complete. Raises TrainingError.
    """
    model = model_path(folder)
    unfinished = folder / "unfinished" / str(os.getpid())
    command = [sys.executable, "-m", "rasa", "train", "--out", str(unfinished), "--fixed-model-name", "model"]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    lines = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            yield lines[-1]
    if process.returncode != 0:
        raise TrainingError("\n".join(lines[-15:]))
    (unfinished / "model.tar.gz").replace(model)
    unfinished.rmdir()
