"""A simulated year, in small; `costaud simulate --owners 1000 --days 365` is the same at full size."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.reminders.simulation import ZONES, Simulation
from bot.store import make_engine, make_session_factory
from bot.store.schema import migrate
from tests.reminders.people import utc


def simulated(owners: int, days: int, silent: float = 0.0, start: str = "2026-01-01T00:00") -> Simulation:
    engine = make_engine("sqlite://")
    migrate(engine)
    simulation = Simulation(make_session_factory(engine), utc(start), days, owners, silent)
    instants = list(simulation.run())
    assert instants == sorted(instants)
    return simulation


def test_a_year_of_reminders_comes_once_each_at_the_minute_on_the_wall_and_never_at_night() -> None:
    simulation = simulated(owners=48, days=365)
    assert {one.zone for one in simulation.characters} == set(ZONES)
    assert simulation.faults() == []
    # Counted by hand: the weekly ones of a year are 52 or 53, the monthly ones 12 (11 of a first of January begun).
    said = Counter(simulation.characters[one.character].said.rpartition(" à ")[0] for one in simulation.sent)
    askers = Counter(one.said.rpartition(" à ")[0] for one in simulation.characters)
    for rhythm, (least, most) in {
        "tous les lundis": (52, 53),
        "un mardi sur deux": (26, 27),
        "le premier du mois": (11, 12),
        "tous les 31 du mois": (12, 12),
        "le premier vendredi du mois": (12, 12),
    }.items():
        assert least * askers[rhythm] <= said[rhythm] <= most * askers[rhythm] and askers[rhythm]


@pytest.mark.parametrize("start", ["2026-03-20T00:00", "2026-10-20T00:00"])
def test_the_weeks_of_the_clock_changes(start: str) -> None:
    assert simulated(owners=60, days=21, start=start).faults() == []


def test_the_check_sees_what_is_wrong() -> None:
    simulation = simulated(owners=12, days=30)
    assert simulation.faults() == []
    right = list(simulation.sent)
    simulation.sent = right[:-1]
    assert len(simulation.faults()) == 1, "one is missing"
    simulation.sent = [*right, right[-1]]
    assert len(simulation.faults()) == 1, "one came twice"
    late = right[0].__class__(right[0].character, right[0].due, right[0].at + timedelta(hours=1))
    simulation.sent = [late, *right[1:]]
    assert len(simulation.faults()) == 1, "one came an hour late"


def test_those_who_never_answer_are_written_to_ever_less() -> None:
    simulation = simulated(owners=8, days=200, silent=1.0)
    assert simulation.faults() == []
    weekly = [n for n, one in enumerate(simulation.characters) if one.said.startswith("tous les lundis")]
    counts = Counter(one.character for one in simulation.sent)
    assert weekly and all(counts[n] <= 8 for n in weekly)


def test_the_command_draws_and_counts(tmp_path: Path) -> None:
    picture = tmp_path / "year.png"
    result = CliRunner().invoke(app, ["simulate", "--owners", "8", "--days", "30", "--picture", str(picture)])
    assert result.exit_code == 0, result.output
    assert "0 faults" in result.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
