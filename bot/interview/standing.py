"""Where one owner stands, on their rows of our tables: the situation, the pending question, what a turn ends with."""

from datetime import datetime

from bot.coach import Answers, Contradiction, find_contradictions, load_questionnaire
from bot.interview import flow
from bot.interview.outcome import CONTRADICTION, Attempt, Outcome, Say, Situation
from bot.interview.reminding import Reminding
from bot.store import Diagnosis, Owner, UnitOfWork
from bot.words import load_words


class Standing:
    """The state of one owner within a unit of work."""

    def __init__(self, work: UnitOfWork, sender_id: str, channel: str, now: datetime, spoken: bool = True) -> None:
        """`spoken`: the owner said something; False for what is done without them, such as a reminder."""
        self._work = work
        self._now = now
        self._questionnaire = load_questionnaire()
        self._words = load_words()
        self._owner: Owner = work.owners.get_or_create(sender_id, channel, now, writes=spoken)
        self._diagnosis: Diagnosis | None = work.diagnoses.current(self._owner)

    # --- where the owner is -----------------------------------------------------------------------------

    @property
    def situation(self) -> Situation:
        """Where the conversation stands."""
        if self._diagnosis is None:
            return "done" if self._work.diagnoses.latest_finished(self._owner) else "new"
        if self._pending() is None:
            return "offered"
        return "paused" if self._diagnosis.state == "paused" else "asking"

    def _pending(self) -> str | None:
        """The question to ask now, CONTRADICTION, or None when the stage is complete."""
        diagnosis = self._running()
        if diagnosis.asked:
            return diagnosis.asked
        if self._contradiction() is not None:
            return CONTRADICTION
        return flow.next_question(self._questionnaire, diagnosis.stage, self._answers, diagnosis.skipped)

    def _running(self) -> Diagnosis:
        if self._diagnosis is None:
            raise LookupError("no diagnosis is running")
        return self._diagnosis

    @property
    def _answers(self) -> Answers:
        return self._running().answers_by_question()

    def _contradiction(self) -> Contradiction | None:
        answers = self._answers
        return next(
            (
                one
                for one in find_contradictions(answers)
                if not self._running().is_settled(one.code, flow.fingerprint(one, answers))
            ),
            None,
        )

    def _outcome(self, *says: Say, attempt: Attempt | None = None, answered: tuple[str, ...] = ()) -> Outcome:
        situation = self.situation
        pending = self._pending() if situation == "asking" else None
        return Outcome(
            situation, says, pending, attempt, self._progress(pending), None, answered, bool(self._owner.awaiting)
        )

    def _progress(self, pending: str | None) -> str:
        if pending in (None, CONTRADICTION):
            return ""
        place, number = flow.progress(self._questionnaire, self._running().stage, str(pending))
        return self._words.say("progress", place=place, number=number)

    def meet(self, first_name: str | None, language: str | None) -> None:
        """What the channel says of who writes: kept to address them, and trusted for nothing else."""
        self._owner.first_name = first_name or self._owner.first_name
        self._owner.language = language or self._owner.language

    def welcome_back(self) -> tuple[Say, ...]:
        """Silence is over; reminders that had stopped come again, and that is said."""
        return Reminding(self._work, self._owner, self._now, self._words).welcome_back()
