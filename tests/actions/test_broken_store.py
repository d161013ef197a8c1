"""What an owner hears when something fails underneath, and what the log keeps of it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.commands import ActionGreet
from actions.diagnosis import ActionSessionStart, ValidateDiagnosisForm
from bot import bootstrap

SECRET_WORDS = "mon secret de fabrication"


def tracker(requested: str | None) -> Tracker:
    message = {"text": SECRET_WORDS, "intent": {"name": "answer_difference", "confidence": 0.9}}
    loop = {"name": "diagnosis_form"} if requested else {}
    return Tracker("nadege", {"requested_slot": requested}, message, [], False, None, loop, "action_listen")


@pytest.fixture
def broken_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A file that is no database."""
    (tmp_path / "costaud.db").write_bytes(b"not a database" * 500)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/costaud.db")
    bootstrap.settings.cache_clear()
    bootstrap.session_factory.cache_clear()
    yield
    bootstrap.settings.cache_clear()
    bootstrap.session_factory.cache_clear()


async def run(action: Any, requested: str | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker(requested), {})
    return dispatcher.messages, events


@pytest.mark.usefixtures("broken_database")
@pytest.mark.parametrize("action", [ActionGreet(), ValidateDiagnosisForm()])
async def test_a_dead_database_is_one_sentence_with_an_id_that_the_log_repeats(
    action: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        messages, _ = await run(action, "difference")
    [message] = messages
    assert message["response"] == "utter_error"
    assert message["error_id"] in caplog.text
    assert "database" in caplog.text
    assert SECRET_WORDS not in caplog.text


@pytest.mark.usefixtures("broken_database")
async def test_after_a_failure_the_same_question_stays_pending() -> None:
    _, events = await run(ValidateDiagnosisForm(), "difference")
    assert {"event": "slot", "timestamp": None, "name": "requested_slot", "value": "difference"} in events


@pytest.mark.usefixtures("broken_database")
async def test_a_session_begins_all_the_same() -> None:
    _, events = await run(ActionSessionStart(), None)
    assert [event["event"] for event in events] == ["session_started", "action"]
