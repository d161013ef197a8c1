"""Budgets a month, as owners write them."""

from __future__ import annotations

import pytest

from bot.reading.money import money_a_month, read_money

# message, at least, at most, in the currency said
BUDGETS: list[tuple[str, float | None, float | None]] = [
    ("50", 50, 50),
    ("50€", 50, 50),
    ("50 euros par mois", 50, 50),
    ("cinquante euros", 50, 50),
    ("100 balles", 100, 100),
    ("100 balles par mois max", None, 100),
    ("entre 50 et 100", 50, 100),
    ("entre 50 et 100 balles", 50, 100),
    ("50 à 100€", 50, 100),
    ("50/100€", 50, 100),
    ("600 par an", 50, 50),
    ("600€ à l'année", 50, 50),
    ("1200 euros l'année", 100, 100),
    ("1 200,50 €", 1200.5, 1200.5),
    ("une centaine d'euros", 100, 100),
    ("une centaine", 100, 100),
    ("30 piasses par mois", 30, 30),
    ("25$", 25, 25),
    ("40 CHF", 40, 40),
    ("quarante francs", 40, 40),
    ("septante francs par mois", 70, 70),
    ("rien", 0, 0),
    ("0€", 0, 0),
    ("zéro euro", 0, 0),
    ("pas un rond", 0, 0),
    ("pas un sou", 0, 0),
    ("que dalle", 0, 0),
    ("gratuit", 0, 0),
    ("pas de budget", 0, 0),
    ("aucun budget", 0, 0),
    ("je n'ai pas de budget", 0, 0),
    ("j'ai rien à mettre", 0, 0),
    ("pas d'argent pour ça", 0, 0),
    ("10 € par semaine", 43.3, 43.3),
    ("5€ par jour", 152, 152),
    ("300 en tout", 300, 300),
    ("300€ une fois", 300, 300),
    ("150 par trimestre", 50, 50),
    ("moins de 50€", None, 50),
    ("pas plus de 80", None, 80),
    ("80 max", None, 80),
    ("jusqu'à 200 €", None, 200),
    ("au moins 100", 100, None),
    ("environ 70", 70, 70),
    ("dans les 70 euros", 70, 70),
    ("~70€", 70, 70),
    ("70 € environ", 70, 70),
    ("autour de 100", 100, 100),
    ("200 balles grand max", None, 200),
    ("cent cinquante", 150, 150),
    ("deux cents", 200, 200),
    ("mille euros", 1000, 1000),
    ("1k", 1000, 1000),
    ("1,5k€", 1500, 1500),
    ("2000", 2000, 2000),
    ("1.000 €", 1000, 1000),
    ("1 000 euros par mois", 1000, 1000),
    ("50 euro", 50, 50),
    ("50 uros", 50, 50),
    ("50 eur", 50, 50),
    ("50e", 50, 50),
    ("50 €/mois", 50, 50),
    ("50€ /mois", 50, 50),
    ("50€ mensuel", 50, 50),
    ("50 par mois", 50, 50),
    ("50/mois", 50, 50),
    ("par mois 50", 50, 50),
    ("50 non 80", 80, 80),
    ("pas 50, 80", 80, 80),
    ("80 au lieu de 50", 80, 80),
    ("100€ de pub", 100, 100),
    ("je peux mettre 100", 100, 100),
    ("mettons 100", 100, 100),
    ("100 ça va", 100, 100),
    ("20 ou 30", 20, 30),
    ("20, 30 euros", 20, 30),
    ("une vingtaine d'euros", 20, 20),
    ("30 euros et pas plus", None, 30),
    ("pas plus de 30 euros par mois", None, 30),
    ("deux trois cents euros", 200, 300),
    ("100 dollars canadiens", 100, 100),
    ("50 bucks a month", 50, 50),
    ("50 a month", 50, 50),
    ("£50", 50, 50),
    ("rien pour l'instant", 0, 0),
    ("rien du tout", 0, 0),
    ("presque rien", 0, 0),
    ("gratuit uniquement", 0, 0),
    ("quelques euros", 2, 4),
    ("quelques centaines d'euros", 200, 400),
    ("100 à 150 par mois les bons mois", 100, 150),
    ("100 l'été", 100, 100),
    ("budget 100", 100, 100),
    ("budget : 100€", 100, 100),
    ("c'est 100", 100, 100),
    ("100 et basta", 100, 100),
    ("on peut mettre 50 balles ms pas +", 50, 50),
    ("50 balle", 50, 50),
    ("50 boules", 50, 50),
    ("trente balles", 30, 30),
    ("600 tous les ans", 50, 50),
    ("100 euros 2 fois par an", 16.6667, 16.6667),
    ("mini 50 maxi 100", 50, 100),
    ("12€50", 12.5, 12.5),
    ("100€ HT par mois", 100, 100),
    ("60 $ canadiens", 60, 60),
    ("60 pias", 60, 60),
]

NO_BUDGET = [
    "je sais pas",
    "le moins possible",
    "ça dépend",
    "pas cher",
    "un petit budget",
    "j'ai 3 salariés",
    "2h par semaine",
    "on fait 200 000 € de chiffre d'affaires",
    "mon panier moyen c'est 25€",
    "j'ai payé 800€ mon site",
    "je vends à 20€",
    "on verra",
    "attends 2 min",
    "depuis 2015",
    "20%",
    "20 % du chiffre",
    "3 à 5 % du CA",
    "une fortune",
    "75011",
    "le 15",
    "30€ de pub et 20€ d'images",
    "100 la première fois puis 50",
    "je dépense déjà 100€ par mois en flyers",
    "ça coûte combien ? 50€ ?",
]


def test_money_a_month() -> None:
    wrong = []
    for text, low, high in BUDGETS:
        read = money_a_month(text)
        if read is None or (read.low, read.high) != (
            pytest.approx(low, abs=0.02),
            pytest.approx(high, abs=0.02),
        ):
            wrong.append((text, read))
    assert wrong == []


def test_what_gives_no_budget() -> None:
    assert [text for text in NO_BUDGET if money_a_month(text) is not None] == []


@pytest.mark.parametrize(
    ("text", "currency", "per"),
    [
        ("75 € par mois", "EUR", "month"),
        ("75 francs suisses l'année", "CHF", "year"),
        ("75 piasses", "CAD", None),
        ("75 $ US par semaine", "USD", "week"),
        ("75 livres sterling", "GBP", None),
        ("75 $", "$", None),
        ("75 balles", None, None),
        ("75 € en tout", "EUR", "once"),
    ],
)
def test_currency_and_period(text: str, currency: str | None, per: str | None) -> None:
    read = read_money(text)
    assert read is not None
    assert (read.low, read.high, read.currency, read.per) == (75, 75, currency, per)


def test_a_total_is_taken_as_said_and_approximate() -> None:
    read = money_a_month("450 € en tout")
    assert read is not None
    assert (read.low, read.high, read.approximate) == (450, 450, True)


@pytest.mark.parametrize("text", ["80", "rien", "gratuit"])
def test_a_message_to_another_question_needs_its_currency(text: str) -> None:
    assert money_a_month(text) is not None
    assert money_a_month(text, bare=False) is None
