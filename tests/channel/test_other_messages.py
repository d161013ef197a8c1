"""Everything that is neither a text nor a tap: one short polite line or none, and the pending question stays."""

import pytest

from bot.store.tables import telegram_updates
from bot.words import load_words
from tests.telegram import updates
from tests.telegram.fake_api import FakeTelegram

from .owner import Owner
from .running import Costaud

LINES = {
    "voice": ".voice",
    "audio": ".voice",
    "video_note": ".voice",
    "photo": ".photo",
    "sticker": ".sticker",
    "location": ".location",
    "venue": ".location",
    "poll": ".poll",
}


@pytest.fixture
async def asked(owner: Owner) -> Owner:
    """An owner who has the buttons of a question before them."""
    await owner.says("on y va")
    assert owner.open
    return owner


async def _still_asked(asked: Owner) -> None:
    """The buttons of the question are where they were, and good."""
    assert len(asked.open) == 1
    assert asked.asked == asked.pending == "objective"
    await asked.taps("Recruter", "Valider")
    assert asked.answers == {"objective": ["recruit"]}
    assert asked.asked == "measure"


async def test_each_kind_of_message_gets_one_line(asked: Owner) -> None:
    buttons = asked.open
    for kind in updates.KINDS:
        lines = await asked.sends(kind)
        assert [line.text for line in lines] == [load_words().say(f"telegram.unreadable{LINES.get(kind, '')}")], kind
        assert asked.open == buttons
    await _still_asked(asked)


async def test_an_album_gets_one_line(asked: Owner) -> None:
    before = len(asked.chat.said)
    await asked.person.sends_album(5)
    await asked.bot.settled(asked.id)
    assert len(asked.chat.said) == before + 1
    await _still_asked(asked)


async def test_an_edited_message_changes_nothing(asked: Owner) -> None:
    await asked.says("vendre davantage et recruter")
    before = len(asked.chat.said)
    message = next(one for one in asked.chat.messages if one.text.startswith("vendre"))
    await asked.person.edits(message, "fidéliser mes clients")
    await asked.bot.until(lambda: len(asked.chat.said) > before)
    assert asked.last.text == load_words().say("telegram.edited")
    assert asked.answers == {"objective": ["sell", "recruit"]}
    assert asked.asked == asked.pending == "measure"


async def test_words_of_somebody_else_are_no_answer(asked: Owner) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Jean", "date": 1}
    before = len(asked.chat.said)
    await asked.person.writes("Recruter un apprenti", forward_origin=origin)
    await asked.bot.settled(asked.id)
    assert [one.text for one in asked.chat.said[before:]] == [load_words().say("telegram.unreadable.forwarded")]
    assert asked.answers == {}
    await _still_asked(asked)


