"""A task put into the weeks, described: its sentences, and what called for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.coach.facts import Facts
from bot.coach.planning.catalogue import Entry
from bot.coach.planning.plan import Rhythm, Task
from bot.coach.planning.schedule import Schedule, Span
from bot.coach.reasons import Reason


@dataclass(frozen=True)
class Told:
    """What is particular to a task: its network, the variant of each of its sentences, what they quote, what calls for it."""

    network: str | None = None
    title: str = ""
    why: str = ""
    done: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


PLAIN = Told()


def task_id(entry: Entry, told: Told) -> str:
    """The stable id of a task: a network is opened once, whether for the firm or in the owner's own name."""
    id = "open" if entry.id == "open_own" else entry.id
    return f"{id}.{told.network}" if told.network else id


def describe(
    entry: Entry, told: Told, facts: Facts, schedule: Schedule, span: Span, minutes: int, rhythm: Rhythm
) -> Task:
    """The task as the plan holds it. Where none of its questions is answered, these are what it helps to close."""
    params: dict[str, str | float] = {**told.params}
    if told.network:
        params["profiles"] = told.network
    if use := facts.choice("better_use"):
        params["better_use"] = use

    def text(part: str, variant: str) -> Reason:
        return Reason(".".join(filter(None, ("plan.task", entry.id, part, variant))), params, entry.points)

    answers = tuple(id for id in told.answers or entry.answers if facts.has(id))
    wanted = told.gaps or ((entry.open,) if entry.open else () if answers else entry.answers)
    return Task(
        id=task_id(entry, told),
        step=entry.step,
        title=text("title", told.title),
        why=text("why", told.why),
        done_when=text("done", told.done),
        rhythm=rhythm,
        minutes=minutes,
        start=schedule.monday(span[0]),
        due=schedule.sunday(schedule.last_week if entry.lasts else span[1]),
        answers=answers,
        gaps=tuple(id for id in wanted if not facts.has(id)),
        network=told.network,
    )
