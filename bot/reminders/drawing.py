"""What a simulation sent, as a picture for the operator."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.reminders.schedule import QUIET_FROM, QUIET_UNTIL
from bot.reminders.simulation import Simulation


def draw(simulation: Simulation, file: Path) -> None:
    """A PNG: messages a day, and the hours on the owners' walls. Raises OSError."""
    # Half a second that the other commands need not pay.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 7), layout="constrained")
    by_day, by_hour = figure.subplots(2, 1)
    per_day = Counter(one.at.date() for one in simulation.sent)
    days = [simulation.start.date() + timedelta(days=number) for number in range(simulation.days)]
    by_day.bar(days, [per_day[day] for day in days], width=1.0, color="#2b6cb0")
    by_day.set_title(f"{len(simulation.sent)} reminders to {simulation.owners} owners, by day (UTC)")
    by_day.set_ylabel("messages")
    zones = sorted({one.zone for one in simulation.characters})
    slots = [number / 4 for number in range(96)]
    bottom = [0] * len(slots)
    for zone in zones:
        local = (
            one.at.astimezone(ZoneInfo(zone))
            for one in simulation.sent
            if simulation.characters[one.character].zone == zone
        )
        counted = Counter(at.hour * 4 + at.minute // 15 for at in local)
        heights = [counted[number] for number in range(96)]
        by_hour.bar(slots, heights, width=0.25, bottom=bottom, align="edge", label=zone)
        bottom = [low + height for low, height in zip(bottom, heights)]
    for left, right in ((0, QUIET_UNTIL.hour), (QUIET_FROM.hour, 24)):
        by_hour.axvspan(left, right, color="#cbd5e0", alpha=0.6, label="quiet hours" if left == 0 else None)
    by_hour.set_xlim(0, 24)
    by_hour.set_xticks(range(0, 25, 3))
    by_hour.set_title("By the clock on the owner's wall, in quarters of an hour")
    by_hour.set_xlabel("hour")
    by_hour.set_ylabel("messages")
    by_hour.legend()
    figure.savefig(file, format="png", dpi=110)
