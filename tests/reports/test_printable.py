"""Text made fit for print."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reports.printable import MISSING, needs_shaping, printable, shortened, without_controls

LATIN = frozenset([*range(0x20, 0x17F), 0x2019, 0x2026, 0xA0, ord(MISSING)])


@given(st.text())
def test_only_what_the_font_draws_is_left(text):
    shown = printable(text, LATIN)
    assert all(ord(character) in LATIN or character in "\u200d\u202f" for character in shown)
    assert shown == shown.strip()


def test_what_it_cannot_draw_leaves_one_mark_for_a_whole_emoji():
    assert printable("bravo 🧑‍🍳 !", LATIN) == f"bravo {MISSING} !"
    assert printable("👍🏽 ok", LATIN) == f"{MISSING} ok"


def test_typed_text_cannot_turn_the_line_around():
    assert printable("a\u202eb\u2066c", LATIN) == "abc"


def test_decomposed_accents_are_put_together():
    assert printable("e\u0301te\u0301", LATIN) == "été"


def test_no_break_spaces_stay_and_new_lines_become_spaces():
    assert printable("10\u00a0h\nà midi", LATIN) == "10\u00a0h à midi"


@given(st.text(), st.integers(2, 80))
def test_shortened_is_no_longer_than_asked(text, longest):
    assert len(shortened(text, longest)) <= longest


def test_shortened_cuts_between_words_and_says_so():
    assert shortened("le levain de mon grand-père", 16) == "le levain de…"
    assert shortened("le levain", 16) == "le levain"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"


@given(st.text())
def test_without_controls_is_one_line(text):
    assert not any(character in without_controls(text) for character in "\r\n\x00\x07\x1b\x85\u2028")


def test_only_joined_or_turned_scripts_are_shaped():
    assert needs_shaping("مرحبا") and needs_shaping("שלום")
    assert not needs_shaping("Écriture « œuvre » — 10 €… naïve")
