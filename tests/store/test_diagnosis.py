"""What a diagnosis keeps: answers and their history, ticks, settled contradictions, assessments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from bot.store import Answer, Diagnosis, SessionFactory, UnitOfWork, make_engine, make_session_factory
from bot.store.models import LONGEST_WORDS, Status, Value
from bot.store.schema import migrate

Reopen = Callable[[], AbstractContextManager[Diagnosis]]


@pytest.fixture
def reopen(factory: SessionFactory, now: datetime) -> Reopen:
    """The diagnosis of one owner, in a new unit each time; committed at the end of the block."""
    with UnitOfWork(factory) as work:
        work.diagnoses.start(work.owners.get_or_create("claire", "cmdline", now), now)
        work.commit()

    @contextmanager
    def reopen() -> Iterator[Diagnosis]:
        with UnitOfWork(factory) as work:
            diagnosis = work.diagnoses.current(work.owners.get_or_create("claire", "cmdline", now))
            assert diagnosis is not None
            yield diagnosis
            work.commit()

    return reopen


@pytest.mark.parametrize(
    "value", ["local", ["sell", "retain"], [], 3, 2.5, 0, "", "L’été, j’ai 20 % de plus — « top » 🙂"]
)
def test_a_value_comes_back_as_it_was(reopen: Reopen, now: datetime, value: Value) -> None:
    with reopen() as diagnosis:
        diagnosis.record("a_question", value, "…", now)
    with reopen() as diagnosis:
        assert diagnosis.answers_by_question() == {"a_question": value}
        assert type(diagnosis.answers_by_question()["a_question"]) is type(value)


def test_an_answer_keeps_words_detail_and_date(reopen: Reopen, now: datetime) -> None:
    detail = {"low": 2, "high": 3, "approximate": True}
    with reopen() as diagnosis:
        assert diagnosis.record("hours", 2.5, "Deux ou trois heures, peut-être 🙂", now, detail=detail)
    with reopen() as diagnosis:
        answer = diagnosis.current_answer("hours")
        assert answer is not None
        assert (answer.words, answer.detail) == ("Deux ou trois heures, peut-être 🙂", detail)
        assert (answer.answered_at, answer.superseded_at) == (now, None)
        assert diagnosis.current_answer("budget") is None


def test_a_correction_keeps_what_it_replaces(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        diagnosis.record("hours", 2, "2 h", now)
    with reopen() as diagnosis:
        diagnosis.record("hours", 3, "non, 3 h, pas 2", now + timedelta(minutes=1))
        assert diagnosis.previous_values("hours") == [2], "seen within the same unit"
    with reopen() as diagnosis:
        assert diagnosis.answers_by_question() == {"hours": 3}
        assert diagnosis.previous_values("hours") == [2]
        (before,) = diagnosis.previous_answers("hours")
        assert (before.words, before.superseded_at) == ("2 h", now + timedelta(minutes=1))
        assert diagnosis.changed_at == now + timedelta(minutes=1)


def test_several_corrections_in_one_unit(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        for hours in (1, 2, 3, 2):
            diagnosis.record("hours", hours, str(hours), now)
    with reopen() as diagnosis:
        assert diagnosis.answers_by_question() == {"hours": 2}
        assert diagnosis.previous_values("hours") == [1, 2, 3]


def test_the_same_again_changes_nothing(reopen: Reopen, now: datetime) -> None:
    later = now + timedelta(days=1)
    with reopen() as diagnosis:
        assert diagnosis.record("hours", 2, "deux", now)
        assert diagnosis.record("budget", None, "aucune idée", now, status="unknown")
    with reopen() as diagnosis:
        assert not diagnosis.record("hours", 2, "deux heures, je répète", later)
        assert not diagnosis.record("budget", None, "je ne sais pas", later, status="unknown")
    with reopen() as diagnosis:
        answer = diagnosis.current_answer("hours")
        assert answer is not None and (answer.words, answer.answered_at) == ("deux", now)
        assert diagnosis.previous_values("hours") == diagnosis.previous_values("budget") == []
        assert diagnosis.changed_at == now


def test_unknown_is_an_answer_and_skipped_is_none(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        diagnosis.record("budget", None, "je ne sais pas", now, status="unknown")
        diagnosis.record("hours", None, "passe", now, status="skipped")
        diagnosis.record("area", "local", "ici", now)
    with reopen() as diagnosis:
        assert diagnosis.answers_by_question() == {"budget": None, "area": "local"}
        assert diagnosis.skipped == {"hours"}
        diagnosis.record("hours", 2, "deux, finalement", now)
        diagnosis.record("budget", 30, "30 €", now)
        assert diagnosis.skipped == set()
        assert diagnosis.previous_values("hours") == [], "there was no value"
        assert diagnosis.previous_values("budget") == [None]
        assert [answer.status for answer in diagnosis.previous_answers("hours")] == ["skipped"]


@pytest.mark.parametrize(("value", "status"), [(None, "answered"), (2, "unknown"), (2, "skipped")])
def test_value_and_status_agree(reopen: Reopen, now: datetime, value: Value | None, status: Status) -> None:
    with reopen() as diagnosis, pytest.raises(ValueError, match="status"):
        diagnosis.record("hours", value, "…", now, status=status)


def test_endless_words_are_cut(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        diagnosis.record("measure", "x", "é" * 10_000, now)
    with reopen() as diagnosis:
        answer = diagnosis.current_answer("measure")
        assert answer is not None and answer.words == "é" * LONGEST_WORDS == "é" * 4000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("\ud800 seul", "? seul"),
        ("\x01\x1b[31m", "\x01\x1b[31m"),
        ("'); DROP TABLE answers; --", "'); DROP TABLE answers; --"),
        ("日本語 עברית 🙂", "日本語 עברית 🙂"),
    ],
)
def test_no_character_makes_an_answer_fail(reopen: Reopen, now: datetime, typed: str, kept: str) -> None:
    with reopen() as diagnosis:
        diagnosis.record("measure", typed, typed, now)
    with reopen() as diagnosis:
        answer = diagnosis.current_answer("measure")
        assert answer is not None and answer.words == kept
        assert answer.value in (typed, kept)


def test_ticks_last_until_the_answer(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        assert diagnosis.ticked("objective") == []
        for option in ("sell", "retain", "sell", "recruit"):
            diagnosis.tick("objective", option)
        diagnosis.tick("company", "uneasy")
    with reopen() as diagnosis:
        assert diagnosis.ticked("objective") == ["sell", "retain", "recruit"]
        diagnosis.untick("objective", "retain")
        diagnosis.untick("objective", "never_ticked")
    with reopen() as diagnosis:
        assert diagnosis.ticked("objective") == ["sell", "recruit"]
        diagnosis.record("objective", ["sell", "recruit"], "voilà", now)
    with reopen() as diagnosis:
        assert diagnosis.ticked("objective") == []
        assert diagnosis.ticked("company") == ["uneasy"]
        diagnosis.clear_ticks("company")
        diagnosis.clear_ticks("company")
    with reopen() as diagnosis:
        assert diagnosis.ticked("company") == []


def test_ticks_made_again_in_the_same_unit(reopen: Reopen) -> None:
    with reopen() as diagnosis:
        diagnosis.tick("objective", "sell")
    with reopen() as diagnosis:
        diagnosis.clear_ticks("objective")
        diagnosis.tick("objective", "retain")
    with reopen() as diagnosis:
        assert diagnosis.ticked("objective") == ["retain"]


def test_a_settled_contradiction_reopens_with_other_values(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        assert not diagnosis.is_settled("X1", "four networks, 1 h")
        diagnosis.settle("X1", "four networks, 1 h", now)
    with reopen() as diagnosis:
        assert diagnosis.is_settled("X1", "four networks, 1 h")
        assert not diagnosis.is_settled("X1", "four networks, 2 h")
        assert not diagnosis.is_settled("X2", "four networks, 1 h")
        diagnosis.settle("X1", "four networks, 2 h", now)
        diagnosis.settle("X1", "four networks, 2 h", now)
    with reopen() as diagnosis:
        assert diagnosis.is_settled("X1", "four networks, 2 h")
        assert not diagnosis.is_settled("X1", "four networks, 1 h")


def test_the_latest_assessment(reopen: Reopen, now: datetime) -> None:
    dimensions = [{"id": "why", "weight": 14.0, "score": None, "reasons": [{"key": "reason.why", "params": {}}]}]
    with reopen() as diagnosis:
        assert diagnosis.latest_assessment() is None
        diagnosis.save_assessment(
            provisional=True, level=2, verdict="prepare_first", score=None, coverage=0, dimensions=[], now=now
        )
        diagnosis.save_assessment(
            provisional=False,
            level=3,
            verdict="trial",
            score=61.5,
            coverage=0.9,
            dimensions=dimensions,
            now=now,
        )
    with reopen() as diagnosis:
        found = diagnosis.latest_assessment()
        assert found is not None
        assert (found.level, found.verdict, found.provisional) == (3, "trial", False)
        assert (found.score, found.coverage, found.dimensions) == (61.5, 0.9, dimensions)
        assert found.made_at == now


def test_the_life_of_a_diagnosis(factory: SessionFactory, now: datetime) -> None:
    def at(minutes: int) -> datetime:
        return now + timedelta(minutes=minutes)

    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        diagnosis = work.diagnoses.start(owner, now)
        assert (diagnosis.stage, diagnosis.state, diagnosis.started_at) == ("express", "running", now)
        diagnosis.asked, diagnosis.misunderstandings = "hours", 2
        diagnosis.pause(at(1))
        assert work.diagnoses.current(owner) is diagnosis and diagnosis.state == "paused"
        diagnosis.resume(at(2))
        diagnosis.go_full(at(3))
        assert (diagnosis.stage, diagnosis.changed_at, diagnosis.finished_at) == ("full", at(3), None)
        diagnosis.finish(at(4))
        assert work.diagnoses.current(owner) is None
        assert (diagnosis.state, diagnosis.finished_at) == ("finished", at(4))
        work.commit()
    with UnitOfWork(factory) as work:
        latest = work.diagnoses.latest_finished(owner)
        assert latest is not None
        assert (latest.asked, latest.misunderstandings, latest.finished_at) == ("hours", 2, at(4))
        latest.resume(at(5))
        assert latest.finished_at is None and work.diagnoses.current(owner) is latest


def test_no_object_shows_the_owners_words(reopen: Reopen, now: datetime) -> None:
    with reopen() as diagnosis:
        diagnosis.record("measure", "un secret", "un secret", now)
        assert "secret" not in repr(diagnosis) + repr(diagnosis.current_answer("measure"))


def test_a_turn_loads_no_history(reopen: Reopen, engine: Engine, now: datetime) -> None:
    """A turn costs the same after many corrections: only answers in force are read."""
    with reopen() as diagnosis:
        for hours in range(200):
            diagnosis.record("hours", hours, str(hours), now)
    with reopen() as diagnosis:
        session = diagnosis._session()
        assert [thing.value for thing in session if isinstance(thing, Answer)] == [199]


@pytest.fixture(scope="module")
def shared_factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SessionFactory]:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'costaud.db'}")
    migrate(engine)
    yield make_session_factory(engine)
    engine.dispose()


_values = st.one_of(
    st.sampled_from(["local", "regional", ""]),
    st.integers(0, 3),
    st.lists(st.sampled_from(["sell", "retain"]), max_size=2, unique=True),
)
_moves = st.tuples(
    st.sampled_from(["hours", "area"]),
    st.one_of(
        st.tuples(st.just("answered"), _values),
        st.tuples(st.sampled_from(["unknown", "skipped"]), st.none()),
    ),
    st.sampled_from(["same unit", "new unit"]),
)


@settings(max_examples=40, deadline=None)
@given(moves=st.lists(_moves, max_size=12), sender=st.uuids())
def test_any_sequence_of_answers_is_kept(
    shared_factory: SessionFactory,
    moves: list[tuple[str, tuple[Status, Value | None], str]],
    sender: object,
) -> None:
    """Against the plainest model there is: a list of what was said at each question."""
    now = datetime.fromisoformat("2024-03-04T09:30:00+00:00")
    said: dict[str, list[tuple[Status, Value | None]]] = {"hours": [], "area": []}
    work = UnitOfWork(shared_factory).__enter__()
    diagnosis = work.diagnoses.start(work.owners.get_or_create(str(sender), "cmdline", now), now)
    for question, (status, value), where in moves:
        if where == "new unit":
            work.commit()
            work.__exit__(None, None, None)
            work = UnitOfWork(shared_factory).__enter__()
            found = work.diagnoses.current(work.owners.get_or_create(str(sender), "cmdline", now))
            assert found is not None
            diagnosis = found
        changed = diagnosis.record(question, value, "…", now, status=status)
        assert changed == (said[question][-1:] != [(status, value)])
        if changed:
            said[question].append((status, value))
    assert diagnosis.answers_by_question() == {
        question: all_[-1][1] for question, all_ in said.items() if all_ and all_[-1][0] != "skipped"
    }
    assert diagnosis.skipped == {q for q, all_ in said.items() if all_ and all_[-1][0] == "skipped"}
    for question, all_ in said.items():
        kept = [(answer.status, answer.value) for answer in diagnosis.previous_answers(question)]
        assert kept == all_[:-1]
        assert diagnosis.previous_values(question) == [v for s, v in all_[:-1] if s != "skipped"]
    work.commit()
    work.__exit__(None, None, None)


def test_finished_diagnoses_come_from_the_oldest_to_the_latest(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        made = []
        for days in (30, 10, 20):
            diagnosis = work.diagnoses.start(owner, now)
            diagnosis.finish(now + timedelta(days=days))
            made.append(diagnosis)
        work.diagnoses.start(owner, now)
        assert work.diagnoses.finished(owner) == [made[1], made[2], made[0]]
        other = work.owners.get_or_create("paul", "cmdline", now)
        assert work.diagnoses.finished(other) == []
