"""The coach and its words are plain Python: they would survive another dialogue engine."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from datetime import date
from bot.coach import assess, find_contradictions, load_questionnaire
from bot.coach.planning import make_plan, what_if
load_questionnaire(), find_contradictions({"hours": 0}), assess({"hours": 0, "topics": ["le levain"]})
make_plan({}, assess({}), date(2026, 1, 1)), what_if({}, {"hours": 5})
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def loaded():
    return set(
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.parametrize("library", ["rasa", "rasa_sdk", "sqlalchemy", "telegram", "tensorflow"])
def test_is_not_loaded(loaded, library):
    assert library not in loaded


def test_the_list_of_modules_is_a_real_one(loaded):
    assert {"bot", "yaml"} <= loaded


def test_nothing_is_read_at_import():
    program = "import yaml; yaml.safe_load = None; import bot.coach.planning"
    subprocess.run([sys.executable, "-c", program], check=True)
