"""When Costaud holds back: at night, in the middle of a conversation, after a failure, when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate

from bot.reminders.schedule import Schedule, end_of_quiet

CONVERSATION = timedelta(minutes=10)
"""A conversation rests when the owner has not written for this long."""

PUNCTUAL = timedelta(hours=1)
"""An hour of the night that the owner asked for is kept up to this late; then it waits for the morning."""

SILENCES = (2, 4, 8, 8)
"""Weeks until the next message once as many (2, 4, 8, 16) have passed since the first one that nobody answered; the
last of them is the last word. A back-off that grows with the silence, like that of Bidargaddi et al., "To prompt or
not to prompt?" (2018)."""

_TOLERANCE = timedelta(hours=12)
_FIRST_RETRY = timedelta(minutes=1)
_LAST_RETRY = timedelta(hours=1)
_ATTEMPTS = 8


def hold_until(now: datetime, due: datetime, schedule: Schedule, seen: datetime, asking: bool) -> datetime | None:
    """Until when a due reminder must wait; None: it goes now.

    `seen`: when the owner last wrote; `asking`: a question of ours awaits their answer.
    """
    if not (schedule.out_of_hours and now - due <= PUNCTUAL):
        morning = end_of_quiet(now, schedule.zone)
        if morning > now:
            return morning
    if asking and now - seen < CONVERSATION:
        return seen + CONVERSATION
    return None


def retry_after(attempt: int) -> timedelta | None:
    """How long to wait after attempt number `attempt` (from 1) was refused; None: no further one.

    Doubles from a minute to an hour; two hours in all.
    """
    if attempt >= _ATTEMPTS:
        return None
    return min(_FIRST_RETRY * (1 << (attempt - 1)), _LAST_RETRY)


def outage_retry_after(attempt: int) -> timedelta:
    """How long to wait when nothing could be sent to anybody: up to a quarter of an hour, without end."""
    return min(_FIRST_RETRY * (1 << min(attempt - 1, 10)), timedelta(minutes=15))


def is_last_word(silence: timedelta) -> bool:
    """Whether a message sent after a silence this long is the last: it says how to resume, and nothing follows."""
    return silence + _TOLERANCE >= timedelta(weeks=_thresholds()[-1])


def next_after_silence(schedule: Schedule, passed: datetime, sent: datetime, silence: timedelta) -> datetime | None:
    """The occurrence after a message sent at `sent`, `silence` after the first one that the owner did not answer.

    `passed`: the occurrences up to it are dealt with. None: the last word was said (of what comes back), or nothing
    is left (of what comes once). A rhythm slower than the silence asks for stays as it is.
    """
    if schedule.rule is None:
        return schedule.next_after(passed)
    if is_last_word(silence):
        return None
    reached = [weeks for weeks, since in zip(SILENCES, _thresholds()) if silence + _TOLERANCE >= timedelta(weeks=since)]
    if not reached:
        return schedule.next_after(passed)
    # Half a day earlier: the occurrence exactly so many weeks later counts, whatever the clocks did.
    return schedule.next_after(max(passed, sent + timedelta(weeks=reached[-1]) - _TOLERANCE))


def _thresholds() -> list[int]:
    """Weeks of silence at which each pause of SILENCES begins, then those at which the last word is said."""
    return [SILENCES[0], *(SILENCES[0] + weeks for weeks in accumulate(SILENCES))]
