"""What a text is about, told by words."""

import pytest

from bot.coach.content import is_personal, is_promotional, is_specific, says_something


@pytest.mark.parametrize(
    "text",
    [
        "nos promos",
        "Les SOLDES d’été",
        "demander un devis",
        "black friday",
        "mes nouveaux produits : nouveaux produits",
    ],
)
def test_promotional(text):
    assert is_promotional(text)


@pytest.mark.parametrize("text", ["promenade du dimanche", "l’offrande", "un vendredi à l’atelier", "le ventilateur"])
def test_not_promotional(text):
    assert not is_promotional(text)


@pytest.mark.parametrize("text", ["mon chien Pistache", "l’équipe au complet", "la vie de l’atelier", "ma grand-mère"])
def test_personal(text):
    assert is_personal(text)


@pytest.mark.parametrize("text", ["le levain", "château fort", "les prix de mon père", "moisson"])
def test_not_personal(text):
    assert not is_personal(text)


@pytest.mark.parametrize(
    ("text", "specific", "something"),
    [
        ("un four à bois de 1920", True, True),
        ("la qualité et le sérieux", False, True),
        ("le rapport qualité-prix", False, True),
        ("rien", False, False),
        ("Je ne sais pas", False, False),
        ("c’est tout", False, False),
        ("œufs de ferme", True, True),
    ],
)
def test_specific(text, specific, something):
    assert is_specific(text) is specific
    assert says_something(text) is something
