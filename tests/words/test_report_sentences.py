"""What the report says, in correct French typography; every sentence is said somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from bot import reports
from bot.words import FOLDER

ENTRIES = yaml.safe_load((Path(FOLDER) / "fr" / "report.yml").read_text(encoding="utf-8"))
CODE = "".join(
    file.read_text(encoding="utf-8")
    for file in [*Path(reports.__file__).parent.glob("*.py"), Path(reports.__file__).parents[1] / "cli.py"]
)


@pytest.mark.parametrize(("key", "text"), ENTRIES.items())
def test_typography(key, text):
    assert not re.search(r"[\w}][ ]?[:;?!»%]|[« ]«\w", text), "a no-break space goes before : ; ? ! and %"
    assert not re.search(r"'|\.\.\.|--|  ", text)
    assert not re.search(r"\b(tu|toi|ton|tes|te)\b", text.lower())


@pytest.mark.parametrize("key", ENTRIES)
def test_no_sentence_is_left_over(key):
    family = re.sub(r"\.(\d+|K\d|pdf|ics|professional|personal)$", ".{", key)
    assert f'"{key}"' in CODE or f'"{family}' in CODE
