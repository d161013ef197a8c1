"""People write, send, edit and hear as they do on Telegram."""

import asyncio

import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, MessageHandler, filters

from .fake_api import FakeTelegram

Bot = ExtBot[None]


async def test_groups_and_channels_are_other_chats(api: FakeTelegram, bot: Bot) -> None:
    marie, group, channel = api.person(), api.group(), api.channel()
    await marie.writes("bonjour le groupe", group)
    await marie.writes("bonjour le canal", channel)
    said, posted = await bot.get_updates()
    assert (said.message.chat.type, said.message.from_user.first_name) == ("group", "Marie")
    assert (posted.channel_post.chat.type, posted.effective_user) == ("channel", None)
    await bot.send_message(group.id, "Écrivez-moi en privé")
    await bot.send_message(channel.id, "Écrivez-moi en privé")
    for chat in (group, channel):
        assert [message.text for message in await marie.hears(1, chat)] == ["Écrivez-moi en privé"]
    await marie.hears_nothing(quiet=0)


async def test_an_edited_message_is_told_as_edited(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    message = await marie.writes("3h")
    await marie.edits(message, "4h")
    first, edited = await bot.get_updates()
    assert (first.message.text, edited.edited_message.text) == ("3h", "4h")
    assert edited.edited_message.message_id == first.message.message_id


async def test_an_album_is_several_messages_of_one_group(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.sends_album(3)
    await marie.sends_album(2)
    albums = [update.message.media_group_id for update in await bot.get_updates()]
    assert albums == [albums[0]] * 3 + [albums[4]] * 2
    assert albums[0] != albums[4]


async def test_people_hear_each_message_once(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    for text in ("un", "deux", "trois"):
        await bot.send_message(marie.chat.id, text)
    assert [message.text for message in await marie.hears(1)] == ["un"]
    assert [message.text for message in await marie.hears()] == ["deux", "trois"]
    with pytest.raises(AssertionError, match=r"1 new messages for Marie; the chat so far:\nMarie: bonjour\nBot: un"):
        await marie.hears(timeout=0.05)
    await bot.send_message(marie.chat.id, "quatre")
    with pytest.raises(AssertionError, match="heard 1 messages"):
        await marie.hears_nothing(quiet=0)


async def test_hearing_waits_for_what_is_still_being_said(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")

    async def says_slowly() -> None:
        for number in range(4):
            await bot.send_chat_action(marie.chat.id, "typing")
            await asyncio.sleep(0.1)
            await bot.send_message(marie.chat.id, str(number))

    talk = asyncio.create_task(says_slowly())
    assert [message.text for message in await marie.hears(quiet=2)] == ["0", "1", "2", "3"]
    await talk


# The library's own machinery, with 50 people at once


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(f"Vous dites : {update.message.text}")


async def test_an_application_polls_and_answers_fifty_people(api: FakeTelegram) -> None:
    builder = ApplicationBuilder().token(api.token).base_url(f"{api.url}/bot").job_queue(None)
    application: Application = builder.concurrent_updates(True).connection_pool_size(60).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    people = [api.person(f"Personne {number}") for number in range(50)]
    async with application:
        await application.updater.start_polling(poll_interval=0, timeout=5)
        await application.start()
        await asyncio.gather(*(person.writes(f"je suis {person.user['id']}") for person in people))
        heard = await asyncio.gather(*(person.hears(1) for person in people))
        await application.updater.stop()
        await application.stop()
    assert [message.text for [message] in heard] == [f"Vous dites : je suis {person.user['id']}" for person in people]
    assert api.delivery.pending == []
