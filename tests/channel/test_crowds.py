"""Too much at once: of the same, of everybody, of one owner, of text."""

import asyncio

from bot.store.tables import answers as answer_rows
from bot.store.tables import telegram_updates
from bot.words import load_words
from tests.telegram.fake_api import FakeTelegram

from .owner import Owner, is_said
from .running import Costaud


async def test_the_same_update_five_times_is_one_turn(owner: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    await owner.says("on y va", "vendre davantage et recruter")
    before = len(owner.chat.said)
    message = await owner.person.writes("dix commandes de plus")
    await telegram.repeats(message.update, times=2)
    await bot.settled(owner.id)
    await telegram.repeats(message.update, times=2)
    tap = await owner.touches("Des particuliers")
    await telegram.repeats(tap.update, times=4)
    await owner.answered(tap)
    await owner.says("toute la région")
    assert len(owner.chat.said) == before + 3
    assert owner.asked == owner.pending == "age_groups"
    assert owner.earlier("measure") == owner.earlier("audience") == []

    tick = await owner.touches("60 ans et plus")
    await telegram.repeats(tick.update, times=4)
    await owner.answered(tick)
    await owner.taps("Moins de 25 ans")
    assert owner.ticked == ["over_60", "under_25"], "a tick that comes again is not taken back"


async def test_fifty_chats_at_once_are_each_answered_once(bot: Costaud, telegram: FakeTelegram) -> None:
    owners = [Owner(bot, f"Marie {number}") for number in range(50)]
    await asyncio.gather(*(owner.person.writes("/start") for owner in owners))
    await bot.settled(*(owner.id for owner in owners), timeout=120)
    await asyncio.gather(*(owner.touches("Commencer") for owner in owners))
    await bot.settled(*(owner.id for owner in owners), timeout=120)
    for owner in owners:
        assert len(owner.chat.said) == 2, f"{owner.chat}"
        assert is_said("utter_welcome", owner.chat.said[:1])
        assert owner.asked == "objective"
    assert {owner.pending for owner in owners} == {"objective"}


async def test_four_megabytes_of_text_are_a_message_like_another(owner: Owner, bot: Costaud) -> None:
    await owner.says("on y va", "recruter un apprenti")
    for text in ("x" * 4_000_000, "lorem ipsum " * 350_000, "é😀" * 1_300_000):
        assert await owner.says(text)
    assert owner.situation == "asking"
    assert all(len(str(one["content"] or "")) < 10_000 for one in bot.rows(telegram_updates))
    assert all(len(one["words"]) <= 4096 for one in bot.rows(answer_rows))


async def test_who_floods_is_slowed_and_told_once_and_others_are_not(
    owner: Owner, bot: Costaud, telegram: FakeTelegram
) -> None:
    await owner.says("on y va")
    texts = [f"qzxv wkjh {number}" for number in range(14)]
    await asyncio.gather(*(owner.person.writes(text) for text in texts))
    paul = Owner(bot, "Paul")
    await paul.says("bonjour", "on y va")
    answered = len(owner.chat.said)
    assert paul.asked == "objective"
    assert answered < len(texts), "the flood is still being read when others are answered"
    await bot.settled(owner.id)
    told = [one.text for one in owner.chat.said].count(load_words().say("telegram.slow_down"))
    assert told == 1
    assert len(owner.chat.said) == 1 + 1 + len(texts), "nothing of it is lost"
    assert owner.pending == "objective"


# --- what an owner may type ---------------------------------------------------------------------------------

ODD = (
    "<b>pain</b> & <i>miel</i> &amp;",
    "<script>alert(1)</script> pain",
    "pain מתכונים של סבתא وصفات",
    "pain \N{RIGHT-TO-LEFT OVERRIDE}niap\N{POP DIRECTIONAL FORMATTING}",
    "pain 👩\u200d👩\u200d👧 🥖",
    "*pain* _miel_ `code` ||caché||",
)


async def test_what_an_owner_typed_comes_back_as_it_was(owner: Owner) -> None:
    await owner.says("on y va", "recruter un apprenti")
    for text in ODD:
        await owner.says(text)
        assert owner.answers["measure"] == text, f"{owner.chat}"
        said = await owner.says("/exporter")
        assert text in "".join(one.text for one in said), f"{owner.chat}"
        await owner.says("question précédente")
        assert owner.pending == "measure", f"{owner.chat}"


async def test_a_lone_half_of_a_character_does_no_harm(owner: Owner) -> None:
    await owner.says("on y va", "recruter un apprenti")
    assert await owner.says("dix \ud83d commandes \0 de plus")
    assert owner.asked == "audience"
