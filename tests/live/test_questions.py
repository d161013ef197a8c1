"""What an owner may say at a question, and what our tables hold afterwards."""

import pytest

from .owners import Owner

CONTRADICTED = {
    "objective": "je voudrais vendre davantage",
    "measure": "dix commandes de plus",
    "audience": "des entreprises",
    "area": "Tout le pays",
    "connectivity": "Bien connectés",
    "presence": "facebook, instagram, linkedin et tiktok",
    "presence_evidence": "Je leur ai demandé",
    "hours": "1 h",
    "profiles": "facebook, instagram, linkedin et tiktok",
}


@pytest.fixture
def at_hours(owner: Owner) -> Owner:
    """An owner who is asked for their hours."""
    owner.say("allons-y")
    owner.answer({question: text for question, text in CONTRADICTED.items() if question not in ("hours", "profiles")})
    assert owner.pending == "hours"
    return owner


@pytest.fixture
def contradicted(at_hours: Owner) -> Owner:
    """An owner who wants four profiles in one hour."""
    at_hours.answer({question: CONTRADICTED[question] for question in ("hours", "profiles")})
    assert at_hours.pending == "contradiction"
    return at_hours


def test_why_is_answered_and_the_question_asked_again(at_hours: Owner) -> None:
    before = at_hours.answers
    reply = at_hours.say("Pourquoi cette question ?")
    assert reply.says("utter_explain_hours")
    assert reply.ends_with("utter_ask_hours")
    assert at_hours.pending == "hours"
    assert at_hours.answers == before


@pytest.mark.parametrize(
    ("text", "response"), [("bonne soirée", "utter_goodbye"), ("attendez, j'ai un client", "utter_pause")]
)
def test_leaving_keeps_everything(at_hours: Owner, text: str, response: str) -> None:
    before = at_hours.answers
    reply = at_hours.say(text)
    assert reply.says(response)
    assert at_hours.answers == before
    assert at_hours.say("reprendre").ends_with("utter_ask_hours")


def test_two_answers_in_one_message_are_both_taken_and_said(at_hours: Owner) -> None:
    reply = at_hours.say("3 h par semaine, et 50 euros par mois")
    assert (at_hours.answers["hours"], at_hours.answers["budget"]) == (3, 50)
    assert reply.says("utter_also_noted")
    assert reply.ends_with("utter_ask_profiles")


def test_i_do_not_know(at_hours: Owner) -> None:
    reply = at_hours.say("je ne sais pas")
    assert reply.says("utter_unknown_noted")
    assert reply.ends_with("utter_ask_profiles")
    assert at_hours.answers["hours"] is None


def test_a_question_is_skipped(at_hours: Owner) -> None:
    reply = at_hours.say("Passer cette question")
    assert reply.says("utter_skipped")
    assert reply.ends_with("utter_ask_profiles")
    assert at_hours.skipped == {"hours"}
    assert "hours" not in at_hours.answers


def test_back_and_another_answer(at_hours: Owner) -> None:
    back = at_hours.say("question précédente")
    assert back.says("utter_back")
    assert back.ends_with("utter_ask_presence_evidence")

    assert at_hours.say("Je le suppose").ends_with("utter_ask_hours")
    assert at_hours.answers["presence_evidence"] == "assumed"
    assert at_hours.earlier("presence_evidence") == ["asked"]


def test_back_at_the_very_beginning(owner: Owner) -> None:
    owner.say("allons-y")
    reply = owner.say("retour")
    assert reply.says("utter_back_at_start")
    assert reply.ends_with("utter_ask_objective")


def test_an_earlier_answer_is_corrected_by_saying_it(at_hours: Owner) -> None:
    reply = at_hours.say("en fait mes clients sont plutôt des particuliers")
    assert reply.says("utter_corrected")
    assert at_hours.answers["audience"] == "consumers"
    assert at_hours.earlier("audience") == ["businesses"]
    assert at_hours.pending == "age_groups"
    assert at_hours.say("Tous les âges").ends_with("utter_ask_hours")


def test_a_figure_given_before_is_corrected(at_hours: Owner) -> None:
    at_hours.say("2 h par semaine")
    before = at_hours.answers
    reply = at_hours.say("non, 3 h, pas 2")
    assert reply.says("utter_corrected")
    assert reply.ends_with("utter_ask_profiles")
    assert at_hours.answers == {**before, "hours": 3}
    assert at_hours.earlier("hours") == [2]


