"""What the network and Telegram do to a bot: nothing is lost, order is kept, others go on."""

import pytest

from bot.words import load_words
from tests.telegram import failures
from tests.telegram.fake_api import FakeTelegram

from .owner import Owner, is_said
from .running import Costaud


@pytest.fixture
async def asked(owner: Owner) -> Owner:
    """An owner who is asked how they will know that it worked."""
    await owner.says("on y va", "je voudrais recruter")
    assert owner.asked == "measure"
    return owner


async def test_flood_control_holds_up_one_chat_and_not_the_others(
    asked: Owner, bot: Costaud, telegram: FakeTelegram
) -> None:
    telegram.fails("sendMessage", failures.too_many_requests(4), chat=asked.chat)
    before = len(asked.chat.said)
    await asked.person.writes("un apprenti")
    await telegram.until(
        lambda: any(one.status == 429 for one in telegram.calls("sendMessage", asked.chat)), timeout=60
    )
    await asked.person.writes("des professionnels")
    paul = Owner(bot, "Paul")
    await paul.says("bonjour")
    assert len(asked.chat.said) == before, "Paul is answered while Marie's chat waits"
    await bot.settled(asked.id)
    refused, again = telegram.calls("sendMessage", asked.chat)[before : before + 2]
    assert (refused.status, again.status) == (429, 200)
    assert again.at - refused.at >= 4
    assert len(asked.chat.said) == before + 2
    assert asked.answers["audience"] == "businesses"
    assert asked.asked == asked.pending == "area"


@pytest.mark.parametrize("failure", [failures.server_error(502), failures.server_error(500), failures.cut()], ids=repr)
async def test_a_reply_that_did_not_get_through_is_sent_again(
    failure: failures.Failure, asked: Owner, telegram: FakeTelegram
) -> None:
    telegram.fails("sendMessage", failure, times=2, chat=asked.chat)
    said = await asked.says("un apprenti")
    assert len(said) == 1
    assert asked.asked == "audience"


async def test_a_reply_whose_receipt_was_lost_is_not_lost(asked: Owner, telegram: FakeTelegram) -> None:
    """It may come twice: Telegram cannot be asked whether it took a message."""
    telegram.fails("sendMessage", failures.after_processing(failures.cut()), chat=asked.chat)
    said = await asked.says("un apprenti")
    assert 1 <= len(said) <= 2
    assert len({one.text for one in said}) == 1
    await asked.taps("Des professionnels", message=said[-1])
    assert asked.answers["audience"] == "businesses"
    assert asked.asked == "area"
    for copy in said[:-1]:  # the buttons of the first one are out of date, and say so
        tap = await asked.touches("Des particuliers", copy)
        await asked.answered(tap)
        assert tap.answers[0]["text"] == load_words().say("telegram.stale")


@pytest.mark.parametrize(
    "failure",
    [failures.server_error(503), failures.too_many_requests(1), failures.cut(), failures.Failure("Conflict: x", 409)],
    ids=["5xx", "flood control", "cut", "conflict"],
)
async def test_updates_come_after_a_failure_to_fetch_them(
    failure: failures.Failure, asked: Owner, telegram: FakeTelegram
) -> None:
    telegram.fails("getUpdates", failure, times=2)
    await asked.says("bonjour", "un apprenti")
    assert asked.asked == "audience"
    assert asked.earlier("measure") == []


