"""A whole diagnosis on Telegram, from /start to the final verdict: by taps, and by typing."""

from bot.coach import load_questionnaire
from tests.telegram.chats import Tap

from .owner import DONE, Owner, answer_by_taps, answer_by_words, answers, kept, plain

EXPRESS = [one.id for one in load_questionnaire().questions if one.stage == "express"]
GO_ON = "Continuer maintenant"
_MOST_TURNS = 60


async def _through(owner: Owner, answer) -> list[str]:
    """Answer until nothing is asked; the questions, in the order in which they were."""
    asked = []
    while (question := owner.asked) is not None and owner.situation == "asking":
        assert len(asked) < _MOST_TURNS, f"no end:\n{owner.chat}"
        assert question == owner.pending
        asked.append(question)
        await answer(owner)
    return asked


async def test_a_whole_diagnosis_by_taps(owner: Owner) -> None:
    await owner.says("/start")
    await owner.taps("Commencer")
    express = await _through(owner, answer_by_taps)
    assert "contradiction" in express
    assert {*express} - {"contradiction"} == {*EXPRESS}
    assert owner.answers == kept(EXPRESS)
    assert owner.last.buttons == [GO_ON, "Plus tard"]

    await owner.taps(GO_ON)
    full = await _through(owner, answer_by_taps)
    assert owner.situation == "done"
    assert owner.answers == kept(answers())
    assert all(len(one.text.encode("utf-16-le")) // 2 <= 4096 for one in owner.chat.said)
    assert not [one for one in full if one in EXPRESS], "nothing is asked twice"
    await owner.taps("Non merci")
    assert owner.open == []
    for tap in (event for event in owner.chat.events if isinstance(event, Tap)):
        assert tap.message.keyboard == [], "buttons that were used are gone"
        assert tap.label == DONE or plain(tap.label) in plain(tap.message.text.rsplit("→")[-1]), "the choice is shown"


async def test_a_whole_diagnosis_by_typing(owner: Owner) -> None:
    await owner.says("bonjour", "on y va")
    await _through(owner, answer_by_words)
    assert owner.answers == kept(EXPRESS)
    await owner.says("oui, continuons")
    await _through(owner, answer_by_words)
    assert owner.situation == "done"
    assert owner.answers == kept(answers())
    assert owner.last.buttons == ["Le rythme habituel", "Un autre moment", "Non merci"]


INTERLUDES = (
    "qzxv wkjh",
    "Pourquoi cette question ?",
    "/aide",
    "mon score",
    "bonjour",
    "quel temps fait-il à Marseille",
    "en fait je voudrais aussi fidéliser mes clients",
)


async def test_whatever_comes_in_between_the_question_and_its_buttons_are_last(owner: Owner) -> None:
    await owner.says("on y va", "je voudrais recruter", "deux apprentis")
    for text in INTERLUDES:
        await owner.says(text)
        assert owner.asked == owner.pending == "audience", f"{text}:\n{owner.chat}"
        await owner.bot.until(lambda: len(owner.open) == 1)
        assert owner.open == [owner.last], f"{text}:\n{owner.chat}"
    assert "retain" in owner.answers["objective"]
    await owner.says("question précédente")
    assert owner.asked == owner.pending == "measure"
    await owner.says("trois apprentis")
    assert owner.earlier("measure") == ["deux apprentis"]
    await owner.taps("Des particuliers")
    assert owner.answers["audience"] == "consumers"
