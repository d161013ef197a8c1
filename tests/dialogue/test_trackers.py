"""What Rasa remembers of a conversation: enough for the next message, however long it lasted, and no words."""

import json
import warnings
from dataclasses import asdict
from typing import Any

import pytest
import yaml
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.trackers import State, StateTrackerStore
from bot.training import ROOT

FORM = "diagnosis_form"
WORDS = "je vends des tartes aux pommes"


@pytest.fixture(scope="module")
def domain() -> Domain:
    content = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Slot auto-fill has been removed")  # said of every domain
        return Domain.from_dict(content)


def opening() -> list[Event]:
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        SlotSet("situation", "new"),
        ActionExecuted("action_listen"),
    ]


def answered(question: str, upcoming: str) -> list[Event]:
    """An ordinary turn of the questions."""
    return [
        UserUttered(WORDS, {"name": f"answer_{question}"}, parse_data={"text": WORDS}, input_channel="terminal"),
        ActionExecuted(FORM),
        ActiveLoop(FORM),
        SlotSet(question, True),
        SlotSet("situation", "asking"),
        SlotSet("progress", "2/19 ·"),
        SlotSet("requested_slot", upcoming),
        BotUttered(f"Vous vendez des tartes, donc : {upcoming} ?", {"buttons": [{"title": WORDS}]}),
        ActionExecuted("action_listen"),
    ]


def interrupted() -> list[Event]:
    """A turn whose message the form left to a rule, which did not lead back to it."""
    return [
        UserUttered("effacez tout", {"name": "erase"}, input_channel="terminal"),
        ActionExecutionRejected(FORM),
        ActionExecuted("action_confirm"),
        BotUttered("Vraiment ?"),
        SlotSet("confirming", "erase"),
        ActionExecuted("action_listen"),
    ]


def tracker(domain: Domain, *turns: list[Event], sender: str = "nadege") -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, [event for turn in turns for event in turn], domain.slots)


async def remembered(domain: Domain, *turns: list[Event]) -> DialogueStateTracker:
    store = StateTrackerStore(domain)
    await store.save(tracker(domain, *turns))
    found = await store.retrieve("nadege")
    assert found is not None
    return found


@pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning")  # by what Rasa reads its files with
def test_the_project_names_this_store(domain: Domain) -> None:
    store = TrackerStore.create(AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")).tracker_store, domain)
    assert type(store) is StateTrackerStore


CONVERSATIONS = {
    "opened": [opening()],
    "answered": [opening(), answered("objective", "measure")],
    "interrupted": [opening(), answered("objective", "measure"), interrupted()],
    "left": [opening(), answered("objective", "measure"), [ActiveLoop(None), SlotSet("requested_slot", None)]],
}


@pytest.mark.parametrize("turns", CONVERSATIONS.values(), ids=CONVERSATIONS)
async def test_the_next_message_finds_the_conversation_where_it_stood(domain: Domain, turns: list[list[Event]]) -> None:
    before = tracker(domain, *turns)
    after = await remembered(domain, *turns)
    assert after.current_slot_values() == before.current_slot_values()
    assert after.active_loop_name == before.active_loop_name
    assert after.is_active_loop_rejected == before.is_active_loop_rejected
    assert after.latest_action_name == "action_listen"
    assert after.get_latest_input_channel() == before.get_latest_input_channel()
    assert State.of(after) == State.of(before)


async def test_a_session_expires_by_the_time_of_the_last_message(domain: Domain) -> None:
    turn = answered("objective", "measure")
    turn[0].timestamp = 1_700_000_000.0
    found = (await remembered(domain, opening(), turn)).get_last_event_for(UserUttered)
    assert found is not None and found.timestamp == 1_700_000_000.0


def names(events: Any, kind: type[Event]) -> list[str]:
    return [event.action_name for event in events if isinstance(event, kind)]


async def test_the_last_action_is_known_so_that_a_yes_confirms_what_was_just_asked(domain: Domain) -> None:
    found = await remembered(domain, opening(), interrupted())
    assert names(found.events, ActionExecuted)[-2:] == ["action_confirm", "action_listen"]


@pytest.mark.parametrize(
    ("turns", "spoken"),
    [
        ([opening()], False),
        ([opening(), interrupted()], True),
        ([opening(), interrupted(), opening()], False),
    ],
    ids=["silent", "spoken", "new session"],
)
async def test_whether_the_bot_has_spoken_in_this_session(
    domain: Domain, turns: list[list[Event]], spoken: bool
) -> None:
    found = await remembered(domain, *turns)
    assert any(isinstance(event, BotUttered) for event in found.events) is spoken


async def test_a_long_conversation_is_remembered_by_as_few_events_as_a_short_one(domain: Domain) -> None:
    turns = [answered("objective", "measure"), interrupted()]
    short = await remembered(domain, opening(), *turns)
    long = await remembered(domain, opening(), *turns * 500)
    assert len(long.events) == len(short.events)


async def test_no_word_is_remembered(domain: Domain) -> None:
    turns = [opening(), answered("objective", "measure")]
    kept = json.dumps(asdict(State.of(tracker(domain, *turns))))
    found = json.dumps([event.as_dict() for event in (await remembered(domain, *turns)).events])
    assert "tartes" not in kept + found


async def test_a_restarted_conversation_is_forgotten(domain: Domain) -> None:
    store = StateTrackerStore(domain)
    await store.save(tracker(domain, opening(), answered("objective", "measure")))
    await store.save(tracker(domain, opening(), [Restarted(), ActionExecuted("action_listen")]))
    assert await store.retrieve("nadege") is None
    assert list(await store.keys()) == []


async def test_who_never_wrote_takes_no_room(domain: Domain) -> None:
    store = StateTrackerStore(domain)
    created = await store.get_or_create_tracker("nadege", append_action_listen=False)
    assert list(created.events) == []
    assert list(await store.keys()) == []


async def test_the_chats_heard_last_are_remembered(domain: Domain) -> None:
    store = StateTrackerStore(domain, chats=2)
    for sender in ("nadege", "hugo", "nadege", "rejean"):
        await store.save(tracker(domain, opening(), sender=sender))
    assert set(await store.keys()) == {"nadege", "rejean"}
