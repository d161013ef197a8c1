"""The meeting that a reminder opens: what is asked, and what becomes of the answers. The caller commits.

Where it stands is kept on the owner: the reminder, what is still to be asked, the tasks still to be told of.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach import Answers
from bot.coach.content import shortened
from bot.interview.outcome import Say
from bot.interview.plan_text import PlanText
from bot.interview.planning import Line, Planning
from bot.interview.reminding import Reminding
from bot.interview.renewal import go_on_or_renew, look_back
from bot.reading.message import Parse, read_message
from bot.reading.returning import Went, puts_off, speaks_of_all, went, words_beside_moment
from bot.reading.tasks import task_named
from bot.reading.text import fold
from bot.reminders.routine import Agenda, agenda
from bot.reminders.worker import silence_at
from bot.reminders.zones import DEFAULT
from bot.store import Diagnosis, Owner, Reminder, UnitOfWork
from bot.words import Words

_HEARD = 0.6
"""Probability of a command from which it is one, and not something learnt."""
_BESIDE = 3
"""Words besides the moment in a message that puts the meeting off; fewer where anything may be told."""
_MORE, _LESS = 1.2, 0.8
"""How far the hours spent may be from those planned."""
_SMALLEST = 0.5
_BUTTONS: Mapping[str, tuple[str, ...]] = {
    "tasks": ("done", "partly", "not_yet", "later"),
    "learnt": ("nothing",),
    "next_step": ("again", "later", "stop"),
    "hours": (),
    "agree": ("yes", "no"),
    "changed": ("go", "later"),
}


class CheckIn:
    """The meeting with one owner within a unit of work."""

    def __init__(self, work: UnitOfWork, owner: Owner, now: datetime, words: Words) -> None:
        self._work = work
        self._owner = owner
        self._now = now
        self._words = words
        self._diagnosis: Diagnosis | None = work.diagnoses.current(owner) or work.diagnoses.latest_finished(owner)

    # --- the message ------------------------------------------------------------------------------------

    def open(self, delivery: int) -> tuple[Say, ...]:
        """What a delivery says, all in one message; nothing when its reminder is gone."""
        found = self._work.reminders.of_delivery(delivery)
        if found is None:
            return ()
        reminder, sent = found
        if reminder.kind == "own":
            return (self._own(reminder, sent, delivery),)
        tasks = self._tasks()
        silence = silence_at(reminder, self._owner, self._now)
        plan = agenda(reminder.kind, silence, [line.id for line in tasks], sent)  # type: ignore[arg-type]
        return (self._opened(reminder, plan, delivery),)

    def _own(self, reminder: Reminder, sent: int, delivery: int) -> Say:
        self._await({"asks": ["own"], "reminder": reminder.id})
        text = self._words.say("return.own", sent, own_about=reminder.subject or "")
        return Say(text=text, buttons=self._buttons("done_own", "tomorrow", "next_week"), delivery=delivery)

    def _opened(self, reminder: Reminder, plan: Agenda, delivery: int) -> Say:
        about = "" if reminder.kind == "check_in" or plan.opening in ("resume", "last_word") else f".{reminder.kind}"
        told = [self._words.say(f"return.opening.{plan.opening}{about}", plan.wording)]
        if plan.opening == "last_word":
            self._await({}, "again")
            return Say(text=told[0], buttons=self._buttons("again"), delivery=delivery)
        asks = [ask for ask in plan.asks if self._can_ask(ask)] or ["learnt"]
        said = {"asks": asks, "tasks": list(plan.tasks), "reminder": reminder.id, "wording": plan.wording}
        if len(plan.tasks) > 1:
            told.append(self._words.say("return.tasks.listed", plan.wording, lines=self._listed(plan.tasks)))
        asked = self._question(said)
        self._await(said)
        return Say(text="\n".join([*told, str(asked.text)]), buttons=asked.buttons, delivery=delivery)

    def _can_ask(self, ask: str) -> bool:
        """Not for a plan that there is not, nor for hours that were never told."""
        if ask == "hours":
            return self._planned() > 0
        return ask != "next_step" or self._planning() is not None

    # --- the answers ------------------------------------------------------------------------------------

    def hear(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        """An answer to what is asked now; None when the message is none."""
        if puts_off(parse.text):
            buttons = self._buttons("in_two_hours", "tomorrow", "next_week")
            return (Say(text=self._words.say("return.when_later"), buttons=buttons),)
        if moved := self._snoozed(parse.text, said):
            return moved
        heard: tuple[Say, ...] | None = getattr(self, f"_hear_{said['asks'][0]}")(parse, said)
        return heard

    def _snoozed(self, text: str, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        reminder = self._work.reminders.find(said["reminder"])
        ask = said["asks"][0]
        if reminder is None or ask in ("hours", "agree"):
            return None
        if words_beside_moment(text) > (1 if ask == "learnt" else _BESIDE):
            return None
        return Reminding(self._work, self._owner, self._now, self._words).snooze(reminder, text)

    def _hear_own(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        how = went(parse.text)
        if how is None:
            return None
        if how == "done":
            self._owner.awaiting = None
            return (self._say("own.done"),)
        buttons = self._buttons("in_two_hours", "tomorrow", "next_week")
        return (Say(text=self._words.say("return.when_later"), buttons=buttons),)

    def _hear_tasks(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        how = went(parse.text)
        if how is None:
            return None
        tasks: list[str] = said["tasks"]
        named = task_named(parse.text, [line.title for line in self._lines(tasks)])
        told = tasks if speaks_of_all(parse.text) else [tasks[named or 0]]
        for id in told:
            self._settle(id, how)
        left = [id for id in tasks if id not in told]
        return self._go_on({**said, "tasks": left}, self._words.say(f"return.went.{how}", len(left)), bool(left))

    def _settle(self, id: str, how: Went) -> None:
        planning = self._planning()
        if planning is not None:
            planning.settle(id, how == "done")

    def _hear_learnt(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        nothing = {fold(text) for text in self._words.variants("return.button.nothing")}
        if parse.intent in ("deny", "unknown", "skip") or fold(parse.text).strip(" .!") in nothing:
            return self._go_on(said, self._words.say("return.learnt.nothing"))
        if self._is_command(parse):
            return None
        self._work.notes.add(self._owner, parse.text, self._now)
        return self._go_on(said, self._words.say("return.learnt.noted", said.get("wording", 0)))

    def _hear_next_step(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        if parse.intent not in ("affirm", "resume", "begin") and went(parse.text) != "done":
            return None
        self._owner.awaiting = None
        return (self._say("resumed_step"),)

    def _hear_hours(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        spent = read_message(parse, "hours").answers.get("hours")
        if spent is None:
            unknown = parse.intent in ("unknown", "skip", "deny")
            return self._go_on(said, self._words.say("return.hours.unknown")) if unknown else None
        planned = self._planned()
        fitting = fitting_hours(planned, spent)
        if fitting == planned:
            return self._go_on(said, self._words.say("return.hours.fits", own_spent=self._hours(spent)))
        which = "less" if spent < planned else "more"
        said = {**said, "asks": ["agree", *said["asks"][1:]], "hours": fitting, "which": which, "spent": spent}
        self._await(said)
        return (self._question(said),)

    def _hear_agree(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        if parse.intent == "deny":
            return self._go_on(said, self._words.say("return.hours.kept", own_hours=self._hours(self._planned())))
        if parse.intent != "affirm" or self._diagnosis is None:
            return None
        self._diagnosis.record("hours", said["hours"], parse.text, self._now)
        return self._go_on(said, self._words.say("return.hours.changed", own_hours=self._hours(said["hours"])))

    def _hear_changed(self, parse: Parse, said: Mapping[str, Any]) -> tuple[Say, ...] | None:
        if parse.intent == "deny":
            self._owner.awaiting = None
            return (self._say("renewal.no"),)
        if parse.intent not in ("affirm", "begin", "resume"):
            return None
        self._owner.awaiting = None
        go_on_or_renew(self._work, self._owner, self._now)
        return (self._say("renewal.go"),)

    # --- what is asked ----------------------------------------------------------------------------------

    def _go_on(self, said: Mapping[str, Any], reply: str, same: bool = False) -> tuple[Say, ...]:
        """The reply, and what is asked next; the end where nothing is left."""
        asks = said["asks"] if same else said["asks"][1:]
        if not asks:
            self._owner.awaiting = None
            return (Say(text=reply),)
        following = {**said, "asks": asks}
        self._await(following)
        asked = self._question(following)
        if asks[0] == "next_step":
            self._owner.awaiting = None
            closing = self._words.say("return.closing", said.get("wording", 0))
            return (Say(text="\n".join([reply, self._step(), closing])), *self._progress())
        return (Say(text=reply), asked)

    def _question(self, said: Mapping[str, Any]) -> Say:
        ask = said["asks"][0]
        text: str = getattr(self, f"_ask_{ask}")(said, int(said.get("wording", 0)))
        return Say(text=text, buttons=self._buttons(*_BUTTONS[ask]))

    def _ask_tasks(self, said: Mapping[str, Any], wording: int) -> str:
        (line,) = self._lines(said["tasks"][:1])
        return self._words.say("return.tasks.how", wording, own_task=_bare(line.title))

    def _ask_learnt(self, said: Mapping[str, Any], wording: int) -> str:
        return self._words.say("return.learnt", wording)

    def _ask_next_step(self, said: Mapping[str, Any], wording: int) -> str:
        return self._step()

    def _ask_hours(self, said: Mapping[str, Any], wording: int) -> str:
        return self._words.say("return.hours", wording, own_hours=self._hours(self._planned()))

    def _ask_agree(self, said: Mapping[str, Any], wording: int) -> str:
        spent, planned, hours = map(self._hours, (said["spent"], self._planned(), said["hours"]))
        key = f"return.hours.{said['which']}"
        return self._words.say(key, wording, own_spent=spent, own_planned=planned, own_hours=hours)

    def _ask_changed(self, said: Mapping[str, Any], wording: int) -> str:
        return "\n".join([self._words.say("return.renewal", wording), *look_back(self._diagnosis, self._words)])

    def _step(self) -> str:
        """The next small step, with the if-then sentence."""
        planning = self._planning()
        if planning is None:
            return ""
        tasks = self._tasks()
        step = [self._words.say("return.step", own_task=_bare(tasks[0].title))] if tasks else []
        return "\n".join([*step, PlanText(planning.plan(), self._words).habit()])

    def _progress(self) -> tuple[Say, ...]:
        return (Say(file="progress"),) if len(self._work.diagnoses.finished(self._owner)) > 1 else ()

    # --- small things -----------------------------------------------------------------------------------

    def _planning(self) -> Planning | None:
        if self._diagnosis is None or not self._answers:
            return None
        return Planning(self._work, self._owner, self._diagnosis, self._now, self._words)

    @property
    def _answers(self) -> Answers:
        return self._diagnosis.answers_by_question() if self._diagnosis else {}

    def _tasks(self) -> list[Line]:
        """Open tasks that have begun, the first due first."""
        planning = self._planning()
        open_ = [line for line in planning.lines() if line.state == "open"] if planning else []
        today = self._now.astimezone(ZoneInfo(self._owner.timezone or DEFAULT)).date()
        begun = [line for line in open_ if line.task is None or line.task.start <= today]
        return sorted(begun or open_[:1], key=lambda line: line.due)

    def _lines(self, ids: Sequence[str]) -> list[Line]:
        planning = self._planning()
        by_id = {line.id: line for line in planning.lines()} if planning else {}
        return [by_id[id] for id in ids if id in by_id]

    def _listed(self, ids: Sequence[str]) -> str:
        lines = enumerate(self._lines(ids), 1)
        return "\n".join(self._words.say("return.task", number=number, own_task=line.title) for number, line in lines)

    def _planned(self) -> float:
        hours = self._answers.get("hours")
        return float(hours) if isinstance(hours, (int, float)) else 0.0

    def _hours(self, hours: float) -> str:
        return self._words.duration(round(hours * 60))

    @staticmethod
    def _is_command(parse: Parse) -> bool:
        return parse.command is not None and parse.confidence >= _HEARD

    def _buttons(self, *names: str) -> tuple[str, ...]:
        return tuple(self._words.say(f"return.button.{name}") for name in names)

    def _say(self, key: str) -> Say:
        return Say(text=self._words.say(f"return.{key}", int(self._now.timestamp())))

    def _await(self, said: Mapping[str, Any], what: str = "check_in") -> None:
        self._owner.awaiting = {**said, "what": what, "at": self._now.isoformat()}


def _bare(title: str) -> str:
    """The title as it stands within a sentence."""
    return shortened(title).rstrip(".")


def fitting_hours(planned: float, spent: float) -> float:
    """Hours a week to plan for, given those really spent: fewer when the plan was too much, in half hours.

    Who spent less could not; who spent more needs a plan smaller by as much, for the hours they have.
    """
    if planned * _LESS <= spent <= planned * _MORE or not planned:
        return planned
    fitting = spent if spent < planned else planned * planned / spent
    return min(planned, max(_SMALLEST, round(fitting * 2) / 2))
