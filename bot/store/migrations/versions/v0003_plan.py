"""Plans, and what becomes of their tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
IN_FORCE = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", BIG, nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("currency", sa.Text()),
        sa.Column("habit", sa.Text()),
        sa.Column("superseded_at", TIME),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name="fk_plans_owner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_owner_id", "plans", ["owner_id"])
    op.create_index(
        "uq_plans_in_force", "plans", ["owner_id"], unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
    )
    op.create_table(
        "plan_tasks",
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("title", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_tasks_plan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "task", name="pk_plan_tasks"),
    )


def downgrade() -> None:
    for table in ("plan_tasks", "plans"):
        op.drop_table(table)
