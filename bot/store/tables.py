"""The tables. A change here needs a migration: a test compares the two."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.engine import Dialect

if TYPE_CHECKING:
    _Times = TypeDecorator[datetime]
    _Texts = TypeDecorator[str]
else:
    # Generic for the type checker only, until SQLAlchemy 2.
    _Times = _Texts = TypeDecorator


class UtcDateTime(_Times):
    """Aware datetimes in, aware UTC datetimes out, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class StorableText(_Texts):
    """Text without what no database takes: NUL (PostgreSQL) and lone surrogates (no UTF-8 form)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out what cannot be stored."""
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column of the type INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")
# SQL NULL, not the JSON one, when there is no value.
_Json = JSON(none_as_null=True)


def _belongs_to(name: str, parent: str, **options: Any) -> Column[Any]:
    """A row goes with its parent: erasing an owner is one DELETE, with today's tables and with later ones."""
    return Column(name, _Id, ForeignKey(parent, ondelete="CASCADE"), nullable=False, **options)


owners = Table(
    "owners",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("sender_id", StorableText, nullable=False, unique=True),
    Column("channel", StorableText, nullable=False),
    Column("first_name", StorableText),
    Column("language", StorableText, nullable=False),
    Column("timezone", StorableText),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("unreachable_since", UtcDateTime),
    Column("awaiting", _Json),
)

# What owners learnt, in their words.
notes = Table(
    "notes",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("owner_id", "owners.id", index=True),
    Column("words", StorableText, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)

diagnoses = Table(
    "diagnoses",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("owner_id", "owners.id", index=True),
    Column("stage", StorableText, nullable=False),
    Column("state", StorableText, nullable=False),
    Column("asked", StorableText),
    Column("misunderstandings", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
)
is_open = diagnoses.c.state.in_(["running", "paused"])
Index("uq_diagnoses_open", diagnoses.c.owner_id, unique=True, sqlite_where=is_open, postgresql_where=is_open)

answers = Table(
    "answers",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("diagnosis_id", "diagnoses.id"),
    Column("question", StorableText, nullable=False),
    Column("status", StorableText, nullable=False),
    Column("value", _Json),
    Column("detail", _Json),
    Column("words", StorableText, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("superseded_at", UtcDateTime),
    Index("ix_answers_diagnosis_id_question", "diagnosis_id", "question"),
)
is_current = answers.c.superseded_at.is_(None)
Index(
    "uq_answers_current",
    answers.c.diagnosis_id,
    answers.c.question,
    unique=True,
    sqlite_where=is_current,
    postgresql_where=is_current,
)

ticks = Table(
    "ticks",
    metadata,
    _belongs_to("diagnosis_id", "diagnoses.id", primary_key=True),
    Column("question", StorableText, primary_key=True),
    Column("options", JSON, nullable=False),
)

settled_contradictions = Table(
    "settled_contradictions",
    metadata,
    _belongs_to("diagnosis_id", "diagnoses.id", primary_key=True),
    Column("code", StorableText, primary_key=True),
    Column("fingerprint", StorableText, nullable=False),
    Column("settled_at", UtcDateTime, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("diagnosis_id", "diagnoses.id", index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("level", Integer, nullable=False),
    Column("verdict", StorableText, nullable=False),
    Column("score", Float),
    Column("coverage", Float, nullable=False),
    Column("dimensions", JSON, nullable=False),
)

# Telegram: what came in and what goes out. Rows hold the owner's words only until they are dealt with; they are
# found by the sender (the chat's id as text), since a first message comes before its owner is known.
telegram_updates = Table(
    "telegram_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("sender_id", StorableText, nullable=False),
    Column("content", _Json),
    Column("received_at", UtcDateTime, nullable=False),
    Column("heard_at", UtcDateTime),
    Column("handled_at", UtcDateTime),
)
is_waiting = telegram_updates.c.handled_at.is_(None)
Index(
    "ix_telegram_updates_waiting",
    telegram_updates.c.id,
    sqlite_where=is_waiting,
    postgresql_where=is_waiting,
)
Index("ix_telegram_updates_handled_at", telegram_updates.c.handled_at)

telegram_keyboards = Table(
    "telegram_keyboards",
    metadata,
    Column("sender_id", StorableText, primary_key=True),
    Column("token", StorableText, nullable=False),
    Column("question", StorableText),
    Column("buttons", JSON, nullable=False),
    Column("message_id", BigInteger),
)

telegram_outbox = Table(
    "telegram_outbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("sender_id", StorableText, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("sending", Boolean, nullable=False),
)

telegram_invited_groups = Table(
    "telegram_invited_groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("invited_at", UtcDateTime, nullable=False),
)

# What Costaud says of its own accord. `next_at` is when a worker takes a reminder up: when it is due, later if it was
# put off, or when the claim of a worker expires.
reminders = Table(
    "reminders",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("owner_id", "owners.id", index=True),
    Column("kind", StorableText, nullable=False),
    Column("subject", StorableText),
    Column("rule", StorableText),
    Column("start", Date, nullable=False),
    Column("at", Time, nullable=False),
    Column("out_of_hours", Boolean, nullable=False),
    Column("state", StorableText, nullable=False),
    Column("due_at", UtcDateTime),
    Column("passed_at", UtcDateTime),
    Column("next_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("unanswered_since", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)
# Written out: SQLite uses a partial index only where it can read the condition.
is_active = reminders.c.state == literal_column("'active'")
Index("ix_reminders_due", reminders.c.next_at, sqlite_where=is_active, postgresql_where=is_active)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("reminder_id", "reminders.id"),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", StorableText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("handed_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("error", StorableText),
    UniqueConstraint("reminder_id", "due_at"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", _Id, primary_key=True),
    _belongs_to("owner_id", "owners.id", index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("start", Date, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("currency", StorableText),
    Column("habit", StorableText),
    Column("superseded_at", UtcDateTime),
)
is_in_force = plans.c.superseded_at.is_(None)
Index("uq_plans_in_force", plans.c.owner_id, unique=True, sqlite_where=is_in_force, postgresql_where=is_in_force)

plan_tasks = Table(
    "plan_tasks",
    metadata,
    _belongs_to("plan_id", "plans.id", primary_key=True),
    Column("task", StorableText, primary_key=True),
    Column("state", StorableText, nullable=False),
    Column("due", Date),
    Column("title", StorableText),
    Column("reason", StorableText),
    Column("changed_at", UtcDateTime, nullable=False),
)
