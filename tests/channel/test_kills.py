"""Processes killed in the middle of turns: no answer lost, no question asked twice in a row, no update handled twice."""

import os

import pytest

from .killing import Ordeal
from .owner import DONE, Owner
from .running import Costaud

KILLS = int(os.environ.get("COSTAUD_TEST_KILLS", "8"))


async def test_a_conversation_survives_kills_at_random_moments(spare: Costaud) -> None:
    spare.start()
    await spare.ready()
    ordeal = Ordeal(spare, Owner(spare), KILLS, seed=7)
    await ordeal.endure()
    assert ordeal.kills >= KILLS
    ordeal.pardon()
    assert not spare.telegram.faults


async def test_ticks_and_buttons_are_good_after_a_restart(spare: Costaud) -> None:
    spare.start()
    await spare.ready()
    marie = Owner(spare)
    await marie.says("on y va")
    await marie.taps("Recruter")
    spare.kill("rasa", "actions")
    tap = await marie.touches("Vendre davantage")
    spare.start()
    await marie.answered(tap)
    await marie.taps(DONE)
    assert marie.answers == {"objective": ["recruit", "sell"]}
    assert marie.asked == "measure"
    spare.is_flawless()


@pytest.mark.parametrize("victim", ["actions"])
async def test_an_action_server_that_is_away_is_waited_for(spare: Costaud, victim: str) -> None:
    """The owner is told once, and answered once it is back."""
    from bot.words import load_words

    spare.expects("ERROR|CRITICAL|Traceback")
    spare.start()
    await spare.ready()
    marie = Owner(spare)
    await marie.says("on y va", "je voudrais recruter")
    spare.kill(victim)
    before = len(marie.chat.said)
    await marie.person.writes("un apprenti")
    await spare.telegram.until(lambda: len(marie.chat.said) > before, timeout=60)
    assert marie.last.text == load_words().say("telegram.wait")
    spare.start()
    await spare.settled(marie.id)
    assert len(marie.chat.said) == before + 2
    assert marie.answers["measure"] == "un apprenti"
    assert marie.asked == "audience"
    spare.is_flawless()
