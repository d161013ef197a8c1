"""Hours and minutes a week, as owners write them; the expected figures are worked out from the words."""

from __future__ import annotations

import pytest

from bot.reading.durations import hours_a_week, minutes_a_week, read_duration
from bot.reading.money import money_a_month

# message, hours a week at least, at most
HOURS: list[tuple[str, float | None, float | None]] = [
    ("3h pas plus", None, 3),
    ("2 h", 2, 2),
    ("je peux y consacrer 4h par semaine", 4, 4),
    ("environ 5 heures par semaine", 5, 5),
    ("1h30", 1.5, 1.5),
    ("une heure trente", 1.5, 1.5),
    ("1h par jour", 7, 7),
    ("30 minutes par jour", 3.5, 3.5),
    ("20 min par jour, pas le dimanche", 2, 2),
    ("15min/jr", 1.75, 1.75),
    ("2h/sem", 2, 2),
    ("2 h semaine", 2, 2),
    ("une demi heure chaque soir", 3.5, 3.5),
    ("max 2h", None, 2),
    ("maximum deux heures", None, 2),
    ("2 heures maximum par semaine", None, 2),
    ("2h par semaine maximum", None, 2),
    ("2h par semaine max, pas plus", None, 2),
    ("grand maximum 3h", None, 3),
    ("allez, 2h", 2, 2),
    ("ben 2h", 2, 2),
    ("euh... 2 heures je dirais", 2, 2),
    ("2 petites heures", 2, 2),
    ("deux bonnes heures", 2, 2),
    ("un peu moins d'une heure", None, 1),
    ("un peu plus de 2 h", 2, None),
    ("2h en comptant large", 2, 2),
    ("entre 1h et 2h", 1, 2),
    ("entre une et deux heures", 1, 2),
    ("1 à 2h", 1, 2),
    ("1-2h", 1, 2),
    ("1h/2h", 1, 2),
    ("1h à 1h30", 1, 1.5),
    ("de 2 à 4 heures", 2, 4),
    ("2, 3 heures", 2, 3),
    ("3-4 h si tout va bien", 3, 4),
    ("une ou deux heures le dimanche soir", 1, 2),
    ("le dimanche soir, 2h", 2, 2),
    ("tous les lundis 1h", 1, 1),
    ("une heure lundi et une heure jeudi", 2, 2),
    ("1h le mardi et 1h le vendredi", 2, 2),
    ("3 x 30 min", 1.5, 1.5),
    ("3 fois une demi-heure", 1.5, 1.5),
    ("deux fois une heure par semaine", 2, 2),
    ("une heure deux fois par semaine", 2, 2),
    ("deux fois par semaine une heure", 2, 2),
    ("2 créneaux de 45 minutes", 1.5, 1.5),
    ("10 minutes matin et soir", 2.3333, 2.3333),
    ("10 min le matin, 10 min le soir", 2.3333, 2.3333),
    ("une demi journée par semaine", 4, 4),
    ("un jour par semaine", 8, 8),
    ("une journée par mois", 1.8476, 1.8476),
    ("2h par mois", 0.4619, 0.4619),
    ("quatre heures par mois", 0.9238, 0.9238),
    ("1 heure toutes les deux semaines", 0.5, 0.5),
    ("1h un dimanche sur deux", 0.5, 0.5),
    ("pas une minute", 0, 0),
    ("aucun temps", 0, 0),
    ("j'ai pas le temps", 0, 0),
    ("0h", 0, 0),
    ("rien du tout", 0, 0),
    ("presque rien", 0, 0),
    ("quasi zéro", 0, 0),
    ("quelques minutes par jour", 0.2333, 0.4667),
    ("5", 5, 5),
    ("cinq", 5, 5),
    ("5 ou 6", 5, 6),
    ("entre 5 et 6", 5, 6),
    ("5 max", None, 5),
    ("5 par semaine", 5, 5),
    ("5 environ", 5, 5),
    ("une dizaine", 10, 10),
    ("une dizaine d'heures", 10, 10),
    ("non 4", 4, 4),
    ("non, 3 h, pas 2", 3, 3),
    ("pas 2h, 3h", 3, 3),
    ("3h et pas 2", 3, 3),
    ("2h, non, 3h", 3, 3),
    ("2h enfin plutot 1h30", 1.5, 1.5),
    ("plutôt 4h que 2", 4, 4),
    ("4h au lieu de 2", 4, 4),
    ("mets 3h", 3, 3),
    ("mettez 3", 3, 3),
    ("disons 3h", 3, 3),
    ("3h devrait aller", 3, 3),
    ("3 heures ca me parait bien", 3, 3),
    ("je pense pouvoir dégager 3h", 3, 3),
    ("3h même en saison", 3, 3),
    ("même chargée 2h", 2, 2),
    ("je travaille déjà 70h, je peux trouver 1h", 1, 1),
    ("je finis à 20h donc 1h par semaine max", None, 1),
    ("2 heur", 2, 2),
    ("2 heurs par semain", 2, 2),
    ("deu heur", 2, 2),
    ("trois heure par smaine", 3, 3),
    ("1 h et demi", 1.5, 1.5),
    ("une heure et quart", 1.25, 1.25),
    ("trois quarts d'heure", 0.75, 0.75),
    ("3/4 d'heure par jour", 5.25, 5.25),
    ("un quart d'heure", 0.25, 0.25),
    ("1/2h", 0.5, 0.5),
    ("1/2 heure par jour ouvré", 2.5, 2.5),
    ("½ h", 0.5, 0.5),
    ("2½ heures", 2.5, 2.5),
    ("2,5 h", 2.5, 2.5),
    ("2.5h", 2.5, 2.5),
    ("1 h 30 par semaine environ", 1.5, 1.5),
    ("trente minutes", 0.5, 0.5),
    ("120min", 2, 2),
    ("3 heures et 50 euros", 3, 3),
    ("50€ par mois et 3h par semaine", 3, 3),
    ("2h et 100 balles", 2, 2),
    ("une heure en semaine et trois le weekend", 4, 4),
    ("1h chaque weekend", 1, 1),
    ("les fins de semaine, 2h", 2, 2),
    ("1h par jour du lundi au samedi", 6, 6),
    ("1h par jour sauf le week-end", 5, 5),
    ("1h par jour 6 jours sur 7", 6, 6),
    ("1h 6j/7", 6, 6),
    ("10 min/j", 1.1667, 1.1667),
    ("15 minutes tous les midis", 1.75, 1.75),
    ("septante minutes", 1.1667, 1.1667),
    ("3 hours a week", 3, 3),
    ("an hour a day", 7, 7),
    ("two to three hours", 2, 3),
    ("about 4 hours", 4, 4),
    ("no more than 2h", None, 2),
    ("at least 2 hours a week", 2, None),
    ("none", 0, 0),
    ("no time", 0, 0),
    ("2h hebdo", 2, 2),
    ("2 heures hebdomadaires", 2, 2),
    ("1 heure quotidienne", 7, 7),
    ("1h quotidiennement", 7, 7),
    ("pas plus d'une heure", None, 1),
    ("moins d'1h", None, 1),
    ("moins de 30 min", None, 0.5),
    ("au moins 2h", 2, None),
    ("2h minimum", 2, None),
    ("2h mini", 2, None),
    ("2h, voire 3", 2, 3),
    ("2h voire 3h", 2, 3),
    ("2h peut-être 3", 2, 3),
    ("1h ou 2 par semaine", 1, 2),
    ("une petite demi-heure par ci par là", 0.5, 0.5),
    ("à tout casser 2 heures", None, 2),
    ("2h à tout casser", None, 2),
    ("2h à peine", 2, 2),
    ("2 matinées", 8, 8),
    ("une après-midi", 4, 4),
    ("24h", 24, 24),
    ("deux heures, c'est tout ce que j'ai", 2, 2),
    ("deux heures et encore", 2, 2),
    ("bof 1h", 1, 1),
    ("Ok 2h", 2, 2),
    ("2H", 2, 2),
    ("2 H.", 2, 2),
    ("2h !!", 2, 2),
    ("⏰ 2h", 2, 2),
    ("mon fils peut faire 2h", 2, 2),
    ("avec ma femme on peut faire 3h", 3, 3),
    ("à deux on a 4h", 4, 4),
    ("1 heure le matin avant l'ouverture", 7, 7),
    ("2h le lundi jour de fermeture", 2, 2),
    ("le lundi c'est fermé donc 3h", 3, 3),
    ("2 heures par semaine pendant 6 mois", 2, 2),
    ("minimum 1h maximum 3h", 1, 3),
    ("au pire 1h au mieux 3h", 1, 3),
    ("entre un quart d'heure et une demi-heure par jour", 1.75, 3.5),
    ("une après midi par mois", 0.9238, 0.9238),
    ("10 minutes × 5", 0.8333, 0.8333),
    ("Une. Pas plus.", 1, 1),
    ("une ptite heure", 1, 1),
    ("2h30/3h", 2.5, 3),
]

