"""One owner's turn: every move of the conversation, on the owner's rows of our tables."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.coach import Contradiction
from bot.coach.content import shortened
from bot.interview import flow, notices
from bot.interview.check_in import CheckIn
from bot.interview.follow_up import FollowUp
from bot.interview.outcome import CONTRADICTION, Attempt, Outcome, Say
from bot.interview.planning import Planning
from bot.interview.reminding import Reminding
from bot.interview.result import Result, assess_and_keep
from bot.interview.standing import Standing
from bot.reading.additions import adds, on_top
from bot.reading.choices import topic_of
from bot.reading.message import Parse, Reading, read_message

_WAYS: tuple[Attempt, ...] = ("rephrase", "examples", "offer_skip")
"""How the question is put after a first, second and third misunderstanding in a row."""


class Conversation(Standing):
    """What an owner may do, within a unit of work. The caller commits."""

    # --- beginning and going on -------------------------------------------------------------------------

    def ask(self) -> Outcome:
        """What is pending, and nothing else."""
        return self._outcome()

    def greet(self, opening: bool) -> Outcome:
        """Welcome a newcomer; tell who comes back what they were doing; in mid-conversation, only return it."""
        situation = self.situation
        if situation in ("asking", "new") and not opening:
            return self._outcome(Say("utter_greet_again" if situation == "asking" else "utter_ready"))
        return self._outcome(notices.welcome(situation, self._pending_name()))

    def _pending_name(self) -> str:
        pending = self._pending() if self._diagnosis else None
        return self._words.name(pending) if pending else ""

    def go_on(self) -> Outcome:
        """Begin, resume, or pass to the full diagnosis: whatever comes next."""
        situation = self.situation
        self._owner.awaiting = None
        if self._diagnosis is None:
            self._diagnosis = self._work.diagnoses.start(self._owner, self._now)
        elif situation == "offered":
            self._diagnosis.go_full(self._now)
        self._diagnosis.resume(self._now)
        return self._outcome()

    def join(self, parse: Parse, opening: bool) -> Outcome:
        """An answer or a correction outside of the questions: take up the diagnosis it belongs to."""
        newcomer = self.situation == "new"
        self._owner.awaiting = None
        if self._diagnosis is None:
            finished = self._work.diagnoses.latest_finished(self._owner)
            self._diagnosis = finished or self._work.diagnoses.start(self._owner, self._now)
        self._diagnosis.resume(self._now)
        heard = self.hear(parse)
        if newcomer:
            says = [Say("utter_welcome")] if opening else []
            return self._outcome(*says, answered=heard.answered)
        return self.correct(parse) if heard.command == "correct" else heard

    # --- answers ----------------------------------------------------------------------------------------

    def hear(self, parse: Parse) -> Outcome:
        """Take a message at the pending question: answers are kept, a command is left to its rule."""
        pending = self._pending()
        if not parse.ranking and parse.command:
            # A program triggered the intent (the terminal's greeting, a reminder): nobody said anything.
            return Outcome(self.situation, command=parse.command, pending=pending)
        if pending == CONTRADICTION:
            return self._hear_ruling(parse)
        reading = read_message(parse, pending)
        if pending:  # where nothing is asked, whoever speaks of an answer means it
            reading = self._without_overreach(reading, pending)
        if pending and self._ticks_done(parse, pending):
            return self._finish_ticks(pending, parse.text)
        if pending and pending not in reading.answers and (moved_on := self._moved_on(parse, pending)):
            return moved_on
        if reading.command and not reading.answers:
            return Outcome(self.situation, command=reading.command, pending=pending)
        if not reading.answers:
            return self._not_understood(reading)
        if pending and self._is_tick(reading, pending):
            return self._tick(pending, reading.answers[pending][0])
        return self._keep(reading, pending)

    def _without_overreach(self, reading: Reading, pending: str | None) -> Reading:
        """Leave out what would overwrite an earlier answer without the message saying that it speaks of it."""
        named = topic_of(reading.text)
        timed = bool(pending) and "a_week" in (self._questionnaire.question(str(pending)).unit or "")
        meant = {
            id: value
            for id, value in reading.answers.items()
            if id == pending
            or id not in self._answers
            or reading.command == "correct"
            or (id in named and not (timed and id in ("hours", "monitoring")))
        }
        return replace(reading, answers=meant)

    def _keep(self, reading: Reading, pending: str | None) -> Outcome:
        diagnosis = self._running()
        before = self._answers
        for question, value in self._completed(reading, pending).items():
            diagnosis.record(question, value, reading.text, self._now, detail=reading.details.get(question))
            if diagnosis.asked == question:
                diagnosis.asked = None
        diagnosis.misunderstandings = 0
        corrected = tuple(reading.answers) if reading.command == "correct" else ()
        says = notices.taken(before, self._answers, pending, self._words, corrected)
        return self._outcome(*says, answered=tuple(reading.answers))

    def _not_understood(self, reading: Reading) -> Outcome:
        diagnosis = self._running()
        diagnosis.misunderstandings += 1
        way = _WAYS[min(diagnosis.misunderstandings, len(_WAYS)) - 1]
        pending = self._pending()
        if pending is None:
            return self._outcome(Say("utter_not_understood"))
        if reading.problem == "figure" and diagnosis.misunderstandings == 1:
            return self._outcome(attempt="figure")
        refusal = notices.refused(reading.problem, self._questionnaire.question(pending), self._words)
        return self._outcome(*refusal, attempt=way)

    # --- choices ticked one by one ----------------------------------------------------------------------

    def _is_tick(self, reading: Reading, pending: str) -> bool:
        question = self._questionnaire.question(pending)
        if not reading.tapped or question.kind != "choices":
            return False
        return not question.option(reading.answers[pending][0]).exclusive

    def _tick(self, pending: str, option: str) -> Outcome:
        diagnosis = self._running()
        if option in diagnosis.ticked(pending):
            diagnosis.untick(pending, option)
        else:
            diagnosis.tick(pending, option)
        ticked = diagnosis.ticked(pending)
        if len(ticked) == self._questionnaire.question(pending).at_most:
            return self._finish_ticks(pending, self._labels(pending, ticked))
        says = [Say("utter_ticked", {"ticked": self._labels(pending, ticked)})] if ticked else []
        return self._outcome(*says, attempt="more")

    def toggle(self, question: str, title: str) -> tuple[list[str], bool] | None:
        """Tick or untick the option of a button in place: the titles ticked now, and whether this one was too many.

        None where the button is an answer by itself, or its question is not the pending one any more.
        """
        reading = read_message(Parse.of_button(title), question)
        if self.situation != "asking" or self._pending() != question or not self._is_tick(reading, question):
            return None
        option = reading.answers[question][0]
        ticked = self._running().ticked(question)
        full = option not in ticked and len(ticked) == self._questionnaire.question(question).at_most
        if not full:
            (self._running().untick if option in ticked else self._running().tick)(question, option)
        return [self._words.label(question, one) for one in self._running().ticked(question)], full

    def _ticks_done(self, parse: Parse, pending: str) -> bool:
        return bool(self._running().ticked(pending)) and notices.says_done(parse, self._words)

    def _moved_on(self, parse: Parse, pending: str) -> Outcome | None:
        """The owner answers the next question without «Valider»: what is ticked is their answer to this one."""
        ticked = self._running().ticked(pending)
        if not ticked:
            return None
        upcoming = flow.next_question(
            self._questionnaire, self._running().stage, {**self._answers, pending: ticked}, self._running().skipped
        )
        reading = read_message(parse, upcoming)
        if upcoming not in reading.answers:
            return None
        self._finish_ticks(pending, self._labels(pending, ticked))
        return self._keep(reading, upcoming)

    def _finish_ticks(self, pending: str, words: str) -> Outcome:
        ticked = self._running().ticked(pending)
        return self._keep(Reading(words, "", 1.0, {pending: ticked}), pending)

    def _completed(self, reading: Reading, pending: str | None) -> dict[str, Any]:
        """The answers, with what was ticked before, or said before where the message only adds to it."""
        return {id: self._on_top(id, value, reading.text, id == pending) for id, value in reading.answers.items()}

    def _on_top(self, id: str, value: Any, text: str, pending: bool) -> Any:
        ticked = self._running().ticked(id) if pending else []
        said: Any = self._answers.get(id) if adds(text) else None
        return on_top(self._questionnaire.question(id), value, [*ticked, *(said or ())]) if ticked or said else value

    def _labels(self, question: str, options: list[str]) -> str:
        return ", ".join(self._words.label(question, option) for option in options)

    # --- contradictions ---------------------------------------------------------------------------------

    def put_contradiction(self) -> Outcome:
        """Put the contradiction to the owner, who picks which answer changes."""
        found = self._contradiction()
        if found is None:
            return self._outcome()
        return self._outcome(notices.contradiction(found, self._words, variant=int(self._now.timestamp())))

    def _hear_ruling(self, parse: Parse) -> Outcome:
        found = self._contradiction()
        if found is None:
            return self._outcome()
        chosen = notices.ruling(parse.text, found, self._words)
        if chosen is None and (reading := self._changed(parse, found)) is not None:
            return self._keep(reading, None)
        if chosen is None and parse.command and parse.command != "correct":
            return Outcome("asking", command=parse.command, pending=CONTRADICTION)
        chosen = chosen or next((id for id in topic_of(parse.text) if chosen is None and id in found.questions), chosen)
        diagnosis = self._running()
        if chosen:
            diagnosis.asked = chosen
        elif chosen is None and parse.intent != "deny" and not diagnosis.misunderstandings:
            diagnosis.misunderstandings += 1
            return self._outcome(Say("utter_pick_one"))
        else:
            diagnosis.settle(found.code, flow.fingerprint(found, self._answers), self._now)
        says = [Say("utter_contradiction_left")] if chosen is None and diagnosis.misunderstandings else []
        diagnosis.misunderstandings = 0
        return self._outcome(*says)

    def _changed(self, parse: Parse, found: Contradiction) -> Reading | None:
        """The message as a new answer to one of the contradictory questions, or to another, if it is one."""
        for id in found.questions:
            reading = read_message(parse, id)
            if id in reading.answers and reading.answers[id] != self._answers.get(id):
                return reading
        aside = self._without_overreach(read_message(parse, None), None)
        return aside if aside.answers else None

    # --- commands ---------------------------------------------------------------------------------------

    def explain(self) -> Outcome:
        """Why the pending question is asked."""
        pending = self._pending()
        name = "utter_explain_contradiction" if pending == CONTRADICTION else f"utter_explain_{pending}"
        return self._outcome(Say(name))

    def unknown(self) -> Outcome:
        """«Je ne sais pas»: noted, and the next question."""
        return self._pass_over("unknown", Say("utter_unknown_noted"))

    def skip(self) -> Outcome:
        """Leave the pending question out."""
        return self._pass_over("skipped", Say("utter_skipped"))

    def _pass_over(self, status: Any, say: Say) -> Outcome:
        pending = self._pending()
        diagnosis = self._running()
        if pending == CONTRADICTION:
            found = self._contradiction()
            if found is not None:
                diagnosis.settle(found.code, flow.fingerprint(found, self._answers), self._now)
        elif pending and diagnosis.ticked(pending):
            return self._finish_ticks(pending, self._labels(pending, diagnosis.ticked(pending)))
        elif pending:
            diagnosis.record(pending, None, "", self._now, status=status)
            diagnosis.asked = None
        diagnosis.misunderstandings = 0
        return self._outcome(say)

    def back(self) -> Outcome:
        """To the question before the pending one."""
        diagnosis = self._running()
        pending = self._pending()
        before = flow.previous_question(self._questionnaire, diagnosis.stage, self._answers, diagnosis.skipped, pending)
        if before is None:
            return self._outcome(Say("utter_back_at_start"))
        diagnosis.asked = before
        diagnosis.misunderstandings = 0
        return self._outcome(Say("utter_back"))

    def correct(self, parse: Parse) -> Outcome:
        """A correction that names its question, but no value: ask that question again."""
        about = read_message(parse, None).about
        if about is None and not self._answers:
            return self._outcome()
        if about is None:
            return self._outcome(Say("utter_what_to_correct"))
        self._running().asked = about
        return self._outcome()

    def pause(self, response: str) -> Outcome:
        """Stop for now; everything is kept."""
        if self._diagnosis is not None:
            self._diagnosis.pause(self._now)
        return self._outcome(Say(response))

    def restart(self) -> Outcome:
        """A new diagnosis; the earlier answers stay in the history."""
        self._owner.awaiting = None
        self._diagnosis = self._work.diagnoses.start(self._owner, self._now)
        return self._outcome(Say("utter_restarted"))

    def erase(self) -> Outcome:
        """Delete everything about the owner."""
        self._work.owners.erase(self._owner)
        return Outcome("new", (Say("utter_erased"),))

    def result(self, asked_for: bool) -> Outcome:
        """The verdict of what is known so far; it is kept, and a complete diagnosis is finished.

        A verdict that was told before is told in short, unless it is asked for.
        """
        diagnosis = self._diagnosis or self._work.diagnoses.latest_finished(self._owner)
        if diagnosis is None or not diagnosis.answers_by_question():
            return self._outcome(Say("utter_no_result_yet"))
        complete = diagnosis.state == "finished" or (diagnosis.stage == "full" and self._pending() is None)
        before = diagnosis.latest_assessment()
        again = before is not None and before.provisional != complete and not asked_for
        assessment = assess_and_keep(diagnosis, provisional=not complete, now=self._now)
        if complete and diagnosis.state != "finished":
            diagnosis.finish(self._now)
            self._diagnosis = None
        told = Result(assessment, self._words, diagnosis.answers_by_question(), variant=int(self._now.timestamp()))
        says = [Say(text=text) for text in (told.in_short(complete) if again else told.texts(complete))]
        says.append(Say(file="radar"))
        if len(self._work.diagnoses.finished(self._owner)) > 1:
            says.append(Say(file="progress"))
        offers = {"done": "utter_after_result", "offered": "utter_offer_full"}
        if self.situation in offers:
            says.append(Say(offers[self.situation]))
        if complete and not asked_for:
            says += Reminding(self._work, self._owner, self._now, self._words).offer()
        return self._outcome(*says)

    def plan(self, move: Callable[[Planning, str], tuple[Say, ...]], text: str) -> Outcome:
        """A move with the plan of what is known so far; without any answer there is none."""
        diagnosis = self._diagnosis or self._work.diagnoses.latest_finished(self._owner)
        if diagnosis is None or not diagnosis.answers_by_question():
            return self._outcome(Say("utter_no_plan_yet"))
        return self._outcome(*move(Planning(self._work, self._owner, diagnosis, self._now, self._words), text))

    # --- coming back ------------------------------------------------------------------------------------

    def reminders(self, move: Callable[[Reminding, str], tuple[Say, ...]], text: str) -> Outcome:
        """A move with the reminders."""
        return self._outcome(*move(Reminding(self._work, self._owner, self._now, self._words), text))

    def come_back(self, delivery: int) -> Outcome:
        """A reminder is due: what it says."""
        return self._outcome(*CheckIn(self._work, self._owner, self._now, self._words).open(delivery))

    def follow_up(self, parse: Parse) -> Outcome:
        """The answer to what was asked outside of the questionnaire; `command` says that the message is none.

        In the middle of the questions the pending one comes next, so that what was asked is dropped.
        """
        says = FollowUp(self._work, self._owner, self._now, self._words).hear(parse)
        self._diagnosis = self._work.diagnoses.current(self._owner)
        if says is not None:
            return self._outcome(*says)
        if self.situation == "asking":
            self._owner.awaiting = None
        return replace(self._outcome(), command=parse.command or "nothing")

    def recap(self) -> Outcome:
        """The answers as they were understood."""
        diagnosis = self._diagnosis or self._work.diagnoses.latest_finished(self._owner)
        answers = diagnosis.answers_by_question() if diagnosis else {}
        lines = [notices.told(id, answers[id], self._words) for id in self._questionnaire.ids if id in answers]
        learnt = [shortened(note.words) for note in self._work.notes.of_owner(self._owner)]
        return self._outcome(*notices.recap(lines, learnt, self._words))
