"""From Rasa's messages to Telegram's: few bubbles, within its lengths, nothing of the owner's read as HTML."""

from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.telegram.rendering import DONE, as_html, bubbles, fits, is_multiple, keyboard_of, markup, split, units
from bot.words import load_words
from tests.telegram import html

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=400)


def _said(text: str, *buttons: str, action: str = "utter_x") -> dict[str, Any]:
    return {
        "text": text,
        "buttons": [{"title": title, "payload": f"payload of {title}"} for title in buttons],
        "utter_action": action,
    }


def test_messages_before_a_question_are_joined_with_it() -> None:
    [one] = bubbles([_said("C’est noté."), _said("2/7 · Où ?", "Ma région", "Là", action="utter_ask_area")])
    assert one.text == "C’est noté.\n\n2/7 · Où ?"
    assert one.buttons == (("Ma région", "payload of Ma région"), ("Là", "payload of Là"))
    assert (one.question, one.asks) == ("area", True)
    assert one.token


def test_a_question_without_buttons_is_asked_all_the_same() -> None:
    [one] = bubbles([_said("À quoi verrez-vous que cela a marché ?", action="utter_ask_measure")])
    assert (one.asks, one.token) == (True, None)
    assert keyboard_of([one]) is None


def test_only_the_last_message_keeps_its_buttons() -> None:
    first, last = bubbles([_said("A ?", "a", action="utter_ask_area"), _said("B ?", "b", action="utter_ask_hours")])
    assert first.buttons == ()
    assert keyboard_of([first, last]) is not None
    assert [title for title, _ in last.buttons] == ["b"]


def test_what_follows_a_question_takes_its_buttons_away() -> None:
    """Buttons above a later message would be those of an overtaken question."""
    question, after = bubbles([_said("A ?", "a", action="utter_ask_area"), _said("Et puis.")])
    assert question.buttons == after.buttons == ()


def test_buttons_of_no_question_answer_nothing_in_particular() -> None:
    [one] = bubbles([_said("On commence ?", "Commencer", action="utter_welcome")])
    assert one.question is None
    assert not is_multiple(one.question)


def test_a_choice_of_several_brings_its_own_way_to_end_it() -> None:
    """Rasa's buttons hold one too, for the terminal, once something is ticked."""
    [one] = bubbles([_said("Autre chose ?", "Recruter", "Valider", action="utter_ask_objective")])
    assert [title for title, _ in one.buttons] == ["Recruter"]
    assert is_multiple(one.question)


def test_buttons_that_leave_a_question_out_are_not_ticked() -> None:
    [one] = bubbles([_said("On fait quoi ?", "Passer cette question", action="utter_ask_objective")])
    assert one.question is None


def test_nothing_said_is_nothing_sent() -> None:
    assert bubbles([]) == []
    assert bubbles([{"text": " "}, {"text": None}, {}]) == []


def test_files_are_bubbles_of_their_own() -> None:
    told = bubbles([_said("Voici."), {"custom": {"file": "report"}}, _said("Fini.")])
    assert [(one.text, one.file) for one in told] == [("Voici.", None), ("", "report"), ("Fini.", None)]


@given(st.lists(TEXTS, max_size=5), TEXTS.filter(str.strip))
def test_no_word_is_lost_and_every_bubble_fits(texts: list[str], question: str) -> None:
    told = bubbles([*map(_said, texts), _said(question * 20, "Oui", action="utter_ask_area")])
    assert all(0 < units(one.text) <= LIMIT for one in told)
    words = "".join("".join(one.text.split()) for one in told)
    assert words == "".join("".join(text.split()) for text in (*texts, question * 20))
    assert [bool(one.buttons) for one in told] == [False] * (len(told) - 1) + [True]


@given(TEXTS.map(lambda text: text * 40), st.integers(10, 200))
def test_a_long_text_is_cut_within_the_limit_and_nothing_is_lost(text: str, limit: int) -> None:
    pieces = list(split(text, limit))
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_is_cut_between_paragraphs_rather_than_lines_and_words() -> None:
    assert list(split("un deux\ntrois\n\nquatre cinq", 20)) == ["un deux\ntrois", "quatre cinq"]
    assert list(split("un deux\ntrois quatre", 15)) == ["un deux", "trois quatre"]
    assert list(split("un deux trois", 9)) == ["un deux", "trois"]


def test_a_character_of_two_units_is_not_cut_in_two() -> None:
    assert list(split("😀" * 5, 5)) == ["😀😀", "😀😀", "😀"]


@given(TEXTS)
def test_whatever_is_said_is_shown_as_it_is(text: str) -> None:
    """Telegram's own reading of the HTML gives the text back."""
    shown, _ = html.read({"text": as_html(text), "parse_mode": "HTML"}, "text", "entities")
    assert shown == text.replace("\0", "").strip() or shown == text.replace("\0", "")


@pytest.mark.parametrize("text", ["<b>gras</b>", "&amp;", "a < b > c & d", "</b>", '<a href="x">y</a>', "\ud800x"])
def test_what_an_owner_types_is_no_html(text: str) -> None:
    assert unescape(as_html(text)) == text.encode("utf-8", "replace").decode()
    assert "<" not in as_html(text)


def test_titles_and_the_place_in_the_questionnaire_are_bold() -> None:
    assert as_html("7/19 · Et puis ?") == "<b>7/19</b> · Et puis ?"
    assert as_html("Le détail :\n• un point :") == "<b>Le détail :</b>\n• un point :"


def test_whether_a_choice_has_room_below_its_question() -> None:
    assert fits("x" * (LIMIT - 5), "abc")
    assert not fits("x" * (LIMIT - 4), "abc")
    assert not fits("😀" * (LIMIT // 2), "")


# --- keyboards ----------------------------------------------------------------------------------------------


def test_a_keyboard_of_several_choices_ends_with_done() -> None:
    rows = markup("T", ["Facebook", "Google", "Une très longue réponse"], True, ["Google"]).inline_keyboard
    assert [[button.text for button in row] for row in rows] == [
        ["Facebook", "✅ Google"],
        ["Une très longue réponse"],
        [load_words().say("button.done")],
    ]
    assert [button.callback_data for row in rows for button in row] == ["T:0", "T:1", "T:2", f"T:{DONE}"]


def test_a_keyboard_may_continue_another() -> None:
    [[button]] = markup("T", ["Reprendre"], False, first=4).inline_keyboard
    assert button.callback_data == "T:4"


def test_tokens_differ_and_leave_room_for_the_place() -> None:
    tokens = {str(bubbles([_said("A ?", "a")])[0].token) for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(f"{token}:{DONE}".encode()) <= 64 and ":" not in token for token in tokens)
