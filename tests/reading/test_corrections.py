"""What a correction takes back, and what remains of the message."""

import pytest

from bot.coach import load_questionnaire
from bot.reading.choices import left_over, topic_of
from bot.reading.clauses import clauses
from bot.reading.corrections import meant_now, read_correction
from bot.reading.numbers import only_fillers
from bot.reading.parse import Parse


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("non, 4 h en fait, j'avais dit 2", "4", "2"),
        ("j'ai dit 200 € mais c'est 100", "100", "200"),
        ("j'avais mis local, c'est régional", "regional", "local"),
        ("3 h, pas 2", "3", "2"),
        ("c'est plus 4 que 2", "4", "2"),
    ],
)
def test_what_was_said_before_is_left_out(text: str, kept: str, gone: str) -> None:
    words = meant_now(text).replace(",", " ").split()
    assert kept in words and gone not in words


def test_a_long_text_takes_nothing_back() -> None:
    text = "j'ai dit 2 h mais c'est 3 h " * 40
    assert meant_now(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["je me suis trompé", "jme suis gouré pr le budget", "je voudrais changer ma réponse sur les concurrents"]
)
def test_announcing_a_correction_says_no_value(text: str) -> None:
    assert only_fillers(left_over(text))


def correction(text: str) -> Parse:
    parts = [Parse(part, "correct", 0.9, {"correct": 0.9}, {}) for part in clauses(text)]
    return Parse(text, "correct", 0.9, {"correct": 0.9}, {}, tuple(parts) if len(parts) > 1 else ())


@pytest.mark.parametrize(
    ("pending", "text", "answers"),
    [
        ("visuals", "je me suis trompé, c'est 3 heures", {"hours": 3}),
        ("hours", "non, 60 € par mois en fait", {"budget": 60}),
        ("budget", "non, 80 en fait", {"budget": 80}),
        ("exchange", "pardon, pour l'écriture je voulais dire 1", {"writing": 1}),
        ("topics", "finalement pour la zone c'est régional", {"area": "regional"}),
        ("participation", "en fait, pour répondre sous 48 h, c'est non", {"responsiveness": "no"}),
        ("measure", "je me suis trompé pour l'âge", {}),
        ("hours", "enlevez facebook de mes profils", {}),
    ],
)
def test_a_correction_goes_to_the_question_that_its_words_or_its_unit_name(
    pending: str, text: str, answers: dict[str, object]
) -> None:
    found, about = read_correction(correction(text), load_questionnaire().question(pending))
    assert {id: value for one in found.values() for id, value in one.values.items()} == answers
    assert answers or about in topic_of(text)
