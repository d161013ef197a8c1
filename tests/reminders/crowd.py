"""Many owners with one reminder each, written at once."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Engine

from bot.store.tables import deliveries, owners, reminders


def gather(engine: Engine, number: int, due: datetime) -> None:
    """`number` owners ("crowd 0" …) in Paris, each with one reminder that comes once, at `due`."""
    people = [
        {"id": n + 1, "sender_id": f"crowd {n}", "channel": "telegram", "language": "fr", "timezone": "Europe/Paris"}
        | {"created_at": due, "seen_at": due}
        for n in range(number)
    ]
    theirs = [
        {"owner_id": n + 1, "kind": "check_in", "rule": None, "start": date(2026, 11, 30), "at": time(9)}
        | {"out_of_hours": False, "state": "active", "due_at": due, "passed_at": due, "next_at": due}
        | {"created_at": due}
        for n in range(number)
    ]
    with engine.begin() as connection:
        connection.execute(insert(owners), people)
        connection.execute(insert(reminders), theirs)
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE TABLE said (delivery_id bigint)"))
        else:
            connection.execute(text("CREATE TABLE said (delivery_id integer)"))


def states(engine: Engine) -> dict[str, int]:
    """How many deliveries there are in each state."""
    statement = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    with engine.connect() as connection:
        return dict(connection.execute(statement).all())
