"""What can go wrong between a bot and Telegram, to be scripted: `telegram.fails("sendMessage", blocked())`."""

from dataclasses import dataclass, field, replace
from typing import Any


class RefusedError(Exception):
    """A request that Telegram answers with an error."""

    def __init__(self, description: str, code: int = 400, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True)
class Failure:
    """One way to fail. Without a code nothing is refused: the answer is only late, cut short or missing."""

    description: str = ""
    code: int | None = None
    parameters: dict[str, Any] | None = field(default=None)
    delay: float = 0.0
    """Seconds before the answer."""
    lost: str = ""
    """What becomes of the answer: "" (it arrives), "cut" (half of it), "hang" (none, the connection stays open)."""
    processed: bool = False
    """Whether the request was carried out all the same."""


def after_processing(failure: Failure) -> Failure:
    """The request is carried out, and fails only then: a message is delivered and the bot does not know."""
    return replace(failure, processed=True)


def too_many_requests(retry_after: int) -> Failure:
    """Flood control; `retry_after` in seconds."""
    return Failure(f"Too Many Requests: retry after {retry_after}", 429, {"retry_after": retry_after})


def blocked() -> Failure:
    """The person blocked the bot."""
    return Failure("Forbidden: bot was blocked by the user", 403)


def deactivated() -> Failure:
    """The person's account is gone."""
    return Failure("Forbidden: user is deactivated", 403)


def never_started() -> Failure:
    """A person whom the bot writes to first."""
    return Failure("Forbidden: bot can't initiate conversation with a user", 403)


def migrated(chat_id: int) -> Failure:
    """The group is now the supergroup `chat_id`."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Failure(text, 400, {"migrate_to_chat_id": chat_id})


def bad_request(description: str) -> Failure:
    """Refused for a reason of the test's own, such as "message to edit not found"."""
    return Failure(f"Bad Request: {description}", 400)


def server_error(code: int = 502) -> Failure:
    """Telegram, or the proxy before it, is ill; 5xx answers are pages of HTML."""
    return Failure("<html><title>Bad Gateway</title></html>", code)


def slow(seconds: float) -> Failure:
    """Nothing at all for a while, then the usual answer."""
    return Failure(delay=seconds)


def cut() -> Failure:
    """The connection closes in the middle of the answer."""
    return Failure(lost="cut")


def hang() -> Failure:
    """No answer ever, on a connection that stays open."""
    return Failure(lost="hang")
