"""The weeks of a plan: what fits into each, never above the minutes given."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.coach.planning.catalogue import Catalogue
from bot.coach.planning.plan import WeekLoad

Span = tuple[int, int]
"""First and last week, counted from 0."""


class Schedule:
    """Minutes put into weeks, the first on a Monday. What has no room is refused, never squeezed in."""

    def __init__(self, first_day: date, minutes: int, catalogue: Catalogue) -> None:
        self.first_day = first_day
        self.minutes = minutes
        self._catalogue = catalogue
        self._loads: list[dict[str, int]] = [{} for _ in range(catalogue.weeks)]
        self._begun = [0] * catalogue.weeks

    @property
    def last_week(self) -> int:
        """The plan's last week."""
        return len(self._loads) - 1

    def monday(self, week: int) -> date:
        """A week's first day."""
        return self.first_day + timedelta(weeks=week)

    def sunday(self, week: int) -> date:
        """A week's last day."""
        return self.monday(week) + timedelta(days=6)

    def free(self, week: int) -> int:
        """Minutes left in a week."""
        return self.minutes - sum(self._loads[week].values())

    def weekly(self, id: str, minutes: int, week: int) -> tuple[Span, int] | None:
        """Put so many minutes into each week from one on, or what is left in it; None when nothing is.

        Returns the weeks and the most minutes any of them holds.
        """
        given = {w: part for w in range(week, len(self._loads)) if (part := min(minutes, self.free(w)))}
        if not given:
            return None
        for w, part in given.items():
            self._put(id, w, part)
        return (min(given), self.last_week), max(given.values())

    def once(self, id: str, minutes: int, earliest: int, latest: int) -> Span | None:
        """Put a task into the first weeks with room for it; None when it would not be done by `latest`."""
        weeks = range(earliest, latest + 1)
        enough = min(minutes, self._catalogue.least_minutes, max(map(self.free, weeks), default=0))
        first = next((w for w in weeks if self._may_begin(w, minutes, enough)), None)
        if first is None:
            return None
        if minutes == 0:
            self._begun[first] += 1
            self._put(id, first, 0)
            return first, min(first + self._catalogue.in_passing_weeks - 1, self.last_week)
        return self._fill(id, minutes, range(first, latest + 1))

    def once_by(self, id: str, minutes: int, latest: int) -> Span | None:
        """Put a task as late as it can be and still be done in week `latest`; None when there is no room."""
        return self._fill(id, minutes, range(latest, -1, -1))

    def loads(self, answering: Iterable[str]) -> tuple[WeekLoad, ...]:
        """Every week; `answering` are the ids of the tasks that consist in answering."""
        kept = set(answering)
        return tuple(
            WeekLoad(
                monday=self.monday(week),
                given=self.minutes,
                answering=sum(amount for id, amount in load.items() if id in kept),
                work=sum(amount for id, amount in load.items() if id not in kept),
                tasks=dict(load),
            )
            for week, load in enumerate(self._loads)
        )

    def _may_begin(self, week: int, minutes: int, enough: int) -> bool:
        room = self.free(week) >= max(enough, 1) if minutes else True
        return room and self._begun[week] < self._catalogue.new_tasks_a_week

    def _fill(self, id: str, minutes: int, weeks: Iterable[int]) -> Span | None:
        parts: dict[int, int] = {}
        for week in weeks:
            if minutes and (part := min(minutes, self.free(week))):
                parts[week] = part
                minutes -= part
        if minutes:
            return None
        for week, part in parts.items():
            self._put(id, week, part)
        self._begun[min(parts)] += 1
        return min(parts), max(parts)

    def _put(self, id: str, week: int, minutes: int) -> None:
        self._loads[week][id] = minutes
