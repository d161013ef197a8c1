"""A conversation in the terminal: the same Rasa, the same actions, another way to speak."""

import asyncio
import logging
import secrets
import sys
from datetime import datetime, timezone
from string import ascii_lowercase
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rich.console import Console
from rich.markup import escape

from bot.action_server import ActionServer
from bot.bootstrap import session_factory, settings
from bot.interview import FileKind
from bot.interview.files import owner_file
from bot.store import UnitOfWork
from bot.words import load_words

logger = logging.getLogger(__name__)
CHANNEL = "terminal"


class Terminal(CollectingOutputChannel):
    """Keeps what the bot says during a turn."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, kept with the owner."""
        return CHANNEL


class Chat:
    """One owner at one terminal."""

    def __init__(self, agent: Agent, server: ActionServer, owner: str, console: Console) -> None:
        self._agent = agent
        self._server = server
        self._owner = owner
        self._console = console
        self._words = load_words()
        self._buttons: list[dict[str, str]] = []

    async def run(self) -> None:
        """Greet, then answer until the owner leaves (end of input or Ctrl-C)."""
        self._console.print(f"[dim]{escape(self._words.say('terminal.opening'))}[/dim]\n")
        await self._show(self._greet)
        while (line := await asyncio.to_thread(self._read)) is not None:
            if line.strip():
                await self._show(lambda said=line: self._hear(said))
        self._console.print(f"\n[dim]{escape(self._words.say('terminal.bye'))}[/dim]")

    def _read(self) -> str | None:
        try:
            line = self._console.input(f"[bold cyan]{self._words.say('terminal.you')} ›[/bold cyan] ")
        except (EOFError, KeyboardInterrupt):
            return None
        except UnicodeDecodeError:
            return "?"
        if not sys.stdin.isatty():
            self._console.print(line, markup=False, highlight=False)
        return self._pressed(line)

    def _pressed(self, line: str) -> str:
        """The button of a letter, or the line itself."""
        letter = line.strip().lower().rstrip(")")
        index = ascii_lowercase.find(letter) if len(letter) == 1 else -1
        return self._buttons[index]["payload"] if 0 <= index < len(self._buttons) else line

    async def _greet(self, terminal: Terminal) -> None:
        tracker = await self._agent.processor.fetch_tracker_and_update_session(self._owner, terminal)
        await self._agent.trigger_intent("greet", [], terminal, tracker)

    async def _hear(self, text: str) -> Any:
        message = UserMessage(text, self._terminal, self._owner, input_channel=CHANNEL)
        return await self._agent.handle_message(message)

    async def _show(self, turn: Any) -> None:
        self._terminal = Terminal()
        self._server.ensure()
        try:
            with self._console.status("…"):
                await (turn(self._terminal) if turn == self._greet else turn())
        except Exception as error:
            self._fail(error)
            return
        if not self._terminal.messages:
            self._fail(None)
        for message in self._terminal.messages:
            self._print(message)

    def _fail(self, error: Exception | None) -> None:
        error_id = secrets.token_hex(4)
        logger.error("a turn failed, error %s", error_id, exc_info=error)
        self._console.print(self._words.say("terminal.silence", error_id=error_id), markup=False)

    def _print(self, message: dict[str, Any]) -> None:
        if file := (message.get("custom") or {}).get("file"):
            self._save(file)
            return
        self._buttons = message.get("buttons") or self._buttons
        self._console.print(message.get("text", ""), markup=False, highlight=False)
        for letter, button in zip(ascii_lowercase, message.get("buttons") or (), strict=False):
            self._console.print(f"  [bold]{letter}[/bold]  {escape(button['title'])}", highlight=False)
        self._console.print()

    def _save(self, kind: FileKind) -> None:
        """A file goes beside the answers, and its place is said; the terminal's own bars stand for the radar."""
        if kind == "radar":
            return
        with UnitOfWork(session_factory(), writes=False) as work:
            file = owner_file(work, self._owner, kind, datetime.now(timezone.utc))
        if file is not None:
            place = (settings().data_folder / file.name).resolve()
            place.write_bytes(file.content)
            self._console.print(self._words.say("file.saved", caption=file.caption, own_path=str(place)), markup=False)
            self._console.print()
