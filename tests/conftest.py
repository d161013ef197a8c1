"""What several groups of tests share: the trained model of the present data."""

from pathlib import Path

import pytest

from bot import training


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present data, trained once if it is missing."""
    folder = training.ROOT / "models"
    path = training.model_path(folder)
    if not path.exists():
        for _line in training.train(folder):
            pass
    return path
