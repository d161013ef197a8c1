"""What came from Telegram and what goes there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("owners") as owners:
        owners.add_column(sa.Column("unreachable_since", TIME))
    op.create_table(
        "telegram_updates",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON()),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("heard_at", TIME),
        sa.Column("handled_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_updates"),
    )
    waiting = sa.text("handled_at IS NULL")
    op.create_index(
        "ix_telegram_updates_waiting", "telegram_updates", ["id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_telegram_updates_handled_at", "telegram_updates", ["handled_at"])
    op.create_table(
        "telegram_keyboards",
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("question", sa.Text()),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("sender_id", name="pk_telegram_keyboards"),
    )
    op.create_table(
        "telegram_outbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_outbox"),
    )
    op.create_index("ix_telegram_outbox_sender_id", "telegram_outbox", ["sender_id"])
    op.create_table(
        "telegram_invited_groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("invited_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_telegram_invited_groups"),
    )


def downgrade() -> None:
    for table in ("telegram_invited_groups", "telegram_outbox", "telegram_keyboards", "telegram_updates"):
        op.drop_table(table)
    with op.batch_alter_table("owners") as owners:
        owners.drop_column("unreachable_since")
