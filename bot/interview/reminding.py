"""The owner's moves with their reminders: set, list, move, change, pause, resume, stop. The caller commits.

What has to be asked first (a day, a town, which one) is kept on the owner: a restart in between loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.content import shortened
from bot.interview.outcome import Say
from bot.reading.recurrences import read_recurrence
from bot.reading.returning import in_place_of_during, kind_of, names_the_past, place_said, says_all, subject_of, wish_of
from bot.reading.tasks import task_named
from bot.reading.text import fold
from bot.reminders import planning
from bot.reminders.request import Refusal, Request, read_moment, read_request
from bot.reminders.routine import usual_schedules
from bot.reminders.schedule import end_of_quiet
from bot.reminders.telling import describe, tell_hour, tell_moment
from bot.reminders.zones import DEFAULT, places_named, zone_of_language
from bot.store import Owner, Reminder, UnitOfWork
from bot.words import Words

_USUAL = 3
"""Rhythms offered on a button each."""


class Reminding:
    """The reminders of one owner within a unit of work."""

    def __init__(self, work: UnitOfWork, owner: Owner, now: datetime, words: Words) -> None:
        self._work = work
        self._owner = owner
        self._now = now
        self._words = words

    # --- what owners say --------------------------------------------------------------------------------

    def remind(self, text: str) -> tuple[Say, ...]:
        """A new reminder, or what is to become of those that are there."""
        wish = wish_of(text)
        if wish == "resume" and any(one.state == "paused" for one in self._kept()):
            return self.resume()
        if wish == "pause":
            return self.pause(text)
        if wish in ("move", "change") and self._kept():
            return self._move(text)
        return self.menu() if wish == "list" else self.set(text)

    def unremind(self, text: str) -> tuple[Say, ...]:
        """Stop them, one or all, or pause them."""
        if wish_of(text) == "pause":
            return self.pause(text)
        kept = self._kept()
        if not kept:
            return self._say("none_to_stop")
        return self.stop(kept if len(kept) == 1 or says_all(text) else self._named(text, kept))

    def menu(self) -> tuple[Say, ...]:
        """What is set, and what may be done with it."""
        kept = self._kept()
        if not kept:
            return self._ask("menu", "none", buttons=(*self._usual_buttons(), self._words.say("return.button.other")))
        paused = any(one.state == "paused" for one in kept)
        names = ("resume" if paused else "pause", "change", "another", "stop")
        buttons = tuple(self._words.say(f"return.button.{name}") for name in names)
        return self._ask("menu", "list", buttons=buttons, lines="\n".join(self._lines(kept)))

    def set(self, text: str, subject: str | None = None, reminder: int | None = None) -> tuple[Say, ...]:
        """A new reminder, or another rhythm for the one of this number."""
        # To be reminded of the new diagnosis is to have it.
        subject = subject or (subject_of(text) if kind_of(text) == "check_in" else None)
        request = "past" if names_the_past(text) else read_request(text, self._now, self._zone)
        if request == "nothing" and not subject and reminder is None:
            return self.menu()
        if isinstance(request, str):
            return self.ask_when(request, subject, reminder)
        if self._owner.timezone is None:
            return self._ask_zone(text=text, subject=subject, reminder=reminder)
        return self._keep(request, text, subject, reminder)

    def ask_when(
        self, refusal: Refusal, subject: str | None = None, reminder: int | None = None, again: bool = False
    ) -> tuple[Say, ...]:
        """Ask for the moment, or for another one."""
        key = f"reminders.refused.{refusal}" if again or refusal != "nothing" else "return.when"
        said: dict[str, Any] = {"subject": subject, "reminder": reminder}
        return self._awaiting("when", said, Say(text=self._words.say(key), buttons=self._usual_buttons()))

    def usual(self) -> tuple[Say, ...]:
        """A weekly meeting, a monthly review, a quarterly diagnosis: those that are not there yet."""
        if self._owner.timezone is None:
            return self._ask_zone(usual=True)
        there = {one.kind for one in self._kept() if one.rule}
        schedules = usual_schedules(self._now, self._zone)
        for kind, schedule in schedules.items():
            if kind not in there:
                planning.set_reminder(self._work, self._owner, kind, schedule, self._now)
        self._owner.awaiting = None
        return self._say("usual_set", lines="\n".join(self._lines(self._kept())), own_notes=self._terminal())

    def offer(self) -> tuple[Say, ...]:
        """Propose the usual rhythm to who has none."""
        if any(one.rule for one in self._kept()):
            return ()
        buttons = tuple(self._words.say(f"return.button.{name}") for name in ("usual", "other", "no"))
        return self._ask("offer", "offer", buttons=buttons)

    # --- one moment, a pause, the end -------------------------------------------------------------------

    def _move(self, text: str) -> tuple[Say, ...]:
        """The next occurrence at another time; another rhythm where the message names one."""
        kept = self._kept()
        one = self._one(text, kept)
        if read_recurrence(text) is not None:
            return self.set(text, reminder=one.id)
        moment = read_moment(text, self._now, self._zone, one.at)
        if moment is None:
            return self.ask_when("nothing", reminder=one.id)
        if moment <= self._now:
            return self.ask_when("past", reminder=one.id)
        self._owner.awaiting = None
        moved = planning.postpone(one, self._owner, end_of_quiet(moment, self._zone))
        key = "moved" if one.rule else "moved_once"
        return self._say(key, moment=self._moment(moved), rhythm=self._rhythm(one))

    def pause(self, text: str) -> tuple[Say, ...]:
        """No reminder until a day, or until they are resumed."""
        kept = [one for one in self._kept() if one.state == "active"]
        if not kept:
            return self._say("none_to_stop")
        until = read_moment(in_place_of_during(text), self._now, self._zone)
        if until is not None and until <= self._now:
            return self.ask_when("past")
        for one in kept:
            planning.pause(one, self._owner, until)
        self._owner.awaiting = None
        if until is None:
            return self._say("paused", buttons=(self._words.say("return.button.resume"),))
        return self._say("paused_until", lines="\n".join(self._lines(self._kept())))

    def resume(self) -> tuple[Say, ...]:
        """Those that are paused come back."""
        for one in self._kept():
            if one.state == "paused":
                planning.resume(one, self._owner, self._now)
        self._owner.awaiting = None
        return self._say("resumed", lines="\n".join(self._lines(self._kept())))

    def stop(self, reminders: Sequence[Reminder]) -> tuple[Say, ...]:
        """These come no more; without any, ask which."""
        if not reminders:
            kept = self._kept()
            numbers = [self._words.say("return.button.stop_one", number=n) for n, _ in enumerate(kept, 1)]
            buttons = (*numbers, self._words.say("return.button.stop"))
            return self._ask("menu", "which", buttons=buttons, lines="\n".join(self._lines(kept)))
        for one in reminders:
            one.stop("ended")
        self._owner.awaiting = None
        left = self._kept()
        return self._say("stopped_some", lines="\n".join(self._lines(left))) if left else self._say("stopped")

    def snooze(self, reminder: Reminder, text: str) -> tuple[Say, ...] | None:
        """What just came comes again at the moment that the message names; None when it names none."""
        moment = read_moment(text, self._now, self._zone, reminder.at)
        if moment is None:
            return None
        if moment <= self._now:
            return (Say(text=self._words.say("reminders.refused.past")),)
        moved = planning.snooze(reminder, self._owner, end_of_quiet(moment, self._zone), self._now)
        self._owner.awaiting = None
        return self._say("snoozed", moment=self._moment(moved))

    def welcome_back(self) -> tuple[Say, ...]:
        """The owner wrote: silence is over. Says so where reminders had stopped for it."""
        stopped = planning.welcome_back(self._work, self._owner, self._now)
        return self._say("back_again", lines="\n".join(self._lines(self._kept()))) if stopped else ()

    # --- where the owner lives --------------------------------------------------------------------------

    def place(self, text: str) -> tuple[Say, ...]:
        """The owner says where they live, without having been asked."""
        return self.live_in(text, {}) or self._ask_zone()

    def live_in(self, text: str, said: dict[str, Any]) -> tuple[Say, ...] | None:
        """The clock of the town that is named; what was asked before (`said`) is taken up. None: no town is named."""
        name = place_said(text)
        places = places_named(name) if name else ()
        if len(places) == 1:
            return self.settle(places[0].zone, said)
        if not places:
            return None
        labels = {
            self._words.say("return.button.place", own_name=one.name, own_zone=self.town(one.zone)): one.zone
            for one in places
        }
        told = Say(text=self._words.say("return.zone.several"), buttons=tuple(labels))
        return self._awaiting("zone", {**said, "places": labels}, told)

    def settle(self, zone: str, said: dict[str, Any]) -> tuple[Say, ...]:
        """The owner lives by this clock; go on with what made us ask."""
        planning.change_zone(self._work, self._owner, zone, self._now)
        self._owner.awaiting = None
        hour = tell_hour(self._now.astimezone(ZoneInfo(zone)).time(), self._words)
        noted = self._say("zone.noted", own_zone=self.town(zone), hour=hour)
        if said.get("usual"):
            return (*noted, *self.usual())
        if said.get("text"):
            return (*noted, *self.set(said["text"], said.get("subject"), said.get("reminder")))
        return noted

    def _ask_zone(self, **said: Any) -> tuple[Say, ...]:
        guess = zone_of_language(self._owner.language)
        if guess is None:
            return self._awaiting("zone", said, *self._say("zone.where"))
        town = self.town(guess)
        buttons = (self._words.say("return.button.zone", own_zone=town), self._words.say("return.button.elsewhere"))
        told = Say(text=self._words.say("return.zone.guess", own_zone=town), buttons=buttons)
        return self._awaiting("zone", {**said, "guess": guess}, told)

    def town(self, zone: str) -> str:
        """The town by whose name a zone is told: the largest French-speaking one, where we know it."""
        key = f"return.town.{zone}"
        return self._words.say(key) if key in self._words.keys else zone.rsplit("/", 1)[-1].replace("_", " ")

    # --- small things -----------------------------------------------------------------------------------

    def _keep(self, request: Request, text: str, subject: str | None, number: int | None) -> tuple[Say, ...]:
        kind = "own" if subject else kind_of(text)
        before = self._work.reminders.find(number) if number is not None else self._rhythm_of(kind, request)
        if before is not None and before.owner_id == self._owner.id:
            planning.change(before, request.schedule, self._now)
            key, one = "changed", before
        else:
            key = "set"
            one = planning.set_reminder(self._work, self._owner, kind, request.schedule, self._now, subject=subject)
        self._owner.awaiting = None
        told: dict[str, Any] = {
            "rhythm": self._rhythm(one),
            "moment": self._moment(one.due_at),
            "own_about": self._about(one),
        }
        noted = self._say(f"{key}{'' if one.rule else '.once'}", **told)
        notes = [self._words.say(f"reminders.note.{note}") for note in request.notes]
        return (
            Say(text="\n".join(filter(None, [str(noted[0].text), *notes, self._terminal() if key == "set" else ""]))),
        )

    def _rhythm_of(self, kind: str, request: Request) -> Reminder | None:
        """The reminder whose place a new rhythm takes: one of each kind is enough, but for the owner's own."""
        if kind == "own" or request.schedule.rule is None:
            return None
        return next((one for one in self._kept() if one.kind == kind and one.rule), None)

    def _terminal(self) -> str:
        return self._words.say("return.terminal") if self._owner.channel == "terminal" else ""

    @property
    def _zone(self) -> str:
        return self._owner.timezone or zone_of_language(self._owner.language) or DEFAULT

    def _kept(self) -> list[Reminder]:
        return self._work.reminders.of_owner(self._owner)

    def _named(self, text: str, kept: Sequence[Reminder]) -> list[Reminder]:
        place = task_named(text, [self._line(one, number) for number, one in enumerate(kept, 1)])
        if place is not None:
            return [kept[place]]
        days = [one for one in kept if one.rule and self._day(one) in fold(text)]
        return days if len(days) == 1 else []

    def _day(self, one: Reminder) -> str:
        due = one.due_at.astimezone(ZoneInfo(self._zone)) if one.due_at else None
        return fold(self._words.say(f"weekday.{due.weekday()}")) if due else "\0"

    def _one(self, text: str, kept: Sequence[Reminder]) -> Reminder:
        """The reminder that is meant: the one that is named, else the next to come."""
        named = self._named(text, kept)
        return named[0] if named else min(kept, key=lambda one: (one.due_at is None, one.due_at or self._now))

    def _lines(self, kept: Sequence[Reminder]) -> list[str]:
        return [self._line(one, number) for number, one in enumerate(kept, 1)]

    def _line(self, one: Reminder, number: int) -> str:
        state = "paused" if one.due_at is None else "coming" if one.rule else "once"
        moment = self._moment(one.due_at) if one.due_at else ""
        return self._words.say(
            f"return.line.{state}", number=number, own_about=self._about(one), rhythm=self._rhythm(one), moment=moment
        )

    def _about(self, one: Reminder) -> str:
        return shortened(one.subject) if one.subject else self._words.say(f"return.kind.{one.kind}")

    def _rhythm(self, one: Reminder) -> str:
        return describe(planning.schedule_of(one, self._owner), self._words)

    def _moment(self, instant: datetime | None) -> str:
        return tell_moment(instant, self._zone, self._words) if instant else ""

    def _usual_buttons(self) -> tuple[str, ...]:
        return tuple(self._words.say("return.button.rhythm", number) for number in range(_USUAL))

    def _say(self, key: str, buttons: tuple[str, ...] = (), **params: Any) -> tuple[Say, ...]:
        text = self._words.say(f"return.{key}", int(self._now.timestamp()), **params)
        return (Say(text=text.strip(), buttons=buttons),)

    def _ask(self, what: str, key: str, buttons: tuple[str, ...] = (), **params: Any) -> tuple[Say, ...]:
        return self._awaiting(what, {}, *self._say(key, buttons, **params))

    def _awaiting(self, what: str, said: dict[str, Any], *says: Say) -> tuple[Say, ...]:
        self._owner.awaiting = {**said, "what": what, "at": self._now.isoformat()}
        return says
