"""How the classes of `bot.store.models` map to the tables; importing it is enough."""

from __future__ import annotations

from sqlalchemy import and_
from sqlalchemy.orm import registry, relationship
from sqlalchemy.orm.collections import attribute_mapped_collection

from bot.store import models, reminders
from bot.store import notes as noted
from bot.store import plans as planned
from bot.store.tables import (
    answers,
    assessments,
    deliveries,
    diagnoses,
    is_current,
    metadata,
    notes,
    owners,
    plan_tasks,
    plans,
    settled_contradictions,
    ticks,
)
from bot.store.tables import reminders as reminders_table

_mappers = registry(metadata)
_mappers.map_imperatively(models.Owner, owners)
_mappers.map_imperatively(models.Answer, answers)
_mappers.map_imperatively(models.Tick, ticks)
_mappers.map_imperatively(models.SettledContradiction, settled_contradictions)
_mappers.map_imperatively(models.Assessment, assessments)
_mappers.map_imperatively(noted.Note, notes)
_mappers.map_imperatively(reminders.Reminder, reminders_table)
_mappers.map_imperatively(reminders.Delivery, deliveries)
_mappers.map_imperatively(
    models.Diagnosis,
    diagnoses,
    properties={
        # Only the answers in force are loaded, so that a turn costs the same however often the owner changed
        # their mind; "all": an answer that leaves the collection (superseded) keeps its diagnosis.
        "_current": relationship(
            models.Answer,
            primaryjoin=and_(diagnoses.c.id == answers.c.diagnosis_id, is_current),
            collection_class=attribute_mapped_collection("question"),
            passive_deletes="all",
            lazy="selectin",
        ),
        "_ticks": relationship(
            models.Tick,
            collection_class=attribute_mapped_collection("question"),
            cascade="all, delete-orphan",
            passive_deletes=True,
        ),
        "_settled": relationship(
            models.SettledContradiction,
            collection_class=attribute_mapped_collection("code"),
            cascade="all, delete-orphan",
            passive_deletes=True,
        ),
    },
)
_mappers.map_imperatively(planned.TaskMark, plan_tasks)
_mappers.map_imperatively(
    planned.KeptPlan,
    plans,
    properties={
        "_marks": relationship(
            planned.TaskMark,
            collection_class=attribute_mapped_collection("task"),
            cascade="all, delete-orphan",
            passive_deletes=True,
        ),
    },
)
