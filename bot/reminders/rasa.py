"""Delivery through Rasa: its HTTP API starts the conversation on the owner's channel."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode

from bot.reminders.worker import Outcome
from bot.store import Claim, Reminder

INTENT = "EXTERNAL_reminder"
"""The intent that a reminder triggers, with the entities `delivery` (its number) and `kind`."""

_TIMEOUT = 20.0


class RasaDelivery:
    """Delivers by `POST {url}/conversations/<sender_id>/trigger_intent`; `token` is Rasa's `--auth-token`."""

    def __init__(self, url: str, token: str, timeout: float = _TIMEOUT) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._timeout = timeout

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
        return Outcome("sent")
