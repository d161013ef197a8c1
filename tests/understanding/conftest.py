"""The trained model, loaded once to understand, without any conversation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.assistant import load_agent, quiet_libraries

if TYPE_CHECKING:
    from rasa.core.agent import Agent


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    quiet_libraries()
    return load_agent(model)
