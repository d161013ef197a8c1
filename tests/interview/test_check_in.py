"""The meeting that a reminder opens, on real tables: what is asked, what the answers do, what a restart leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coach import load_questionnaire
from bot.interview import Conversation, Outcome, Planning
from bot.interview.check_in import fitting_hours
from bot.reading.message import Parse
from bot.reminders.planning import set_reminder
from bot.reminders.routine import usual_schedules
from bot.reminders.worker import Outcome as Delivered
from bot.reminders.worker import Worker
from bot.store import Claim, Note, Reminder, SessionFactory, TaskMark, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
CASES = Path(__file__).parents[1] / "coach" / "cases"
NAME = "nadege"


class Desk:
    """An owner with a finished diagnosis, and the worker; each turn is a unit of work of its own."""

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.time = NOON
        self.worker = Worker(factory, self._deliver, self)
        self.outcome: Outcome | None = None

    # --- the worker's clock and delivery ----------------------------------------------------------------

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def _deliver(self, sender_id: str, reminder: Reminder, claim: Claim) -> Delivered:
        with UnitOfWork(self.factory) as work:
            self.outcome = Conversation(work, NAME, "telegram", self.time, spoken=False).come_back(claim.delivery_id)
            work.commit()
        return Delivered("sent")

    # --- the owner --------------------------------------------------------------------------------------

    def know(self, case: str, **changes: Any) -> None:
        answers = yaml.safe_load((CASES / f"{case}.yml").read_text(encoding="utf-8"))["answers"]
        with UnitOfWork(self.factory) as work:
            owner = work.owners.get_or_create(NAME, "telegram", self.time)
            owner.timezone = "Europe/Paris"
            diagnosis = work.diagnoses.start(owner, self.time)
            diagnosis.go_full(self.time)
            for question, value in {**answers, **changes}.items():
                status = "answered" if value is not None else "unknown"
                if load_questionnaire().question(question).kind == "choices" and isinstance(value, str):
                    value = [value]
                diagnosis.record(question, value, "…", self.time, status=status)
            diagnosis.finish(self.time)
            work.commit()

    def remind(self, kind: Any, subject: str | None = None) -> None:
        with UnitOfWork(self.factory) as work:
            owner = work.owners.find(NAME)
            assert owner is not None
            schedule = usual_schedules(self.time, "Europe/Paris").get(kind) or usual_schedules(self.time, "Europe/Paris")["check_in"]  # fmt: skip
            set_reminder(work, owner, kind, schedule, self.time, subject=subject)
            work.commit()

    def comes(self) -> str:
        """Go to the next reminder that is due; what it says."""
        with UnitOfWork(self.factory, writes=False) as work:
            due = work.reminders.next_due()
        assert due is not None
        self.time = max(self.time, due)
        self.outcome = None
        self.worker.turn()
        assert self.outcome is not None
        assert len(self.outcome.says) == 1
        assert self.outcome.says[0].delivery
        return told(self.outcome)

    def sees_plan(self) -> None:
        with UnitOfWork(self.factory) as work:
            Conversation(work, NAME, "telegram", self.time).plan(Planning.show, "")
            work.commit()

    def says(self, text: str, intent: str = "answer_discovery", confidence: float = 0.4) -> Outcome:
        self.time += timedelta(minutes=1)
        parse = Parse(text, intent, confidence, {intent: confidence}, {})
        with UnitOfWork(self.factory) as work:
            talk = Conversation(work, NAME, "telegram", self.time)
            talk.welcome_back()
            outcome = talk.follow_up(parse)
            work.commit()
        return outcome

    # --- looking ----------------------------------------------------------------------------------------

    @property
    def marks(self) -> dict[str, TaskMark]:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find(NAME)
            plan = work.plans.current(owner) if owner else None
            return dict(plan.marks) if plan else {}

    @property
    def notes(self) -> list[Note]:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find(NAME)
            return work.notes.of_owner(owner) if owner else []

    @property
    def reminders(self) -> list[Reminder]:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find(NAME)
            return work.reminders.of_owner(owner) if owner else []

    def answer_to(self, question: str) -> Any:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find(NAME)
            assert owner is not None
            diagnosis = work.diagnoses.current(owner) or work.diagnoses.latest_finished(owner)
            assert diagnosis is not None
            return diagnosis.answers_by_question().get(question)


def told(outcome: Outcome) -> str:
    lines = [f"{say.text or say.file} {list(say.buttons) or ''}" for say in outcome.says]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path / 'costaud.db'}"
    migrate(url)
    engine = make_engine(url)
    yield Desk(make_session_factory(engine))
    engine.dispose()


@pytest.fixture
def baker(desk: Desk) -> Desk:
    desk.know("baker_rouen")
    desk.remind("check_in")
    return desk


def done(desk: Desk) -> set[str]:
    return {id for id, mark in desk.marks.items() if mark.state == "done"}


def test_the_tasks_of_the_time_are_named_and_told_of_one_by_one(baker: Desk) -> None:
    said = baker.comes()
    assert "1. " in said
    assert "['Fait', 'En partie', 'Pas encore', 'Plus tard']" in said
    tasks = said.count("\n")
    baker.says("Fait")
    assert len(done(baker)) == 1
    assert tasks >= 2


def test_all_of_them_at_once_then_what_was_learnt_then_the_next_step(baker: Desk) -> None:
    baker.comes()
    assert "Rien de spécial" in told(baker.says("tout est fait"))
    assert done(baker)
    end = baker.says("les photos du four plaisent plus que les promos")
    assert [note.words for note in baker.notes] == ["les photos du four plaisent plus que les promos"]
    assert "Votre prochain petit pas" in told(end)
    assert "alors" in told(end), "the if-then sentence"
    assert not end.awaiting


def test_what_is_not_done_is_not_scolded_and_gets_another_week(baker: Desk) -> None:
    baker.sees_plan()
    baker.time += timedelta(weeks=3)
    baker.comes()
    said = told(baker.says("pas encore"))
    assert "attend" in said or "rien ne presse" in said
    (mark,) = baker.marks.values()
    assert mark.state == "open"
    assert mark.due is not None
    assert mark.due > baker.time.date()


def test_nothing_learnt_is_no_note(baker: Desk) -> None:
    baker.comes()
    baker.says("les trois sont faites")
    baker.says("Rien de spécial")
    assert baker.notes == []


def test_a_command_in_between_is_left_to_its_rule_and_the_question_stays(baker: Desk) -> None:
    baker.comes()
    baker.says("tout est fait")
    outcome = baker.says("montrez-moi mon plan", "plan", 0.9)
    assert outcome.command == "plan"
    assert outcome.awaiting
    baker.says("le samedi marche mieux")
    assert [note.words for note in baker.notes] == ["le samedi marche mieux"]


@pytest.mark.parametrize(("text", "hours"), [("Demain", 21), ("Dans 2 h", 2), ("demain", 21)])
def test_what_came_is_put_off_and_the_rhythm_stays(baker: Desk, text: str, hours: int) -> None:
    baker.comes()
    at = baker.time
    assert "Demain" in told(baker.says("Plus tard"))
    assert "Le rythme ne change pas" in told(baker.says(text)) or baker.reminders[0].due_at
    (one,) = baker.reminders
    assert one.rule == "FREQ=WEEKLY;BYDAY=MO"
    assert one.due_at is not None
    assert at < one.due_at <= at + timedelta(hours=25)
    baker.comes()
    (one,) = baker.reminders
    assert one.due_at == at + timedelta(weeks=1)


def test_unanswered_weeks_are_met_with_one_small_step(baker: Desk) -> None:
    for _ in range(3):
        said = baker.comes()
    assert "eprend" in said
    assert "On reprend" in said
    assert "prochain petit pas" in said
    assert not baker.says("On reprend", "resume", 0.9).awaiting


def test_the_last_word_says_how_to_resume_and_a_word_is_enough(baker: Desk) -> None:
    said = ""
    while baker.reminders[0].state == "active":
        said = baker.comes()
    assert "même « bonjour »" in said
    baker.time += timedelta(days=60)
    with UnitOfWork(baker.factory) as work:
        back = Conversation(work, NAME, "telegram", baker.time).welcome_back()
        work.commit()
    assert "reprennent" in str(back[0].text)
    assert baker.reminders[0].state == "active"


def test_an_answer_ends_the_silence(baker: Desk) -> None:
    baker.comes()
    assert baker.reminders[0].unanswered_since is not None
    baker.says("Fait")
    assert baker.reminders[0].unanswered_since is None


def test_a_reminder_of_ones_own_says_its_subject(desk: Desk) -> None:
    desk.know("baker_rouen")
    desk.remind("own", "publier ma photo")
    assert "publier ma photo" in desk.comes()
    assert not desk.says("C’est fait").awaiting


def test_the_review_proposes_less_and_changes_it_only_if_the_owner_agrees(desk: Desk) -> None:
    desk.know("baker_rouen", hours=3)
    desk.remind("review")
    assert "3 h par semaine" in desk.comes()
    said = told(desk.says("une heure", "answer_hours", 0.9))
    assert "1 h au lieu de 3 h" in said
    assert desk.answer_to("hours") == 3
    desk.says("Non merci", "deny", 0.9)
    assert desk.answer_to("hours") == 3


def test_the_review_changes_the_hours_of_who_agrees(desk: Desk) -> None:
    desk.know("baker_rouen", hours=3)
    desk.remind("review")
    desk.comes()
    desk.says("une heure", "answer_hours", 0.9)
    assert "votre plan est refait" in told(desk.says("Oui", "affirm", 0.9))
    assert desk.answer_to("hours") == 1


@pytest.mark.parametrize(
    ("planned", "spent", "fitting"), [(3, 3, 3), (3, 2.5, 3), (3, 1, 1), (2, 0, 0.5), (3, 6, 1.5), (0.5, 2, 0.5)]
)
def test_hours_that_fit(planned: float, spent: float, fitting: float) -> None:
    assert fitting_hours(planned, spent) == fitting


def test_the_quarterly_diagnosis_asks_only_what_can_have_changed_and_keeps_both(desk: Desk) -> None:
    desk.know("baker_rouen")
    desk.remind("diagnosis")
    said = desk.comes()
    assert "La dernière fois" in said
    outcome = desk.says("On y va", "begin", 0.9)
    assert outcome.situation == "asking"
    assert outcome.pending == "presence"
    assert desk.answer_to("audience") is not None
    assert desk.answer_to("hours") is None
    with UnitOfWork(desk.factory, writes=False) as work:
        owner = work.owners.find(NAME)
        assert owner is not None
        (earlier,) = work.diagnoses.finished(owner)
        assert earlier.answers_by_question()["hours"] is not None


def test_a_reminder_says_nothing_of_who_was_not_heard(baker: Desk) -> None:
    """Being reminded is not writing: silence goes on, and the channel stays that of the last message."""
    with UnitOfWork(baker.factory, writes=False) as work:
        before = work.owners.find(NAME)
        assert before is not None
    baker.comes()
    with UnitOfWork(baker.factory, writes=False) as work:
        after = work.owners.find(NAME)
        assert after is not None
    assert after.seen_at == before.seen_at


def test_what_was_learnt_is_among_what_the_owner_reads_back(baker: Desk) -> None:
    baker.comes()
    baker.says("tout est fait")
    baker.says("le samedi marche mieux que le lundi")
    with UnitOfWork(baker.factory) as work:
        says = Conversation(work, NAME, "telegram", baker.time).recap().says
    assert any("le samedi marche mieux que le lundi" in str(say.text) for say in says)


def test_questions_that_open_put_an_end_to_what_was_asked(baker: Desk) -> None:
    """Their answers would be taken for notes otherwise."""
    baker.comes()
    baker.says("tout est fait")
    with UnitOfWork(baker.factory) as work:
        assert Conversation(work, NAME, "telegram", baker.time).go_on().awaiting is False
        work.commit()
    assert baker.says("trois heures").command
    assert baker.notes == []
