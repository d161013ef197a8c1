"""What is said when Costaud comes back: in correct French typography, never twice in the same words, never scolding."""

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot.reading.returning import Went
from bot.reminders.routine import Kind
from bot.words import FOLDER, load_words

ENTRIES = yaml.safe_load((Path(FOLDER) / "fr" / "return.yml").read_text(encoding="utf-8"))
SENTENCES = [(key, text) for key, value in ENTRIES.items() for text in (value if isinstance(value, list) else [value])]
SCOLDING = (
    r"(?i)\b(?:devriez|auriez dû|encore une fois|toujours pas|dommage|retard|manqué|oublié de|il faut absolument)\b"
)


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_typography(key, text):
    assert not re.search(r"(?<!\u00a0)[:;?!»]", text), "a no-break space goes before : ; ? ! and »"
    assert not re.search(r"«(?!\u00a0)", text), "a no-break space goes after «"
    assert not re.search(r"'|\.\.\.|--|\S  ", text)


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_nothing_scolds_or_speaks_of_a_series_that_broke(key, text):
    assert not re.search(SCOLDING, text)


def test_every_kind_of_meeting_and_every_answer_has_its_sentence():
    words = load_words()
    for kind in get_args(Kind):
        assert words.say(f"return.kind.{kind}")
    for kind in set(get_args(Kind)) - {"check_in"}:
        assert words.say(f"return.opening.first.{kind}") != words.say(f"return.opening.usual.{kind}")
    for how in get_args(Went):
        assert len(words.variants(f"return.went.{how}")) > 1


def test_the_weekly_message_is_not_always_the_same():
    assert len(load_words().variants("return.opening.usual")) >= 4
    assert len(load_words().variants("return.learnt")) >= 3
