"""What plans are made of, read from tasks.yml: remedies, the ordinary course, constants, the points behind each text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.coach.digest import digest_points
from bot.coach.planning.plan import STEPS, Step
from bot.coach.questionnaire import load_questionnaire
from bot.coach.reasons import Reason, reason_points

FILE = Path(__file__).parent / "tasks.yml"


class CatalogueError(ValueError):
    """tasks.yml is wrong; the message is one sentence for whoever edits it."""


@dataclass(frozen=True)
class Entry:
    """A task as tasks.yml describes it; `calls` are the keys of the reasons that call for a remedy."""

    id: str
    step: Step
    minutes: int
    points: tuple[str, ...]
    answers: tuple[str, ...]
    calls: tuple[str, ...] = ()
    open: str | None = None
    below: float | None = None
    from_week: int = 0
    lasts: bool = False
    always: bool = False


@dataclass(frozen=True)
class NetworkTime:
    """Minutes to open a network and to make one publication, the forms that suit it, whether one visits others there."""

    opening: int
    post: int
    formats: tuple[str, ...]
    sociable: bool = True


@dataclass(frozen=True)
class CalendarRules:
    """How the editorial calendar is composed; `days` maps publications in a week to their weekdays."""

    weeks: int
    most_a_week: int
    personal_share: float
    days: Mapping[int, tuple[int, ...]]
    angles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Catalogue:
    """Everything of tasks.yml, where each constant is explained; times are minutes, weeks count from 0."""

    remedies: tuple[Entry, ...]
    course: Mapping[str, Entry]
    networks: Mapping[str, NetworkTime]
    no_network: NetworkTime
    calendar: CalendarRules
    points: Mapping[str, tuple[str, ...]]
    weeks: int
    assumed_minutes: int
    new_tasks_a_week: int
    in_passing_weeks: int
    least_minutes: int
    preparing_weeks: int
    last_opening_week: int
    weeks_between_networks: int
    earliest_decision_week: int
    remedies_at_most: Mapping[int, int]
    below: float
    questions_worth_a_task: int
    answering_share: float
    publishing_share: float
    watch_fully_from: int
    speaks_of: Mapping[str, str]
    slot_weekday: int
    slot_hour: int
    slot_longest: int

    def because(self, key: str, **params: str | float) -> Reason:
        """The reason of a key of `reasons` (KeyError otherwise), its sentence under `plan.<key>`."""
        return Reason(f"plan.{key}", params, self.points[key])


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of tasks.yml, read once; CatalogueError when its data is wrong."""
    return parse_catalogue(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def parse_catalogue(raw: Mapping[str, Any]) -> Catalogue:
    """Check raw data (as YAML gives it); CatalogueError at the first point, question, step or reason that is not one."""
    rest = dict(raw)
    remedies = tuple(_entry(row) for row in rest.pop("remedies"))
    course = {id: _entry({"id": id, **row}) for id, row in rest.pop("course").items()}
    networks = {id: _network(row) for id, row in rest.pop("networks").items()}
    _require(set(networks) == {o.id for o in load_questionnaire().question("profiles").options} - {"none"}, "networks")
    points = {key: _points(key, value) for key, value in rest.pop("reasons").items()}
    no_network = _network(rest.pop("no_network"))
    calendar = _calendar(rest.pop("calendar"))
    for form in {form for row in [*networks.values(), no_network] for form in row.formats}:
        _require(f"format.{form}" in points, f"format.{form}")
    for angle in {angle for angles in calendar.angles.values() for angle in angles}:
        _require(f"subject.{angle}" in points, f"subject.{angle}")
    return Catalogue(remedies, course, networks, no_network, calendar, points, **rest)


def _require(condition: bool, what: str) -> None:
    if not condition:
        raise CatalogueError(f"tasks.yml: {what} is missing or wrong")


def _points(where: str, points: Sequence[str]) -> tuple[str, ...]:
    _require(bool(points) and set(digest_points()).issuperset(points), f"the points of {where}")
    return tuple(points)


def _entry(row: Mapping[str, Any]) -> Entry:
    fields = {**row, "calls": tuple(row.get("for", ())), "answers": tuple(row["answers"])}
    fields["points"] = _points(row["id"], row["points"])
    fields.pop("for", None)
    entry = Entry(**fields)
    _require(entry.step in STEPS, f"the step of {entry.id}")
    asked = {*entry.answers, *([entry.open] if entry.open else [])}
    _require(asked.issubset(load_questionnaire().ids), f"a question of {entry.id}")
    _require(set(entry.calls).issubset(reason_points()), f"a reason of {entry.id}")
    return entry


def _network(row: Mapping[str, Any]) -> NetworkTime:
    return NetworkTime(row["opening"], row["post"], tuple(row["formats"]), row.get("sociable", True))


def _calendar(row: Mapping[str, Any]) -> CalendarRules:
    lists = ("topic", "difference", "selling", "personal", "proposed", "proposed_personal")
    return CalendarRules(
        weeks=row["weeks"],
        most_a_week=row["most_a_week"],
        personal_share=row["personal_share"],
        days={number: tuple(days) for number, days in row["days"].items()},
        angles={name: tuple(row[name]) for name in lists},
    )
