"""A stretch of time on a simulated clock: made-up owners, the real schedules, store and worker.

What must have been sent is computed a second time, from the calendar alone: no recurrence rule, and time zones of
dateutil where the program uses those of the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from dateutil import tz

from bot.reminders.planning import set_reminder
from bot.reminders.request import Request, read_request
from bot.reminders.schedule import is_quiet
from bot.reminders.worker import Outcome, Worker
from bot.store import Claim, Reminder, SessionFactory, UnitOfWork

ZONES = ("Europe/Paris", "America/Toronto", "Indian/Reunion", "Europe/Brussels")

OnDay = Callable[[date, date], bool]
"""Whether a rhythm comes on a day, given the first day it came."""


def _weekday(number: int) -> OnDay:
    return lambda day, _: day.weekday() == number


def _every_other(number: int) -> OnDay:
    return lambda day, first: day.weekday() == number and (day - first).days % 14 == 0


# In words as an owner says them, with the days that a calendar gives. Their shares are those of a guess: most weekly.
_RHYTHMS: tuple[tuple[str, OnDay], ...] = (
    *((f"tous les {name}s", _weekday(n)) for n, name in enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi"))),
    ("tous les lundis", _weekday(0)),
    ("tous les samedis", _weekday(5)),
    ("un mardi sur deux", _every_other(1)),
    ("le premier du mois", lambda day, _: day.day == 1),
    ("tous les 31 du mois", lambda day, _: (day + timedelta(days=1)).day == 1),
    ("le premier vendredi du mois", lambda day, _: day.weekday() == 4 and day.day <= 7),
)
_DAILY: tuple[tuple[str, OnDay], ...] = (
    ("tous les jours", lambda *_: True),
    ("en semaine", lambda day, _: day.weekday() < 5),
)
_HOURS = ("8 h", "9 h", "9 h", "9 h 30", "12 h", "14 h 15", "18 h", "20 h 45")


@dataclass(frozen=True)
class Character:
    """A made-up owner: where they live, what they asked for, and on which days that is."""

    name: str
    zone: str
    said: str
    on_day: OnDay
    silent: bool


@dataclass(frozen=True)
class Sent:
    """One delivery of the simulation: which character, for when, when (UTC)."""

    character: int
    due: datetime
    at: datetime


@dataclass
class SimulatedClock:
    """A clock that jumps."""

    time: datetime

    def now(self) -> datetime:
        """The simulated instant."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Nobody waits."""
        self.time += timedelta(seconds=seconds)


@dataclass
class Simulation:
    """`owners` characters over `days` days from `start` (aware); `silent`: the share that never answers."""

    store: SessionFactory
    start: datetime
    days: int
    owners: int
    silent: float = 0.0
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.end = self.start + timedelta(days=self.days)
        self.characters = [self._character(number) for number in range(self.owners)]
        self._number_of: dict[str, int] = {one.name: n for n, one in enumerate(self.characters)}
        self._clock = SimulatedClock(self.start)

    def _character(self, number: int) -> Character:
        # One in 25 wants more than one message a week.
        rhythms = _DAILY if number % 25 == 7 else _RHYTHMS
        rhythm, on_day = rhythms[number // 4 % len(rhythms)]
        hour = _HOURS[number // 3 % len(_HOURS)]
        silent = (number * 7919 % 1000) / 1000 < self.silent
        return Character(f"simulated {number}", ZONES[number % 4], f"{rhythm} à {hour}", on_day, silent)

    def run(self) -> Iterator[datetime]:
        """Yields the simulated instant after each batch, up to the end."""
        self._settle_in()
        worker = Worker(self.store, self._deliver, self._clock)
        while (due := self._next_due()) is not None and due < self.end:
            self._clock.time = max(self._clock.time, due)
            worker.turn()
            yield self._clock.time
        yield self.end

    def _settle_in(self) -> None:
        with UnitOfWork(self.store) as work:
            for one in self.characters:
                # Who answers is seen after whatever is sent.
                seen = self.start if one.silent else self.end + timedelta(days=1)
                owner = work.owners.get_or_create(one.name, "simulation", seen)
                owner.timezone = one.zone
                request = read_request(one.said, self.start, one.zone)
                if not isinstance(request, Request):
                    raise ValueError(f"{one.said}: {request}")
                set_reminder(work, owner, "check_in", request.schedule, self.start)
            work.commit()

    def _next_due(self) -> datetime | None:
        with UnitOfWork(self.store, writes=False) as work:
            return work.reminders.next_due()

    def _deliver(self, sender_id: str, _reminder: Reminder, claim: Claim) -> Outcome:
        self.sent.append(Sent(self._number_of[sender_id], claim.due_at, self._clock.now()))
        return Outcome("sent")

    # --- the second computation -------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """What was not sent as it should have been, in one sentence each; nothing of those who never answer."""
        times: dict[int, list[datetime]] = {number: [] for number in range(self.owners)}
        for one in self.sent:
            times[one.character].append(one.at)
        found = []
        for number, character in enumerate(self.characters):
            zone = tz.gettz(character.zone)
            local = [at.astimezone(zone) for at in times[number]]
            found += [
                f"{character.name} was written to at {at:%d %B %H:%M}, at night" for at in local if is_quiet(at.time())
            ]
            if character.silent:
                continue
            minutes = [f"{at:%Y-%m-%d %H:%M}" for at in local]
            expected = list(self._expected(character))
            if minutes != expected:
                differ = sorted(set(minutes) ^ set(expected)) or ["an order"]
                found.append(f"{character.name} ({character.said}, {character.zone}): {differ[0]} differs")
        return found

    def _expected(self, character: Character) -> Iterator[str]:
        """The local minutes at which a character must have been written to."""
        zone = tz.gettz(character.zone)
        hour, _, minute = character.said.rpartition(" à ")[2].partition(" h")
        at = time(int(hour), int(minute or 0))
        first: date | None = None
        for number in range(-1, self.days + 2):
            day = self.start.date() + timedelta(days=number)
            instant = datetime.combine(day, at, tzinfo=zone).astimezone(timezone.utc)
            if not self.start < instant < self.end or not character.on_day(day, first or day):
                continue
            first = first or day
            yield f"{day} {at:%H:%M}"
