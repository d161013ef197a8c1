"""The fake Bot API server behaves like Telegram's, seen by python-telegram-bot's own client."""

import asyncio
import io
import struct
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, error
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, MessageHandler, filters

from .failures import (
    after_processing,
    bad_request,
    blocked,
    cut,
    hang,
    server_error,
    slow,
    too_many_requests,
)
from .fake_api import FakeTelegram

Bot = ExtBot[None]
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Oui", callback_data="a1"), InlineKeyboardButton("Non", callback_data="a2")],
        [InlineKeyboardButton("Plus tard", callback_data="a3")],
    ]
)


# Who the bot is


async def test_a_wrong_token_is_unauthorized(api: FakeTelegram) -> None:
    client = ExtBot("4242424242:wrong", base_url=f"{api.url}/bot")
    with pytest.raises(error.InvalidToken):
        await client.initialize()
    await client.shutdown()
    assert api.requests == []


async def test_get_me_tells_the_username(bot: Bot) -> None:
    assert (await bot.get_me()).username == "le_bot"


async def test_commands_and_descriptions_are_kept_by_scope_and_language(api: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_commands([("aide", "De l’aide"), ("score", "Votre score")])
    await bot.set_my_commands([("help", "Help")], language_code="en", scope=telegram.BotCommandScopeAllPrivateChats())
    assert [command.command for command in await bot.get_my_commands()] == ["aide", "score"]
    assert await bot.get_my_commands(language_code="en") == ()
    [english] = await bot.get_my_commands(telegram.BotCommandScopeAllPrivateChats(), language_code="en")
    assert english.description == "Help"
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("Le coach")
    await bot.set_my_short_description("Coach", language_code="fr")
    assert (await bot.get_my_description(language_code="de")).description == "Le coach"
    assert (await bot.get_my_short_description(language_code="fr")).short_description == "Coach"
    assert (await bot.get_my_short_description()).short_description == ""


# Long polling


async def test_a_long_poll_waits_for_the_next_update(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person("Marie", "fr", username="marie")
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await api.until(lambda: api.delivery.polled)
    assert not poll.done()
    await marie.writes("/start promo")
    [update] = await poll
    assert update.message.text == "/start promo"
    assert [entity.type for entity in update.message.entities] == ["bot_command"]
    assert (update.effective_user.first_name, update.effective_user.language_code) == ("Marie", "fr")
    assert update.effective_chat.type == "private"


async def test_a_poll_that_nobody_answers_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1, read_timeout=5) == ()


async def test_updates_come_again_until_an_offset_confirms_them(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    for text in ("un", "deux", "trois"):
        await marie.writes(text)
    first = await bot.get_updates()
    assert [update.message.text for update in first] == ["un", "deux", "trois"]
    assert await bot.get_updates() == first
    [last] = await bot.get_updates(offset=first[1].update_id + 1)
    assert last.message.text == "trois"
    assert [update.message.text for update in await bot.get_updates(limit=2)] == ["trois"]
    assert await bot.get_updates(offset=last.update_id + 1) == ()


async def test_a_batch_is_no_longer_than_its_limit(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    for number in range(3):
        await marie.writes(str(number))
    assert [update.message.text for update in await bot.get_updates(limit=2)] == ["0", "1"]
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["2"]


async def test_only_allowed_updates_are_kept(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    kinds = {"message_reaction", "chat_member", "my_chat_member", "poll_answer"}
    payloads = {kind: payload for kind, payload in marie.every_update().items() if kind in kinds}

    async def arrive() -> set[str]:
        for kind, payload in payloads.items():
            await api.posts(kind, payload)
        arrived = await bot.get_updates()
        await bot.get_updates(offset=arrived[-1].update_id + 1)
        return {kind for update in arrived for kind in kinds if getattr(update, kind)}

    assert await arrive() == {"my_chat_member", "poll_answer"}
    await bot.get_updates(allowed_updates=["message_reaction", "poll_answer"])
    assert await arrive() == {"message_reaction", "poll_answer"}
    await bot.get_updates(allowed_updates=[])
    assert await arrive() == {"my_chat_member", "poll_answer"}


async def test_a_second_poller_ends_the_first(api: FakeTelegram, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await api.until(lambda: api.delivery.polled)
    second = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(error.Conflict):
        await first
    await api.person().writes("bonjour")
    assert len(await second) == 1


async def test_a_poller_that_went_away_is_no_conflict(api: FakeTelegram, bot: Bot) -> None:
    gone = asyncio.create_task(bot.get_updates(timeout=50))
    await api.until(lambda: api.delivery.polled)
    gone.cancel()
    await asyncio.wait([gone])
    await api.until(lambda: not api.delivery.polled)
    message = await api.person().writes("bonjour")
    await api.repeats(message.update)
    assert [update.message.text for update in await bot.get_updates(timeout=5)] == ["bonjour", "bonjour"]


async def test_an_update_can_be_delivered_five_times(api: FakeTelegram, bot: Bot) -> None:
    message = await api.person().writes("bonjour")
    [update] = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    await api.repeats(message.update, times=4)
    again = await bot.get_updates(offset=update.update_id + 1)
    assert [one.update_id for one in again] == [update.update_id] * 4
    assert await bot.get_updates(offset=update.update_id + 1) == ()


# Messages


async def test_messages_have_rising_ids_and_text_without_tags(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    mine = await marie.writes("bonjour")
    sent = await bot.send_message(marie.chat.id, " Bonjour 😀 <b>Marie &amp; <i>toi</i></b> ! ", parse_mode="HTML")
    assert sent.message_id > mine.message_id
    assert sent.text == "Bonjour 😀 Marie & toi !"
    assert sent.parse_entities() == {sent.entities[0]: "Marie & toi", sent.entities[1]: "toi"}
    assert [entity.type for entity in sent.entities] == ["bold", "italic"]
    [heard] = await marie.hears(1)
    assert (heard.message_id, heard.text) == (sent.message_id, sent.text)


async def test_a_tap_sends_the_data_of_the_button_and_gets_its_answer(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("/start")
    await bot.send_message(marie.chat.id, "Une ancienne question", reply_markup=KEYBOARD)
    sent = await bot.send_message(marie.chat.id, "Vendez-vous en ligne ?", reply_markup=KEYBOARD)
    tap = await marie.taps("Non")
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("a2", marie.user["id"], sent.message_id)
    await query.answer("Noté")
    assert [answer["text"] for answer in tap.answers] == ["Noté"]
    await query.edit_message_text("Vendez-vous en ligne ? <b>Non</b>", parse_mode="HTML")
    message = tap.message
    assert (message.text, message.earlier, message.buttons) == (
        "Vendez-vous en ligne ? Non",
        ["Vendez-vous en ligne ?"],
        [],
    )
    with pytest.raises(AssertionError, match="no button «Non»"):
        await marie.taps("Non", message)


async def test_a_tap_on_a_screen_not_yet_refreshed_still_arrives(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("/start")
    sent = await bot.send_message(marie.chat.id, "Une question", reply_markup=KEYBOARD)
    [question] = await marie.hears(1)
    button = question.keyboard[0][0]
    await bot.edit_message_reply_markup(marie.chat.id, sent.message_id)
    assert question.buttons == []
    await marie.taps_old(question, "Oui")
    await marie.taps_old(question, button["text"])
    assert [update.callback_query.data for update in (await bot.get_updates())[1:]] == ["a1", "a1"]


async def test_a_keyboard_is_changed_in_place(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("/start")
    sent = await bot.send_message(marie.chat.id, "Lesquels ?", reply_markup=KEYBOARD)
    ticked = InlineKeyboardMarkup([[InlineKeyboardButton("✅ Oui", callback_data="a1")]])
    edited = await bot.edit_message_reply_markup(marie.chat.id, sent.message_id, reply_markup=ticked)
    assert edited.reply_markup == ticked
    [heard] = await marie.hears(1)
    assert (heard.buttons, heard.edit_date) == (["✅ Oui"], None)


async def test_what_cannot_be_edited_deleted_or_answered_is_refused(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    mine = await marie.writes("bonjour")
    sent = await bot.send_message(marie.chat.id, "Bonjour")
    picture = await bot.send_photo(marie.chat.id, b"picture")
    here = {"chat_id": marie.chat.id}
    refusals = {
        "message is not modified": bot.edit_message_text("Bonjour", message_id=sent.message_id, **here),
        "message to edit not found": bot.edit_message_text("Bonsoir", message_id=999, **here),
        "message can't be edited": bot.edit_message_text("Bonsoir", message_id=mine.message_id, **here),
        "there is no text": bot.edit_message_text("Bonsoir", message_id=picture.message_id, **here),
        "message to delete not found": bot.delete_message(message_id=999, **here),
        "message to be replied not found": bot.send_message(text="Oui", reply_to_message_id=999, **here),
        "query is too old": bot.answer_callback_query("999"),
        "chat not found": bot.send_message(999, "Bonjour"),
        "invalid file_id": bot.get_file("no such file"),
    }
    for words, request in refusals.items():
        with pytest.raises(error.BadRequest, match="(?i)" + words):
            await request
        assert len(api.pardons(words)) == 1, words
    assert sent.text == marie.chat.said[0].text


async def test_a_deleted_message_is_gone(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    sent = await bot.send_message(marie.chat.id, "Une question", reply_markup=KEYBOARD)
    await bot.delete_message(marie.chat.id, sent.message_id)
    with pytest.raises(AssertionError, match="no button"):
        await marie.taps("Oui")
    with pytest.raises(error.BadRequest, match="not found"):
        await bot.edit_message_text("Bonsoir", marie.chat.id, sent.message_id)
    api.pardons("message to edit not found")
    [message] = marie.chat.said
    await marie.taps_old(message, "Oui")
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.message.is_accessible, query.message.message_id) == ("a1", False, sent.message_id)


async def test_files_go_both_ways(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.sends("photo", caption="Ma vitrine")
    [update] = await bot.get_updates()
    assert update.message.caption == "Ma vitrine"
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"not empty"
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 320) + b"rest"
    sent = await bot.send_photo(marie.chat.id, png, caption="<b>Radar</b>", parse_mode="HTML")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (640, 320, "Radar")
    await bot.send_document(marie.chat.id, io.BytesIO(b"%PDF-1.7"), filename="plan.pdf", reply_markup=KEYBOARD)
    await bot.send_photo(marie.chat.id, sent.photo[0].file_id)
    radar, plan, again = await marie.hears(3)
    assert (radar.file.content, again.file) == (png, radar.file)
    assert (plan.file.name, plan.file.content, plan.buttons) == ("plan.pdf", b"%PDF-1.7", ["Oui", "Non", "Plus tard"])


async def test_a_picture_too_narrow_or_empty_is_refused(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    narrow = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 2100, 100)
    for picture, words in ((narrow, "PHOTO_INVALID_DIMENSIONS"), (b"", "file must be non-empty")):
        with pytest.raises(error.BadRequest, match="(?i)" + words):
            await bot.send_photo(marie.chat.id, picture)
        assert api.pardons(words)


async def test_typing_is_seen(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    await bot.send_chat_action(marie.chat.id, "typing")
    assert marie.chat.actions == ["typing"]


async def test_a_chat_prints_as_its_transcript(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("/start")
    sent = await bot.send_message(marie.chat.id, "Bonjour\nOn commence ?", reply_markup=KEYBOARD)
    tap = await marie.taps("Oui")
    await bot.answer_callback_query(tap.query_id, "C’est parti")
    await bot.edit_message_text("Bonjour", marie.chat.id, sent.message_id)
    await bot.send_document(marie.chat.id, b"%PDF", filename="plan.pdf", caption="Votre plan", reply_markup=KEYBOARD)
    await marie.sends("voice")
    assert str(marie.chat) == (
        "Marie: /start\n"
        "Bot: (edited) Bonjour\n"
        "Marie taps «Oui» → «C’est parti»\n"
        "Bot: <plan.pdf> Votre plan\n"
        "     [Oui] [Non]\n"
        "     [Plus tard]\n"
        "Marie: <voice.ogg>"
    )


# The record


async def test_every_request_is_kept_with_its_answer(api: FakeTelegram, bot: Bot) -> None:
    marie, jean = api.person(), api.person("Jean")
    await marie.writes("bonjour")
    await jean.writes("bonjour")
    await bot.send_message(marie.chat.id, "Bonjour", reply_markup=KEYBOARD)
    api.fails("sendMessage", blocked())
    with pytest.raises(error.Forbidden):
        await bot.send_message(jean.chat.id, "Bonjour")
    first, second = api.calls("sendMessage")
    assert api.calls("sendMessage", jean.chat) == [second]
    assert first.params == {"chat_id": marie.chat.id, "text": "Bonjour", "reply_markup": KEYBOARD.to_dict()}
    assert first.answer["result"]["message_id"] == marie.chat.said[0].message_id
    assert (first.status, second.status, second.answer["description"]) == (
        200,
        403,
        "Forbidden: bot was blocked by the user",
    )
    assert first.at <= first.answered_at <= second.at


@pytest.mark.parametrize("how", ["json", "data", "params"])
async def test_parameters_may_come_as_json_form_or_address(api: FakeTelegram, how: str) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    async with httpx.AsyncClient() as client:
        params = {"chat_id": marie.chat.id, "text": "123", "disable_notification": "true"}
        if how == "json":
            params["disable_notification"] = True
        answer = await client.post(f"{api.url}/bot{api.token}/sendMessage", **{how: params})
    assert answer.json()["result"]["text"] == "123"
    assert api.requests[-1].params == {"chat_id": marie.chat.id, "text": "123", "disable_notification": True}


# Failures


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (too_many_requests(7), error.RetryAfter),
        (blocked(), error.Forbidden),
        (bad_request("message to edit not found"), error.BadRequest),
        (server_error(502), error.NetworkError),
        (server_error(504), error.NetworkError),
        (cut(), error.NetworkError),
        (hang(), error.TimedOut),
        (slow(30), error.TimedOut),
    ],
    ids=lambda value: getattr(value, "description", None) or str(value),
)
@pytest.mark.parametrize("processed", [False, True])
async def test_a_scripted_failure_comes_once_for_its_chat(
    api: FakeTelegram, bot: Bot, failure: object, expected: type[Exception], processed: bool
) -> None:
    marie, jean = api.person(), api.person("Jean")
    await marie.writes("bonjour")
    await jean.writes("bonjour")
    api.fails("sendMessage", after_processing(failure) if processed else failure, chat=marie.chat)
    await bot.send_message(jean.chat.id, "Bonjour Jean")
    with pytest.raises(expected) as raised:
        patience = 0.3 if expected is error.TimedOut else 10
        await bot.send_message(marie.chat.id, "Bonjour Marie", read_timeout=patience)
    assert type(raised.value) is expected
    assert len(marie.chat.said) == (1 if processed else 0)
    await bot.send_message(marie.chat.id, "Bonjour encore")
    assert marie.chat.said[-1].text == "Bonjour encore"


async def test_flood_control_says_how_long_to_wait(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", too_many_requests(7))
    with pytest.raises(error.RetryAfter) as raised:
        await bot.get_me()
    assert raised.value.retry_after == timedelta(seconds=7)


async def test_a_failure_may_last_until_telegram_heals(api: FakeTelegram, bot: Bot) -> None:
    api.fails("*", server_error(), times=None)
    for _ in range(3):
        with pytest.raises(error.NetworkError):
            await bot.get_me()
    api.heals()
    await bot.get_me()


async def test_a_failure_may_come_twice(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", server_error(), times=2)
    for _ in range(2):
        with pytest.raises(error.NetworkError):
            await bot.get_me()
    await bot.get_me()


async def test_a_late_answer_is_still_an_answer(api: FakeTelegram, bot: Bot) -> None:
    api.fails("getMe", slow(0.1))
    await bot.get_me()
    [_initialize, late] = api.calls("getMe")
    assert late.answered_at - late.at >= 0.1


async def test_telegram_goes_down_and_comes_back_with_everything(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    poll = asyncio.create_task(bot.get_updates(timeout=30, read_timeout=30))
    await api.until(lambda: api.delivery.polled)
    await api.goes_down()
    with pytest.raises(error.NetworkError):
        await poll
    with pytest.raises(error.NetworkError):
        await bot.get_me()
    await marie.writes("bonjour")
    await api.comes_back()
    [update] = await bot.get_updates()
    assert update.message.text == "bonjour"


async def test_who_never_wrote_cannot_be_written_to(api: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(error.Forbidden, match="initiate"):
        await bot.send_message(api.person().chat.id, "Bonjour")


async def test_a_person_blocks_the_bot_and_lets_it_back(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    await marie.blocks()
    with pytest.raises(error.Forbidden, match="blocked"):
        await bot.send_message(marie.chat.id, "Bonjour")
    with pytest.raises(error.Forbidden, match="blocked"):
        await bot.send_chat_action(marie.chat.id, "typing")
    await marie.unblocks()
    await bot.send_message(marie.chat.id, "Bonjour")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]
    marie.deletes_account()
    with pytest.raises(error.Forbidden, match="deactivated"):
        await bot.send_message(marie.chat.id, "Bonjour")


async def test_a_group_becomes_a_supergroup(api: FakeTelegram, bot: Bot) -> None:
    marie, group = api.person(), api.group("Les commerçants")
    await marie.writes("bonjour", group)
    await bot.send_message(group.id, "Bonjour à tous")
    new = await marie.upgrades(group)
    with pytest.raises(error.ChatMigrated) as raised:
        await bot.send_message(group.id, "Bonjour à tous")
    assert raised.value.new_chat_id == new.id
    await bot.send_message(new.id, "Bonjour à tous")
    _, gone, arrived = (update.message for update in await bot.get_updates())
    assert (gone.chat_id, gone.migrate_to_chat_id) == (group.id, new.id)
    assert (arrived.chat_id, arrived.migrate_from_chat_id, arrived.chat.type) == (new.id, group.id, "supergroup")


# People


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
