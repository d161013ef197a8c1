"""Run by alembic, through `bot.store.schema` or by hand (`alembic revision --autogenerate -m "…"`)."""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy.engine import Connection

from bot.settings import Settings
from bot.store.engine import make_engine
from bot.store.tables import StorableText, UtcDateTime, metadata


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Rasa keeps its trackers in the same database: its tables are none of our business."""
    return kind != "table" or name in metadata.tables


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration stays true whatever becomes of our column types: it names those of the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, StorableText):
        return "sa.Text()"
    return False


def run(connection: Connection) -> None:
    """Migrate on `connection`, within its transaction if it has begun one."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=is_ours,
        render_item=render_item,
        # SQLite changes a column only by copying its table.
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(Settings.from_environment(os.environ).database_url)
    with engine.connect() as own, own.begin():
        run(own)
