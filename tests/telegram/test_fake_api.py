"""The fake Bot API server behaves like Telegram's, seen by python-telegram-bot's own client."""

import asyncio
import io
import struct

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, error
from telegram.ext import ExtBot

from .failures import blocked
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


async def test_a_picture_too_narrow_too_large_or_empty_is_refused(api: FakeTelegram, bot: Bot) -> None:
    marie = api.person()
    await marie.writes("bonjour")
    narrow, large = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", *size) for size in ((2100, 100), (9000, 1001))
    )
    invalid = "PHOTO_INVALID_DIMENSIONS"
    for picture, words in ((narrow, invalid), (large, invalid), (b"", "file must be non-empty")):
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
