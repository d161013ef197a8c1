"""Draw a conversation on Telegram as a phone shows it, from what the running bot really said.

    python -m scripts.draw_conversation

It starts Costaud against the tests' fake Bot API, talks with it, and writes docs/conversations/telegram.svg.
"""

import asyncio
import base64
import os
import re
import tempfile
from dataclasses import replace
from html import escape
from itertools import chain
from pathlib import Path

from matplotlib import get_data_path
from PIL import ImageFont

from bot.action_server import ActionServer, action_log
from bot.bootstrap import settings
from bot.store.schema import migrate
from bot.supervisor import RasaServer
from bot.training import ROOT, model_path
from tests.telegram.chats import Message
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.person import Person

FILE = ROOT / "docs" / "conversations" / "telegram.svg"
_PATIENCE = 60.0

_PHONE, _GAP, _MARGIN, _BUBBLE = 400, 28, 14, 300
_SIZE, _LINE, _PADDING = 14, 19, 10
_LONGEST = 34
"""Lines of one message that are drawn; a long result is cut, as a screen cuts it."""
_FONT = ImageFont.truetype(str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), _SIZE)


_BEFORE_SIGN = re.compile(" (?=[:;?!»])|(?<=«) ")


class Screen:
    """One phone: bubbles from the top down."""

    def __init__(self, left: float) -> None:
        self._left = left
        self._parts: list[str] = []
        self.bottom = _MARGIN

    def bubble(self, message: Message) -> None:
        """A message with its buttons below it."""
        width = _BUBBLE
        side = self._left + (_MARGIN if message.by_bot else _PHONE - _MARGIN - width)
        if message.file is not None and message.file.name.endswith(".png"):
            data = base64.b64encode(message.file.content).decode()
            self._parts.append(
                f'<image x="{side}" y="{self.bottom}" width="{width}" height="{width}" '
                f'href="data:image/png;base64,{data}"/>'
            )
            self.bottom += width + 6
        lines = list(chain.from_iterable(_wrapped(line, width - 2 * _PADDING) for line in message.text.split("\n")))
        if len(lines) > _LONGEST:
            lines = [*lines[:_LONGEST], "…"]
        height = len(lines) * _LINE + 2 * _PADDING - 4
        colour = "#ffffff" if message.by_bot else "#dff5c8"
        self._parts.append(
            f'<rect x="{side}" y="{self.bottom}" width="{width}" height="{height}" rx="12" fill="{colour}"/>'
        )
        for place, line in enumerate(lines):
            y = self.bottom + _PADDING + _SIZE + place * _LINE - 2
            self._parts.append(f'<text x="{side + _PADDING}" y="{y}">{escape(line)}</text>')
        self.bottom += height + 4
        for row in message.keyboard:
            self._row([button["text"] for button in row], side, width)
        self.bottom += 8

    def _row(self, titles: list[str], side: float, width: float) -> None:
        each = (width - 4 * (len(titles) - 1)) / len(titles)
        for place, title in enumerate(titles):
            x = side + place * (each + 4)
            self._parts.append(f'<rect x="{x}" y="{self.bottom}" width="{each}" height="28" rx="7" fill="#8fa9bf"/>')
            self._parts.append(
                f'<text x="{x + each / 2}" y="{self.bottom + 19}" fill="#ffffff" text-anchor="middle">{escape(title)}</text>'
            )
        self.bottom += 32

    def drawn(self, height: float) -> str:
        """The phone, as high as the highest."""
        ground = f'<rect x="{self._left}" y="0" width="{_PHONE}" height="{height}" rx="18" fill="#cfdde6"/>'
        return "\n".join([ground, *self._parts])


def _wrapped(line: str, width: float) -> list[str]:
    """A line of text broken between words."""
    lines, current = [], ""
    for word in _BEFORE_SIGN.sub("\u00a0", line).split(" "):
        longer = f"{current} {word}" if current else word
        if current and _FONT.getlength(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


async def _screens(marie: Person) -> list[list[Message]]:
    """What three phones show: the beginning, words instead of buttons, the result."""

    async def says(text: str, count: int = 1) -> None:
        await marie.writes(text)
        await marie.hears(count, timeout=_PATIENCE)

    async def taps(label: str, count: int = 1) -> None:
        await marie.taps(label)
        await marie.hears(count, timeout=_PATIENCE)

    said = marie.chat.messages
    await says("/start")
    await taps("Commencer")
    for label in ("Vendre davantage", "Fidéliser mes clients"):
        await marie.taps(label)
        await marie.telegram.until(lambda label=label: f"✅ {label}" in said[-1].buttons, _PATIENCE)
    first = [_copied(message) for message in said]
    await taps("Valider")
    for text in ("dix commandes de gâteaux par mois, en plus", "des particuliers", "ma ville et les environs"):
        await says(text)
    for text in ("entre 25 et 60 ans", "ils sont bien connectés", "instagram et facebook", "je leur ai demandé"):
        await says(text)
    begun = len(said)
    for text in ("3h par semaine, pas plus", "non, 2 h pas 3", "il faut être sur tiktok ou pas ?"):
        await says(text)
    second = [_copied(message) for message in said[begun:]]
    for text in (
        "instagram seulement",
        "20 euros par mois",
        "les photos c'est moi",
        "pas de jeux",
        "j'aime bien écrire",
    ):
        await says(text)
    count = len(said)
    await marie.writes("beaucoup, j'adore parler aux clients")
    await marie.telegram.until(lambda: any(one.file for one in said[count:]) and bool(said[-1].keyboard), _PATIENCE)
    third = [_copied(message) for message in said[count:]]
    return [first, second, third]


def _copied(message: Message) -> Message:
    return replace(message, content=dict(message.content), keyboard=[list(row) for row in message.keyboard])


def _svg(screens: list[list[Message]]) -> str:
    phones = [Screen(number * (_PHONE + _GAP)) for number in range(len(screens))]
    for phone, messages in zip(phones, screens, strict=True):
        for message in messages:
            phone.bubble(message)
    height = max(phone.bottom for phone in phones) + _MARGIN
    width = len(phones) * (_PHONE + _GAP) - _GAP
    drawn = "\n".join(phone.drawn(height) for phone in phones)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="DejaVu Sans, Verdana, sans-serif" font-size="{_SIZE}" fill="#1f2a33">\n{drawn}\n</svg>\n'
    )


def main() -> None:
    """Talk and draw."""
    with tempfile.TemporaryDirectory(prefix="costaud-drawing-") as name, FakeTelegram() as telegram:
        folder = Path(name)
        ours = replace(
            settings(),
            database_url=f"sqlite:///{folder / 'answers.db'}",
            data_folder=folder,
            telegram_token=telegram.token,
            telegram_api_url=telegram.url,
        )
        migrate(ours.database_url)
        os.environ |= {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": ours.database_url,
        }
        with ActionServer(ours, action_log(ours)) as server:
            rasa = RasaServer(ours, model_path(ours.model_folder), server.url)
            with rasa:
                screens = asyncio.run(_screens(telegram.person("Marie")))
    FILE.write_text(_svg(screens), encoding="utf-8")


if __name__ == "__main__":
    main()
