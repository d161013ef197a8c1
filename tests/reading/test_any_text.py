"""Whatever is typed: no reader raises, or gives a figure that is negative or infinite."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.durations import hours_a_week, minutes_a_week, read_duration
from bot.reading.money import money_a_month, read_money
from bot.reading.numbers import read_number
from bot.reading.recurrences import read_recurrence
from bot.reading.times import read_time

NOON = datetime(2025, 1, 8, 12, 0)

AMOUNTS: list[Callable[[str], Any]] = [
    read_number, read_duration, hours_a_week, minutes_a_week, read_money, money_a_month,
]  # fmt: skip
PIECES = [
    "1 ", "12", ",", ".", "1/2 ", "½", "une ", "un ", "vingt ", "cent ", "mille ", "et ", "demi ", "heure ", "h", "h30 ",
    "min ", "€ ", "$", " balles ", "par jour ", "par mois ", "le lundi ", "sauf le dimanche ", "tous les ", "pas ",
    "plus de ", "entre ", "à ", "- ", "environ ", "rien ", "dans ", "matin ", "du mois ", "12:61 ", "31/02 ", "quart ",
    "semaine prochaine ", "en huit ", "dernier ", "a ", "of ", "every ", "😀", "\u00a0", "0 ", "99999999 ", "moins le quart ",
]  # fmt: skip

phrases = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def check(text: str) -> None:
    for reader in AMOUNTS:
        read = reader(text)
        if read is not None:
            start, end = read.span
            assert 0 <= start <= end <= len(text)
            for value in (read.low, read.high):
                assert value is None or (math.isfinite(value) and value >= 0)
            assert read.low is None or read.high is None or read.low <= read.high
    moment = read_time(text, NOON)
    assert moment is None or moment.moment.year < 2200
    rhythm = read_recurrence(text)
    assert rhythm is None or rhythm.rule(NOON)[0] >= NOON


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_characters(text: str) -> None:
    check(text)


@given(phrases)
@settings(max_examples=300, deadline=None)
def test_any_words_of_the_grammar(text: str) -> None:
    check(text)
