"""Everything the owners told us, in our own tables (SQLAlchemy on SQLite or PostgreSQL).

`bot.store.schema.migrate` makes the tables; it is imported from there, since alembic costs 0.1 s that the
action server need not pay.
"""

from bot.store import mapping as _mapping  # noqa: F401 - makes the classes of models persistent
from bot.store.engine import SessionFactory, make_engine, make_session_factory
from bot.store.errors import StoreError
from bot.store.models import Answer, Assessment, Diagnosis, Owner
from bot.store.notes import Note
from bot.store.plans import KeptPlan, TaskMark, own_number
from bot.store.reminders import Claim, Delivery, Following, Reminder
from bot.store.telegram import Incoming, Keyboard, Outgoing
from bot.store.unit_of_work import UnitOfWork

__all__ = [
    "Answer",
    "Assessment",
    "Claim",
    "Delivery",
    "Diagnosis",
    "Following",
    "Incoming",
    "KeptPlan",
    "Keyboard",
    "Note",
    "Outgoing",
    "Owner",
    "Reminder",
    "SessionFactory",
    "StoreError",
    "TaskMark",
    "UnitOfWork",
    "make_engine",
    "make_session_factory",
    "own_number",
]