def test_a_correction_without_a_value_asks_which(at_hours: Owner) -> None:
    before = at_hours.answers
    reply = at_hours.say("je me suis trompé dans une réponse")
    assert reply.says("utter_what_to_correct")
    assert reply.ends_with("utter_ask_hours")
    assert at_hours.answers == before


def test_a_correction_that_names_its_question_asks_it_again(at_hours: Owner) -> None:
    at_hours.say("2 h", "Aucun profil", "50 €")
    pending = at_hours.pending
    assert at_hours.say("je me suis trompé sur mon budget").ends_with("utter_ask_budget")
    at_hours.say("80 €")
    assert at_hours.answers["budget"] == 80
    assert at_hours.earlier("budget") == [50]
    assert at_hours.pending == pending


def test_two_answers_in_one_message(at_hours: Owner) -> None:
    reply = at_hours.say("2 h par semaine et 50 euros par mois")
    assert reply.says("utter_also_noted")
    assert at_hours.answers["hours"] == 2
    assert at_hours.answers["budget"] == 50
    assert at_hours.pending == "profiles"


def test_an_answer_is_not_taken_for_another_question(at_hours: Owner) -> None:
    """A duration asked as such, and networks asked as such, change nothing said before."""
    at_hours.say("2 h par semaine")
    at_hours.say("facebook")
    if at_hours.pending == "profiles":
        at_hours.say("Valider")
    assert at_hours.answers["presence"] == ["facebook", "instagram", "linkedin", "tiktok"]
    assert at_hours.answers["profiles"] == ["facebook"]


def test_options_ticked_one_by_one(owner: Owner) -> None:
    owner.say("allons-y")
    ticked = owner.say("Recruter")
    assert ticked.says("utter_ticked")
    assert ticked.ends_with("utter_ask_objective", attempt="more")
    assert ticked.buttons[-1] == "Valider"
    assert "objective" not in owner.answers

    assert owner.say("Vendre davantage", "Valider").ends_with("utter_ask_measure")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell"]


def test_a_tick_is_taken_back(owner: Owner) -> None:
    owner.say("allons-y", "Recruter", "Vendre davantage", "Recruter", "Valider")
    assert owner.answers["objective"] == ["sell"]


def test_the_last_tick_allowed_ends_the_question(owner: Owner) -> None:
    reply = owner.say("allons-y", "Recruter", "Vendre davantage", "Gagner en visibilité")
    assert reply.ends_with("utter_ask_measure")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell", "visibility"]


def test_options_typed_together(owner: Owner) -> None:
    owner.say("allons-y", "vendre davantage et recruter un apprenti")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell"]


def test_options_ticked_then_typed(owner: Owner) -> None:
    owner.say("allons-y", "Recruter")
    assert owner.say("et aussi vendre davantage").ends_with("utter_ask_measure")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell"]


def test_ticks_survive_an_interruption(owner: Owner) -> None:
    owner.say("allons-y", "Recruter", "merci", "Vendre davantage", "Valider")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell"]


def test_an_exclusive_option_needs_no_validation(owner: Owner) -> None:
    assert owner.say("allons-y", "Pas d’objectif précis").ends_with("utter_ask_audience")
    assert owner.answers["objective"] == ["unknown"]


def test_a_contradiction_is_put_with_a_button_for_each_answer(contradicted: Owner) -> None:
    reply = contradicted.say("merci")
    assert reply.says("utter_chitchat/thank")
    assert reply.buttons == ["Vos réseaux à tenir", "Vos heures par semaine", "Je garde mes réponses"]


def test_a_contradiction_is_ruled_on_by_another_answer(contradicted: Owner) -> None:
    assert contradicted.say("Vos heures par semaine").ends_with("utter_ask_hours")
    assert contradicted.say("12 h").ends_with("utter_ask_budget")
    assert contradicted.answers["hours"] == 12


def test_a_contradiction_is_ruled_on_by_saying_the_new_answer(contradicted: Owner) -> None:
    reply = contradicted.say("je ne garderai que facebook")
    assert reply.ends_with("utter_ask_budget")
    assert contradicted.answers["profiles"] == ["facebook"]
    assert contradicted.answers["presence"] == ["facebook", "instagram", "linkedin", "tiktok"]


