"""Pausing, coming back with or without a tracker, starting over, erasing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .owners import Owner


@pytest.fixture
def at_area(owner: Owner) -> Owner:
    """An owner who is asked where their customers are."""
    owner.say("allons-y", "je voudrais recruter", "deux apprentis trouvés", "des entreprises")
    assert owner.pending == "area"
    return owner


@pytest.mark.parametrize(("leaving", "response"), [("pause", "utter_pause"), ("stop", "utter_stop")])
def test_leaving_and_coming_back(at_area: Owner, leaving: str, response: str) -> None:
    before = at_area.answers
    assert at_area.say(leaving).says(response)
    assert at_area.pending is None
    assert at_area.say("bonjour").says("utter_welcome_back_question")
    assert at_area.say("reprendre").ends_with("utter_ask_area")
    assert at_area.answers == before


def test_an_answer_after_a_pause_is_taken(at_area: Owner) -> None:
    assert at_area.say("pause", "Tout le pays").ends_with("utter_ask_connectivity")
    assert at_area.answers["area"] == "national"


def test_commands_during_a_pause_keep_the_pause(at_area: Owner) -> None:
    at_area.say("pause")
    assert at_area.say("aide").says("utter_help")
    assert not at_area.say("mon score").says("utter_ask_area")
    assert at_area.pending is None
    assert at_area.say("oui").ends_with("utter_ask_area")


def test_a_lost_tracker_is_restored_for_who_arrives(at_area: Owner) -> None:
    before = at_area.answers
    at_area.lose_tracker()
    reply = at_area.arrive()
    assert reply.says("utter_welcome_back_question")
    assert reply.ends_with("utter_ask_area")
    assert at_area.answers == before


def test_a_lost_tracker_is_restored_for_who_greets(at_area: Owner) -> None:
    at_area.lose_tracker()
    reply = at_area.say("bonjour")
    assert reply.says("utter_welcome_back_question")
    assert "votre zone" in reply.text
    assert reply.ends_with("utter_ask_area")


def test_a_lost_tracker_costs_no_answer(at_area: Owner) -> None:
    at_area.lose_tracker()
    assert at_area.say("Tout le pays").ends_with("utter_ask_connectivity")
    assert at_area.answers["area"] == "national"


def test_a_lost_tracker_costs_no_tick(owner: Owner) -> None:
    owner.say("allons-y", "Recruter")
    owner.lose_tracker()
    owner.say("Vendre davantage", "Valider")
    assert sorted(owner.answers["objective"]) == ["recruit", "sell"]


def test_a_command_after_a_lost_tracker(at_area: Owner) -> None:
    at_area.lose_tracker()
    reply = at_area.say("Pourquoi cette question ?")
    assert reply.says("utter_explain_area")
    assert reply.ends_with("utter_ask_area")


def test_arriving_as_a_newcomer(owner: Owner) -> None:
    assert owner.arrive().says("utter_welcome")
    assert owner.say("Commencer").says("utter_ask_objective")


@pytest.mark.parametrize("yes", ["Oui, recommencer", "oui", "oui je confirme"])
def test_starting_over_is_confirmed(at_area: Owner, yes: str) -> None:
    assert at_area.say("recommencer").says("utter_restart_confirm")
    assert at_area.answers["audience"] == "businesses"

    reply = at_area.say(yes)
    assert reply.says("utter_restarted")
    assert reply.ends_with("utter_ask_objective")
    assert at_area.answers == {}


@pytest.mark.parametrize("no", ["Non, continuer", "non", "surtout pas"])
def test_starting_over_is_refused(at_area: Owner, no: str) -> None:
    before = at_area.answers
    reply = at_area.say("recommencer", no)
    assert reply.says("utter_restart_cancelled")
    assert reply.ends_with("utter_ask_area")
    assert at_area.answers == before


def test_an_answer_instead_of_a_confirmation_confirms_nothing(at_area: Owner) -> None:
    at_area.say("recommencer")
    assert at_area.say("Tout le pays").ends_with("utter_ask_connectivity")
    at_area.say("oui")
    assert at_area.answers["audience"] == "businesses"


def test_a_command_instead_of_a_confirmation_confirms_nothing(at_area: Owner) -> None:
    at_area.say("recommencer", "aide", "oui")
    assert at_area.answers["audience"] == "businesses"


def test_a_command_instead_of_a_confirmation_outside_of_the_questions(at_area: Owner) -> None:
    at_area.say("pause", "recommencer", "aide")
    assert at_area.say("oui").ends_with("utter_ask_area")
    assert at_area.answers["audience"] == "businesses"


def test_starting_over_during_a_pause(at_area: Owner) -> None:
    assert at_area.say("pause", "recommencer").says("utter_restart_confirm")
    assert at_area.say("oui").ends_with("utter_ask_objective")
    assert at_area.answers == {}


def test_starting_over_is_refused_during_a_pause(at_area: Owner) -> None:
    assert at_area.say("pause", "recommencer", "non").says("utter_restart_cancelled")
    assert at_area.pending is None
    assert at_area.say("oui").ends_with("utter_ask_area")


@pytest.mark.parametrize("yes", ["Oui, tout effacer", "oui"])
def test_erasing_is_confirmed_twice(owner: Owner, yes: str, folder: Path) -> None:
    words = f"le secret de {owner.name}, bien gardé"
    owner.say("allons-y", "je voudrais recruter", words)
    assert _traces(folder, words) > 0

    assert owner.say("effacez tout").says("utter_erase_confirm")
    assert owner.say(yes).says("utter_erase_confirm_again")
    assert owner.answers["measure"] == words

    assert owner.say(yes).says("utter_erased")
    assert owner.answers == {}
    assert _traces(folder, words) == 0
    assert owner.remembered is None
    assert owner.say("bonjour").says("utter_welcome")


def _traces(folder: Path, words: str) -> int:
    """Rows of our tables, and files of our database, that still hold the words."""
    with closing(sqlite3.connect(folder / "costaud.db")) as connection:
        rows = connection.execute("SELECT count(*) FROM answers WHERE words LIKE ?", (f"%{words}%",)).fetchone()[0]
    files = [file for file in folder.glob("costaud.db*") if words.encode() in file.read_bytes()]
    return int(rows) + len(files)


@pytest.mark.parametrize(
    "answers", [("non",), ("Non, garder",), ("oui", "non"), ("Oui, tout effacer", "Non, garder")], ids="/".join
)
def test_erasing_is_refused(at_area: Owner, answers: tuple[str, ...]) -> None:
    before = at_area.answers
    reply = at_area.say("effacez tout", *answers)
    assert reply.says("utter_erase_cancelled")
    assert reply.ends_with("utter_ask_area")
    assert at_area.answers == before


def test_erasing_during_a_pause(at_area: Owner) -> None:
    assert at_area.say("pause", "effacez tout", "oui").says("utter_erase_confirm_again")
    assert at_area.say("oui").says("utter_erased")
    assert at_area.answers == {}
    assert at_area.say("commencer").says("utter_ask_objective")


def test_erasing_one_owner_leaves_the_others(newcomers: Callable[[], Owner]) -> None:
    stays, goes = newcomers(), newcomers()
    for owner in (stays, goes):
        owner.say("allons-y", "je voudrais recruter", "un apprenti")
    goes.say("effacez tout", "oui", "oui")
    assert goes.answers == {}
    assert stays.answers == {"objective": ["recruit"], "measure": "un apprenti"}
    assert stays.pending == "audience"
