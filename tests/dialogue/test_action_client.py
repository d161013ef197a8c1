"""How Rasa calls our actions: what it asks of a reply stays the same, and connections are used again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import jsonschema
import pytest
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.action_client import ActionEndpoint, check_replies_with_one_validator

REPLIES: dict[str, Any] = {
    "events": [
        {"event": "slot", "timestamp": None, "name": "hours", "value": True},
        {"event": "active_loop", "timestamp": None, "name": None},
        {"event": "action_execution_rejected", "timestamp": None, "name": "diagnosis_form"},
        {"event": "restart", "timestamp": None},
    ],
    "responses": [{"text": "Bonjour", "buttons": []}],
}
BAD_REPLIES = {
    "events are no list": {"events": "none", "responses": []},
    "an unknown event": {"events": [{"event": "slots", "name": "hours", "value": True}], "responses": []},
    "a slot without a value": {"events": [{"event": "slot", "name": "hours"}], "responses": []},
    "a response is no object": {"events": [], "responses": ["Bonjour"]},
}


@pytest.fixture
def rasas_own() -> Any:
    """Rasa's check as it comes."""
    return RemoteAction._validate_action_result


@pytest.fixture(autouse=True)
def _one_validator(rasas_own: Any) -> Iterator[None]:
    check_replies_with_one_validator()
    yield
    RemoteAction._validate_action_result = rasas_own


class Server:
    """An action server that answers `reply`, and counts the connections it was opened."""

    def __init__(self) -> None:
        self.reply: Any = REPLIES
        self.connections: set[Any] = set()

    async def answer(self, request: web.Request) -> web.Response:
        self.connections.add(request.transport.get_extra_info("peername"))
        return web.json_response(self.reply)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def endpoint(server: Server) -> AsyncIterator[ActionEndpoint]:
    app = web.Application()
    app.router.add_post("/webhook", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = ActionEndpoint(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    yield endpoint
    await endpoint.close()
    await runner.cleanup()


async def call(endpoint: ActionEndpoint) -> list[Any]:
    """Run an action as the form does."""
    tracker = DialogueStateTracker("nadege", [])
    action = RemoteAction("validate_diagnosis_form", endpoint)
    events: list[Any] = await action.run(CollectingOutputChannel(), None, tracker, Domain.empty())
    return events


async def test_a_good_reply_becomes_events(endpoint: ActionEndpoint) -> None:
    assert [event.type_name for event in await call(endpoint)] == [
        "bot",
        *("slot", "active_loop", "action_execution_rejected", "restart"),
    ]


@pytest.mark.parametrize("reply", BAD_REPLIES.values(), ids=BAD_REPLIES)
async def test_a_bad_reply_is_refused_as_rasa_refuses_it(
    endpoint: ActionEndpoint, server: Server, reply: Any, rasas_own: Any
) -> None:
    with pytest.raises(jsonschema.ValidationError) as expected:
        rasas_own(RemoteAction("validate_diagnosis_form", endpoint), reply)
    server.reply = reply
    with pytest.raises(jsonschema.ValidationError) as refused:
        await call(endpoint)
    assert list(refused.value.path) == list(expected.value.path)
    assert expected.value.message.startswith(refused.value.message)


async def test_calls_one_after_the_other_share_a_connection(endpoint: ActionEndpoint, server: Server) -> None:
    for _ in range(3):
        await call(endpoint)
    assert len(server.connections) == 1


async def test_calls_side_by_side_wait_for_no_other(endpoint: ActionEndpoint, server: Server) -> None:
    await asyncio.gather(*(call(endpoint) for _ in range(5)))
    assert len(server.connections) == 5


async def test_a_request_leaves_the_domain_out(endpoint: ActionEndpoint) -> None:
    action = RemoteAction("action_greet", endpoint)
    assert "domain" not in action._action_call_format(DialogueStateTracker("nadege", []), Domain.empty())
