"""How Rasa calls our actions: over connections that stay open, with replies checked by a validator made once.

Rasa opens a session and a connection for each call, and checks its schema of a reply against the schema of schemas at
each reply: together a quarter of a turn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from jsonschema import ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

_KEPT = 2.0
"""Seconds an unused connection stays open: less than the 5 of Sanic, so that it never closes one we are about to use."""
_REJECTED = 400
_errors: ContextVar[list[Exception] | None] = ContextVar("errors of actions", default=None)


@contextmanager
def action_errors() -> Iterator[list[Exception]]:
    """The errors of calls made within the block: Rasa logs them, and goes on as if the action had had nothing to say."""
    errors: list[Exception] = []
    token = _errors.set(errors)
    try:
        yield errors
    finally:
        _errors.reset(token)


class ActionEndpoint(EndpointConfig):
    """The address of the action server, as Rasa's agent takes one. `close` it in the loop that used it."""

    def __init__(self, url: str) -> None:
        """The actions read nothing of the domain: requests leave it out."""
        super().__init__(url, enable_selective_domain=True)
        self._connector: aiohttp.TCPConnector | None = None

    def session(self) -> aiohttp.ClientSession:
        """A session for one request, whose end leaves the connection open."""
        if self._connector is None:
            self._connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT)
        timeout = aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT)
        return aiohttp.ClientSession(connector=self._connector, connector_owner=False, timeout=timeout)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Call an action; an error, but for an action that rejects itself, is noted for `action_errors`."""
        try:
            return await super().request(*args, **kwargs)
        except Exception as error:
            noted = _errors.get()
            if noted is not None and getattr(error, "status", None) != _REJECTED:
                noted.append(error)
            raise

    async def close(self) -> None:
        """Close the connections."""
        if self._connector is not None:
            await self._connector.close()
            self._connector = None


def check_replies_with_one_validator() -> None:
    """Have Rasa check replies of actions against the same schema as ever, without checking that schema each time."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def check(_action: RemoteAction, reply: dict[str, Any]) -> bool:
        error: ValidationError | None = best_match(validator.iter_errors(reply))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = check
