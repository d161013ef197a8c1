"""A conversation held while the processes are killed again and again, and what must be true of it afterwards.

As a program it holds long ones and prints figures:  python -m tests.channel.killing [KILLS] [SEED]
"""

import asyncio
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bot import training
from bot.store.tables import telegram_updates
from bot.words import load_words
from tests.telegram.chats import Message, Tap
from tests.telegram.fake_api import FakeTelegram

from .owner import DONE, KEEP, Owner, answers, asked_by, kept, plain
from .running import Costaud

RESUME = load_words().say("telegram.resume")
_VICTIMS = (("rasa",), ("actions",), ("rasa", "actions"))
_MOST_STEPS = 400


class Ordeal:
    """Marie answers whatever the last question is, by taps and by words in turn; now and then something is killed."""

    def __init__(self, bot: Costaud, owner: Owner, kills: int, seed: int) -> None:
        self.bot = bot
        self.owner = owner
        self.kills = 0
        self.diagnoses = 0
        self._most = kills
        self._random = random.Random(seed)

    async def endure(self) -> None:
        """Hold conversations to their verdicts until there were as many kills as were asked for."""
        while not self.diagnoses or self.kills < self._most:
            await self._converse()
            self.diagnoses += 1

    async def _converse(self) -> None:
        await self._step("on y va" if not self.diagnoses else None, self._again if self.diagnoses else None)
        for _ in range(_MOST_STEPS):
            if self.owner.situation == "done":
                self._check()
                return
            await self._act()
        raise AssertionError(f"no end:\n{self.owner.chat}")

    async def _again(self) -> None:
        await self.owner.says("recommencer", "oui")

    async def _act(self) -> None:
        """One thing that an owner who reads the screen would do."""
        owner = self.owner
        buttons = [plain(label) for label in owner.open[-1].buttons] if owner.open else []
        if owner.situation == "offered":
            await self._step("oui, continuons", None)
        elif buttons == [RESUME] and self._lost():
            await self._step(None, lambda: owner.touches(RESUME))
        elif (asked := owner.asked) == "contradiction":
            await self._step(KEEP, None)
        elif asked and answers()[asked].taps and self._random.random() < 0.6 and self._has_buttons(asked):
            await self._tap(asked)
        elif asked:
            await self._step(answers()[asked].words, None)
        else:
            await self._step("reprendre", None)

    def _lost(self) -> bool:
        """Whether the question above was answered already, so that only «Reprendre» leads on."""
        return self.owner.asked is None or self.owner.asked != self.owner.pending

    def _has_buttons(self, asked: str) -> bool:
        return any(asked_by(one) == asked for one in self.owner.open)

    async def _tap(self, asked: str) -> None:
        message = next(one for one in reversed(self.owner.open) if asked_by(one) == asked)
        several = plain(message.buttons[-1]) == DONE
        ticked = {plain(label) for label in message.buttons if label.startswith("✅")}
        left = [label for label in answers()[asked].taps if label not in ticked]
        label = left[0] if left else DONE
        assert several or left
        await self._step(None, lambda: self.owner.touches(label, message))

    async def _step(self, text: str | None, action: Any) -> None:
        """Say or tap it; perhaps kill something meanwhile; wait until all is dealt with again."""
        if action is None:
            assert text is not None
            await self.owner.person.writes(text)
        else:
            await action()
        if self.kills < self._most and self._random.random() < 0.3:
            await asyncio.sleep(self._random.random() * self._random.choice((0.05, 0.4)))
            self.bot.kill(*self._random.choice(_VICTIMS))
            self.kills += 1
            self.bot.start()
        await self.bot.settled(self.owner.id, timeout=120)
        await self._shown()

    async def _shown(self) -> None:
        """Ticks are shown a moment after they are kept; a kill in between leaves them to the next tick."""
        await asyncio.sleep(0.1)

    # --- afterwards -------------------------------------------------------------------------------------

    def _check(self) -> None:
        owner = self.owner
        assert owner.answers == kept(owner.answers), f"an answer is not what was said:\n{owner.chat}"
        assert set(owner.answers) == set(answers()), "an answer was lost"
        again = {question: owner.earlier(question) for question in owner.answers if owner.earlier(question)}
        assert not again, f"heard twice: {again}\n{owner.chat}"
        rows = self.bot.rows(telegram_updates, sender_id=str(owner.id))
        assert all(row["handled_at"] and row["content"] is None for row in rows)
        assert not self.repeated(), f"asked twice in a row: {self.repeated()}\n{owner.chat}"

    def pardon(self) -> None:
        """A tap that is taken up after a kill shows the choice once more, which Telegram refuses as no change."""
        self.bot.telegram.pardons("message is not modified")

    def repeated(self) -> list[str]:
        """Questions that the bot asked again although the owner had said nothing in between."""
        found, before = [], None
        for event in self.owner.chat.events:
            if isinstance(event, Tap) or not event.by_bot:
                before = None
            elif question := asked_by(event):
                found += [question] if question == before else []
                before = question
        return found

    def figures(self) -> dict[str, Any]:
        """What happened."""
        events = self.owner.chat.events
        said = [one for one in events if isinstance(one, Message) and one.by_bot]
        texts = Counter(one.text for one in said)
        return {
            "kills": self.kills,
            "verdicts": self.diagnoses,
            "messages and taps": len(events) - len(said),
            "replies": len(said),
            "interruptions told": sum(
                number for text, number in texts.items() if text.startswith(load_words().say("telegram.interrupted"))
            ),
            "questions asked twice in a row": len(self.repeated()),
        }


async def main(kills: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        bot = Costaud(Path(folder), telegram, training.model_path(training.ROOT / "models"))
        bot.start()
        try:
            await bot.ready()
            ordeal = Ordeal(bot, Owner(bot), kills, seed)
            try:
                await ordeal.endure()
            finally:
                print(ordeal.figures())
            ordeal.pardon()
            assert not telegram.faults, telegram.faults
        finally:
            bot.stop()


if __name__ == "__main__":
    asyncio.run(main(*(int(one) for one in (*sys.argv[1:], *("40", "1")[len(sys.argv) - 1 :]))))
