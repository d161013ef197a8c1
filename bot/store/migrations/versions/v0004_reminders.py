"""Reminders and their deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", BIG, nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("rule", sa.Text()),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("out_of_hours", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("passed_at", TIME),
        sa.Column("next_at", TIME),
        sa.Column("sent_at", TIME),
        sa.Column("unanswered_since", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owners.id"], name="fk_reminders_owner_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_reminders_owner_id", "reminders", ["owner_id"])
    active = sa.text("state = 'active'")
    op.create_index("ix_reminders_due", "reminders", ["next_at"], sqlite_where=active, postgresql_where=active)
    op.create_table(
        "deliveries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reminder_id", BIG, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("handed_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name="fk_deliveries_reminder_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("reminder_id", "due_at", name="uq_deliveries_reminder_id_due_at"),
    )


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("reminders")
