"""What operators do with reminders: `costaud reminders …`, `costaud remind`, `costaud simulate`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.bootstrap import session_factory
from bot.console import Refused, checked_settings, console, errors
from bot.reminders.planning import pause as pause_reminder
from bot.reminders.planning import resume as resume_reminder
from bot.reminders.planning import schedule_of
from bot.reminders.telling import describe
from bot.reminders.zones import DEFAULT
from bot.store import Owner, Reminder, StoreError, UnitOfWork, make_engine, make_session_factory
from bot.words import load_words

reminders_app = typer.Typer(help="Look at the reminders of owners, and act on them.", no_args_is_help=True)

WhoseOption = Annotated[str | None, typer.Option("--owner", help="Only those of this sender id.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="Only this kind, such as check_in.")]
StateOption = Annotated[
    str | None, typer.Option("--state", help="Only this state: active, paused, unreachable, asleep or ended.")
]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many lines.")]
AllOption = Annotated[bool, typer.Option("--all", help="Really those of every owner.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@contextmanager
def _unit(*, writes: bool) -> Iterator[UnitOfWork]:
    """A unit of work whose errors are sentences for the operator."""
    checked_settings()
    try:
        with UnitOfWork(session_factory(), writes=writes) as work:
            yield work
    except StoreError as error:
        raise Refused(str(error)) from error


def _now() -> datetime:
    return datetime.now(timezone.utc)


@reminders_app.command("list")
def list_reminders(
    owner: WhoseOption = None, kind: KindOption = None, state: StateOption = None, limit: LimitOption = 50
) -> None:
    """List reminders, the next to come first."""
    with _unit(writes=False) as work:
        found = work.reminders.matching(sender_id=owner, kind=kind, state=state, limit=limit)
    _print(found)


@reminders_app.command()
def due(
    owner: WhoseOption = None,
    kind: KindOption = None,
    days: Annotated[int, typer.Option(min=1, help="Days that sent, failed and late are counted over.")] = 7,
    limit: LimitOption = 20,
) -> None:
    """Count what is due now, and what was sent, failed or late; list what is due."""
    now = _now()
    with _unit(writes=False) as work:
        counts = work.reminders.counts(now, now - timedelta(days=days))
        found = work.reminders.matching(sender_id=owner, kind=kind, state="active", until=now, limit=limit)
    console.print(
        f"{counts.due} due, {counts.waiting} waiting for another attempt; "
        f"in {days} days {counts.sent} sent, {counts.late} of them late, {counts.failed} failed.",
        soft_wrap=True,
    )
    _print(found)


@reminders_app.command()
def send(
    owner: WhoseOption = None, kind: KindOption = None, everybody: AllOption = False, dry_run: DryOption = False
) -> None:
    """Bring active reminders forward to now: whichever worker runs delivers them, at night in the morning."""
    with _acting("send", owner, kind, "active", everybody, dry_run) as found:
        for reminder, _ in found:
            now = _now()
            reminder.move(now, passed=max(reminder.passed_at or now, now))


@reminders_app.command()
def pause(
    owner: WhoseOption = None, kind: KindOption = None, everybody: AllOption = False, dry_run: DryOption = False
) -> None:
    """Pause active reminders until somebody resumes them."""
    with _acting("pause", owner, kind, "active", everybody, dry_run) as found:
        for reminder, whose in found:
            pause_reminder(reminder, whose)


@reminders_app.command()
def resume(
    owner: WhoseOption = None, kind: KindOption = None, everybody: AllOption = False, dry_run: DryOption = False
) -> None:
    """Resume paused reminders at the next occurrence of their rhythm."""
    with _acting("resume", owner, kind, "paused", everybody, dry_run) as found:
        for reminder, whose in found:
            resume_reminder(reminder, whose, _now())


@contextmanager
def _acting(
    what: str, owner: str | None, kind: str | None, state: str, everybody: bool, dry_run: bool
) -> Iterator[list[tuple[Reminder, Owner]]]:
    """The reminders to act on; what was done is kept unless it is a rehearsal."""
    if not (owner or kind or everybody):
        raise Refused(f"Say which reminders to {what}: --owner, --kind, or --all for those of every owner.")
    with _unit(writes=True) as work:
        found = work.reminders.matching(sender_id=owner, kind=kind, state=state)
        if dry_run:
            _print(found)
            console.print(f"{len(found)} to {what}; nothing was done.")
            yield []
        else:
            yield found
            work.commit()
            console.print(f"{what}: {len(found)} done.")


def _print(found: list[tuple[Reminder, Owner]]) -> None:
    words = load_words()
    table = Table("id", "owner", "kind", "schedule", "state", "next", "zone", box=None)
    for reminder, owner in found:
        zone = owner.timezone or DEFAULT
        awaited = reminder.due_at.astimezone(ZoneInfo(zone)) if reminder.due_at else None
        table.add_row(
            str(reminder.id),
            owner.sender_id,
            reminder.kind,
            describe(schedule_of(reminder, owner), words),
            reminder.state,
            f"{awaited:%Y-%m-%d %H:%M}" if awaited else "–",
            zone,
        )
    if found:
        console.print(table)


def remind(
    rate: Annotated[float, typer.Option(min=0.1, help="Deliveries a second; several workers share 25.")] = 25.0,
) -> None:
    """Deliver reminders until Ctrl-C or SIGTERM, through the Rasa of `costaud run` on this machine."""
    from bot.reminders.rasa import RasaDelivery
    from bot.reminders.worker import SystemClock, Worker

    settings = checked_settings()
    if settings.telegram_token is None or settings.port is None:
        raise Refused("TELEGRAM_TOKEN and COSTAUD_PORT must be set as they are for `costaud run`, to find its Rasa.")
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopping.set())
    deliver = RasaDelivery(f"http://127.0.0.1:{settings.port}", settings.rasa_token, session_factory())
    Worker(session_factory(), deliver, SystemClock(stopping), rate).run(stopping.is_set)


def simulate(
    owners: Annotated[int, typer.Option(min=1, help="Made-up owners, in four time zones.")] = 100,
    days: Annotated[int, typer.Option(min=1, help="Days to simulate.")] = 90,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = datetime(2026, 1, 1),
    silent: Annotated[float, typer.Option(min=0, max=1, help="Share of owners who never answer.")] = 0.0,
    picture: Annotated[Path, typer.Option(help="Where to draw what would have been sent.")] = Path("simulation.png"),
) -> None:
    """Run the schedules on a simulated clock; draw what would have been sent, and check it by the calendar."""
    from bot.reminders.drawing import draw
    from bot.reminders.simulation import Simulation
    from bot.store.schema import migrate

    engine = make_engine("sqlite://")
    migrate(engine)
    simulation = Simulation(
        make_session_factory(engine), start.replace(tzinfo=timezone.utc), days, owners, silent=silent
    )
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=errors
    )
    with progress:
        task = progress.add_task(f"{start:%d %B %Y}", total=timedelta(days=days).total_seconds())
        for instant in simulation.run():
            progress.update(
                task,
                completed=(instant - simulation.start).total_seconds(),
                description=f"{instant:%d %B %Y}, {len(simulation.sent)} sent",
            )
    faults = simulation.faults()
    try:
        draw(simulation, picture)
    except OSError as error:
        raise Refused(f"{picture} cannot be written: {error.strerror}") from error
    latest = max((one.at - one.due for one in simulation.sent), default=timedelta(0))
    console.print(
        f"{len(simulation.sent)} reminders of {owners} owners over {days} days: {len(faults)} faults against the "
        f"calendar, at most {latest.total_seconds():.0f} s after the minute. Drawn in {picture}.",
        soft_wrap=True,
    )
    for fault in faults[:10]:
        errors.print(fault, markup=False)
    if faults:
        raise typer.Exit(1)