async def test_an_outage_in_mid_run_heals_and_keeps_order(asked: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    before = len(asked.chat.said)
    telegram.fails("sendMessage", failures.server_error(), times=1, chat=asked.chat)
    await asked.person.writes("un apprenti")
    await telegram.goes_down()
    await bot.until(lambda: "No updates" in bot.log)
    for text in ("des professionnels", "toute la région", "bien connectés"):
        await asked.person.writes(text)
    await telegram.comes_back()
    await bot.settled(asked.id, timeout=90)
    assert asked.answers == {
        "objective": ["recruit"],
        "measure": "un apprenti",
        "audience": "businesses",
        "area": "regional",
        "connectivity": "good",
    }
    assert len(asked.chat.said) == before + 4
    assert asked.asked == asked.pending == "presence"


# --- people who go ------------------------------------------------------------------------------------------


def _unreachable(owner: Owner) -> bool:
    with owner.bot.work() as work:
        found = work.owners.find(str(owner.id))
        return found is not None and found.unreachable_since is not None


async def test_who_blocks_the_bot_is_left_alone_and_taken_up_when_they_write(
    asked: Owner, telegram: FakeTelegram
) -> None:
    await asked.person.blocks()
    await asked.bot.until(lambda: _unreachable(asked))
    await asked.person.unblocks()
    said = await asked.says("un apprenti")
    assert said and asked.asked == "audience"
    assert not _unreachable(asked)


async def test_who_blocked_the_bot_meanwhile_costs_no_turn_and_no_retry(
    asked: Owner, telegram: FakeTelegram, bot: Costaud
) -> None:
    asked.chat.refuses = failures.blocked()
    await asked.person.writes("un apprenti")
    await bot.settled(asked.id)
    assert _unreachable(asked)
    refused = [one for one in telegram.calls("sendMessage", asked.chat) if one.status == 403]
    assert len(refused) == 1
    assert asked.answers["measure"] == "un apprenti"
    asked.chat.refuses = None
    await asked.says("/reprendre")
    assert asked.asked == "audience"
    assert not _unreachable(asked)


async def test_a_deactivated_account_is_left_alone(asked: Owner, telegram: FakeTelegram, bot: Costaud) -> None:
    update = (await asked.person.writes("bonjour")).update
    await bot.settled(asked.id)
    assert update is not None
    asked.person.deletes_account()
    await asked.person.writes("un apprenti")
    await bot.settled(asked.id)
    assert _unreachable(asked)


# --- what only embellishes ----------------------------------------------------------------------------------


async def test_refused_embellishments_hold_nothing_up(asked: Owner, telegram: FakeTelegram) -> None:
    await asked.says("un apprenti")
    telegram.fails("sendChatAction", failures.server_error(), times=None, chat=asked.chat)
    telegram.fails("answerCallbackQuery", failures.bad_request("query is too old"))
    telegram.fails("editMessageText", failures.bad_request("message to edit not found"), chat=asked.chat)
    question = asked.open[-1]
    await asked.touches("Des professionnels")
    await asked.bot.until(lambda: "audience" in asked.answers)
    await asked.bot.settled(asked.id)
    assert asked.asked == asked.pending == "area"
    await asked.touches("Des particuliers", question)
    await asked.bot.until(lambda: not question.keyboard)
    assert asked.answers["audience"] == "businesses"


async def test_typing_is_shown_while_it_thinks(asked: Owner) -> None:
    shown = len(asked.chat.actions)
    await asked.says("un apprenti")
    assert asked.chat.actions[shown:] == ["typing"]


async def test_a_message_that_telegram_refuses_does_not_stop_the_chat(
    asked: Owner, telegram: FakeTelegram, bot: Costaud
) -> None:
    bot.expects("A message was refused")
    telegram.fails("sendMessage", failures.bad_request("can't parse entities"), chat=asked.chat)
    await asked.person.writes("un apprenti")
    await bot.settled(asked.id)
    await asked.says("/reprendre")
    assert asked.asked == asked.pending == "audience"


# --- by itself ----------------------------------------------------------------------------------------------


async def test_telegram_is_away_at_the_start(spare: Costaud) -> None:
    telegram = spare.telegram
    marie = Owner(spare)
    await telegram.goes_down()
    spare.start()
    await spare.ready()
    await marie.person.writes("/start")
    await spare.until(lambda: "Telegram cannot be reached" in spare.log)
    await telegram.comes_back()
    await spare.settled(marie.id)
    assert is_said("utter_welcome", marie.chat.said)
    spare.is_flawless()


async def test_a_revoked_token_ends_the_program_with_a_sentence(spare: Costaud) -> None:
    spare.start()
    await spare.ready()
    marie = Owner(spare)
    await marie.says("/start")
    token, spare.telegram.token = spare.telegram.token, "4242424242:another"
    await marie.person.writes("on y va")
    await spare.until(lambda: not spare.rasa.is_alive())
    assert "Telegram refuses the token" in spare.log
    assert "Traceback" not in spare.log, spare.log[spare.log.index("Traceback") - 500 :]
    spare.telegram.token = token
    spare.rasa = None
    spare.start()
    await spare.settled(marie.id)
    assert marie.open[-1].buttons == [load_words().say("telegram.resume")], "what was written meanwhile is not lost"
    await marie.taps(load_words().say("telegram.resume"))
    assert marie.asked == "objective"