NO_HOURS = [
    "pas beaucoup",
    "je sais pas",
    "ça dépend",
    "un peu",
    "2h quand c'est chargé, 4h sinon",
    "attends 2 min",
    "attendez deux minutes j'ai un client",
    "je reviens dans 10 minutes",
    "dans 2h",
    "je suis ouvert depuis 3 ans",
    "je me lève à 3h",
    "j'ouvre à 7h et je ferme à 19h",
    "on est 4",
    "j'ai 2 salariés",
    "de 9h à 12h",
    "à 18h",
    "je bosse 60 heures par semaine",
    "je fais 35h",
    "il est 9h",
    "rdv à 14h30",
    "lundi à 9h",
    "demain 9h",
    "06 12 34 56 78",
    "j'ai 45 ans",
    "il y a 2 heures",
    "une soirée par semaine",
    "le lundi après-midi",
    "tous les soirs",
    "je mets 10h sur la comptabilité et 1h sur le reste",
    "3h la première semaine puis 1h",
    "une heure par client",
    "ça va prendre combien de temps ? 10 minutes ?",
    "je passe déjà 1h par jour sur facebook",
    "8h-18h tous les jours",
    "3h max en basse saison, 1h en haute saison",
]

# message, minutes a week at least, at most
MINUTES: list[tuple[str, float | None, float | None]] = [
    ("30", 30, 30),
    ("30 min", 30, 30),
    ("une demi heure", 30, 30),
    ("1h", 60, 60),
    ("10 par jour", 70, 70),
    ("10 min par jour", 70, 70),
    ("2h par semaine", 120, 120),
    ("un quart d'heure", 15, 15),
    ("rien", 0, 0),
    ("une vingtaine", 20, 20),
    ("15/20 min", 15, 20),
    ("jamais", 0, 0),
    ("10 minutes le soir", 70, 70),
    ("30mn/sem", 30, 30),
    ("1 heure par mois", 13.8568, 13.8568),
    ("quinze minutes", 15, 15),
    ("45 environ", 45, 45),
]

