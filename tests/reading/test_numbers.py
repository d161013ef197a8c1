"""Counts and the figures behind every reader."""

from __future__ import annotations

import pytest

from bot.reading.figures import figures
from bot.reading.numbers import read_number


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("quarante-sept", 47, 47),
        ("septante-trois", 73, 73),
        ("nonante-quatre", 94, 94),
        ("quatre vingt quatorze", 94, 94),
        ("kinze", 15, 15),
        ("deux mille cinq cents", 2500, 2500),
        ("1\u202f500", 1500, 1500),
        ("1.500,75", 1500.75, 1500.75),
        ("3½", 3.5, 3.5),
        ("quatre et demi", 4.5, 4.5),
        ("2,5k €", 2500, 2500),
        ("entre 15 et 25", 15, 25),
        ("quatre ou cinq", 4, 5),
        ("6 à 8", 6, 8),
        ("6-8", 6, 8),
        ("deux trois cents", 200, 300),
        ("une vingtaine", 20, 20),
        ("pas plus de quatre", None, 4),
        ("quatre maximum", None, 4),
        ("moins de douze", None, 12),
        ("au moins six", 6, None),
        ("six ou plus", 6, None),
        ("at least seven", 7, None),
        ("eleven or twelve", 11, 12),
        ("two hundred and five", 205, 205),
        ("juste une", 1, 1),
        ("rien du tout", 0, 0),
    ],
)
def test_counts(text: str, low: float | None, high: float | None) -> None:
    read = read_number(text)
    assert read is not None
    assert (read.low, read.high) == (low, high)


@pytest.mark.parametrize("text", ["", "bonjour", "j'y connais rien", "un peu", "plusieurs", "06 11 22 33 44", "🙂"])
def test_no_figure_no_count(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["environ 40", "~40", "40 à peu près", "une quarantaine", "dans les 40", "quelques"])
def test_vague_counts_say_so(text: str) -> None:
    read = read_number(text)
    assert read is not None
    assert read.approximate


def test_one_letter_wrong_is_repaired_where_it_matters() -> None:
    assert figures("trois minuttes par semiane").text == "3 minutes par semaine"


@pytest.mark.parametrize("text", ["certaine", "tournée", "moins", "jouer", "demande"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert figures(text).text == text.replace("é", "e")


def test_the_middle_of_a_range_is_its_value() -> None:
    read = read_number("entre 10 et 14")
    assert read is not None
    assert (read.value, read.is_range) == (12, True)