def test_both_answers_are_kept_and_it_is_not_asked_again(contradicted: Owner) -> None:
    assert contradicted.say("Je garde mes réponses").ends_with("utter_ask_budget")
    contradicted.say("50 €", "Moi, avec mes photos")
    assert contradicted.pending == "games"
    assert contradicted.answers["hours"] == 1

    contradicted.lose_tracker()
    assert contradicted.say("bonjour").ends_with("utter_ask_games")


def test_a_contradiction_is_explained(contradicted: Owner) -> None:
    reply = contradicted.say("Pourquoi cette question ?")
    assert len(reply.texts) == 2
    assert contradicted.pending == "contradiction"


def test_three_misunderstandings_of_a_contradiction_are_not_met_by_the_same_words(contradicted: Owner) -> None:
    replies = [contradicted.say(text).text for text in ("qzxv wkjh", "日本語です", "qsdf jklm")]
    assert len(set(replies)) == 3


def test_three_misunderstandings_change_the_approach(at_hours: Owner) -> None:
    at_hours.say("2 h")
    before = at_hours.answers
    replies = [at_hours.say(text) for text in ("qzxv wkjh", "日本語です", "😀😀😀")]

    assert replies[0].ends_with("utter_ask_profiles", attempt="rephrase")
    assert replies[1].ends_with("utter_ask_profiles", attempt="examples")
    assert replies[2].ends_with("utter_ask_profiles", attempt="offer_skip")
    assert replies[2].buttons == [
        "Passer cette question",
        "Je ne sais pas",
        "Pourquoi cette question\N{NO-BREAK SPACE}?",
    ]
    assert at_hours.answers == before
    assert at_hours.say("Passer cette question").ends_with("utter_ask_budget")


def test_misunderstandings_of_a_figure(at_hours: Owner) -> None:
    replies = [at_hours.say(text) for text in ("qzxv wkjh", "日本語です", "qsdf jklm")]
    assert replies[0].ends_with("utter_ask_hours", attempt="figure")
    assert replies[1].ends_with("utter_ask_hours", attempt="examples")
    assert replies[2].ends_with("utter_ask_hours", attempt="offer_skip")


def test_an_understood_answer_forgets_misunderstandings(at_hours: Owner) -> None:
    at_hours.say("qzxv wkjh", "日本語です", "2 h")
    assert at_hours.say("qzxv wkjh").ends_with("utter_ask_profiles", attempt="rephrase")


def test_an_off_topic_line_gets_a_reply_and_the_question_again(at_hours: Owner) -> None:
    reply = at_hours.say("quel temps fait-il à Marseille")
    assert reply.says("utter_out_of_scope")
    assert reply.ends_with("utter_ask_hours")


def test_courtesy_gets_a_reply_and_the_question_again(at_hours: Owner) -> None:
    for text, response in (
        ("bonjour", "utter_greet_again"),
        ("merci beaucoup", "utter_chitchat/thank"),
        ("es-tu un robot ?", "utter_chitchat/bot_challenge"),
        ("aide", "utter_help"),
        ("do you speak english", "utter_language"),
    ):
        reply = at_hours.say(text)
        assert reply.says(response), text
        assert reply.ends_with("utter_ask_hours"), text


def test_a_question_about_the_subject(at_hours: Owner) -> None:
    reply = at_hours.say("combien coûte une publicité sur facebook")
    assert len(reply.texts) == 2
    assert reply.ends_with("utter_ask_hours")


def test_what_is_asked_for_in_passing_gets_its_reply(at_hours: Owner) -> None:
    for text, response in (
        ("faites-moi un plan d'action", "utter_plan_how"),
        ("exportez mes données", "utter_privacy"),
    ):
        reply = at_hours.say(text)
        assert reply.says(response), text
        assert at_hours.pending == "hours", text


def test_a_reminder_is_asked_about_first_and_then_the_question_returns(at_hours: Owner) -> None:
    assert "à l’heure de Paris" in at_hours.say("rappelez-moi demain matin").text
    assert at_hours.pending == "hours"
    reply = at_hours.say("oui")
    assert "notre point" in reply.text
    assert reply.ends_with("utter_ask_hours")
    assert at_hours.say("arrêtez les rappels").ends_with("utter_ask_hours")
    at_hours.say("rappelez-moi tous les mardis", "3 heures par semaine")
    assert at_hours.answers["hours"] == 3