NO_MINUTES = [
    "je ne sais pas",
    "pas de veille",
    "2 min attends",
]


def test_hours_a_week() -> None:
    wrong = []
    for text, low, high in HOURS:
        read = hours_a_week(text)
        if read is None or (read.low, read.high) != (
            pytest.approx(low, abs=1e-3),
            pytest.approx(high, abs=1e-3),
        ):
            wrong.append((text, read))
    assert wrong == []


def test_what_gives_no_hours() -> None:
    assert [text for text in NO_HOURS if hours_a_week(text) is not None] == []


def test_more_hours_than_a_week_has_are_only_given_where_they_were_asked_for() -> None:
    read = hours_a_week("200 heures")
    assert read is not None
    assert read.low == 200
    assert hours_a_week("200 heures", bare=False) is None


def test_minutes_a_week() -> None:
    wrong = []
    for text, low, high in MINUTES:
        read = minutes_a_week(text)
        if read is None or (read.low, read.high) != (
            pytest.approx(low, abs=1e-2),
            pytest.approx(high, abs=1e-2),
        ):
            wrong.append((text, read))
    assert wrong == []


def test_what_gives_no_minutes() -> None:
    assert [text for text in NO_MINUTES if minutes_a_week(text) is not None] == []


@pytest.mark.parametrize("text", ["environ trois heures", "une dizaine d'heures", "quasi rien", "un jour par semaine"])
def test_what_is_approximate_says_so(text: str) -> None:
    read = hours_a_week(text)
    assert read is not None
    assert read.approximate


def test_the_span_is_in_the_original_message() -> None:
    text = "Bon…\u00a0disons  DEUX\u00a0heures, allez"
    read = read_duration(text)
    assert read is not None
    assert "DEUX\u00a0heures" in text[slice(*read.span)]


def test_a_day_is_24_hours_on_the_calendar_and_8_at_work() -> None:
    read = read_duration("quatre jours")
    assert read is not None
    assert (read.low, read.working) == (4 * 24 * 60, (4 * 8 * 60, 4 * 8 * 60))


def test_every_day_but_one_is_six_times_a_week() -> None:
    read = read_duration("20 min chaque jour sauf le lundi")
    assert read is not None
    assert (read.low, read.high, read.per) == (120, 120, "week")


@pytest.mark.parametrize("text", ["4", "rien", "jamais", "j'ai pas le temps"])
def test_a_message_to_another_question_needs_its_unit(text: str) -> None:
    assert hours_a_week(text) is not None
    assert hours_a_week(text, bare=False) is None


@pytest.mark.parametrize(
    ("text", "hours", "euros"),
    [
        ("40€ par mois et 3h", 3, 40),
        ("3h et 40€ par mois", 3, 40),
        ("3h par semaine et 40 balles", 3, 40),
        ("pour recruter, je peux mettre 3h par semaine et 40€ par mois", 3, 40),
        ("facebook, 3h par semaine", 3, None),
        ("je réponds en moins de 3h", None, None),
        ("une recette en 40 minutes", None, None),
        ("menu à 40€", None, None),
        ("vendre pour 400 € de plus par mois", None, None),
    ],
)
def test_two_answers_at_once_and_figures_that_answer_neither(
    text: str, hours: float | None, euros: float | None
) -> None:
    time, money = hours_a_week(text, bare=False), money_a_month(text, bare=False)
    assert (time and time.value) == hours
    assert (money and money.value) == euros
