"""What is kept of an owner: plain classes, mapped to their tables in `bot.store.mapping`.

Times are aware datetimes; every method that writes one takes `now`. Which question comes next is not
decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from bot.store.tables import answers, assessments

Value = str | int | float | list[str]
Stage = Literal["express", "full"]
State = Literal["running", "paused", "finished", "abandoned"]
Status = Literal["answered", "unknown", "skipped"]

LONGEST_WORDS = 4000
"""Characters kept of an owner's message."""

# No class has a generated `repr`: it would put the owner's words into logs and tracebacks.


@dataclass(eq=False, repr=False)
class Owner:
    """The owner of a business, known by their Rasa conversation id (`sender_id`).

    `unreachable_since`: when they blocked the bot or closed their account; None once they write again. `awaiting`:
    what Costaud asked outside of the questionnaire (a town, a day, how the week went) and they have not answered.
    """

    id: int = field(init=False)
    sender_id: str
    channel: str
    created_at: datetime
    seen_at: datetime
    first_name: str | None = None
    language: str = "fr"
    timezone: str | None = None
    unreachable_since: datetime | None = None
    awaiting: Mapping[str, Any] | None = None


@dataclass(eq=False, repr=False)
class Answer:
    """One answer to one question; `superseded_at` is set once a later one replaced it."""

    id: int = field(init=False)
    diagnosis_id: int
    question: str
    status: Status
    value: Value | None
    words: str
    answered_at: datetime
    detail: Mapping[str, Any] | None = None
    superseded_at: datetime | None = None


@dataclass(eq=False, repr=False)
class Tick:
    """The options ticked so far at a multi-choice question that is not answered yet."""

    question: str
    options: list[str]


@dataclass(eq=False, repr=False)
class SettledContradiction:
    """A contradiction the owner has ruled on, for the values that `fingerprint` stands for."""

    code: str
    fingerprint: str
    settled_at: datetime


@dataclass(eq=False, repr=False)
class Assessment:
    """Scores as they were computed: `score` 0–100 or None, `coverage` 0–1, `level` 1–4."""

    id: int = field(init=False)
    diagnosis_id: int
    made_at: datetime
    provisional: bool
    level: int
    verdict: str
    score: float | None
    coverage: float
    dimensions: list[dict[str, Any]]


