"""The Rasa channel: named in `credentials.yml`, started and stopped with Rasa's server."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.bootstrap import session_factory, settings
from bot.settings import Settings
from bot.store import SessionFactory, StoreError
from bot.telegram.api import make_bot
from bot.telegram.commands import MENU
from bot.telegram.dialogue import NAME, Dialogue
from bot.telegram.filing import Files
from bot.telegram.handling import HANDLED, Handler
from bot.telegram.receiving import Receiver
from bot.telegram.rendering import bubbles
from bot.telegram.sending import Sender, persistently
from bot.words import load_words

logger = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST_BODY = 16 * 2**20
# Seconds that turns under way have to end when the program is asked to stop; what is left is taken up next time.
_TURNS_END_WITHIN = 4.0


class Output(OutputChannel):
    """What Rasa says by itself, such as a reminder: queued behind the turns of the same chat."""

    def __init__(self, receiver: Receiver, dialogue: Dialogue) -> None:
        self._receiver = receiver
        self._dialogue = dialogue

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Queue one message; that of a reminder says which in `custom: {delivery: number}`."""
        replies = bubbles([message])
        delivery = (message.get("custom") or {}).get("delivery")
        self._receiver.chats.put(recipient_id, lambda: self._dialogue.post(recipient_id, replies, delivery))


class TelegramChannel(InputChannel):
    """Costaud's side of Telegram: polling by default, a webhook where TELEGRAM_WEBHOOK_URL is set."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also the beginning of its webhook's path."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> TelegramChannel:
        """Everything comes from the environment: a token is no business of a file. Raises SettingsError."""
        return cls(settings(), session_factory())

    def __init__(self, settings: Settings, store: SessionFactory) -> None:
        self._settings = settings
        self._store = store
        self._bot = make_bot(settings)
        self._secret = hashlib.sha256(f"webhook {settings.telegram_token}".encode()).hexdigest()
        self._files = Files()
        self._sender = Sender(self._bot, store, self._files)
        self._tasks: list[asyncio.Task[None]] = []

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes and the beginning and end of everything else."""
        self._dialogue = Dialogue(on_new_message, self._sender, self._store)
        handler = Handler(self._bot, self._dialogue, self._sender, self._store)
        self._receiver = Receiver(self._bot, handler, self._dialogue, self._sender, self._store)
        blueprint = Blueprint(NAME)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._webhook(request)

        blueprint.listener("after_server_start")(self._start)
        blueprint.listener("before_server_stop")(self._stop)
        return blueprint

    def get_output_channel(self) -> OutputChannel:
        """Where reminders go."""
        return Output(self._receiver, self._dialogue)

    # --- life -------------------------------------------------------------------------------------------

    async def _start(self, app: Sanic, _loop: Any) -> None:
        if app.ctx.agent is None or not app.ctx.agent.is_ready():
            # Rasa would serve without a model, and fail at every message.
            logger.critical("The model could not be loaded; the reason is above.")
            raise SystemExit(1)
        self._tasks = [asyncio.create_task(self._receive(app))]

    async def _receive(self, app: Sanic) -> None:
        try:
            await persistently(self._bot.initialize)
            self._tasks.append(asyncio.create_task(self._introduce()))
            await self._receiver.take_up()
            if self._settings.telegram_webhook_url:
                await persistently(self._set_webhook)
            else:
                await persistently(lambda: self._bot.delete_webhook(drop_pending_updates=False))
                await self._receiver.poll()
        except InvalidToken:
            logger.critical("Telegram refuses the token: check TELEGRAM_TOKEN.")
            app.stop()  # type: ignore[no-untyped-call]
        except Exception:
            # A program that receives nothing any more must not look alive: whoever watches it starts it again.
            logger.critical("Updates cannot be received any more, error %s", secrets.token_hex(4), exc_info=True)
            app.stop()  # type: ignore[no-untyped-call]

    async def _set_webhook(self) -> bool:
        return await self._bot.set_webhook(
            f"{self._settings.telegram_webhook_url}/webhooks/{NAME}/webhook",
            secret_token=self._secret,
            allowed_updates=HANDLED,
            drop_pending_updates=False,
        )

    async def _introduce(self) -> None:
        """The bot's menu and profile; a refusal is logged and holds nothing up."""
        words = load_words()
        commands = [BotCommand(name, words.say(f"command.{name}")) for name in MENU]
        description = words.say("telegram.description")
        short = words.say("telegram.short_description")
        try:
            await persistently(lambda: self._bot.set_my_commands(commands))
            await persistently(lambda: self._bot.set_my_description(description))
            await persistently(lambda: self._bot.set_my_short_description(short))
        except TelegramError as error:
            logger.warning("The bot's profile could not be set: %s", error.message)

    async def _stop(self, _app: Sanic, _loop: Any) -> None:
        """Receive no more, let the turns under way end."""
        for task in self._tasks:
            task.cancel()
        await self._receiver.chats.rest(_TURNS_END_WITHIN)
        await self._sender.settle(1)
        self._files.close()
        await self._bot.shutdown()

    # --- webhook ----------------------------------------------------------------------------------------

    async def _webhook(self, request: Request) -> HTTPResponse:
        """403 without the secret, and no work done; 400 for what is no update; 503 so that Telegram comes again."""
        given = request.headers.get(_SECRET_HEADER, "").encode()
        if not self._settings.telegram_webhook_url or not hmac.compare_digest(given, self._secret.encode()):
            return empty(status=403)
        if len(request.body) > _LARGEST_BODY:
            return empty(status=413)
        try:
            update = json.loads(request.body)
        except (ValueError, RecursionError):
            return empty(status=400)
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**63:
            return empty(status=400)
        try:
            await self._receiver.take([update])
        except StoreError as error:
            logger.error("An update could not be kept, Telegram will send it again: %s", error)
            return empty(status=503)
        return empty(status=200)
