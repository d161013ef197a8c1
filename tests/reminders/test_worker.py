"""What a worker promises the owner, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import text

from bot.reminders.planning import change, change_zone, pause, postpone, resume, schedule_of, snooze, welcome_back
from bot.reminders.schedule import Schedule
from bot.reminders.worker import Outcome, Worker
from bot.store import Claim, Following, UnitOfWork
from tests.reminders.people import Notebook, Office, utc

MONDAYS = Schedule("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 24), time(9), "Europe/Paris")
DAILY = Schedule("FREQ=DAILY", date(2026, 11, 24), time(18), "Europe/Paris")


def test_a_reminder_comes_when_it_is_due_and_once(office: Office) -> None:
    office.remind("ana", MONDAYS)
    assert office.at("2026-11-30T07:59:59") == []
    assert office.at("2026-11-30T08:00") == [("ana", utc("2026-11-30T08:00"))]
    assert office.at("2026-11-30T08:00:30") == []
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]


def test_after_an_outage_what_was_missed_comes_once(office: Office) -> None:
    office.remind("ana", DAILY)
    assert office.at("2026-12-10T10:00") == [("ana", utc("2026-12-10T10:00"))]
    assert office.at("2026-12-10T17:00") == [("ana", utc("2026-12-10T17:00"))]


def test_after_an_outage_nobody_is_woken(office: Office) -> None:
    office.remind("ana", DAILY)
    assert office.at("2026-11-24T22:00") == []
    assert office.at("2026-11-25T06:59") == []
    assert office.at("2026-11-25T07:00") == [("ana", utc("2026-11-25T07:00"))]


def test_the_night_hour_an_owner_asked_for_is_kept(office: Office) -> None:
    office.remind("ana", Schedule("FREQ=DAILY", date(2026, 11, 24), time(22), "Europe/Paris", out_of_hours=True))
    assert office.at("2026-11-24T21:00") == [("ana", utc("2026-11-24T21:00"))]
    # Two hours late it is no longer the hour they asked for.
    assert office.at("2026-11-25T23:00") == []
    assert office.at("2026-11-26T07:00") == [("ana", utc("2026-11-26T07:00"))]


def test_many_at_once_are_spread_below_the_rate_of_telegram(office: Office) -> None:
    for number in range(60):
        office.remind(f"owner {number}", MONDAYS)
    times = sorted(when for _, when in office.at("2026-11-30T08:00"))
    assert len(times) == 60
    for first, later in zip(times, times[25:]):
        assert later - first >= timedelta(seconds=1) - timedelta(milliseconds=1)
    assert times[-1] < utc("2026-11-30T08:00:03")


def test_a_reminder_waits_for_the_end_of_a_conversation(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T07:55")
    with UnitOfWork(office.store) as work:
        owner = work.owners.get_or_create("ana", "telegram", office.clock.now())
        work.diagnoses.start(owner, office.clock.now()).asked = "objective"
        work.commit()
    assert office.at("2026-11-30T08:00") == []
    assert office.at("2026-11-30T08:04:59") == []
    assert office.at("2026-11-30T08:05") == [("ana", utc("2026-11-30T08:05"))]
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]


def test_an_owner_who_wrote_but_is_asked_nothing_is_in_no_conversation(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T07:59")
    office.writes("ana")
    assert len(office.at("2026-11-30T08:00")) == 1


def test_what_fails_is_tried_again_ever_later(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.notebook.outcomes = [Outcome("refused", "no"), Outcome("refused", "no")]
    assert office.at("2026-11-30T08:00") == []
    assert office.at("2026-11-30T08:00:59") == [] and office.notebook.attempts == 1
    assert office.at("2026-11-30T08:01") == [] and office.notebook.attempts == 2
    assert office.at("2026-11-30T08:02:59") == [] and office.notebook.attempts == 2
    assert office.at("2026-11-30T08:03") == [("ana", utc("2026-11-30T08:03"))]
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]


def test_what_is_refused_again_and_again_is_given_up_and_the_rhythm_goes_on(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    office.notebook.outcomes = [Outcome("refused", "Rasa answered 404")] * 8
    for hour in range(12):
        assert office.at(f"2026-11-30T{8 + hour:02d}:00") == []
        for minute in range(1, 60, 4):
            assert office.at(f"2026-11-30T{8 + hour:02d}:{minute:02d}") == []
    assert office.notebook.attempts == 8
    assert office.reminder(id).due_at == utc("2026-12-07T08:00")
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]


def test_an_outage_of_days_loses_nothing(office: Office) -> None:
    office.remind("ana", Schedule(None, date(2026, 11, 30), time(9), "Europe/Paris"))
    office.notebook.outcomes = [Outcome("unavailable", "Rasa did not answer")] * 100
    for day in (30, 31, 32):
        for hour in range(8, 20):
            moment = utc("2026-11-01T00:00") + timedelta(days=day - 1, hours=hour)
            assert office.at(f"{moment:%Y-%m-%dT%H:%M}") == []
    office.notebook.outcomes = []
    assert office.at("2026-12-03T08:00") == [("ana", utc("2026-12-03T08:00"))]


def test_an_exception_in_the_delivery_is_a_failed_attempt(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.remind("ana", MONDAYS)

    def broken(*_: object) -> Outcome:
        raise RuntimeError("broken")

    office.worker = Worker(office.store, broken, office.clock)
    assert office.at("2026-11-30T08:00") == []
    assert "error" in caplog.text
    office.worker = Worker(office.store, office.notebook, office.clock)
    assert len(office.at("2026-11-30T08:01")) == 1


def test_an_owner_who_blocked_the_bot_gets_nothing_until_they_write(office: Office) -> None:
    mondays, daily = office.remind("ana", MONDAYS), office.remind("ana", DAILY)
    office.notebook.outcomes = [Outcome("unreachable")]
    assert office.at("2026-11-30T08:00") == []
    assert office.at("2026-12-14T12:00") == []
    assert office.reminder(mondays).state == office.reminder(daily).state == "unreachable"
    with UnitOfWork(office.store) as work:
        owner = work.owners.get_or_create("ana", "telegram", office.clock.now())
        told = welcome_back(work, owner, office.clock.now())
        work.commit()
    assert {reminder.id for reminder in told} == {mondays, daily}
    assert office.at("2026-12-14T17:00") == [("ana", utc("2026-12-14T17:00"))]


def test_a_block_the_channel_noticed_counts_too(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        owner = work.owners.find("ana")
        assert owner is not None
        owner.unreachable_since = office.clock.now()
        work.commit()
    assert office.at("2026-11-30T08:00") == []
    assert office.notebook.attempts == 0
    assert office.reminder(id).state == "unreachable"


def test_a_paused_reminder_does_not_come_until_it_is_resumed(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        reminder, owner = work.reminders.find(id), work.owners.find("ana")
        assert reminder and owner
        pause(reminder, owner)
        work.commit()
    assert office.at("2026-11-30T08:00") == []
    with UnitOfWork(office.store) as work:
        reminder, owner = work.reminders.find(id), work.owners.find("ana")
        assert reminder and owner
        resume(reminder, owner, office.clock.now())
        work.commit()
    assert office.at("2026-12-01T12:00") == []
    assert len(office.at("2026-12-07T08:00")) == 1


def test_a_pause_until_a_date_ends_by_itself(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        reminder, owner = work.reminders.find(id), work.owners.find("ana")
        assert reminder and owner
        pause(reminder, owner, until=utc("2026-12-10T00:00"))
        work.commit()
    assert office.at("2026-12-07T08:00") == []
    assert len(office.at("2026-12-14T08:00")) == 1


def test_snoozing_what_came_brings_it_back_and_leaves_the_rhythm(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    office.at("2026-11-30T08:00")
    office.clock.sleep(60)
    with UnitOfWork(office.store) as work:
        owner = work.owners.get_or_create("ana", "telegram", office.clock.now())
        came = work.reminders.last_sent(owner)
        assert came is not None and came.id == id
        assert snooze(came, owner, utc("2026-12-01T10:00"), office.clock.now()) == utc("2026-12-01T10:00")
        work.commit()
    assert office.at("2026-12-01T10:00") == [("ana", utc("2026-12-01T10:00"))]
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]
    assert office.at("2026-12-08T10:00") == []


@pytest.mark.parametrize("moved", ["2026-11-29T10:00", "2026-12-01T10:00"])
def test_postponing_what_is_awaited_moves_it_alone(office: Office, moved: str) -> None:
    id = office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        reminder, owner = work.reminders.find(id), work.owners.find("ana")
        assert reminder and owner
        postpone(reminder, owner, utc(moved))
        work.commit()
    got: list[datetime] = []
    for day in range(28, 45):
        for hour in (8, 10):
            moment = utc("2026-11-01T00:00") + timedelta(days=day - 1, hours=hour)
            got += [when for _, when in office.at(f"{moment:%Y-%m-%dT%H:%M}")]
    assert got == [utc(moved), utc("2026-12-07T08:00"), utc("2026-12-14T08:00")]


def test_who_does_not_answer_is_written_to_ever_less_and_then_no_more(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    got: list[date] = []
    for day in range(400):
        moment = utc("2026-11-25T00:00") + timedelta(days=day)
        got += [when.date() for _, when in office.at(f"{moment:%Y-%m-%d}T12:00")]
    weeks = [(later - first).days // 7 for first, later in zip(got, got[1:])]
    assert weeks == [1, 1, 2, 4, 8, 8]
    assert office.reminder(id).state == "asleep"
    with UnitOfWork(office.store) as work:
        owner = work.owners.get_or_create("ana", "telegram", office.clock.now())
        assert [one.id for one in welcome_back(work, owner, office.clock.now())] == [id]
        work.commit()
    assert office.reminder(id).state == "active"


def test_a_daily_reminder_is_not_stopped_by_two_silent_days(office: Office) -> None:
    office.remind("ana", DAILY)
    got = [len(office.at(f"2026-12-{day:02d}T17:00")) for day in range(1, 16)]
    assert got == [1] * 15


def test_who_answers_is_written_to_at_the_rhythm_they_chose(office: Office) -> None:
    office.remind("ana", MONDAYS)
    got: list[date] = []
    for day in range(200):
        moment = utc("2026-11-25T00:00") + timedelta(days=day)
        got += [when.date() for _, when in office.at(f"{moment:%Y-%m-%d}T12:00")]
        if moment.weekday() == 3:
            office.clock.time = moment + timedelta(hours=13)
            office.writes("ana")
    assert {(later - first).days for first, later in zip(got, got[1:])} == {7}


def test_one_who_comes_back_after_a_silence_has_their_rhythm_again(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    for day in ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-28"):
        assert len(office.at(f"{day}T12:00")) == 1
    assert office.reminder(id).due_at == utc("2027-01-25T08:00")
    with UnitOfWork(office.store) as work:
        owner = work.owners.get_or_create("ana", "telegram", office.clock.now())
        welcome_back(work, owner, office.clock.now())
        work.commit()
    assert office.reminder(id).due_at == utc("2027-01-04T08:00")


def test_a_worker_that_died_gives_back_what_it_claimed(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T08:00")
    with UnitOfWork(office.store) as work:
        (claim,) = work.reminders.claim(office.clock.now(), 10, timedelta(minutes=5), lambda *_: None)
        work.commit()
    assert office.at("2026-11-30T08:04:59") == []
    assert office.at("2026-11-30T08:05") == [("ana", utc("2026-11-30T08:05"))]
    with UnitOfWork(office.store) as work:
        assert not work.reminders.begin(claim, office.clock.now(), timedelta(minutes=5)), "the old claim is void"


def test_a_worker_whose_lease_is_over_changes_nothing_any_more(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    lease = timedelta(minutes=5)

    def claim() -> Claim:
        with UnitOfWork(office.store) as work:
            (found,) = work.reminders.claim(office.clock.now(), 10, lease, lambda *_: None)
            work.commit()
        return found

    office.clock.time = utc("2026-11-30T08:00")
    slow = claim()
    office.clock.time = utc("2026-11-30T08:05")
    quick = claim()
    now, over = office.clock.now(), Following(utc("2030-01-01T00:00"), None)
    assert (slow.delivery_id, slow.attempt, quick.attempt) == (quick.delivery_id, 1, 2)
    with UnitOfWork(office.store) as work:
        assert not work.reminders.begin(slow, now, lease)
        work.reminders.withdraw(slow, now)
        assert work.reminders.begin(quick, now, lease)
        assert not work.reminders.put_off(slow, now, "late")
        assert not work.reminders.suspend(slow, now)
        assert not work.reminders.end(slow, "sent", now, over)
        assert work.reminders.end(quick, "sent", now, Following(utc("2026-12-07T08:00"), now))
        work.commit()
    assert office.reminder(id).due_at == utc("2026-12-07T08:00")


def test_what_the_owner_changes_while_it_is_sent_stays_as_they_changed_it(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T08:00")
    now = office.clock.now()
    with UnitOfWork(office.store) as work:
        (claim,) = work.reminders.claim(now, 10, timedelta(minutes=5), lambda *_: None)
        assert work.reminders.begin(claim, now, timedelta(minutes=5))
        work.commit()
    with UnitOfWork(office.store) as work:
        reminder = work.reminders.find(id)
        assert reminder
        change(reminder, Schedule("FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 24), time(18), "Europe/Paris"), now)
        work.commit()
    with UnitOfWork(office.store) as work:
        assert work.reminders.end(claim, "sent", now, Following(utc("2026-12-07T08:00"), now))
        work.commit()
    assert office.reminder(id).due_at == utc("2026-12-04T17:00")
    assert office.reminder(id).sent_at == now


def test_what_the_channel_has_already_is_not_sent_again(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T08:00")
    with UnitOfWork(office.store) as work:
        (claim,) = work.reminders.claim(office.clock.now(), 10, timedelta(minutes=5), lambda *_: None)
        assert work.reminders.hand_over(claim.delivery_id, office.clock.now())
        assert not work.reminders.hand_over(claim.delivery_id, office.clock.now())
        work.commit()
    assert office.at("2026-11-30T08:05") == []
    assert office.at("2026-12-07T08:00") == [("ana", utc("2026-12-07T08:00"))]


def test_an_owner_who_stops_while_a_worker_holds_the_claim_gets_nothing(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    office.clock.time = utc("2026-11-30T08:00")
    with UnitOfWork(office.store) as work:
        (claim,) = work.reminders.claim(office.clock.now(), 10, timedelta(minutes=5), lambda *_: None)
        work.commit()
    with UnitOfWork(office.store) as work:
        reminder = work.reminders.find(id)
        assert reminder
        reminder.stop("ended")
        work.commit()
    with UnitOfWork(office.store) as work:
        assert not work.reminders.begin(claim, office.clock.now(), timedelta(minutes=5))


def test_erasing_an_owner_takes_their_reminders_along(office: Office) -> None:
    office.remind("ana", MONDAYS)
    office.at("2026-11-30T08:00")
    with UnitOfWork(office.store) as work:
        owner = work.owners.find("ana")
        assert owner
        work.owners.erase(owner)
        work.commit()
    assert office.at("2026-12-07T08:00") == []
    session = office.store()
    for table in ("reminders", "deliveries"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    session.close()


def test_schedules_follow_the_zone_of_the_owner(office: Office) -> None:
    id = office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        owner = work.owners.find("ana")
        assert owner
        change_zone(work, owner, "America/Toronto", office.clock.now())
        reminder = work.reminders.find(id)
        assert reminder and schedule_of(reminder, owner).zone == "America/Toronto"
        work.commit()
    assert office.at("2026-11-30T13:59") == []
    assert office.at("2026-11-30T14:00") == [("ana", utc("2026-11-30T14:00"))]


def test_an_owner_of_no_known_zone_is_taken_to_be_in_paris(office: Office) -> None:
    office.remind("ana", MONDAYS)
    with UnitOfWork(office.store) as work:
        owner = work.owners.find("ana")
        assert owner
        owner.timezone = None
        work.commit()
    assert len(office.at("2026-11-30T08:00")) == 1


def test_a_worker_stops_when_it_is_told_to(office: Office) -> None:
    office.remind("ana", MONDAYS)
    end = datetime(2026, 11, 30, 9, tzinfo=timezone.utc)
    office.clock.time = utc("2026-11-30T07:59")
    Worker(office.store, Notebook(office.clock), office.clock).run(lambda: office.clock.now() >= end)
    assert end <= office.clock.now() < end + timedelta(minutes=1)
