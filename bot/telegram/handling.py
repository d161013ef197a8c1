"""What is done with each update: words, commands and taps go to Rasa; the rest gets a short polite line, or none."""

from __future__ import annotations

import asyncio
import html
import logging
from collections import deque
from collections.abc import Mapping

from telegram import Bot, CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType

from bot.interview import Conversation
from bot.store import Incoming, Keyboard, SessionFactory, UnitOfWork
from bot.telegram import rendering
from bot.telegram.commands import intent_of, is_command, parse_of
from bot.telegram.dialogue import NAME, Dialogue, Said, now, ticked_titles
from bot.telegram.sending import Sender
from bot.words import load_words

logger = logging.getLogger(__name__)

HANDLED = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""

_UNREADABLE: Mapping[str, str] = {
    MessageAttachmentType.VOICE: ".voice",
    MessageAttachmentType.AUDIO: ".voice",
    MessageAttachmentType.VIDEO_NOTE: ".voice",
    MessageAttachmentType.PHOTO: ".photo",
    MessageAttachmentType.STICKER: ".sticker",
    MessageAttachmentType.LOCATION: ".location",
    MessageAttachmentType.VENUE: ".location",
    MessageAttachmentType.POLL: ".poll",
}
# The library's list of attachments leaves out one kind that people send.
_KINDS = (*MessageAttachmentType, "checklist")
# Albums come as one update for each picture: so many of the last ones are known.
_ALBUMS = 500
_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Handler:
    """Handles updates, one at a time within a chat (`bot.telegram.chats`)."""

    def __init__(self, bot: Bot, dialogue: Dialogue, sender: Sender, store: SessionFactory) -> None:
        self._bot = bot
        self._dialogue = dialogue
        self._sender = sender
        self._store = store
        self._words = load_words()
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def handle(self, one: Incoming) -> None:
        """Handle an update; one that is malformed or of no use is only marked as handled."""
        update = self._read(one)
        if update is None:
            await self._dialogue.ignore(one)
        elif update.callback_query is not None:
            await self._tap(one, update.callback_query)
        elif update.my_chat_member is not None:
            await self._membership(one, update.my_chat_member)
        elif update.effective_chat is not None and update.effective_chat.type != ChatType.PRIVATE:
            moved = update.message is not None and (
                update.message.migrate_to_chat_id or update.message.migrate_from_chat_id
            )
            await self._invite(one, update.effective_chat, silently=bool(moved))
        elif update.edited_message is not None:
            await self._say(one, "telegram.edited")
        elif update.message is not None:
            await self._message(one, update.message)
        else:
            await self._dialogue.ignore(one)

    def _read(self, one: Incoming) -> Update | None:
        try:
            return Update.de_json(dict(one.content), self._bot)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            logger.warning("Update %d is malformed: %s", one.id, type(error).__name__)
            return None

    async def _say(self, one: Incoming, key: str) -> None:
        await self._dialogue.say(one.sender_id, self._words.say(key), one)

    # --- messages ---------------------------------------------------------------------------------------

    async def _message(self, one: Incoming, message: Message) -> None:
        if message.forward_origin is not None:
            # Words of somebody else are no answer of the owner.
            await self._say_once(one, "telegram.unreadable.forwarded", message.media_group_id)
            return
        if message.text and is_command(message.text) and intent_of(message.text) is None:
            await self._say(one, "telegram.unknown_command")
            return
        if message.text:
            await self._dialogue.turn(one, self._said(message))
            return
        kind = next((type for type in _KINDS if getattr(message, type, None)), None)
        if kind is None:
            await self._dialogue.ignore(one)
        else:
            await self._say_once(one, f"telegram.unreadable{_UNREADABLE.get(kind, '')}", message.media_group_id)

    async def _say_once(self, one: Incoming, key: str, album: str | None) -> None:
        """A line, once for all the pictures of an album."""
        if album in self._albums:
            await self._dialogue.ignore(one)
            return
        if album is not None:
            self._albums.append(album)
        await self._say(one, key)

    def _said(self, message: Message) -> Said:
        text = message.text or ""
        intent = intent_of(text)
        return Said(text, self._visitor(message.from_user), parse_of(text, intent) if intent else None)

    @staticmethod
    def _visitor(person: User | None) -> dict[str, str | None]:
        """What Telegram says of who writes."""
        return {"first_name": person.first_name, "language": person.language_code} if person else {}

    async def _invite(self, one: Incoming, chat: Chat, silently: bool = False) -> None:
        """One line, once for each group or channel; `silently` for a group that was told under another number."""

        def first_time() -> bool:
            with UnitOfWork(self._store) as work:
                first = work.telegram.invite_once(chat.id, now())
                work.commit()
            return first

        if await asyncio.to_thread(first_time) and not silently:
            await self._say(one, "telegram.private")
        else:
            await self._dialogue.ignore(one)

    async def _membership(self, one: Incoming, change: ChatMemberUpdated) -> None:
        """An owner who blocks the bot is no longer written to; a group that takes it in is told once."""
        gone = change.new_chat_member.status in _GONE
        if change.chat.type != ChatType.PRIVATE and not gone:
            await self._invite(one, change.chat)
            return
        if change.chat.type == ChatType.PRIVATE and gone:
            await asyncio.to_thread(self._sender.gone, one.sender_id)
        await self._dialogue.ignore(one)

    # --- taps -------------------------------------------------------------------------------------------

    async def _tap(self, one: Incoming, query: CallbackQuery) -> None:
        keyboard = await asyncio.to_thread(self._keyboard, one.sender_id)
        token, _, place = (query.data or "").partition(":")
        owner = query.message is not None and query.message.chat.id == query.from_user.id
        if one.heard:
            await self._take_up(one, query)
        elif keyboard is None or not owner or token != keyboard.token:
            await self._stale(one, query, keyboard)
        elif place == rendering.DONE and rendering.is_multiple(keyboard.question):
            await self._done(one, query, keyboard)
        elif place.isdecimal() and int(place) < len(keyboard.buttons):
            title, payload = keyboard.buttons[int(place)]
            await self._chosen(one, query, keyboard, title, payload)
        else:
            await self._stale(one, query, keyboard)

    async def _take_up(self, one: Incoming, query: CallbackQuery) -> None:
        """A tap whose answer was kept before the program was killed: only the reply is missing."""
        self._toast(query)
        self._strip_shown(query)
        await self._dialogue.turn(one, Said(query.data or "", self._visitor(query.from_user)), tapped=True)

    def _keyboard(self, sender_id: str) -> Keyboard | None:
        with UnitOfWork(self._store, writes=False) as work:
            return work.telegram.keyboard(sender_id)

    async def _stale(self, one: Incoming, query: CallbackQuery, keyboard: Keyboard | None) -> None:
        """An old button: a gentle word, and it goes away; the buttons of the pending question stay."""
        self._toast(query, self._words.say("telegram.stale"))
        if keyboard is None or query.message is None or query.message.message_id != keyboard.message_id:
            self._strip_shown(query)
        await self._dialogue.ignore(one)

    def _strip_shown(self, query: CallbackQuery) -> None:
        if isinstance(query.message, Message) and query.message.reply_markup is not None:
            self._sender.strip(query.message.chat.id, query.message.message_id)

    def _toast(self, query: CallbackQuery, text: str | None = None) -> None:
        self._sender.meanwhile(query.from_user.id, lambda: query.answer(text))

    async def _chosen(self, one: Incoming, query: CallbackQuery, keyboard: Keyboard, title: str, payload: str) -> None:
        if rendering.is_multiple(keyboard.question):
            ticks = await asyncio.to_thread(self._toggle, one, str(keyboard.question), title)
            if ticks is not None:
                await self._show_ticks(query, keyboard, *ticks)
                return
        await self._answer(one, query, title, payload)

    def _toggle(self, one: Incoming, question: str, title: str) -> tuple[list[str], bool] | None:
        """Tick or untick: the titles ticked now, and whether one was too many; None where it is an answer by itself.

        The tick and the update are kept together: an update that comes twice does not undo itself.
        """
        with UnitOfWork(self._store) as work:
            ticks = Conversation(work, one.sender_id, NAME, now()).toggle(question, title)
            if ticks is not None:
                work.telegram.mark_handled(one.id, now())
            work.commit()
        return ticks

    async def _show_ticks(self, query: CallbackQuery, keyboard: Keyboard, ticked: list[str], full: bool) -> None:
        self._toast(query, self._words.say("telegram.full") if full else None)
        titles = [title for title, _ in keyboard.buttons]
        shown = rendering.markup(keyboard.token, titles, True, ticked)
        if not full:
            self._sender.meanwhile(query.from_user.id, lambda: query.edit_message_reply_markup(shown))

    def _ticked(self, sender_id: str, question: str) -> list[str]:
        with UnitOfWork(self._store, writes=False) as work:
            return ticked_titles(work, sender_id, question)

    async def _done(self, one: Incoming, query: CallbackQuery, keyboard: Keyboard) -> None:
        ticked = await asyncio.to_thread(self._ticked, one.sender_id, str(keyboard.question))
        if ticked:
            await self._answer(one, query, ", ".join(ticked), self._words.say("button.done"))
        else:
            self._toast(query, self._words.say("telegram.none_ticked"))
            await self._dialogue.ignore(one)

    async def _answer(self, one: Incoming, query: CallbackQuery, choice: str, payload: str) -> None:
        """The buttons go, the choice is shown in their place, and its words are what the owner said."""
        self._toast(query)
        chosen = self._words.say("telegram.chosen", choice=choice)
        message = query.message
        if isinstance(message, Message) and message.text and rendering.fits(message.text, chosen):
            text = f"{message.text_html}\n\n<b>{html.escape(chosen, quote=False)}</b>"
            self._sender.meanwhile(query.from_user.id, lambda: query.edit_message_text(text, parse_mode="HTML"))
        elif message is not None:
            self._sender.strip(message.chat.id, message.message_id)
        await self._dialogue.turn(one, Said(payload, self._visitor(query.from_user)), tapped=True)
