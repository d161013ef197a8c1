"""A schedule told back in words: « un mardi sur deux à 9 h »."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.reminders.schedule import Schedule, parts_of
from bot.words import Words

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def describe(schedule: Schedule, words: Words) -> str:
    """The rhythm and the hour, to put after « je reviens » or « noté : »."""
    return words.say("reminders.at", rhythm=_rhythm(schedule, words), hour=tell_hour(schedule.at, words))


def tell_moment(instant: datetime, zone: str, words: Words) -> str:
    """One instant on the wall clock of `zone`: « le mardi 24 novembre 2026 à 9 h »."""
    local = instant.astimezone(ZoneInfo(zone))
    return describe(Schedule(None, local.date(), local.time(), zone), words)


def tell_hour(at: time, words: Words) -> str:
    """« 9 h », « 9 h 30 », « midi »."""
    if at.minute == 0 and at.hour in (0, 12):
        return words.say("reminders.hour.noon" if at.hour else "reminders.hour.midnight")
    if at.minute == 0:
        return words.say("reminders.hour", hour=at.hour)
    return words.say("reminders.hour.minutes", hour=at.hour, minutes=f"{at.minute:02d}")


def _rhythm(schedule: Schedule, words: Words) -> str:
    if schedule.rule is None:
        day = schedule.start
        return words.say(
            "reminders.once",
            day=f"reminders.day.{_DAYS[day.weekday()]}",
            number=_number(day.day),
            month=f"reminders.month.{day.month}",
            year=str(day.year),
        )
    parts = parts_of(schedule.rule)
    interval = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "DAILY":
        return words.say(f"reminders.daily{_every(interval, other=True)}", interval=interval)
    if parts["FREQ"] == "WEEKLY":
        return _weekly(parts["BYDAY"].split(","), interval, words)
    date = _date(parts, words)
    if parts["FREQ"] == "MONTHLY":
        return words.say(f"reminders.monthly{_every(interval)}", interval=interval, date=date)
    month = f"reminders.month.{parts['BYMONTH']}"
    return words.say(f"reminders.yearly{_every(interval)}", interval=interval, date=date, month=month)


def _every(interval: int, other: bool = False) -> str:
    """The end of the key that an interval calls for; `other`: « un sur deux » has a key of its own."""
    return "" if interval == 1 else ".other" if other and interval == 2 else ".every"


def _weekly(codes: list[str], interval: int, words: Words) -> str:
    if codes == list(_DAYS[:5]) and interval == 1:
        return words.say("reminders.weekly.working")
    names = [words.say(f"reminders.day.{code}") for code in codes]
    plurals = [words.say("reminders.days", day=name) for name in names]
    *first, last = plurals
    days = words.say("list.and").join([*([words.say("list.comma").join(first)] if first else []), last])
    several = ".several" if interval > 1 and len(codes) > 1 else ""
    return words.say(
        f"reminders.weekly{_every(interval, other=True)}{several}", day=names[0], days=days, interval=interval
    )


def _date(parts: dict[str, str], words: Words) -> str:
    if "BYDAY" in parts:
        rank, code = parts["BYDAY"][:-2], parts["BYDAY"][-2:]
        return words.say("reminders.date.nth", rank=f"reminders.rank.{rank}", day=f"reminders.day.{code}")
    number = int(parts["BYMONTHDAY"].rsplit(",", 1)[-1])
    if number < 0:
        return words.say(f"reminders.date.{number}")
    return words.say("reminders.date.or_last" if "BYSETPOS" in parts else "reminders.date", number=_number(number))


def _number(day: int) -> str:
    return "reminders.number.first" if day == 1 else str(day)
