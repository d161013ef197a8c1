"""How long owners wait on Telegram: many chats at once, against a fake Bot API on this machine.

One Rasa process on one core answers everybody; the action server, the fake Bot API and the owners share the other
core. Each owner answers the pending question, by a tap or in words, at moments fixed beforehand (an open loop: a slow
bot gets no rest), so that messages arrive at Telegram's own limit for a bot, 30 a second. A wait is counted from the
moment the update is there to be fetched until the reply reaches Telegram.
"""

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.owners import answers
from bot.action_server import ActionServer, action_log
from bot.bootstrap import settings
from bot.coach import load_questionnaire
from bot.store.schema import migrate
from bot.supervisor import RasaServer
from bot.training import ROOT, model_path
from tests.telegram.chats import Message
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.person import Person

console = Console(highlight=False)
_WARM_UP = 10.0
"""Seconds before waits count."""


def _asking() -> dict[str, str]:
    """Question ids by the texts that ask them, without what comes in front."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    return {
        variant["text"].split("{progress} ")[-1].splitlines()[0]: question
        for question in load_questionnaire().ids
        for variant in responses[f"utter_ask_{question}"]
    }


class Owner:
    """Somebody who answers whatever the last message asks."""

    def __init__(self, person: Person, number: int) -> None:
        self.person = person
        self.wrote: list[float] = []
        self._random = random.Random(number)
        self._asking = _asking()

    async def answers(self) -> None:
        """Tap or write, as a person would who has just read."""
        said = self.person.chat.said
        self.wrote.append(time.monotonic())
        if not said:
            await self.person.writes("/start")
            return
        labels = [button["text"] for row in said[-1].keyboard for button in row]
        question = self._question(said[-1])
        if labels and (question is None or (self._random.random() < 0.5 and "Valider" not in labels)):
            await self.person.taps(self._random.choice(labels), said[-1])
        elif question is not None:
            await self.person.writes(self._random.choice(answers()[question]))
        else:
            await self.person.writes(self._random.choice(("recommencer", "oui", "mon score", "continuer")))

    def _question(self, message: Message) -> str | None:
        text = message.text.replace("\xa0", " ")
        return next((id for asked, id in self._asking.items() if asked.replace("\xa0", " ") in text), None)


async def _talk(telegram: FakeTelegram, owners: list[Owner], rate: float, seconds: float) -> Iterator[float]:
    """Everybody in turn, `rate` a second; the seconds each wait took, None for one that never ended."""
    began = time.monotonic()
    for number in track(range(round((seconds + _WARM_UP) * rate)), "talking", console=console, transient=True):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        await owners[number % len(owners)].answers()
    await asyncio.sleep(5)
    replies = {
        owner.person.chat.id: [one.at for one in telegram.calls("sendMessage", owner.person.chat)] for owner in owners
    }
    return iter(
        next((at - wrote for at in replies[owner.person.chat.id] if at >= wrote), float("inf"))
        for owner in owners
        for wrote in owner.wrote
        if wrote >= began + _WARM_UP
    )


def _cpu_seconds(pid: int) -> float:
    """Seconds of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(
    chats: Annotated[int, typer.Option(min=1)] = 300,
    rate: Annotated[float, typer.Option(help="Messages a second, of all owners together.")] = 30,
    seconds: Annotated[float, typer.Option(help="For how long, after the warm-up.")] = 60,
) -> None:
    """Print the waits of owners at Telegram's limit for a bot."""
    model = model_path(settings().model_folder)
    if not model.is_file():
        raise typer.BadParameter(f"{model} is not there: train it first with `costaud train`")
    with tempfile.TemporaryDirectory(prefix="costaud-telegram-") as name, FakeTelegram() as telegram:
        folder = Path(name)
        ours = replace(
            settings(),
            database_url=f"sqlite:///{folder / 'answers.db'}",
            data_folder=folder,
            telegram_token=telegram.token,
            telegram_api_url=telegram.url,
        )
        migrate(ours.database_url)
        os.environ |= {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        os.environ["DATABASE_URL"] = ours.database_url
        first, *others = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, others or {first})
        with ActionServer(ours, action_log(ours)) as server:
            os.sched_setaffinity(0, {first})
            rasa = RasaServer(ours, model, server.url)
            with rasa:
                os.sched_setaffinity(0, others or {first})
                owners = [Owner(telegram.person(f"Nom {number}"), number) for number in range(chats)]
                before = _cpu_seconds(rasa.pid)
                waits = sorted(asyncio.run(_talk(telegram, owners, rate, seconds)))
                spent = _cpu_seconds(rasa.pid) - before
    lost = sum(wait == float("inf") for wait in waits)
    table = Table("messages", "a second", "chats", "median", "95th percentile", "99th", "without a reply")
    shown = [f"{1000 * waits[int(len(waits) * share)]:.0f} ms" for share in (0.5, 0.95, 0.99)]
    table.add_row(str(len(waits)), f"{rate:g}", str(chats), *shown, str(lost))
    console.print(table)
    for what, count in Counter(fault.what for fault in telegram.faults).most_common(5):
        console.print(f"{count} requests refused: {what}", markup=False)
    messages = sum(len(owner.wrote) for owner in owners)
    console.print(
        f"{1000 * spent / messages:.1f} ms of its core a message in Rasa's process. Mean wait "
        f"{1000 * statistics.fmean(waits):.0f} ms; load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    typer.run(main)
