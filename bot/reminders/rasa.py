"""Delivery through Rasa: its HTTP API starts the conversation on the owner's channel.

Rasa's answer says that the turn is over, not that the channel has the message: that, the channel itself notes with
the message it keeps (`Reminders.hand_over`), and only then it counts as sent.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

from bot.reminders.worker import Outcome
from bot.store import Claim, Reminder, SessionFactory, UnitOfWork

INTENT = "EXTERNAL_reminder"
"""The intent that a reminder triggers, with the entities `delivery` (its number) and `kind`."""

_TIMEOUT = 20.0
_PATIENCE = 5.0
_LOOKS_EVERY = 0.05


class RasaDelivery:
    """Delivers by `POST {url}/conversations/<sender_id>/trigger_intent`; `token` is Rasa's `--auth-token`.

    `timeout` and `patience`: seconds that Rasa, and then the channel, may take.
    """

    def __init__(
        self, url: str, token: str, store: SessionFactory, timeout: float = _TIMEOUT, patience: float = _PATIENCE
    ) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._store = store
        self._timeout = timeout
        self._patience = patience

    def __call__(self, sender_id: str, reminder: Reminder, claim: Claim) -> Outcome:
        """Trigger the intent; the outcome never holds the owner's words nor the token."""
        query = urlencode({"output_channel": claim.owner.channel, "token": self._token, "include_events": "NONE"})
        request = urllib.request.Request(
            f"{self._url}/conversations/{quote(sender_id, safe='')}/trigger_intent?{query}",
            data=json.dumps(
                {"name": INTENT, "entities": {"delivery": str(claim.delivery_id), "kind": reminder.kind}}
            ).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            error.close()
            # 401 (token) and 409 (no model yet) concern everybody; 404 (intent) and 500 (channel) this delivery.
            kind = "unavailable" if error.code in (401, 403, 409, 503) else "refused"
            return Outcome(kind, f"Rasa answered {error.code}")  # type: ignore[arg-type]
        except (urllib.error.URLError, OSError, ValueError) as error:
            return Outcome("unavailable", f"Rasa did not answer ({type(error).__name__})")
        if "messages" in answer:
            # Rasa had no such channel: it collected what it should have sent, and sent nothing.
            return Outcome("refused", f"Rasa has no channel named {claim.owner.channel}")
        if not self._handed(claim.delivery_id):
            # Behind other turns of this chat, perhaps: the next attempt looks first whether it went out meanwhile.
            return Outcome("refused", "the channel has not taken it")
        return Outcome("sent")

    def _handed(self, delivery_id: int) -> bool:
        until = time.monotonic() + self._patience
        while True:
            with UnitOfWork(self._store, writes=False) as work:
                if work.reminders.is_handed(delivery_id):
                    return True
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOKS_EVERY)
