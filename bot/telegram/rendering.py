"""Rasa's messages as Telegram's: joined and split to its lengths, in its HTML, with the buttons below the last."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.coach import load_questionnaire
from bot.store import Keyboard
from bot.words import load_words

_ASKING = "utter_ask_"
# A line that introduces what follows, and the place in the questionnaire before a question.
_TITLE = re.compile(r"(?m)^(?![•→])(.{1,90}) :$")
_PROGRESS = re.compile(r"(?m)^(\d+/\d+) ·")
_BREAKS = ("\n\n", "\n", " ")
# Two buttons stand side by side on a phone when both are this short (characters).
_HALF_ROW = 16
DONE = "done"
"""Stands for «Valider» in callback data."""


@dataclass(frozen=True)
class Bubble:
    """One message to send: a text with buttons (title, payload), or a file of the owner (`bot.interview.files`).

    `question` is the question that the buttons answer; `asks` is true when the owner is expected to answer.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    question: str | None = None
    asks: bool = False
    file: str | None = None
    token: str | None = None

    def content(self, ticked: Sequence[str] = ()) -> dict[str, Any]:
        """As it is kept in the outbox; `ticked` are titles of buttons."""
        return {
            "html": as_html(self.text),
            "asks": self.asks,
            "token": self.token,
            "titles": [title for title, _ in self.buttons],
            "multiple": is_multiple(self.question),
            "ticked": list(ticked),
            "first": 0,
            "file": self.file,
        }


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, addition: str) -> bool:
    """Whether a message may still have a paragraph added."""
    return units(f"{text}\n\n{addition}") <= MessageLimit.MAX_TEXT_LENGTH


def as_html(text: str) -> str:
    """Telegram's HTML of a plain text: everything escaped, titles and the place in the questionnaire in bold."""
    escaped = html.escape(text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""), quote=False)
    return _PROGRESS.sub(r"<b>\1</b> ·", _TITLE.sub(r"<b>\1 :</b>", escaped))


def split(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> Iterator[str]:
    """Pieces of at most `limit` UTF-16 units, cut between paragraphs, else lines, else words."""
    while units(text) > limit:
        end = _fitting(text, limit)
        cut = next((place for mark in _BREAKS if (place := text.rfind(mark, 1, end)) > 0), end)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text make at most `limit` units."""
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    return end


def bubbles(messages: Sequence[Mapping[str, Any]]) -> list[Bubble]:
    """The messages of a turn as few bubbles, only the last of which has buttons."""
    joined: list[Bubble] = []
    texts: list[str] = []
    for message in messages:
        text = (message.get("text") or "").strip()
        if file := (message.get("custom") or {}).get("file"):
            joined += _texts(texts)
            texts = []
            joined.append(Bubble("", file=file))
        elif text:
            texts.append(text)
            action = str(message.get("utter_action") or "")
            buttons = tuple((str(one["title"]), str(one["payload"])) for one in message.get("buttons") or ())
            if buttons or action.startswith(_ASKING):
                question = _question(action, [title for title, _ in buttons])
                if is_multiple(question):
                    # The keyboard brings its own.
                    buttons = tuple(one for one in buttons if one[0] not in load_words().variants("button.done"))
                joined += _texts(texts, buttons=buttons, question=question, asks=True)
                texts = []
    joined += _texts(texts)
    *others, last = joined or [Bubble("")]
    shown = replace(last, token=new_token()) if last.buttons else last
    return [*(replace(one, buttons=()) for one in others), *([shown] if joined else [])]


def _texts(texts: Sequence[str], **ending: Any) -> list[Bubble]:
    *pieces, last = [*split("\n\n".join(texts))] or [""]
    return [*map(Bubble, pieces), *([Bubble(last, **ending)] if last else [])]


def _question(action: str, titles: Sequence[str]) -> str | None:
    """The question whose options the buttons are; None where they are something else, such as leaving it out."""
    asked = action.removeprefix(_ASKING)
    if asked == action or asked not in load_questionnaire().ids:
        return None
    labels = [load_words().label(asked, option.id) for option in load_questionnaire().question(asked).options]
    return None if labels and not set(labels) & set(titles) else asked


# --- keyboards ----------------------------------------------------------------------------------------------


def new_token() -> str:
    """The beginning of the callback data of one keyboard: nothing can be read from it, nor guessed."""
    return secrets.token_urlsafe(9)


def is_multiple(question: str | None) -> bool:
    """Whether several options of a question may be ticked."""
    return question is not None and load_questionnaire().question(question).kind == "choices"


def keyboard_of(sent: Sequence[Bubble]) -> Keyboard | None:
    """The buttons that may be tapped once these bubbles are shown."""
    if not sent or sent[-1].token is None:
        return None
    return Keyboard(sent[-1].token, sent[-1].question, sent[-1].buttons)


def markup(
    token: str, titles: Sequence[str], multiple: bool, ticked: Sequence[str] = (), first: int = 0
) -> InlineKeyboardMarkup:
    """The inline keyboard; callback data are opaque: a token of our tables, and a place (from `first` on)."""
    words = load_words()
    rows: list[list[InlineKeyboardButton]] = []
    for place, title in enumerate(titles):
        shown = words.say("telegram.ticked", title=title) if title in ticked else title
        button = InlineKeyboardButton(shown, callback_data=f"{token}:{first + place}")
        beside = rows and len(rows[-1]) == 1 and max(len(title), len(titles[place - 1])) <= _HALF_ROW
        rows[-1].append(button) if beside else rows.append([button])
    if multiple:
        rows.append([InlineKeyboardButton(words.say("button.done"), callback_data=f"{token}:{DONE}")])
    return InlineKeyboardMarkup(rows)
