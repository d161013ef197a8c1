"""`costaud reminders …`: what operators see and do."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import reminder_commands
from bot.cli import app
from bot.reminders.schedule import Schedule
from bot.settings import Settings
from bot.store import Following, UnitOfWork, make_engine, make_session_factory
from tests.reminders.people import Office

TODAY = datetime.now(timezone.utc)
MONDAYS = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 1), time(9), "Europe/Paris")
MONTHLY = Schedule("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 1, 1), time(12), "America/Toronto")


@pytest.fixture
def ids(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Two owners: ana with a weekly check-in, bob with that and a monthly review."""
    monkeypatch.setattr(reminder_commands, "session_factory", lambda: office.store)
    monkeypatch.setenv("COLUMNS", "160")
    office.clock.time = TODAY
    return {
        "ana": office.remind("ana", MONDAYS),
        "bob": office.remind("bob", MONDAYS),
        "review": office.remind("bob", MONTHLY, kind="review"),
    }


def costaud(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["reminders", *arguments])


def states(office: Office, ids: dict[str, int]) -> dict[str, str]:
    return {name: office.reminder(id).state for name, id in ids.items()}


def test_list_shows_who_what_and_when_on_their_wall(office: Office, ids: dict[str, int]) -> None:
    result = costaud("list")
    assert result.exit_code == 0
    assert "tous les lundis à 9 h" in result.stdout and "09:00" in result.stdout
    assert "le 1er de chaque mois à midi" in result.stdout and "America/Toronto" in result.stdout
    assert "review" not in costaud("list", "--owner", "ana").stdout
    assert "ana" not in costaud("list", "--kind", "review").stdout
    assert costaud("list", "--state", "paused").stdout == ""
    assert len(costaud("list", "--limit", "1").stdout.splitlines()) == 2


def test_pause_and_resume_act_on_what_the_filters_say(office: Office, ids: dict[str, int]) -> None:
    assert costaud("pause", "--owner", "bob", "--kind", "check_in").exit_code == 0
    assert states(office, ids) == {"ana": "active", "bob": "paused", "review": "active"}
    assert costaud("pause", "--all").exit_code == 0
    assert set(states(office, ids).values()) == {"paused"}
    assert costaud("resume", "--owner", "ana").exit_code == 0
    assert states(office, ids) == {"ana": "active", "bob": "paused", "review": "paused"}
    assert office.reminder(ids["ana"]).due_at is not None


@pytest.mark.parametrize("what", ["pause", "send", "resume"])
def test_a_rehearsal_changes_nothing(office: Office, ids: dict[str, int], what: str) -> None:
    before = [(office.reminder(id).state, office.reminder(id).next_at) for id in ids.values()]
    result = costaud(what, "--all", "--dry-run")
    assert result.exit_code == 0 and "nothing was done" in result.stdout
    assert [(office.reminder(id).state, office.reminder(id).next_at) for id in ids.values()] == before


@pytest.mark.parametrize("what", ["pause", "send", "resume"])
def test_everybody_is_only_meant_when_it_is_said(office: Office, ids: dict[str, int], what: str) -> None:
    result = costaud(what)
    assert result.exit_code == 2
    assert "--all" in result.stderr
    assert set(states(office, ids).values()) == {"active"}


def test_send_brings_the_next_occurrence_forward_and_not_one_more(office: Office, ids: dict[str, int]) -> None:
    awaited = office.reminder(ids["ana"]).due_at
    assert awaited is not None
    assert costaud("send", "--owner", "ana").exit_code == 0
    # At noon of the next day in Paris: nobody is written to at night.
    noon = (TODAY + timedelta(days=1)).replace(hour=11, minute=0)
    sent = [name for name, _ in office.at(f"{noon:%Y-%m-%dT%H:%M}") if name == "ana"]
    assert sent == ["ana"]
    following = office.reminder(ids["ana"]).due_at
    assert following is not None and following >= awaited + timedelta(days=6)


def test_due_counts_what_is_due_sent_late_and_failed(office: Office, ids: dict[str, int]) -> None:
    assert "0 due, 0 waiting" in costaud("due").stdout
    hour_ago = TODAY - timedelta(hours=1)
    office.clock.time = hour_ago
    once = Schedule(None, hour_ago.date(), hour_ago.time(), "UTC", out_of_hours=True)
    for name in ("late", "punctual", "failing", "waiting", "due"):
        office.clock.time = hour_ago - timedelta(minutes=1)
        office.remind(name, once)
    office.clock.time = hour_ago
    with UnitOfWork(office.store) as work:
        claims = work.reminders.claim(hour_ago, 4, timedelta(minutes=5), lambda *_: None)
        ended = Following(None, None)
        for claim, minutes in zip(claims[:2], (30, 1)):
            assert work.reminders.end(claim, "sent", hour_ago + timedelta(minutes=minutes), ended)
        assert work.reminders.end(claims[2], "failed", hour_ago, ended, "Rasa answered 404")
        assert work.reminders.begin(claims[3], hour_ago, timedelta(minutes=5))
        assert work.reminders.put_off(claims[3], hour_ago + timedelta(days=1), "Rasa did not answer")
        work.commit()
    said = costaud("due").stdout
    assert "1 due, 1 waiting for another attempt" in said
    assert "2 sent, 1 of them late, 1 failed" in said


def test_a_database_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = make_session_factory(make_engine("sqlite:////nowhere/at/all.db"))
    monkeypatch.setattr(reminder_commands, "session_factory", lambda: missing)
    result = costaud("list")
    assert result.exit_code == 2
    assert "cannot be reached" in result.stderr and "Traceback" not in result.stderr


def test_remind_needs_to_know_where_rasa_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminder_commands, "checked_settings", lambda: Settings.from_environment({}))
    result = CliRunner().invoke(app, ["remind"])
    assert result.exit_code == 2
    assert "COSTAUD_PORT" in result.stderr
