"""Wires the parts of one process together; nothing is connected before it is asked for."""

import os
from functools import cache

from bot.settings import Settings
from bot.store import SessionFactory, make_engine, make_session_factory


@cache
def settings() -> Settings:
    """Settings of this process, from its environment. Raises SettingsError."""
    return Settings.from_environment(os.environ)


@cache
def session_factory() -> SessionFactory:
    """Sessions of the configured database. Raises StoreError."""
    return make_session_factory(make_engine(settings().database_url))
