"""Options named by words, however they are written."""

import pytest

from bot.reading.ages import age_groups_in
from bot.reading.choices import read_choices
from bot.reading.clauses import asks, clauses


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("presence", "facebook etinstagram", ("facebook", "instagram")),
        ("audience", "lesdeux", ("both",)),
        ("strengths", "lancrage local", ("local",)),
        ("age_groups", "les jeunes il y en a pas", ()),
        ("age_groups", "les jeunes, et pas les retraités", ("under_25",)),
        ("writing", "ni oui ni non, ça va", ("2",)),
        ("objective", "je me suis dit : recruter", ("recruit",)),
    ],
)
def test_words_that_name_an_option(question: str, text: str, meant: tuple[str, ...]) -> None:
    assert read_choices(text, question).meant == meant


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("plus de 40 ans, jusqu'à 80", ("from_40_to_59", "over_60")),
        ("de 7 à 77 ans", ("under_25", "from_25_to_39", "from_40_to_59", "over_60")),
        ("leur 1er appartement", ()),
    ],
)
def test_ages_in_figures(text: str, groups: tuple[str, ...]) -> None:
    assert age_groups_in(text) == groups


def test_what_tells_why_is_a_part_of_its_own() -> None:
    assert clauses("linkedin parce que ce sont des patrons") == ["linkedin", "ce sont des patrons"]
    assert clauses("sur insta quand même") == ["sur insta quand même"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [("ça va me coûter combien", True), ("pinterest c'est fait pour qui", True), ("pour mes clients", False)],
)
def test_questions_without_a_question_mark(text: str, asked: bool) -> None:
    assert asks(text) is asked
