"""Taps: the right one answers, any other does no harm."""

import asyncio

import pytest

from bot.words import load_words
from tests.telegram.fake_api import FakeTelegram

from .owner import DONE, Owner

STALE = load_words().say("telegram.stale")


@pytest.fixture
async def asked(owner: Owner) -> Owner:
    """An owner who has the buttons of the first question before them."""
    await owner.says("/start")
    await owner.taps("Commencer")
    assert owner.asked == "objective"
    return owner


@pytest.fixture
async def at_area(asked: Owner) -> Owner:
    """An owner who is asked where their customers are."""
    await asked.says("je voudrais recruter", "un apprenti", "des professionnels")
    if asked.pending != "area":
        raise AssertionError(f"{asked.chat}")
    return asked


def _said(owner: Owner) -> list[str]:
    return [one.text for one in owner.chat.said]


async def test_ticks_show_in_place_and_are_taken_back(asked: Owner) -> None:
    question, said = asked.open[-1], len(asked.chat.said)
    await asked.taps("Recruter", "Vendre davantage", "Recruter")
    assert asked.open == [question]
    assert [label for label in question.buttons if label.startswith("✅")] == ["✅ Vendre davantage"]
    assert len(asked.chat.said) == said, "nothing is said for a tick"
    assert asked.answers == {}
    await asked.taps(DONE)
    assert asked.answers == {"objective": ["sell"]}
    assert question.text.endswith("→ Vendre davantage")


async def test_a_tick_beyond_the_maximum_is_refused_with_a_word(asked: Owner) -> None:
    await asked.taps("Recruter", "Vendre davantage", "Service après-vente")
    tap = await asked.touches("Gagner en visibilité")
    await asked.answered(tap)
    assert tap.answers[0]["text"] == load_words().say("telegram.full")
    assert sorted(asked.ticked) == ["recruit", "sell", "support"]
    assert asked.open[-1].buttons.count("Gagner en visibilité") == 1
    await asked.taps("Recruter", "Gagner en visibilité", DONE)
    assert sorted(asked.answers["objective"]) == ["sell", "support", "visibility"]


async def test_done_with_nothing_ticked_asks_for_a_tick(asked: Owner) -> None:
    tap = await asked.touches(DONE)
    await asked.answered(tap)
    assert tap.answers[0]["text"] == load_words().say("telegram.none_ticked")
    assert asked.answers == {}
    assert asked.open


async def test_an_exclusive_option_answers_alone_and_at_once(asked: Owner) -> None:
    await asked.taps("Recruter", "Pas d’objectif précis")
    assert asked.answers == {"objective": ["unknown"]}
    assert asked.asked == "audience"


async def test_ticks_count_when_the_next_question_is_answered_in_words(asked: Owner) -> None:
    await asked.taps("Recruter")
    await asked.says("un apprenti pour le printemps")
    assert asked.answers.get("objective") == ["recruit"] or asked.ticked == ["recruit"]
    assert len(asked.open) <= 1


async def test_buttons_go_when_the_answer_is_typed(at_area: Owner) -> None:
    question = at_area.open[-1]
    await at_area.says("toute la région")
    await at_area.bot.until(lambda: not question.keyboard)
    before, said = at_area.answers, len(at_area.chat.said)
    tap = await at_area.person.taps_old(question, "Ma région")
    await at_area.answered(tap)
    assert tap.answers[0]["text"] == STALE
    assert at_area.answers == before
    assert len(at_area.chat.said) == said


async def test_two_taps_at_once_are_one_answer(at_area: Owner) -> None:
    question = at_area.open[-1]
    first, second = question.buttons[:2]
    taps = await asyncio.gather(
        at_area.person.taps_old(question, first),
        at_area.person.taps_old(question, first),
        at_area.person.taps_old(question, second),
    )
    for tap in taps:
        await at_area.answered(tap)
    assert [tap.answers[0].get("text") for tap in taps].count(STALE) == 2
    assert at_area.answers["area"] == "local"
    assert at_area.earlier("area") == []
    assert at_area.asked == at_area.pending == "connectivity"
    # Telegram shows a late tap the buttons that it was made on: taking them away twice is refused, harmlessly.
    at_area.bot.telegram.pardons("message is not modified")


async def test_taps_out_of_order_change_nothing(asked: Owner) -> None:
    """The question's own taps come first, those of earlier ones later than what they led to."""
    objective = asked.open[-1]
    await asked.taps("Vendre davantage", DONE)
    await asked.says("dix ventes de plus")
    for label in (DONE, "Recruter", DONE):
        tap = await asked.person.taps_old(objective, label)
        await asked.answered(tap)
        assert tap.answers[0]["text"] == STALE
    assert asked.answers["objective"] == ["sell"]
    assert asked.earlier("objective") == []
    assert asked.asked == asked.pending == "audience"
    assert asked.open[-1] is asked.last


async def test_a_forged_tap_with_the_data_of_another_owner_changes_nothing(at_area: Owner, asked: Owner) -> None:
    eve = Owner(at_area.bot, "Eve")
    await eve.says("on y va")
    stolen = at_area.open[-1].keyboard[0][0]["callback_data"]
    tap = await eve.forges(eve.open[-1], stolen)
    await eve.answered(tap)
    assert tap.answers[0]["text"] == STALE
    across = await eve.forges(at_area.open[-1], stolen)
    await at_area.bot.telegram.until(lambda: across.answers)
    await at_area.bot.settled(at_area.id, eve.id)
    assert "area" not in at_area.answers
    assert eve.answers == {}
    assert eve.pending == "objective"
    await at_area.says("toute la région")


async def test_data_of_no_button_change_nothing(at_area: Owner) -> None:
    question = at_area.open[-1]
    token = question.keyboard[0][0]["callback_data"].split(":")[0]
    before = at_area.answers
    garbage = (
        "",
        ":",
        token,
        f"{token}:",
        f"{token}:99",
        f"{token}:-1",
        f"{token}:done",
        f"{token}:0:0",
        f"{token}: 0",
    )
    for data in (*garbage, f"{token}:²", "x" * 64, "/restart", f"{token}:{'9' * 40}", "é" * 32, "\0"):
        tap = await at_area.forges(question, data)
        await at_area.bot.settled(at_area.id)
        await at_area.bot.telegram.until(lambda tap=tap: tap.answers)
        assert tap.answers[0]["text"] == STALE, data
        assert at_area.answers == before
        assert at_area.pending == "area"


async def test_callback_data_are_opaque_and_short(asked: Owner, telegram: FakeTelegram) -> None:
    data = [button["callback_data"] for row in asked.open[-1].keyboard for button in row]
    assert all(len(one.encode()) <= 64 for one in data)
    told = " ".join(data).lower()
    assert not any(word in told for word in ("objective", "recruit", str(asked.id)))


async def test_a_tap_under_a_message_too_old_to_be_seen_still_counts(at_area: Owner, telegram: FakeTelegram) -> None:
    """Telegram then leaves out all but the message's number."""
    question = at_area.open[-1]
    data = question.keyboard[0][0]["callback_data"]
    message = {"chat": at_area.chat.as_json(), "message_id": question.message_id, "date": 0}
    query = {"id": "77", "from": at_area.person.user, "chat_instance": "1", "data": data, "message": message}
    await telegram.posts("callback_query", query)
    await at_area.bot.until(lambda: "area" in at_area.answers)
    await at_area.bot.settled(at_area.id)
    await at_area.bot.until(lambda: not question.keyboard)
    telegram.pardons("query is too old")
    assert at_area.answers["area"] == "local"
