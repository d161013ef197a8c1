"""What an owner answers to what was asked outside of the questionnaire: a town, a day, a button, how it went."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.interview.check_in import CheckIn
from bot.interview.outcome import Say
from bot.interview.reminding import Reminding
from bot.reading.message import Parse
from bot.reading.returning import wants_usual
from bot.reading.text import fold
from bot.reminders.request import read_request
from bot.reminders.zones import DEFAULT
from bot.store import Owner, UnitOfWork
from bot.words import Words

_PATIENCE = timedelta(days=3)
"""How long an answer is waited for; after that a message means what it says."""
_HEARD = 0.55
_LIKE_MOMENTS = ("pause", "resume", "stop", "skip", "correct", "chitchat", "unknown", "back")
_OF_REMINDERS = ("remind", "unremind")


class FollowUp:
    """Hears a message as the answer to what is kept in `Owner.awaiting`."""

    def __init__(self, work: UnitOfWork, owner: Owner, now: datetime, words: Words) -> None:
        self._owner = owner
        self._now = now
        self._words = words
        self._reminding = Reminding(work, owner, now, words)
        self._check_in = CheckIn(work, owner, now, words)

    def hear(self, parse: Parse) -> tuple[Say, ...] | None:
        """What is said to it; None when the message is no answer to that."""
        said = self._owner.awaiting
        triggered = bool(parse.intent) and not parse.ranking
        if said is None or triggered:
            return None
        if said["what"] != "again" and self._now - datetime.fromisoformat(said["at"]) > _PATIENCE:
            self._owner.awaiting = None
            return None
        if parse.intent == "time_zone" and said["what"] != "zone":
            return None
        if said["what"] == "check_in":
            return self._check_in.hear(parse, said)
        heard: tuple[Say, ...] | None = getattr(self, f"_hear_{said['what']}")(parse, said)
        return heard

    def _hear_again(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        """A word after our last one: that the reminders come again is said already."""
        self._owner.awaiting = None
        return () if parse.intent in ("affirm", "resume", "begin") else None

    def _hear_zone(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        asked = {name: value for name, value in said.items() if name in ("text", "subject", "reminder", "usual")}
        for label, zone in said.get("places", {}).items():
            if fold(parse.text) == fold(label):
                return self._reminding.settle(zone, asked)
        guess = said.get("guess")
        if guess and (parse.intent == "affirm" or self._is_button(parse, "zone", own_zone=self._reminding.town(guess))):
            return self._reminding.settle(guess, asked)
        if parse.intent == "deny" and len(parse.text.split()) == 1 or self._is_button(parse, "elsewhere"):
            return (Say(text=self._words.say("return.zone.where")),)
        if self._is_command(parse):
            return None
        return self._reminding.live_in(parse.text, asked) or (Say(text=self._words.say("return.zone.unknown")),)

    def _hear_when(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        # «demain matin» sounds like a pause, and is the answer.
        said_when = read_request(parse.text, self._now, self._owner.timezone or DEFAULT) != "nothing"
        if self._is_command(parse) and not (said_when and parse.command in _LIKE_MOMENTS):
            return None
        if not said_when:
            return self._reminding.ask_when("nothing", said["subject"], said["reminder"], again=True)
        return self._reminding.set(parse.text, said["subject"], said["reminder"])

    def _hear_menu(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        if self._is_button(parse, "other") or self._is_button(parse, "another"):
            return self._reminding.ask_when("nothing")
        if parse.command not in _OF_REMINDERS and not self._names_reminders(parse):
            return None
        move = self._reminding.unremind if self._is_stop(parse) else self._reminding.remind
        return move(parse.text)

    def _hear_offer(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        if wants_usual(parse.text) or parse.intent == "affirm":
            return self._reminding.usual()
        if parse.intent == "deny" or self._is_button(parse, "no"):
            self._owner.awaiting = None
            return (Say(text=self._words.say("return.offer.no")),)
        return self._reminding.ask_when("nothing") if self._is_button(parse, "other") else None

    def _names_reminders(self, parse: Parse) -> bool:
        """A button of ours, whatever the classifier makes of it."""
        names = ("rhythm", "pause", "resume", "change", "stop")
        return self._is_stop(parse) or any(self._is_button(parse, name) for name in names)

    def _is_stop(self, parse: Parse) -> bool:
        numbered = fold(self._words.say("return.button.stop_one", number=""))
        return parse.command == "unremind" or fold(parse.text).startswith(numbered) or self._is_button(parse, "stop")

    def _is_button(self, parse: Parse, name: str, **params: str) -> bool:
        key = f"return.button.{name}"
        labels = (self._words.say(key, number, **params) for number in range(len(self._words.variants(key))))
        return fold(parse.text) in map(fold, labels)

    @staticmethod
    def _is_command(parse: Parse) -> bool:
        """A command of its own: what is asked here is left for it."""
        return parse.command not in (None, *_OF_REMINDERS) and parse.confidence >= _HEARD
