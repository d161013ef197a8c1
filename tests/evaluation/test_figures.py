"""Figures beside their thresholds, and what makes `make evaluate` fail."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from rich.console import Console

from bot.evaluation import __main__ as command
from bot.evaluation import figures
from bot.evaluation.figures import AT_LEAST, AT_MOST, Figure, table, thresholds

THRESHOLDS = {"right": {AT_LEAST: 0.9}, "false": {AT_MOST: 0.01}, "cost": {AT_MOST: 10}}


@pytest.fixture
def own_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "thresholds", lambda: THRESHOLDS)


@pytest.mark.usefixtures("own_thresholds")
@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("right", 0.9, True),
        ("right", 0.899, False),
        ("false", 0.01, True),
        ("false", 0.011, False),
        ("cost", 10.1, False),
        ("only told", 0.0, True),
    ],
)
def test_a_figure_keeps_its_threshold_or_not(name: str, value: float, holds: bool) -> None:
    assert Figure(name, value, 100).holds is holds


@pytest.mark.usefixtures("own_thresholds")
def test_the_table_shows_each_figure_beside_its_threshold() -> None:
    console = Console(width=100)
    with console.capture() as shown:
        console.print(table([Figure("right", 0.895, 7), Figure("cost", 3.25, 9, milliseconds=True)]))
    right, cost = (line.split() for line in shown.get().splitlines() if "right" in line or "cost" in line)
    assert [cell for cell in right if cell != "│"] == ["right", "7", "89.5%", "≥", "90.0%", "fails"]
    assert [cell for cell in cost if cell != "│"] == ["cost", "9", "3.2", "ms", "≤", "10.0", "ms", "holds"]


@pytest.mark.usefixtures("own_thresholds")
@pytest.mark.parametrize(("share", "fails"), [(0.95, False), (0.85, True)])
def test_one_missed_threshold_fails_the_command(monkeypatch: pytest.MonkeyPatch, share: float, fails: bool) -> None:
    async def measured(benchmarks: Path, details: bool) -> list[Figure]:
        return [Figure("right", share, 10), Figure("false", 0.0, 10)]

    monkeypatch.setattr(command, "_cross_validation", lambda number: [])
    monkeypatch.setattr(command, "_with_model", measured)
    if fails:
        with pytest.raises(typer.Exit) as left:
            command.main()
        assert left.value.exit_code == 1
    else:
        command.main()


async def test_without_the_open_benchmarks_a_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agent: Any = SimpleNamespace()
    assert await command._open_benchmarks(tmp_path / "nowhere", agent) == []
    assert "nowhere is not here" in capsys.readouterr().out


def test_every_labelled_file_has_thresholds() -> None:
    for path in command.LABELLED.glob("*.jsonl"):
        assert {f"{path.stem}, right", f"{path.stem}, false"} <= set(thresholds()), path