SERVICE = (
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
    {"write_access_allowed": {}},
    {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🌷"}}},
    {"proximity_alert_triggered": {"traveler": {}, "watcher": {}, "distance": 1}},
    {"something_new": {"of": "next year"}},
)


async def test_service_messages_are_left_alone(asked: Owner) -> None:
    before = len(asked.chat.said)
    for content in SERVICE:
        await asked.person._says(content, None)
    pinned = {"pinned_message": asked.open[-1].as_json()}
    await asked.person._says(pinned, None)
    await asked.bot.settled(asked.id)
    assert len(asked.chat.said) == before, f"{asked.chat}"
    await _still_asked(asked)


# --- groups and channels ------------------------------------------------------------------------------------


async def test_a_group_and_a_channel_are_told_once(owner: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    for chat in (telegram.group(), telegram.supergroup(), telegram.channel()):
        for text in ("Bonjour", "/start@le_bot", "/aide"):
            await owner.person.writes(text, chat)
        await owner.person.sends("photo", chat)
        await bot.settled(chat.id)
        assert [one.text for one in chat.said] == [load_words().say("telegram.private")]
        assert not chat.said[0].keyboard
    assert owner.situation == "new"


async def test_a_group_that_takes_the_bot_in_is_told_once(owner: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    group = telegram.group()
    for old, new in (("left", "member"), ("member", "administrator"), ("administrator", "member"), ("member", "left")):
        change = updates.member(group.as_json(), owner.person.user, telegram.bot, old, new)
        await telegram.posts("my_chat_member", change)
    await owner.person.writes("Bonjour", group)
    await bot.settled(group.id)
    await bot.until(lambda: not bot.busy())
    assert [one.text for one in group.said] == [load_words().say("telegram.private")]


async def test_a_group_that_becomes_a_supergroup_is_not_told_again(
    owner: Owner, telegram: FakeTelegram, bot: Costaud
) -> None:
    group = telegram.group()
    await owner.person.writes("Bonjour", group)
    await bot.settled(group.id)
    new = await owner.person.upgrades(group)
    await owner.person.writes("Bonjour", new)
    await bot.settled(new.id)
    assert len(group.said) + len(new.said) == 1


async def test_a_group_that_moved_unseen_is_told_where_it_is(
    owner: Owner, telegram: FakeTelegram, bot: Costaud
) -> None:
    from tests.telegram.failures import migrated

    group, new = telegram.group(), telegram.supergroup()
    group.refuses = migrated(new.id)
    await owner.person.writes("Bonjour", group)
    await bot.settled(group.id)
    assert [one.text for one in new.said] == [load_words().say("telegram.private")]


# --- everything else ----------------------------------------------------------------------------------------


def know_the_invented(telegram: FakeTelegram) -> None:
    """The group and the channel of `updates.every_kind`."""
    telegram.chat(-1_002_000_000_001, "channel", "Nouvelles")
    telegram.chat(-1_002_000_000_002, "supergroup", "Commerçants")


def pardon_the_invented(telegram: FakeTelegram) -> None:
    """Its tap and the message below which it is are known to nobody."""
    telegram.pardons("query is too old")
    telegram.pardons("message to edit not found")


async def test_every_kind_of_update_is_dealt_with_once_and_harms_nothing(
    asked: Owner, telegram: FakeTelegram, bot: Costaud
) -> None:
    """Kinds that the bot does not ask for come too: Telegram may send what was asked for before."""
    know_the_invented(telegram)
    kinds = updates.every_kind(asked.person.user, asked.chat, telegram.bot)
    told = {"message", "edited_message"}
    for number, (kind, payload) in enumerate(kinds.items(), start=1000):
        before = len(asked.chat.said)
        await telegram.repeats({"update_id": number, kind: payload}, times=2)
        await bot.until(lambda number=number: bot.rows(telegram_updates, id=number))
        await bot.until(lambda: not bot.busy())
        assert len(asked.chat.said) - before == (kind in told), f"{kind}:\n{asked.chat}"
    assert asked.asked == asked.pending == "objective"
    pardon_the_invented(telegram)


async def test_malformed_updates_are_let_go(asked: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    """What python-telegram-bot cannot read any more than we can."""
    chat, user = asked.chat.as_json(), asked.person.user
    odd = (
        {"message": {"message_id": 1, "chat": chat, "date": 1, "from": user}},
        {"message": {"message_id": 1, "chat": chat, "date": 1, "from": user, "text": ""}},
        {"callback_query": {"id": "1", "from": user, "chat_instance": "1"}},
        {"callback_query": {"id": "1", "from": user, "chat_instance": "1", "game_short_name": "x"}},
        {"message": {"message_id": 1, "chat": chat, "date": 1, "from": {}, "text": "bonjour"}},
        {"kind_of_next_year": {"chat": chat}},
        {},
    )
    before = len(asked.chat.said)
    for number, update in enumerate(odd, start=2000):
        await telegram.repeats({"update_id": number, **update})
        await bot.until(lambda number=number: bot.rows(telegram_updates, id=number))
    await bot.until(lambda: not bot.busy())
    assert len(asked.chat.said) == before
    pardon_the_invented(telegram)
    await _still_asked(asked)
