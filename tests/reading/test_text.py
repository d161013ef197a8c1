"""The folded line and the way back to the message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.text import fold, folded, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Été À L’ÉTABLI", "ete a l'etabli"),
        ("  onze\u00a0\u202fheures\n", "onze heures"),
        ("½ h, 2½ h", "1/2 h, 2 1/2 h"),
        ("cœur d\u2019artisan", "coeur d'artisan"),
        ("week\u2011end — 3\u20134", "week-end - 3-4"),
        ("cafe\u0301", "cafe"),
        ("zéro\u200bwidth", "zerowidth"),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_words() -> None:
    assert words("Aujourd’hui, c’est OUVERT !") == ["aujourd'hui", "c'est", "ouvert"]


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300))
def test_every_place_is_in_the_message(text: str) -> None:
    line = folded(text)
    assert len(line.text) == len(line.starts) == len(line.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(line.starts, line.ends, strict=True))
    assert list(line.starts) == sorted(line.starts)
