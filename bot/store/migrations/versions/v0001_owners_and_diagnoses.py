"""Owners and diagnoses."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _of_a_diagnosis(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["diagnosis_id"], ["diagnoses.id"], name=f"fk_{table}_diagnosis_id", ondelete="CASCADE"
    )


def _numbered(table: str) -> tuple[sa.Column[Any], sa.PrimaryKeyConstraint]:
    return sa.Column("id", BIG, nullable=False), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def upgrade() -> None:
    op.create_table(
        "owners",
        *_numbered("owners"),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.UniqueConstraint("sender_id", name="uq_owners_sender_id"),
    )
    op.create_table(
        "diagnoses",
        *_numbered("diagnoses"),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text()),
        sa.Column("misunderstandings", sa.Integer(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owners.id"], name="fk_diagnoses_owner_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_diagnoses_owner_id", "diagnoses", ["owner_id"])
    _unique_where("uq_diagnoses_open", "diagnoses", ["owner_id"], "state IN ('running', 'paused')")
    op.create_table(
        "answers",
        *_numbered("answers"),
        sa.Column("diagnosis_id", BIG, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON()),
        sa.Column("detail", sa.JSON()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
        sa.Column("superseded_at", TIME),
        _of_a_diagnosis("answers"),
    )
    op.create_index("ix_answers_diagnosis_id_question", "answers", ["diagnosis_id", "question"])
    _unique_where("uq_answers_current", "answers", ["diagnosis_id", "question"], "superseded_at IS NULL")
    op.create_table(
        "ticks",
        sa.Column("diagnosis_id", BIG, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        _of_a_diagnosis("ticks"),
        sa.PrimaryKeyConstraint("diagnosis_id", "question", name="pk_ticks"),
    )
    op.create_table(
        "settled_contradictions",
        sa.Column("diagnosis_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("settled_at", TIME, nullable=False),
        _of_a_diagnosis("settled_contradictions"),
        sa.PrimaryKeyConstraint("diagnosis_id", "code", name="pk_settled_contradictions"),
    )
    op.create_table(
        "assessments",
        *_numbered("assessments"),
        sa.Column("diagnosis_id", BIG, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        _of_a_diagnosis("assessments"),
    )
    op.create_index("ix_assessments_diagnosis_id", "assessments", ["diagnosis_id"])


def downgrade() -> None:
    for table in ("assessments", "settled_contradictions", "ticks", "answers", "diagnoses", "owners"):
        op.drop_table(table)
