"""What Rasa's answers mean, told by a server that gives them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.reminders.rasa import INTENT, RasaDelivery
from bot.reminders.worker import Outcome
from bot.store import Claim, Owner, Reminder
from tests.reminders.people import utc

NOW = utc("2026-11-30T08:00")


class Rasa:
    """Answers every request with `status` and `body`, and keeps the requests."""

    def __init__(self) -> None:
        self.status, self.body = 200, b'{"tracker": {}}'
        self.requests: list[tuple[str, Any]] = []
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                rasa.requests.append((self.path, json.loads(self.rfile.read(length))))
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


def deliver(url: str, sender_id: str = "42") -> Outcome:
    reminder = Reminder(1, "check_in", None, date(2026, 11, 30), time(9), False, NOW)
    owner = Owner(sender_id, "telegram", NOW, NOW)
    return RasaDelivery(url, "secret", timeout=2)(sender_id, reminder, Claim(reminder, owner, 7, NOW, 1, False))


def test_the_intent_goes_to_the_owner_on_their_channel_with_the_token(rasa: Rasa) -> None:
    assert deliver(rasa.url, "-100/4 2") == Outcome("sent")
    ((path, body),) = rasa.requests
    address = urlsplit(path)
    assert address.path == "/conversations/-100%2F4%202/trigger_intent"
    query = parse_qs(address.query)
    assert query["output_channel"] == ["telegram"] and query["token"] == ["secret"]
    assert body == {"name": INTENT, "entities": {"delivery": "7", "kind": "check_in"}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "unavailable"), (409, "unavailable"), (503, "unavailable"), (404, "refused"), (500, "refused")],
)
def test_an_error_is_of_this_delivery_or_of_everybody(rasa: Rasa, status: int, kind: str) -> None:
    rasa.status = status
    outcome = deliver(rasa.url)
    assert outcome.kind == kind
    assert str(status) in outcome.reason and "secret" not in outcome.reason


def test_messages_in_the_answer_were_sent_to_nobody(rasa: Rasa) -> None:
    rasa.body = b'{"tracker": {}, "messages": [{"recipient_id": "42", "text": "Bonjour"}]}'
    outcome = deliver(rasa.url)
    assert outcome.kind == "refused"
    assert "Bonjour" not in outcome.reason


def test_no_rasa_or_one_that_talks_nonsense_is_unavailable(rasa: Rasa) -> None:
    rasa.body = b"<html>"
    assert deliver(rasa.url).kind == "unavailable"
    assert deliver("http://127.0.0.1:1").kind == "unavailable"
