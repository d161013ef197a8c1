"""When Costaud holds back: at night, in the middle of a conversation, after a failure, when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.reminders.schedule import Schedule, end_of_quiet

CONVERSATION = timedelta(minutes=10)
"""A conversation rests when the owner has not written for this long."""

PUNCTUAL = timedelta(hours=1)
"""An hour of the night that the owner asked for is kept up to this late; then it waits for the morning."""

SILENCES = (2, 4, 8)
"""Weeks between messages, one after the other, once two in a row stayed without an answer. Weekly at first, then
ever less often: a fixed back-off that Bidargaddi et al. (2018, 10.2196/10123) scale the same way."""

_PATIENCE = 2
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


def is_last_word(unanswered: int) -> bool:
    """Whether the next message, after `unanswered` ones without an answer, is the last: it says how to resume."""
    return unanswered == _PATIENCE + len(SILENCES)


def next_after_silence(schedule: Schedule, passed: datetime, sent: datetime, unanswered: int) -> datetime | None:
    """The next occurrence once `unanswered` messages in a row, the last at `sent`, had no answer.

    `passed`: the occurrences up to it are dealt with. None: the last word was said (of what comes back), or nothing
    is left (of what comes once). A rhythm slower than the silence asks for stays as it is.
    """
    following = schedule.next_after(passed)
    if schedule.rule is None or unanswered < _PATIENCE or following is None:
        return following
    if unanswered > _PATIENCE + len(SILENCES):
        return None
    weeks = SILENCES[min(unanswered - _PATIENCE, len(SILENCES) - 1)]
    # Half a day earlier: the occurrence exactly so many weeks later counts, whatever the clocks did.
    return schedule.next_after(max(passed, sent + timedelta(weeks=weeks, hours=-12)))
