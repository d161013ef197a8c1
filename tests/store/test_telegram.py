"""What came from Telegram and what goes there, on each kind of database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.store import Incoming, Keyboard, SessionFactory, UnitOfWork
from bot.store.tables import telegram_outbox, telegram_updates

HELLO = {"update_id": 7, "message": {"text": "bonjour"}}


def _take(factory: SessionFactory, now: datetime, *numbers: int, sender: str = "1") -> list[int]:
    with UnitOfWork(factory) as work:
        taken = work.telegram.take([Incoming(number, sender, HELLO) for number in numbers], now)
        work.commit()
    return [one.id for one in taken]


def _waiting(factory: SessionFactory) -> list[Incoming]:
    with UnitOfWork(factory, writes=False) as work:
        return work.telegram.waiting()


def test_an_update_is_taken_once(factory: SessionFactory, now: datetime) -> None:
    assert _take(factory, now, 7, 8, 7) == [7, 8]
    assert _take(factory, now, 6, 7, 8, 9) == [6, 9]


def test_an_update_handled_before_is_not_taken_again(factory: SessionFactory, now: datetime) -> None:
    _take(factory, now, 7)
    with UnitOfWork(factory) as work:
        work.telegram.mark_handled(7, now)
        work.commit()
    assert _take(factory, now, 7) == []
    assert _waiting(factory) == []


def test_what_is_not_handled_waits_in_the_order_of_its_numbers(factory: SessionFactory, now: datetime) -> None:
    _take(factory, now, 9, 2**40, 8)
    with UnitOfWork(factory) as work:
        work.telegram.mark_heard(9, now)
        assert work.telegram.is_heard(9)
        assert not work.telegram.is_heard(8)
        assert not work.telegram.is_heard(1)
        work.commit()
    assert _waiting(factory) == [
        Incoming(8, "1", HELLO, heard=False),
        Incoming(9, "1", HELLO, heard=True),
        Incoming(2**40, "1", HELLO, heard=False),
    ]


def test_of_a_handled_update_only_the_number_is_kept(factory: SessionFactory, engine: Engine, now: datetime) -> None:
    _take(factory, now, 7)
    with UnitOfWork(factory) as work:
        work.telegram.mark_handled(7, now)
        work.commit()
    with engine.connect() as connection:
        assert connection.execute(select(telegram_updates.c.content)).scalars().all() == [None]


def test_old_numbers_are_forgotten_and_what_waits_never(factory: SessionFactory, now: datetime) -> None:
    _take(factory, now - timedelta(days=9), 1, 2, 3)
    with UnitOfWork(factory) as work:
        work.telegram.mark_handled(1, now - timedelta(days=4))
        work.telegram.mark_handled(2, now - timedelta(days=2))
        work.telegram.prune(now - timedelta(days=3))
        work.commit()
    assert _take(factory, now, 1, 2, 3) == [1]


def test_an_uncommitted_update_is_taken_again(factory: SessionFactory, now: datetime) -> None:
    with UnitOfWork(factory) as work:
        work.telegram.take([Incoming(7, "1", HELLO)], now)
    assert _take(factory, now, 7) == [7]


# --- outbox -------------------------------------------------------------------------------------------------


def _unsent(factory: SessionFactory) -> list[tuple[str, bool]]:
    with UnitOfWork(factory, writes=False) as work:
        return [(one.content["html"], one.sending) for one in work.telegram.unsent()]


def test_messages_leave_in_order_and_one_at_a_time_is_being_sent(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        first, second, third = work.telegram.send("1", [{"html": name} for name in "abc"])
        work.commit()
    assert _unsent(factory) == [("a", True), ("b", False), ("c", False)]
    with UnitOfWork(factory) as work:
        work.telegram.sent(first.id, second.id, 11, None)
        work.commit()
    assert _unsent(factory) == [("b", True), ("c", False)]
    with UnitOfWork(factory) as work:
        work.telegram.sent(second.id, third.id, 12, None)
        work.telegram.sent(third.id, None, 13, None)
        work.commit()
    assert _unsent(factory) == []


def test_what_cannot_reach_a_chat_is_dropped_for_it_alone(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        work.telegram.send("1", [{"html": "a"}])
        work.telegram.send("2", [{"html": "b"}])
        work.telegram.drop("1")
        work.commit()
    assert _unsent(factory) == [("b", True)]


# --- keyboards ----------------------------------------------------------------------------------------------


def test_one_keyboard_an_owner_the_last_shown(factory: SessionFactory) -> None:
    first = Keyboard("t1", "area", (("Ici", "ici"), ("Là", "là")))
    second = Keyboard("t2", None, (("Oui", "oui"),))
    with UnitOfWork(factory) as work:
        work.telegram.show("1", first)
        work.telegram.show("2", first)
        work.telegram.show("1", second)
        work.commit()
    with UnitOfWork(factory) as work:
        assert work.telegram.keyboard("1") == second
        assert work.telegram.keyboard("2") == first
        assert work.telegram.keyboard("3") is None
        work.telegram.show("1", None)
        assert work.telegram.keyboard("1") is None


def test_a_keyboard_learns_below_which_message_it_is(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        work.telegram.show("1", Keyboard("t1", None, ()))
        [one] = work.telegram.send("1", [{"html": "a"}])
        work.telegram.sent(one.id, None, 2**40, "t1")
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        shown = work.telegram.keyboard("1")
    assert shown is not None
    assert shown.message_id == 2**40


def test_a_keyboard_overtaken_before_it_was_sent_does_not_come_back(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        work.telegram.show("1", Keyboard("old", None, ()))
        [one] = work.telegram.send("1", [{"html": "a"}])
        work.telegram.show("1", Keyboard("new", None, ()))
        work.telegram.sent(one.id, None, 5, "old")
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        assert work.telegram.keyboard("1") == Keyboard("new", None, ())


# --- groups and erasure -------------------------------------------------------------------------------------


def test_a_group_is_invited_once(factory: SessionFactory, now: datetime) -> None:
    for expected in (True, False):
        with UnitOfWork(factory) as work:
            assert work.telegram.invite_once(-1_000_000_000_001, now) is expected
            work.commit()


def test_forgetting_an_owner_leaves_numbers_and_no_word(factory: SessionFactory, engine: Engine, now: datetime) -> None:
    for sender, number in (("1", 7), ("2", 8)):
        _take(factory, now, number, sender=sender)
        with UnitOfWork(factory) as work:
            work.telegram.send(sender, [{"html": "a"}])
            work.telegram.show(sender, Keyboard(f"t{sender}", None, ()))
            work.commit()
    with UnitOfWork(factory) as work:
        work.telegram.forget("1")
        assert work.telegram.keyboard("1") is None
        assert work.telegram.keyboard("2") is not None
        work.commit()
    with engine.connect() as connection:
        updates = telegram_updates.c
        contents = dict(connection.execute(select(updates.id, updates.content)).all())
        assert connection.execute(select(telegram_outbox.c.sender_id)).scalars().all() == ["2"]
    assert contents == {7: None, 8: HELLO}
    assert _take(factory, now, 7) == [], "an erased owner's update is still not handled twice"


@pytest.mark.parametrize("text", ["\0", "\ud800", "a\0b \udfff", "é 😀"])
def test_any_text_can_be_kept(factory: SessionFactory, now: datetime, text: str) -> None:
    with UnitOfWork(factory) as work:
        work.telegram.take([Incoming(7, "1", {"message": {"text": text}})], now)
        work.telegram.send("1", [{"html": text}])
        work.telegram.show("1", Keyboard("t", None, ((text, text),)))
        work.commit()
    [one] = _waiting(factory)
    assert isinstance(one.content["message"]["text"], str)
