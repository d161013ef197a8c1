"""What Rasa's answers mean, told by a server that gives them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.reminders.rasa import INTENT, RasaDelivery
from bot.reminders.schedule import Schedule
from bot.reminders.worker import Outcome
from bot.store import Claim, Outgoing, UnitOfWork
from bot.telegram.dialogue import Dialogue
from bot.telegram.rendering import Bubble
from tests.reminders.people import Office, utc


class Rasa:
    """Answers every request with `status` and `body`, and keeps the requests."""

    def __init__(self) -> None:
        self.status, self.body = 200, b'{"tracker": {}}'
        self.requests: list[tuple[str, Any]] = []
        self.before_answering: Callable[[], object] = lambda: None
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                rasa.requests.append((self.path, json.loads(self.rfile.read(length))))
                rasa.before_answering()
                self.send_response(rasa.status)
                self.end_headers()
                self.wfile.write(rasa.body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    rasa = Rasa()
    thread = threading.Thread(target=rasa.server.serve_forever, args=(0.01,))
    thread.start()
    yield rasa
    rasa.server.shutdown()
    rasa.server.server_close()
    thread.join()


@pytest.fixture
def claim(office: Office) -> Claim:
    """A reminder of the owner « -100/4 2 » that a worker took up."""
    office.remind("-100/4 2", Schedule(None, date(2026, 11, 30), time(9), "Europe/Paris"))
    office.clock.time = utc("2026-11-30T08:00")
    with UnitOfWork(office.store) as work:
        (claim,) = work.reminders.claim(office.clock.now(), 1, timedelta(minutes=5), lambda *_: None)
        assert work.reminders.begin(claim, office.clock.now(), timedelta(minutes=5))
        work.commit()
    return claim


@pytest.fixture
def deliver(office: Office, claim: Claim) -> Callable[[str], Outcome]:
    return lambda url: RasaDelivery(url, "secret", office.store, timeout=5, patience=0.2)(
        claim.owner.sender_id, claim.reminder, claim
    )


Deliver = Callable[[str], Outcome]


def take(office: Office, claim: Claim) -> bool:
    """What the channel does with the message it keeps."""
    with UnitOfWork(office.store) as work:
        taken = work.reminders.hand_over(claim.delivery_id, office.clock.now())
        work.commit()
    return taken


def test_the_intent_goes_to_the_owner_on_their_channel_with_the_token(
    rasa: Rasa, deliver: Deliver, office: Office, claim: Claim
) -> None:
    rasa.before_answering = lambda: take(office, claim)
    assert deliver(rasa.url) == Outcome("sent")
    ((path, body),) = rasa.requests
    address = urlsplit(path)
    assert address.path == "/conversations/-100%2F4%202/trigger_intent"
    query = parse_qs(address.query)
    assert query["output_channel"] == ["telegram"] and query["token"] == ["secret"]
    assert body == {"name": INTENT, "entities": {"delivery": str(claim.delivery_id), "kind": "check_in"}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "unavailable"), (409, "unavailable"), (503, "unavailable"), (404, "refused"), (500, "refused")],
)
def test_an_error_is_of_this_delivery_or_of_everybody(rasa: Rasa, deliver: Deliver, status: int, kind: str) -> None:
    rasa.status = status
    outcome = deliver(rasa.url)
    assert outcome.kind == kind
    assert str(status) in outcome.reason and "secret" not in outcome.reason


def test_messages_in_the_answer_were_sent_to_nobody(rasa: Rasa, deliver: Deliver) -> None:
    rasa.body = b'{"tracker": {}, "messages": [{"recipient_id": "42", "text": "Bonjour"}]}'
    outcome = deliver(rasa.url)
    assert outcome.kind == "refused"
    assert "Bonjour" not in outcome.reason


def test_no_rasa_or_one_that_talks_nonsense_is_unavailable(rasa: Rasa, deliver: Deliver) -> None:
    rasa.body = b"<html>"
    assert deliver(rasa.url).kind == "unavailable"
    assert deliver("http://127.0.0.1:1").kind == "unavailable"


def test_what_the_channel_did_not_take_is_not_sent(rasa: Rasa, deliver: Deliver, office: Office) -> None:
    assert deliver(rasa.url).kind == "refused"


def test_the_channel_keeps_a_reminder_once_however_often_it_is_said(office: Office, claim: Claim) -> None:
    async def hear(_message: object) -> None:
        raise AssertionError("nobody said anything")

    class Sender:
        """Sends what is in the outbox, later."""

        async def deliver(self, outgoing: list[Outgoing]) -> None:
            pass

    dialogue = Dialogue(hear, Sender(), office.store)  # type: ignore[arg-type]
    for _ in range(2):
        asyncio.run(
            dialogue.post(claim.owner.sender_id, [Bubble("Bonjour"), Bubble("On reprend ?")], claim.delivery_id)
        )
    with UnitOfWork(office.store) as work:
        kept = work.telegram.unsent()
        assert work.reminders.is_handed(claim.delivery_id)
    assert [one.content["html"] for one in kept] == ["Bonjour", "On reprend ?"]
