"""One unit keeps everything or nothing, on each kind of database."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import exc, func, insert, select, text
from sqlalchemy.engine import Engine

from bot.store import Incoming, Keyboard, Reminder, SessionFactory, UnitOfWork
from bot.store.tables import (
    answers,
    diagnoses,
    metadata,
    owners,
    telegram_invited_groups,
    telegram_updates,
)


def test_without_a_commit_nothing_is_kept(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "cmdline", now)
    with UnitOfWork(factory) as work:
        assert work.owners.find("claire") is None


def test_an_error_undoes_the_whole_unit(factory: SessionFactory, now: datetime) -> None:
    with pytest.raises(KeyError), UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        work.diagnoses.start(owner, now).record("hours", 2, "deux heures", now)
        raise KeyError("a bug")
    with UnitOfWork(factory) as work:
        assert work.owners.find("claire") is None


def test_a_commit_keeps_it(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "telegram", now)
        owner.first_name = "Claire"
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        found = work.owners.find("claire")
        assert found is not None
        assert (found.first_name, found.channel, found.language, found.timezone) == (
            "Claire",
            "telegram",
            "fr",
            None,
        )
        assert (found.created_at, found.seen_at) == (now, now)


def test_what_was_read_stays_readable_after_the_unit(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        work.diagnoses.start(owner, now).record("hours", 2, "deux", now)
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        found = work.owners.find("claire")
        assert found is not None
        diagnosis = work.diagnoses.current(found)
    assert diagnosis is not None
    assert diagnosis.answers_by_question() == {"hours": 2}
    with pytest.raises(RuntimeError, match="unit of work"):
        diagnosis.previous_values("hours")


def test_a_unit_that_reads_does_not_write(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory, writes=False) as work:
        with pytest.raises(RuntimeError):
            work.owners.get_or_create("claire", "cmdline", now)
        with pytest.raises(RuntimeError):
            work.commit()


def test_no_commit_outside_of_the_block(factory: SessionFactory) -> None:
    work = UnitOfWork(factory)
    with pytest.raises(RuntimeError):
        work.commit()
    with work:
        pass
    with pytest.raises(RuntimeError):
        work.commit()


def test_reading_waits_for_no_writer(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as writing:
        writing.owners.get_or_create("claire", "cmdline", now)
        with UnitOfWork(factory, writes=False) as reading:
            assert reading.owners.find("claire") is None
        writing.commit()


def test_an_owner_is_made_once_and_followed(factory: SessionFactory, now: datetime) -> None:
    later = now + timedelta(days=3)
    ids = []
    for channel, moment in [("cmdline", now), ("telegram", later), ("telegram", now)]:
        with UnitOfWork(factory) as work:
            owner = work.owners.get_or_create("claire", channel, moment)
            work.commit()
            ids.append(owner.id)
    assert len(set(ids)) == 1
    assert (owner.channel, owner.created_at) == ("telegram", now)
    assert owner.seen_at == later, "a clock set back does not unsee the owner"


def test_starting_over_leaves_the_earlier_one_abandoned(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        assert work.diagnoses.current(owner) is None
        first = work.diagnoses.start(owner, now)
        first.record("hours", 2, "deux", now)
        second = work.diagnoses.start(owner, now + timedelta(hours=1))
        work.commit()
    assert (first.state, second.state) == ("abandoned", "running")
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        current = work.diagnoses.current(owner)
        assert current is not None and current.id == second.id
        assert current.answers_by_question() == {}
        assert work.diagnoses.latest_finished(owner) is None


def test_the_one_finished_last_is_the_latest(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        made = []
        for day in range(3):
            diagnosis = work.diagnoses.start(owner, now + timedelta(days=day))
            diagnosis.finish(now + timedelta(days=day, minutes=5))
            made.append(diagnosis)
        latest = work.diagnoses.latest_finished(owner)
        assert latest is made[2]
        assert work.diagnoses.current(owner) is None
        work.commit()


def test_owners_do_not_see_each_other(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        claire = work.owners.get_or_create("claire", "cmdline", now)
        denis = work.owners.get_or_create("denis", "cmdline", now)
        work.diagnoses.start(claire, now).finish(now)
        work.diagnoses.start(claire, now)
        assert work.diagnoses.current(denis) is None
        assert work.diagnoses.latest_finished(denis) is None


def test_times_come_back_in_utc(factory: SessionFactory) -> None:
    in_paris = datetime(2024, 7, 1, 8, 15, tzinfo=timezone(timedelta(hours=2)))
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "cmdline", in_paris)
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        owner = work.owners.find("claire")
    assert owner is not None
    assert owner.seen_at == in_paris
    assert owner.seen_at.tzinfo is timezone.utc


def test_a_time_without_zone_is_a_mistake_of_the_code(factory: SessionFactory) -> None:
    with pytest.raises(exc.StatementError, match="time zone"), UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "cmdline", datetime(2024, 7, 1, 8, 15))


def test_the_database_itself_holds_one_current_answer_a_question(
    factory: SessionFactory, engine: Engine, now: datetime
) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        diagnosis = work.diagnoses.start(owner, now)
        diagnosis.record("hours", 2, "deux", now)
        work.commit()
    row = {
        "diagnosis_id": diagnosis.id,
        "question": "hours",
        "status": "answered",
        "value": 3,
        "words": "trois",
        "answered_at": now,
    }
    with pytest.raises(exc.IntegrityError), engine.begin() as connection:
        connection.execute(insert(answers).values(row))
    with engine.begin() as connection:
        connection.execute(insert(answers).values({**row, "superseded_at": now}))


def test_the_database_itself_holds_one_open_diagnosis_an_owner(
    factory: SessionFactory, engine: Engine, now: datetime
) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        work.diagnoses.start(owner, now).pause(now)
        work.commit()
    row = {
        "owner_id": owner.id,
        "stage": "express",
        "state": "running",
        "misunderstandings": 0,
        "started_at": now,
        "changed_at": now,
    }
    with pytest.raises(exc.IntegrityError), engine.begin() as connection:
        connection.execute(insert(diagnoses).values(row))
    with engine.begin() as connection:
        connection.execute(insert(diagnoses).values({**row, "state": "finished"}))


def test_a_row_needs_its_parent(engine: Engine, now: datetime) -> None:
    with pytest.raises(exc.IntegrityError), engine.begin() as connection:
        connection.execute(
            insert(diagnoses).values(
                owner_id=999,
                stage="express",
                state="running",
                misunderstandings=0,
                started_at=now,
                changed_at=now,
            )
        )


def test_erasing_takes_every_row_of_the_owner_and_no_other(
    factory: SessionFactory, engine: Engine, now: datetime
) -> None:
    for number, sender in enumerate(("claire", "denis")):
        with UnitOfWork(factory) as work:
            work.telegram.take([Incoming(number, sender, {"message": {"text": "deux"}})], now)
            work.telegram.send(sender, [{"html": "Combien d’heures ?"}])
            work.telegram.show(sender, Keyboard(sender, "hours", (("2 h", "2 h"),)))
            work.telegram.invite_once(-number, now)
            owner = work.owners.get_or_create(sender, "cmdline", now)
            diagnosis = work.diagnoses.start(owner, now)
            work.plans.make(owner, {"hours": 3}, now.date(), None, now).done("watch", now)
            work.notes.add(owner, "le samedi marche mieux", now)
            reminder = Reminder(owner.id, "check_in", None, now.date(), now.time(), False, now)
            reminder.await_occurrence(now)
            work.reminders.add(reminder)
            diagnosis.record("hours", 2, "deux", now)
            diagnosis.record("hours", 3, "trois", now)
            diagnosis.tick("objective", "sell")
            diagnosis.settle("X1", "abc", now)
            diagnosis.save_assessment(
                provisional=False,
                level=1,
                verdict="not_now",
                score=None,
                coverage=0.1,
                dimensions=[],
                now=now,
            )
            work.commit()
    with UnitOfWork(factory) as work:
        assert len(work.reminders.claim(now, 2, timedelta(minutes=1), lambda *_: None)) == 2
        work.commit()
    before = _counts(engine)
    assert all(count > 0 for count in before.values()), "every table takes part"
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        current = work.diagnoses.current(owner)
        assert current is not None
        current.record("hours", 4, "quatre", now)
        work.owners.erase(owner)
        assert work.owners.find("claire") is None
        work.commit()
    # An update's number must stay, or a second delivery would be handled; a group is not the owner's.
    staying = {telegram_updates.name, telegram_invited_groups.name}
    assert _counts(engine) == {name: count if name in staying else count / 2 for name, count in before.items()}
    with engine.connect() as connection:
        assert connection.execute(select(owners.c.sender_id)).scalars().all() == ["denis"]
        rows = telegram_updates.c
        left = connection.execute(select(rows.sender_id).where(rows.content.is_not(None))).scalars().all()
        assert left == ["denis"], "the words go"


def test_an_erasure_without_commit_erases_nothing(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "cmdline", now)
        work.commit()
    with UnitOfWork(factory) as work:
        owner = work.owners.find("claire")
        assert owner is not None
        work.owners.erase(owner)
    with UnitOfWork(factory) as work:
        assert work.owners.find("claire") is not None


def test_an_erased_owner_may_begin_anew(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        owner = work.owners.get_or_create("claire", "cmdline", now)
        work.diagnoses.start(owner, now)
        work.owners.erase(owner)
        again = work.owners.get_or_create("claire", "cmdline", now)
        assert work.diagnoses.current(again) is None
        work.commit()


def test_a_pooled_connection_keeps_the_rules(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the pragmas of SQLite")
    for _ in range(2):
        with engine.connect() as connection:
            pragmas = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous", "busy_timeout")
            }
        assert pragmas == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "secure_delete": 1,
            "synchronous": 1,
            "busy_timeout": 5000,
        }


def _counts(engine: Engine) -> dict[str, float]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }
