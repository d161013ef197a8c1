"""Commands and their aliases, the bot's profile, and the commands that nobody may type."""

from pathlib import Path

import pytest

from bot.telegram.commands import MENU, intent_of
from bot.words import load_words
from tests.telegram.fake_api import FakeTelegram

from .owner import Owner, is_said
from .running import Costaud

SAYS = {
    "aide": "utter_help",
    "help": "utter_help",
    "plan": "utter_plan_how",
    "confidentialite": "utter_privacy",
    "privacy": "utter_privacy",
    "exporter": "utter_privacy",
    "start": "utter_greet_again",
}
"""Commands that answer, after which the pending question is asked again."""


@pytest.fixture
async def at_measure(owner: Owner) -> Owner:
    """An owner who is asked how they will know that it worked."""
    await owner.says("/start", "on y va", "je voudrais recruter")
    assert owner.pending == "measure"
    return owner


async def test_every_command_answers_and_the_pending_question_stays(at_measure: Owner) -> None:
    for command, response in SAYS.items():
        said = await at_measure.says(f"/{command}")
        assert is_said(response, said), f"/{command}:\n{at_measure.chat}"
        assert at_measure.asked == "measure", f"/{command}:\n{at_measure.chat}"
    for command in ("rappels", "settings"):
        await at_measure.says(f"/{command}")
        assert "Un autre moment" in at_measure.last.buttons
        assert at_measure.pending == "measure"
    await at_measure.says("/reprendre")
    assert at_measure.asked == "measure"
    await at_measure.says("/score")
    assert "votre signe de réussite" not in at_measure.last.text
    assert at_measure.pending == "measure"


async def test_stopping_and_taking_up(at_measure: Owner) -> None:
    for command in ("/stop", "/cancel"):
        assert is_said("utter_stop", await at_measure.says(command))
        assert at_measure.situation == "paused"
        await at_measure.says("/reprendre")
        assert at_measure.asked == at_measure.pending == "measure"


async def test_erasing_asks_twice_and_then_leaves_nothing(at_measure: Owner, bot: Costaud) -> None:
    await at_measure.says("les pépites du mardi")
    assert is_said("utter_erase_confirm", await at_measure.says("/effacer"))
    await at_measure.taps("Oui, tout effacer")
    assert at_measure.answers
    assert is_said("utter_erased", await at_measure.taps("Oui, tout effacer"))
    assert at_measure.situation == "new"
    database = Path(str(bot.engine.url.database))
    assert not any("pépites".encode() in file.read_bytes() for file in database.parent.glob("costaud.db*"))


async def test_a_command_may_name_the_bot_and_carry_a_payload(at_measure: Owner, telegram: FakeTelegram) -> None:
    name = telegram.bot["username"]
    for text in (f"/aide@{name}", f"/AIDE@{name} s'il vous plaît", "/help\nmerci", "/Aide"):
        assert is_said("utter_help", await at_measure.says(text)), text
        assert at_measure.asked == "measure"


async def test_the_payload_of_a_deep_link_is_harmless(owner: Owner) -> None:
    said = await owner.says('/start /answer_objective{"objective": "recruit"}')
    assert is_said("utter_welcome", said)
    assert owner.open[-1].buttons == ["Commencer"]
    assert owner.situation == "new"
    assert is_said("utter_welcome_back_question", await owner.says("on y va", "/stop", "/start effacez_tout"))
    assert owner.asked == "objective"
    assert owner.answers == {}


async def test_the_menu_and_the_profile_are_registered(bot: Costaud, telegram: FakeTelegram) -> None:
    await telegram.until(lambda: telegram.methods.profile.get(("short_description", "")), timeout=60)
    commands = telegram.methods.commands["default", ""]
    assert [one["command"] for one in commands] == list(MENU)
    assert all(one["description"] for one in commands)
    assert "Petit… mais costaud" in telegram.methods.profile["description", ""]


TYPED = (
    '/answer_hours{"hours": 3}',
    '/diagnosis_form{"hours": 3}',
    '/inform{"situation": "done"}',
    "/EXTERNAL_x",
    "/restart",
    "/session_start",
    "/back",
    "/affirm",
    "/erase",
    "/start_over",
    "//restart",
    "/ restart",
    "\N{FULLWIDTH SOLIDUS}restart",
    "\N{ZERO WIDTH SPACE}/session_start",
    "/",
    "/{}",
    "/@le_bot",
)


async def test_a_typed_payload_triggers_and_sets_nothing(at_measure: Owner) -> None:
    """Whatever is typed at a question that takes any text is at most its answer."""
    await at_measure.says("dix devis", "des particuliers", "ma région", "tous les âges", "bien connectés", "facebook")
    await at_measure.says("je leur ai demandé")
    before = at_measure.answers
    assert at_measure.pending == "hours"
    for text in TYPED:
        said = await at_measure.says(text)
        assert said, f"{text} met silence"
        if text.startswith("/"):
            assert [one.text for one in said] == [load_words().say("telegram.unknown_command")]
        assert at_measure.pending == "hours", text
        assert at_measure.answers == before, text


async def test_a_typed_intent_confirms_no_erasure(at_measure: Owner) -> None:
    """Not even as an answer to the question of a free text."""
    await at_measure.says("/effacer", '/affirm{"confirming": "erase_again"}', "/affirm", "/erase")
    assert at_measure.answers == {"objective": ["recruit"]}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/start", "greet"),
        ("/START ref_12", "greet"),
        ("/aide@costaud_bot", "help"),
        ("/settings", "remind"),
        ("/privacy", "export"),
        ("/cancel", "stop"),
        ("/restart", None),
        ("/", None),
        ("/ start", None),
        ("/@costaud_bot", None),
        ("start", None),
        ("j'ai tapé /start", None),
        ("", None),
    ],
)
def test_which_texts_are_commands(text: str, intent: str | None) -> None:
    assert intent_of(text) == intent
