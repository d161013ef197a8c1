"""How updates reach the bot: a queue that getUpdates confirms, or posts to its webhook."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from .failures import RefusedError

Json = dict[str, Any]

# What a bot must ask for by name.
_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Webhook:
    """Where updates go, as setWebhook said, and how the last attempt went."""

    url: str
    secret_token: str
    max_connections: int
    connections: asyncio.Semaphore
    attempts: list[tuple[int, int]] = field(default_factory=list)
    """Of each attempt the update_id and the bot's status; 0 where it could not be reached."""
    last_error: str = ""

    def headers(self) -> dict[str, str]:
        """The secret that only Telegram and the bot know."""
        return {_SECRET_HEADER: self.secret_token} if self.secret_token else {}


class Delivery:
    """Updates that wait for the bot. Lives on the server's event loop."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.pending: list[Json] = []
        self.webhook: Webhook | None = None
        self.retry_delay = 0.05
        """Seconds before an update is posted again to a webhook that did not answer 2xx."""
        self.webhook_timeout = 10.0
        self._allowed: list[str] | None = None
        self._next_id = 700_000_001
        self._poller: asyncio.Future[None] | None = None
        self._again: list[Json] = []
        self._queues: defaultdict[int, list[Json]] = defaultdict(list)
        self._posters: set[asyncio.Task[None]] = set()

    def add(self, kind: str, payload: Json) -> Json | None:
        """A new update for the bot, unless it did not ask for that kind."""
        if kind in _UNASKED if not self._allowed else kind not in self._allowed:
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.pending.append(update)
        self._hand_over(update)
        return update

    def repeat(self, update: Json) -> None:
        """Delivers once more an update that the bot had before."""
        if not self.webhook:
            self._again.append(update)
        self._hand_over(update)

    def _hand_over(self, update: Json) -> None:
        if self.webhook:
            self._post_in_order(update)
        elif self._poller and not self._poller.done():
            self._poller.set_result(None)

    # Long polling

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits for the next update."""
        return self._poller is not None

    async def poll(
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: list[str] | None = None
    ) -> list[Json]:
        """getUpdates: what is pending from `offset` on, at once or within `timeout` seconds. One that waits ends another
        that waits.
        """
        if self.webhook:
            raise RefusedError(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        if allowed_updates is not None:
            self._allowed = allowed_updates
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        if not self.pending and not self._again and timeout:
            if self._poller and not self._poller.done():
                self._poller.set_exception(
                    RefusedError(
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                        409,
                    )
                )
            self._poller = poller = asyncio.get_running_loop().create_future()
            self._changed()
            try:
                await asyncio.wait([poller], timeout=timeout)
                if poller.done():
                    poller.result()
            finally:
                if self._poller is poller:
                    self._poller = None
                    self._changed()
        again, self._again = self._again, []
        return [*again, *self.pending[:limit]]

    # Webhook

    def set_webhook(
        self,
        url: str,
        secret_token: str = "",
        max_connections: int = 40,
        allowed_updates: list[str] | None = None,
        drop_pending_updates: bool = False,
        **_certificate_and_address: Any,
    ) -> bool:
        """setWebhook; an empty URL removes it. Plain HTTP to this machine is taken, as a local Bot API server does."""
        self.delete_webhook(drop_pending_updates)
        if not url:
            return True
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise RefusedError("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if allowed_updates is not None:
            self._allowed = allowed_updates
        self.webhook = Webhook(url, secret_token, max_connections, asyncio.Semaphore(max_connections))
        for update in self.pending:
            self._post_in_order(update)
        return True

    def delete_webhook(self, drop_pending_updates: bool = False) -> bool:
        """deleteWebhook: updates wait for getUpdates from now on."""
        self.webhook = None
        for poster in self._posters:
            poster.cancel()
        self._queues.clear()
        if drop_pending_updates:
            self.pending.clear()
        return True

    def webhook_info(self) -> Json:
        """getWebhookInfo."""
        hook = self.webhook
        info: Json = {"has_custom_certificate": False, "pending_update_count": len(self.pending)}
        if hook is None:
            return {"url": "", **info}
        info |= {"url": hook.url, "max_connections": hook.max_connections}
        if self._allowed is not None:
            info["allowed_updates"] = self._allowed
        return {**info, "last_error_message": hook.last_error} if hook.last_error else info

    def _post_in_order(self, update: Json) -> None:
        """Chats side by side, the updates of one chat one after the other, as Telegram posts them."""
        chat = _chat_of(update)
        self._queues[chat].append(update)
        if len(self._queues[chat]) == 1 and self.webhook:
            poster = asyncio.create_task(self._post_all(self._queues[chat], self.webhook))
            self._posters.add(poster)
            poster.add_done_callback(self._posters.discard)

    async def _post_all(self, queue: list[Json], webhook: Webhook) -> None:
        while queue:
            if await self._post(queue[0], webhook):
                done = queue.pop(0)
                if done in self.pending:
                    self.pending.remove(done)
            else:
                await asyncio.sleep(self.retry_delay)
            self._changed()

    async def _post(self, update: Json, webhook: Webhook) -> bool:
        limit = aiohttp.ClientTimeout(total=self.webhook_timeout)
        status = 0
        try:
            async with (
                webhook.connections,
                aiohttp.ClientSession(timeout=limit) as client,
                client.post(webhook.url, json=update, headers=webhook.headers()) as answer,
            ):
                status = answer.status
                webhook.last_error = (
                    "" if status < 300 else f"Wrong response from the webhook: {status} {answer.reason}"
                )
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            webhook.last_error = f"Connection failed: {error}"
        webhook.attempts.append((update["update_id"], status))
        return 200 <= status < 300


def _chat_of(update: Json) -> int:
    """The chat, or else the user, whose updates must keep their order."""
    payload = next(value for name, value in update.items() if name != "update_id")
    for holder in (payload, payload.get("message", {})):
        if "chat" in holder:
            return int(holder["chat"]["id"])
    return int((payload.get("from") or payload.get("user") or {"id": 0})["id"])
