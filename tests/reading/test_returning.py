"""What owners say of reminders, of where they live, and of how their tasks went."""

import pytest

from bot.reading.returning import (
    in_place_of_during,
    kind_of,
    place_said,
    puts_off,
    says_all,
    speaks_of_all,
    subject_of,
    went,
    wish_of,
    words_beside_moment,
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("rappelle-moi tous les lundis à 9 h", None),
        ("rappelle-moi de publier le mardi", None),
        ("mes rappels", "list"),
        ("/rappels", "list"),
        ("c'est quand, le prochain rappel ?", "list"),
        ("décalez le rappel à vendredi", "move"),
        ("changer le moment", "change"),
        ("remets les rappels", "resume"),
        ("Reprendre les rappels", "resume"),
        ("suspendez tout jusqu'au 15 janvier", "pause"),
        ("une pause de deux semaines", "pause"),
    ],
)
def test_what_is_to_become_of_reminders(text: str, wish: str | None) -> None:
    assert wish_of(text) == wish


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("rappelle-moi de publier tous les lundis", "publier"),
        ("Merci de me rappeler jeudi à 18 h de publier ma photo.", "publier ma photo"),
        ("fais-moi penser à prendre une photo tous les matins", "prendre une photo"),
        ("rappelle-moi lundi", None),
        ("n'oublie pas de me rappeler jeudi", None),
        ("mettez un rappel pour demain", None),
    ],
)
def test_what_they_want_to_be_reminded_of(text: str, subject: str | None) -> None:
    assert subject_of(text) == subject


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lyon", "Lyon"),
        ("je suis à Montréal maintenant", "Montréal"),
        ("non, j'habite Saint-Denis de la Réunion", "Saint-Denis de la Réunion"),
        ("à Trois-Rivières, au Québec", "Trois-Rivières"),
        ("Aix en Provence", "Aix en Provence"),
        ("on a déménagé à Bruxelles !", "Bruxelles"),
    ],
)
def test_the_name_of_a_town(text: str, name: str) -> None:
    assert place_said(text) == name


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Fait", "done"),
        ("la 1 est faite", "done"),
        ("en partie", "partly"),
        ("j'ai commencé mais pas fini", "partly"),
        ("pas encore", "not_yet"),
        ("non, pas eu le temps", "not_yet"),
        ("les photos plaisent", None),
    ],
)
def test_how_a_task_went(text: str, how: str | None) -> None:
    assert went(text) == how


def test_all_or_one() -> None:
    assert speaks_of_all("tout est fait")
    assert not speaks_of_all("la 1 est faite")
    assert says_all("plus de rappels")
    assert says_all("arrêtez les rappels")
    assert not says_all("arrête le rappel de mardi")


def test_small_things() -> None:
    assert in_place_of_during("pas de rappels pendant deux semaines").endswith("dans deux semaines")
    assert (kind_of("un bilan par mois"), kind_of("un nouveau diagnostic"), kind_of("un point")) == (
        "review",
        "diagnosis",
        "check_in",
    )
    assert puts_off("Plus tard")
    assert words_beside_moment("demain") == 0
    assert words_beside_moment("le samedi marche mieux") >= 2
