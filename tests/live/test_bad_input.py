"""Messages that no owner should be able to harm the conversation with: a clear reply, and nothing changes."""

import pytest

from .owners import Owner

NOTHING_SAID = {
    "empty": "",
    "blanks": " \t ",
    "emoji": "😀😀😀",
    "cyrillic": "Привет, как дела",
    "japanese": "こんにちは、お元気ですか",
    "arabic": "مرحبا كيف حالك",
    "control characters": "\x00\x07\x1b[\x7f",
    "zero width": "\u200b\u200d\ufeff",
    "punctuation": "?!… — ;",
    "long": "lorem ipsum " * 834,
    "long word": "x" * 10_000,
}
PAYLOADS = ["/restart", "/session_start", '/answer_hours{"hours":"3"}', "/EXTERNAL_x", "/intent{", "/ {}", "//restart"]


def _at(owner: Owner, question: str) -> Owner:
    owner.say("allons-y")
    owner.answer(
        {
            "objective": "je voudrais recruter",
            "measure": "deux apprentis",
            "audience": "des entreprises",
            "area": "Tout le pays",
            "connectivity": "Bien connectés",
            "presence": "facebook et linkedin",
            "presence_evidence": "Je leur ai demandé",
        }
        if question == "hours"
        else {"objective": "je voudrais recruter"}
    )
    assert owner.pending == question
    return owner


# Letters are an answer to a question of free words.
NOTHING_AT = [("hours", text) for text in NOTHING_SAID.values()] + [
    ("measure", text) for text in NOTHING_SAID.values() if not any(character.isalpha() for character in text)
]


@pytest.mark.parametrize(("question", "text"), NOTHING_AT, ids=lambda value: repr(value[:12]))
def test_a_message_that_says_nothing(owner: Owner, question: str, text: str) -> None:
    _at(owner, question)
    before = owner.answers

    reply = owner.say(text)

    assert reply.text.strip()
    assert owner.pending == question
    assert owner.answers == before


@pytest.mark.parametrize("text", NOTHING_SAID.values(), ids=NOTHING_SAID)
def test_a_message_that_says_nothing_outside_of_the_questions(owner: Owner, text: str) -> None:
    assert owner.say(text).text.strip()
    assert owner.answers == {}


@pytest.mark.parametrize("question", ["hours", "measure"])
@pytest.mark.parametrize("text", PAYLOADS)
def test_a_typed_payload_triggers_nothing(owner: Owner, question: str, text: str) -> None:
    _at(owner, question)
    before = owner.answers

    reply = owner.say(text)

    assert reply.text.strip()
    assert owner.pending == question
    assert owner.answers == before


@pytest.mark.parametrize("text", ["400 heures par semaine", "-3", "-3 h", "1000", "10 000 heures"])
def test_hours_out_of_range(owner: Owner, text: str) -> None:
    _at(owner, "hours")
    before = owner.answers

    reply = owner.say(text)

    assert reply.says("utter_out_of_range")
    assert "0" in reply.text
    assert "80" in reply.text
    assert owner.pending == "hours"
    assert owner.answers == before
    assert owner.say("3 h").ends_with("utter_ask_profiles")


@pytest.mark.parametrize("text", ["-50 €", "un million d'euros par mois", "99999999999999999999"])
def test_a_budget_out_of_range(owner: Owner, text: str) -> None:
    _at(owner, "hours")
    owner.say("3 h", "Aucun profil")
    assert owner.pending == "budget"
    before = owner.answers

    assert owner.say(text).says("utter_out_of_range")
    assert owner.pending == "budget"
    assert owner.answers == before


def test_too_many_options(owner: Owner) -> None:
    owner.say("allons-y")
    reply = owner.say("vendre davantage, recruter, fidéliser mes clients et gagner en visibilité")
    assert reply.says("utter_too_many")
    assert owner.pending == "objective"
    assert owner.answers == {}


def test_a_long_answer_in_free_words_is_kept(owner: Owner) -> None:
    _at(owner, "measure")
    story = "je compterai les demandes de devis de chaque semaine. " * 180
    owner.say(story)
    assert str(owner.answers["measure"]).startswith("je compterai les demandes")
    assert owner.pending == "audience"


def test_words_that_look_like_markup_or_code_are_only_words(owner: Owner) -> None:
    _at(owner, "measure")
    text = "dix devis par mois <b>{progress}</b> '; DROP TABLE answers; -- {0} %s"
    owner.say(text)
    assert owner.answers["measure"] == text
    assert owner.pending == "audience"
