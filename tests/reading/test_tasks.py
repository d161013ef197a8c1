"""What an owner says of a task: which one, until when, why not, or a new one."""

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.supposing import supposed
from bot.reading.tasks import habit_said, put_off_to, reason_given, task_added, task_named

TITLES = [
    "Demandez à dix clients où ils passent du temps en ligne.",
    "Écrivez une phrase : « j’y vais pour que tel client fasse telle chose ».",
    "Faites une fiche à jour sur Google : horaires, adresse.",
    "Refaites avec moi les questions qui bloquaient.",
]
NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
DUE = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("j'ai fait la 2", 1),
        ("la première est faite", 0),
        ("tâche n° 3 faite", 2),
        ("la deux", 1),
        ("4", 3),
        ("j'ai passé 3 h dessus, la 4 est faite", 3),
        ("reporte la 3 au 2 décembre", 2),
        ("j'ai demandé à dix clients", 0),
        ("la fiche google est en ligne", 2),
        ("j'ai fini", None),
        ("la 9", None),
        ("9", None),
        ("les 2 semaines sont passées", None),
        ("c’est fait, les clients", None),
    ],
)
def test_a_task_is_named_by_its_number_or_its_words(text, place):
    assert task_named(text, TITLES) == place


def test_no_task_is_named_when_there_is_none():
    assert task_named("la 1", []) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("reporte la 2 à vendredi", date(2026, 11, 27)),
        ("reporte la 2", date(2026, 12, 13)),
        ("reporte la 3 d'une semaine", date(2026, 12, 13)),
        ("repousse la 4 de 15 jours", date(2026, 12, 21)),
        ("la 2 au 10 décembre", date(2026, 12, 10)),
        ("décale la 2 à la semaine prochaine", date(2026, 12, 6)),
    ],
)
def test_a_task_is_put_off_to_the_day_said(text, day):
    assert abs((put_off_to(text, DUE, NOW) - day).days) <= (1 if "15" in text else 0)


def test_a_late_task_is_put_off_from_today():
    assert put_off_to("reporte la 2", date(2026, 11, 1), NOW) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("j'abandonne la 3 parce que je n'ai pas le temps", "je n'ai pas le temps"),
        ("Je laisse la 2 : pas utile pour moi", "pas utile pour moi"),
        ("je laisse la 3, car ma fille s'en occupe.", "ma fille s'en occupe"),
        ("je laisse la 2", None),
        ("je laisse la 2 :", None),
        ("la carte, je laisse", None),
    ],
)
def test_the_reason_is_in_the_owners_words(text, reason):
    assert reason_given(text) == reason


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ajoute une tâche : appeler l'imprimeur", "appeler l'imprimeur"),
        ("Ajoutez à mon plan : refaire l’enseigne", "refaire l’enseigne"),
        ("note de rappeler Paul", "rappeler Paul"),
        ("ajoute refaire les cartes de visite à mon plan", "refaire les cartes de visite"),
        ("ajoute une tâche", None),
        ("ajoute :", None),
        ("Écrire à la Mairie", "Écrire à la Mairie"),
    ],
)
def test_a_task_of_the_owners_own(text, title):
    assert task_added(text) == title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quand je ferme, alors je note une idée", "Quand je ferme, alors je note une idée"),
        ("ma phrase : le mardi après le marché, je trie", "Le mardi après le marché, je trie"),
        ("mon habitude", None),
        ("quand", None),
    ],
)
def test_an_if_then_sentence(text, said):
    assert habit_said(text) == said


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("et si j'avais 5 heures ?", {"hours": 5}),
        ("et avec une demi-heure ?", {"hours": 0.5}),
        ("et si j'avais deux heures de plus", {"hours": 4}),
        ("et avec une heure de moins", {"hours": 1}),
        ("et avec 10 h de moins", {"hours": 0}),
        ("si je prenais 100 euros ?", {"budget": 100}),
        ("et si je mettais 50 € de plus", {"budget": 80}),
        ("et avec 3 h et 40 €", {"hours": 3, "budget": 40}),
        ("et si quelqu'un m'aidait ?", {"helper": "someone"}),
        ("et avec 300 heures", {"hours": 80}),
        ("et si je me lançais", {}),
    ],
)
def test_what_is_supposed(text, changes):
    assert supposed(text, {"hours": 2, "budget": 30}) == changes


def test_more_than_what_is_not_known_is_what_is_said():
    assert supposed("et si j'avais 2 heures de plus", {"hours": None}) == {"hours": 2}


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text):
    task_named(text, TITLES)
    assert put_off_to(text, DUE, NOW) >= date(1, 1, 1)
    for read in (reason_given, task_added, habit_said):
        said = read(text)
        assert said is None or said.strip()
    assert set(supposed(text, {})) <= {"hours", "budget", "helper"}
