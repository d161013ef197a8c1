"""From the first greeting to the verdict, and what may come after it."""

from .owners import Owner

EXPRESS_IN_WORDS = {
    "objective": "je voudrais vendre davantage",
    "measure": "une dizaine de commandes en plus chaque mois",
    "audience": "surtout des particuliers",
    "area": "ma ville et les villages autour",
    "age_groups": "des retraités surtout",
    "connectivity": "oui ils ont tous internet",
    "presence": "ils sont sur facebook",
    "presence_evidence": "je leur ai demandé",
    "hours": "deux heures par semaine",
    "profiles": "je tiendrais une page facebook",
    "budget": "50 euros par mois",
    "visuals": "je ferai mes photos moi-même",
    "games": "pas de concours",
    "writing": "j'aime bien écrire",
    "exchange": "j'adore discuter avec les gens",
}
FULL_IN_WORDS = {
    "customer_benefit": "des recettes et des conseils de conservation",
    "business_benefit": "plus de commandes le mardi",
    "competitors": "mes concurrents sont actifs",
    "best_clients": "aussi bien qu'ailleurs",
    "better_use": "elle serait bien placée sur les réseaux",
    "topics": "nos recettes, les coulisses du fournil, mon apprenti",
    "difference": "on pétrit à la main devant les clients",
    "marketing": "je pars de leurs besoins",
    "company": "aucun de ces soucis",
    "knowledge": "par nos conversations et leurs avis",
    "monitoring": "30 minutes",
    "discovery": "une boulangerie de Lyon qui filme son four",
    "strengths": "l'écoute et l'ancrage local",
    "responsiveness": "oui, on répond dans la journée",
    "participation": "oui ils participeront",
}
EXPRESS_IN_BUTTONS = {
    "measure": "cinq devis par mois",
    "audience": "Des professionnels",
    "area": "Tout le pays",
    "connectivity": "Bien connectés",
    "presence_evidence": "Je leur ai demandé",
    "hours": "4\N{NO-BREAK SPACE}h",
    "budget": "100\N{NO-BREAK SPACE}€",
    "visuals": "Moi, avec mes photos",
    "games": "Pas de jeux",
    "writing": "J’aime bien",
    "exchange": "J’adore",
}


def through_express(owner: Owner) -> None:
    """To the provisional verdict, in words."""
    owner.say("allons-y")
    owner.answer(EXPRESS_IN_WORDS)
    assert owner.slot("situation") == "offered"


def test_a_newcomer_answers_in_words(owner: Owner) -> None:
    welcome = owner.say("bonjour")
    assert welcome.says("utter_welcome")
    assert welcome.buttons == ["Commencer"]

    assert owner.say("Commencer").says("utter_ask_objective")
    verdict = owner.answer(EXPRESS_IN_WORDS)

    assert verdict.ends_with("utter_offer_full")
    assert owner.pending is None
    assert owner.answers == {
        "objective": ["sell"],
        "measure": "une dizaine de commandes en plus chaque mois",
        "audience": "consumers",
        "area": "local",
        "age_groups": ["over_60"],
        "connectivity": "good",
        "presence": ["facebook"],
        "presence_evidence": "asked",
        "hours": 2,
        "profiles": ["facebook"],
        "budget": 50,
        "visuals": "myself",
        "games": "none",
        "writing": 3,
        "exchange": 4,
    }
    assert owner.verdict == ("go", True)


def test_a_newcomer_presses_buttons_only(owner: Owner) -> None:
    owner.say("Commencer", "Recruter", "Valider")
    owner.answer(EXPRESS_IN_BUTTONS)
    assert owner.pending == "presence"
    owner.say("LinkedIn", "Valider")
    owner.answer(EXPRESS_IN_BUTTONS)
    assert owner.pending == "profiles"
    owner.say("LinkedIn", "Valider")
    verdict = owner.answer(EXPRESS_IN_BUTTONS)

    assert verdict.ends_with("utter_offer_full")
    assert verdict.buttons == ["Continuer maintenant", "Plus tard"]
    assert owner.answers == {
        "objective": ["recruit"],
        "measure": "cinq devis par mois",
        "audience": "businesses",
        "area": "national",
        "connectivity": "good",
        "presence": ["linkedin"],
        "presence_evidence": "asked",
        "hours": 4,
        "profiles": ["linkedin"],
        "budget": 100,
        "visuals": "myself",
        "games": "none",
        "writing": 3,
        "exchange": 4,
    }
    assert owner.say("Continuer maintenant").says("utter_ask_customer_benefit")


def test_the_full_diagnosis_ends_in_a_verdict(owner: Owner) -> None:
    through_express(owner)

    assert owner.say("oui maintenant").says("utter_ask_customer_benefit")
    verdict = owner.answer(FULL_IN_WORDS)

    assert verdict.says("utter_after_result")
    assert owner.slot("situation") == "done"
    assert owner.verdict == ("go", False)
    assert owner.answers["hours"] == 2
    assert owner.answers["monitoring"] == 30
    assert owner.answers["topics"] == ["nos recettes", "les coulisses du fournil", "mon apprenti"]


def test_a_correction_after_the_verdict_gives_a_new_one(owner: Owner) -> None:
    through_express(owner)
    owner.say("oui maintenant")
    owner.answer(FULL_IN_WORDS)

    again = owner.say("en fait je n'ai pas de temps du tout : 0 heure par semaine")
    if owner.pending == "contradiction":
        again = owner.say("Je garde mes réponses")
    again = owner.answer({"helper": "Personne pour m’aider"})

    assert again.says("utter_after_result")
    assert owner.answers["hours"] == 0
    assert owner.earlier("hours") == [2]
    assert owner.verdict == ("not_now", False)


def test_the_full_diagnosis_may_wait(owner: Owner) -> None:
    through_express(owner)

    owner.say("Plus tard")
    assert owner.pending is None
    owner.lose_tracker()
    assert owner.say("bonjour").ends_with("utter_offer_full")
    assert owner.say("reprendre").ends_with("utter_ask_customer_benefit")


def test_the_offer_is_refused(owner: Owner) -> None:
    through_express(owner)
    assert owner.say("non").ends_with("utter_later")
    assert owner.say("mon score").texts
    assert owner.say("on reprend").ends_with("utter_ask_customer_benefit")


def test_a_newcomer_who_does_not_want_to_begin(owner: Owner) -> None:
    assert owner.say("bonjour", "non").texts
    assert owner.pending is None
    assert owner.say("commencer").says("utter_ask_objective")


def test_the_score_before_anything(owner: Owner) -> None:
    assert owner.say("mon score").says("utter_no_result_yet")
    assert owner.verdict is None


def test_the_score_at_a_question(owner: Owner) -> None:
    owner.say("allons-y", "je voudrais recruter", "deux apprentis")

    score = owner.say("quel est mon score pour l'instant")

    assert score.ends_with("utter_ask_audience")
    assert not score.says("utter_offer_full")
    assert owner.verdict is not None
    assert owner.pending == "audience"


def test_after_the_verdict_the_score_is_told_again(owner: Owner) -> None:
    through_express(owner)
    owner.say("oui maintenant")
    owner.answer(FULL_IN_WORDS)
    verdict = owner.verdict

    assert owner.say("mon score").ends_with("utter_after_result")
    assert owner.verdict == verdict
    assert owner.say("bonjour").says("utter_welcome_back_done")
