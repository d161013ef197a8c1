"""An owner of a small business on Telegram: a person, what our tables hold of them, and what they would answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.coach import load_questionnaire
from bot.interview import Conversation
from bot.store import Diagnosis, UnitOfWork
from bot.telegram.dialogue import NAME, now
from bot.training import ROOT
from bot.words import load_words
from tests.telegram.chats import Message, Tap

from .running import Costaud

_PARAMETER = re.compile(r"\{\w+\}")
DONE = "Valider"
KEEP = "Je garde mes réponses"


class Owner:
    """Says and taps one thing after the other, each once the one before is wholly dealt with."""

    def __init__(self, bot: Costaud, first_name: str = "Marie", **user: Any) -> None:
        self.bot = bot
        self.person = bot.telegram.person(first_name, **user)
        self.chat = self.person.chat
        self.id = self.chat.id

    # --- what they do -----------------------------------------------------------------------------------

    async def says(self, *texts: str) -> list[Message]:
        """Writes one message after the other; what the bot said to the last one."""
        said: list[Message] = []
        for text in texts:
            before = len(self.chat.said)
            await self.person.writes(text)
            await self.bot.settled(self.id)
            said = self.chat.said[before:]
        return said

    async def sends(self, kind: str, **more: Any) -> list[Message]:
        """Sends something else than a text; what the bot said to it."""
        before = len(self.chat.said)
        await self.person.sends(kind, **more)
        await self.bot.settled(self.id)
        return self.chat.said[before:]

    async def taps(self, *labels: str, message: Message | None = None) -> list[Message]:
        """Taps one button after the other; what the bot said to the last tap."""
        said: list[Message] = []
        for label in labels:
            before = len(self.chat.said)
            await self.answered(await self.touches(label, message))
            said = self.chat.said[before:]
        return said

    async def touches(self, label: str, message: Message | None = None) -> Tap:
        """Taps a button, whether ticked or not and whatever its spaces, without waiting for anything."""
        for one in [message] if message else reversed(self.open):
            for button in one.buttons:
                if plain(button) == plain(label):
                    return await self.person.taps(button, one)
        raise AssertionError(f"no button «{label}»:\n{self.chat}")

    async def forges(self, message: Message, data: str) -> Tap:
        """Sends a tap under a message with data of their own making."""
        return await self.person._taps(message, "forged", [[{"text": "forged", "callback_data": data}]])

    async def answered(self, tap: Tap) -> None:
        """Waits until a tap is dealt with, and what it changes on the screen is shown."""
        await self.bot.settled(self.id)
        await self.bot.telegram.until(lambda: tap.answers, what=f"an answer to {tap}")
        await self.bot.until(lambda: not self._embellishing(tap))

    def _embellishing(self, tap: Tap) -> bool:
        """A tap ends with an edit of its message, but where the keyboard stays as it was."""
        toast = tap.answers[-1].get("text")
        edits = ("editMessageText", "editMessageReplyMarkup")
        done = [
            one
            for one in self.bot.telegram.requests
            if one.method in edits
            and one.params.get("chat_id") == self.id
            and one.params["message_id"] == tap.message.message_id
            and one.status is not None
        ]
        return not toast and len(done) < sum(
            1
            for one in self.chat.events
            if isinstance(one, Tap) and one.message is tap.message and one.answers and not one.answers[-1].get("text")
        )

    # --- what they see ----------------------------------------------------------------------------------

    @property
    def last(self) -> Message:
        """The last thing the bot said."""
        return self.chat.said[-1]

    @property
    def open(self) -> list[Message]:
        """Messages that have buttons now."""
        return [message for message in self.chat.said if message.keyboard]

    @property
    def asked(self) -> str | None:
        """The question at the end of the last message that asks one, as its reader would recognise it."""
        return next((found for message in reversed(self.chat.said) if (found := asked_by(message))), None)

    # --- what is kept of them ---------------------------------------------------------------------------

    @property
    def pending(self) -> str | None:
        """The question that our tables say is pending."""
        with self.bot.work() as work:
            return Conversation(work, str(self.id), NAME, now()).ask().pending

    @property
    def situation(self) -> str:
        with self.bot.work() as work:
            return Conversation(work, str(self.id), NAME, now()).situation

    @property
    def answers(self) -> dict[str, Any]:
        """Current answers by question."""
        with self.bot.work() as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.answers_by_question() if diagnosis else {}

    def earlier(self, question: str) -> list[Any]:
        """The values that were replaced, oldest first."""
        with self.bot.work() as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.previous_values(question) if diagnosis else []

    @property
    def ticked(self) -> list[str]:
        """Options ticked at the pending question."""
        pending = self.pending
        with self.bot.work() as work:
            diagnosis = self._diagnosis(work)
            return diagnosis.ticked(pending) if diagnosis and pending else []

    def _diagnosis(self, work: UnitOfWork) -> Diagnosis | None:
        owner = work.owners.find(str(self.id))
        if owner is None:
            return None
        return work.diagnoses.current(owner) or work.diagnoses.latest_finished(owner)


# --- Marie --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What is tapped, or what is typed, and what is kept of either."""

    words: str
    kept: Any
    taps: tuple[str, ...] = ()


