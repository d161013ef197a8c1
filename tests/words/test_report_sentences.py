"""What the report says, in correct French typography; every sentence is said somewhere."""

import re
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bot import reports
from bot.words import FOLDER

ENTRIES = yaml.safe_load((Path(FOLDER) / "fr" / "report.yml").read_text(encoding="utf-8"))
BOT = Path(reports.__file__).parents[1]
CODE = "".join(
    file.read_text(encoding="utf-8")
    for file in chain(BOT.glob("reports/*.py"), BOT.glob("interview/*.py"), BOT.glob("telegram/*.py"), BOT.glob("*.py"))
)


@pytest.mark.parametrize(("key", "text"), ENTRIES.items())
def test_typography(key, text):
    assert not re.search(r"[\w}][ ]?[:;?!»%]|[« ]«\w", text), "a no-break space goes before : ; ? ! and %"
    assert not re.search(r"'|\.\.\.|--|  ", text)
    assert not re.search(r"\b(tu|toi|ton|tes|te)\b", text.lower())


@pytest.mark.parametrize("key", ENTRIES)
def test_no_sentence_is_left_over(key):
    family = re.sub(r"\.(\d+|K\d|pdf|ics|professional|personal)$", ".{", key)
    file = re.sub(r"^file\.\w+\.(name|caption)$", r"file.{kind}.\1", key)
    assert f'"{key}"' in CODE or f'"{family}' in CODE or f'"{file}"' in CODE
