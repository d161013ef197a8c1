"""A worker on each kind of database, on a clock that is moved by hand."""

import pytest

from bot.reminders.worker import Worker
from bot.store import SessionFactory
from tests.reminders.people import HandClock, Notebook, Office, utc


@pytest.fixture
def office(factory: SessionFactory) -> Office:
    # A Tuesday, 10:00 in Paris.
    clock = HandClock(utc("2026-11-24T09:00"))
    notebook = Notebook(clock)
    return Office(factory, clock, notebook, Worker(factory, notebook, clock))