@cache
def answers() -> dict[str, Answer]:
    """Marie's answer to each question."""
    loaded = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text("utf-8"))
    return {question: Answer(**{**one, "taps": tuple(one.get("taps", ()))}) for question, one in loaded.items()}


def kept(questions: Iterable[str]) -> dict[str, Any]:
    """What our tables hold once Marie has answered these questions."""
    return {question: answers()[question].kept for question in questions}


async def answer_by_taps(owner: Owner) -> None:
    """Answer what the bot asks now with its buttons, or with words where it has none."""
    asked = str(owner.asked)
    if asked == "contradiction":
        await owner.taps(KEEP)
    elif not answers()[asked].taps:
        await owner.says(answers()[asked].words)
    else:
        await owner.taps(*answers()[asked].taps)
        if owner.pending == asked:  # a choice of several: ticked only
            await owner.taps(DONE)


async def answer_by_words(owner: Owner) -> None:
    """Answer what the bot asks now by typing."""
    asked = str(owner.asked)
    await owner.says(KEEP if asked == "contradiction" else answers()[asked].words)


def plain(label: str) -> str:
    """A button's words without its tick, with ordinary spaces."""
    return label.removeprefix("✅").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").strip()


# --- recognising a question ---------------------------------------------------------------------------------


@cache
def _questions() -> list[tuple[str, re.Pattern[str]]]:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["responses"]
    found = []
    for question in load_questionnaire().ids:
        for variant in responses[f"utter_ask_{question}"]:
            if {"type": "slot", "name": "attempt", "value": "offer_skip"} in variant.get("condition", []):
                continue
            text = ".*".join(map(re.escape, _PARAMETER.split(variant["text"].strip())))
            found.append((question, re.compile(rf"(?s)(?:^|.*\n\n){text}$")))
    return found


def asked_by(message: Message) -> str | None:
    """The question that a message of the bot ends with; "contradiction" for one that is put, None for no question."""
    if message.buttons and message.buttons[-1] == load_words().say("button.keep"):
        return "contradiction"
    # The first text: a choice that was shown below it later is no part of the question.
    text = message.earlier[0] if message.earlier else message.text
    return next((question for question, pattern in _questions() if pattern.match(text)), None)


# --- recognising anything else ------------------------------------------------------------------------------


@cache
def _variants(response: str) -> list[re.Pattern[str]]:
    responses = {}
    for file in (ROOT / "domain.yml", *(ROOT / "data" / "responses").glob("*.yml")):
        responses |= yaml.safe_load(file.read_text("utf-8")).get("responses", {})
    texts = (variant["text"] for variant in responses[response])
    return [re.compile("(?s)" + ".+".join(map(re.escape, _PARAMETER.split(text.strip())))) for text in texts]


def is_said(response: str, messages: Iterable[Message]) -> bool:
    """Whether one of the messages holds a variant of a response of domain.yml."""
    texts = [message.earlier[0] if message.earlier else message.text for message in messages]
    return any(pattern.search(text) for pattern in _variants(response) for text in texts)
