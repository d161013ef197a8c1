"""Hold the conversations of docs/conversations/owners.yml with the running bot, and write down what was said."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from bot.assistant import load_agent, quiet_libraries
from bot.words import load_words

FOLDER = Path(__file__).parent.parent / "docs" / "conversations"
_TURNS = 120
"""More turns than any of the conversations needs: a loop ends."""


_GIVE_UP = "je passe"
"""What an owner says at a question whose answers are used up."""


class Recorder:
    """One owner's conversation, line by line."""

    def __init__(self, agent: Any, name: str, owner: dict[str, Any]) -> None:
        self._agent = agent
        self._name = name
        self._owner = owner
        self._lines = [
            f"# {owner['title']}",
            "",
            "Recorded with the running bot: `python -m scripts.record_conversations`.",
            "",
        ]

    async def hold(self) -> str:
        """The conversation as Markdown."""
        answers = {id: [text] if isinstance(text, str) else list(text) for id, text in self._owner["answers"].items()}
        await self._say(self._owner["opening"])
        await self._say(self._owner["begin"])
        for _ in range(_TURNS):
            slots = await self._slots()
            if slots["situation"] == "offered":
                await self._say("Continuer maintenant")
            elif slots["situation"] == "done":
                break
            else:
                texts = answers[slots["requested_slot"]]
                await self._say(texts.pop(0) if texts else _GIVE_UP)
        for text in self._owner["ending"]:
            await self._say(text)
        return "\n".join(self._lines)

    async def _slots(self) -> dict[str, Any]:
        tracker = await self._agent.tracker_store.retrieve(self._name)
        return dict(tracker.current_slot_values())

    async def _say(self, text: str) -> None:
        from rasa.core.channels.channel import UserMessage

        from bot.chat import CHANNEL, Terminal

        terminal = Terminal()
        await self._agent.handle_message(UserMessage(text, terminal, self._name, input_channel=CHANNEL))
        self._lines += [f"**{self._owner['title'].split(',')[0]}** — {text}", ""]
        for message in terminal.messages:
            if file := (message.get("custom") or {}).get("file"):
                self._lines.append(f"> *{load_words().say(f'file.{file}.name')}*")
            self._lines += [f"> {line}  " for line in message.get("text", "").splitlines()]
            if message.get("buttons"):
                self._lines.append("> " + " ".join(f"`{button['title']}`" for button in message["buttons"]))
            self._lines.append("")


async def record(model: Path) -> None:
    """Write one file an owner."""
    from bot.action_server import ActionServer, action_log
    from bot.bootstrap import settings
    from bot.store.schema import migrate

    migrate(settings().database_url)
    owners = yaml.safe_load((FOLDER / "owners.yml").read_text(encoding="utf-8"))
    with ActionServer(settings(), action_log(settings())) as server:
        agent = load_agent(model, action_server=server.url)
        for name, owner in owners.items():
            text = await Recorder(agent, name, owner).hold()
            (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
        await agent.action_endpoint.close()


def main() -> None:
    """Record with the trained model, in a database of its own."""
    from bot.training import ROOT, model_path

    quiet_libraries()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COSTAUD_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        asyncio.run(record(model_path(ROOT / "models")))


if __name__ == "__main__":
    main()
