"""What the tests of the store share."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from sqlalchemy.util import deprecations


@pytest.fixture(autouse=True)
def warn_of_sqlalchemy_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLAlchemy 2 will refuse fails here (elsewhere it would hit Rasa's own code)."""
    monkeypatch.setattr(deprecations, "SQLALCHEMY_WARN_20", True)


@pytest.fixture
def now() -> datetime:
    return datetime(2024, 3, 4, 9, 30, tzinfo=timezone.utc)