@dataclass(eq=False, repr=False)
class Diagnosis:
    """One round of questions of an owner, with its answers and everything they replaced."""

    id: int = field(init=False)
    owner_id: int
    started_at: datetime
    changed_at: datetime
    stage: Stage = "express"
    state: State = "running"
    asked: str | None = None
    misunderstandings: int = 0
    finished_at: datetime | None = None
    _current: dict[str, Answer] = field(init=False, default_factory=dict)
    _ticks: dict[str, Tick] = field(init=False, default_factory=dict)
    _settled: dict[str, SettledContradiction] = field(init=False, default_factory=dict)

    # --- life -------------------------------------------------------------------------------------------

    def pause(self, now: datetime) -> None:
        """The owner stops for now."""
        self._become("paused", now)

    def resume(self, now: datetime) -> None:
        """The owner goes on, be it with a diagnosis that was finished."""
        self._become("running", now)

    def finish(self, now: datetime) -> None:
        """Nothing left to ask."""
        self._become("finished", now)

    def abandon(self, now: datetime) -> None:
        """The owner starts over or wants no more of it; the answers stay."""
        self._become("abandoned", now)

    def go_full(self, now: datetime) -> None:
        """From the express questions to the full diagnosis."""
        self.stage = "full"
        self.changed_at = now

    def _become(self, state: State, now: datetime) -> None:
        self.state = state
        self.changed_at = now
        self.finished_at = now if state == "finished" else None

    # --- answers ----------------------------------------------------------------------------------------

    def answers_by_question(self) -> dict[str, Value | None]:
        """Current values by question id; None for « je ne sais pas »; skipped questions are absent."""
        return {question: answer.value for question, answer in self._current.items() if answer.status != "skipped"}

    @property
    def skipped(self) -> set[str]:
        """Questions the owner passed over."""
        return {question for question, answer in self._current.items() if answer.status == "skipped"}

    def current_answer(self, question: str) -> Answer | None:
        """The answer in force with its words, detail and date, whatever its status."""
        return self._current.get(question)

    def record(
        self,
        question: str,
        value: Value | None,
        words: str,
        now: datetime,
        status: Status = "answered",
        detail: Mapping[str, Any] | None = None,
    ) -> bool:
        """Keep an answer; the one before it, if any, is kept as superseded.

        The same value and status again change nothing (not even the words and the date). Half-made ticks of
        the question are forgotten. Returns whether something changed.
        """
        if (value is None) != (status != "answered"):
            raise ValueError(f"a value goes with the status 'answered' and with it only, not with {status!r}")
        self.clear_ticks(question)
        earlier = self._current.get(question)
        if earlier is not None:
            if (earlier.status, earlier.value) == (status, value):
                return False
            del self._current[question]
            earlier.superseded_at = now
        self._current[question] = Answer(self.id, question, status, value, words[:LONGEST_WORDS], now, detail)
        self.changed_at = now
        return True

    def previous_values(self, question: str) -> list[Value | None]:
        """Values the owner gave before the current one, oldest first (None for « je ne sais pas »)."""
        return [answer.value for answer in self.previous_answers(question) if answer.status != "skipped"]

    def previous_answers(self, question: str) -> list[Answer]:
        """The superseded answers to `question`, oldest first."""
        statement = (
            select(Answer)
            .where(
                answers.c.diagnosis_id == self.id,
                answers.c.question == question,
                answers.c.superseded_at.is_not(None),
            )
            .order_by(answers.c.id)
        )
        return list(self._session().execute(statement).scalars())

    # --- ticks ------------------------------------------------------------------------------------------

    def tick(self, question: str, option: str) -> None:
        """Add `option` to the ticked ones, last."""
        if option not in self.ticked(question):
            self._set_ticks(question, [*self.ticked(question), option])

    def untick(self, question: str, option: str) -> None:
        """Take `option` away from the ticked ones."""
        self._set_ticks(question, [other for other in self.ticked(question) if other != option])

    def ticked(self, question: str) -> list[str]:
        """Options ticked so far, in the order they were."""
        tick = self._ticks.get(question)
        return list(tick.options) if tick else []

    def clear_ticks(self, question: str) -> None:
        """Forget what was ticked."""
        self._set_ticks(question, [])

    def _set_ticks(self, question: str, options: list[str]) -> None:
        tick = self._ticks.get(question)
        if not options:
            self._ticks.pop(question, None)
        elif tick is None:
            self._ticks[question] = Tick(question, options)
        else:
            tick.options = options

    # --- contradictions ---------------------------------------------------------------------------------

    def settle(self, code: str, fingerprint: str, now: datetime) -> None:
        """The owner ruled on contradiction `code`; `fingerprint` stands for the values they ruled on."""
        settled = self._settled.get(code)
        if settled is None:
            self._settled[code] = SettledContradiction(code, fingerprint, now)
        elif settled.fingerprint != fingerprint:
            settled.fingerprint, settled.settled_at = fingerprint, now

    def is_settled(self, code: str, fingerprint: str) -> bool:
        """Whether the owner ruled on it for these very values."""
        settled = self._settled.get(code)
        return settled is not None and settled.fingerprint == fingerprint

    def keep_rulings_of(self, earlier: Diagnosis) -> None:
        """What the owner ruled on in an earlier diagnosis holds here, as long as the values are the same."""
        for code, settled in earlier._settled.items():
            self.settle(code, settled.fingerprint, settled.settled_at)

    # --- assessments ------------------------------------------------------------------------------------

    def save_assessment(
        self,
        *,
        provisional: bool,
        level: int,
        verdict: str,
        score: float | None,
        coverage: float,
        dimensions: Sequence[Mapping[str, Any]],
        now: datetime,
    ) -> None:
        """Keep scores as computed. `dimensions` are JSON objects: id, weight, score, reasons."""
        self._session().add(
            Assessment(self.id, now, provisional, level, verdict, score, coverage, [dict(one) for one in dimensions])
        )

    def latest_assessment(self) -> Assessment | None:
        """The last one saved."""
        statement = (
            select(Assessment).where(assessments.c.diagnosis_id == self.id).order_by(assessments.c.id.desc()).limit(1)
        )
        return self._session().execute(statement).scalars().first()

    def _session(self) -> Session:
        session = object_session(self)
        if session is None:
            raise RuntimeError("this diagnosis is used outside of its unit of work")
        return cast(Session, session)
