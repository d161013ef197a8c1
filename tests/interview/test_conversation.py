"""The owner's moves, on real tables, with the classifier's part of a message given."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.coach import load_questionnaire
from bot.interview import CONTRADICTION, Conversation, Outcome
from bot.reading.message import Parse
from bot.store import Diagnosis, SessionFactory, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


def parse(text: str, intent: str = "nlu_fallback", about: str | None = None) -> Parse:
    """A message as the classifier may see it: an intent, and the question it may speak of."""
    ranking = {intent: 0.7} if about is None else {intent: 0.7, f"answer_{about}": 0.2}
    return Parse(text, intent, 0.7, ranking, {})


class Desk:
    """One owner; each move is a unit of work of its own, as in the actions."""

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.now = NOON

    def move(self, name: str, *arguments: Any, **named: Any) -> Outcome:
        self.now += timedelta(seconds=20)
        with UnitOfWork(self.factory) as work:
            outcome: Outcome = getattr(Conversation(work, "nadege", "terminal", self.now), name)(*arguments, **named)
            work.commit()
        return outcome

    def hear(self, text: str, intent: str = "nlu_fallback", about: str | None = None) -> Outcome:
        return self.move("hear", parse(text, intent, about))

    def answer_until(self, question: str, **answers: Any) -> None:
        """Store answers so that `question` is the next one asked; those not given are skipped."""
        with UnitOfWork(self.factory) as work:
            diagnosis = self.current(work)
            for other in load_questionnaire().questions:
                if other.id == question:
                    break
                if other.id in answers:
                    diagnosis.record(other.id, answers[other.id], "", self.now)
                else:
                    diagnosis.record(other.id, None, "", self.now, status="skipped")
            work.commit()

    def current(self, work: UnitOfWork) -> Diagnosis:
        owner = work.owners.find("nadege")
        assert owner is not None
        diagnosis = work.diagnoses.current(owner) or work.diagnoses.latest_finished(owner)
        assert diagnosis is not None
        return diagnosis

    def stored(self) -> dict[str, Any]:
        with UnitOfWork(self.factory, writes=False) as work:
            return self.current(work).answers_by_question()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = make_engine(f"sqlite:///{tmp_path}/costaud.db")
    migrate(engine)
    yield Desk(make_session_factory(engine))
    engine.dispose()


@pytest.fixture
def begun(desk: Desk) -> Desk:
    desk.move("go_on")
    return desk


def responses(outcome: Outcome) -> list[str | None]:
    return [say.response for say in outcome.says]


def test_a_newcomer_is_welcomed_and_then_asked_the_first_question(desk: Desk) -> None:
    assert responses(desk.move("greet", opening=True)) == ["utter_welcome"]
    begun = desk.move("go_on")
    assert (begun.situation, begun.pending) == ("asking", "objective")
    assert begun.progress.startswith("1/7")


def test_an_answer_is_kept_and_the_next_question_follows(begun: Desk) -> None:
    outcome = begun.hear("vendre et recruter")
    assert outcome.answered == ("objective",)
    assert outcome.pending == "measure"
    assert begun.stored() == {"objective": ["sell", "recruit"]}


def test_who_comes_back_is_told_what_they_were_doing(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    back = begun.move("greet", opening=True)
    assert responses(back) == ["utter_welcome_back_question"]
    assert back.says[0].params["pending_name"] == "votre signe de réussite"
    assert back.pending == "measure"


def test_a_newcomer_who_greets_back_is_not_welcomed_twice(desk: Desk) -> None:
    assert responses(desk.move("greet", opening=False)) == ["utter_ready"]


def test_an_answer_to_another_question_leaves_the_contradiction_pending(begun: Desk) -> None:
    begun.answer_until("budget", hours=1, profiles=["google", "facebook", "instagram", "linkedin"])
    assert begun.move("ask").pending == CONTRADICTION
    outcome = begun.hear("50 euros par mois", "answer_budget", "budget")
    assert (responses(outcome), outcome.pending) == (["utter_also_noted"], CONTRADICTION)
    assert begun.stored()["budget"] == 50


def test_a_correction_is_confirmed_even_when_it_says_the_same_again(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    begun.hear("dix devis par mois")
    said = begun.hear("je me suis trompé, l'objectif c'est vendre et recruter", "correct", "objective")
    assert responses(said) == ["utter_corrected"]


def test_a_greeting_in_mid_conversation_is_only_returned(begun: Desk) -> None:
    assert responses(begun.move("greet", opening=False)) == ["utter_greet_again"]


def test_a_command_is_left_to_its_rule_and_changes_nothing(begun: Desk) -> None:
    outcome = begun.hear("pourquoi cette question", "explain")
    assert outcome.command == "explain"
    assert begun.stored() == {}


def test_three_misunderstandings_change_the_approach_each_time(begun: Desk) -> None:
    ways = [begun.hear("zzz").attempt for _ in range(4)]
    assert ways == ["rephrase", "examples", "offer_skip", "offer_skip"]


def test_an_answer_ends_a_row_of_misunderstandings(begun: Desk) -> None:
    begun.hear("zzz")
    begun.hear("zzz")
    begun.hear("vendre et recruter")
    assert begun.hear("%%%").attempt == "rephrase"


@pytest.mark.parametrize(("text", "response"), [("400 heures par semaine", "utter_out_of_range")])
def test_a_figure_out_of_range_is_refused_with_the_limits(begun: Desk, text: str, response: str) -> None:
    begun.answer_until("hours")
    outcome = begun.hear(text)
    assert responses(outcome) == [response]
    assert outcome.says[0].params["maximum"] == "80"
    assert outcome.pending == "hours"
    assert "hours" not in begun.stored()


def test_a_vague_answer_to_a_figure_is_asked_for_the_figure(begun: Desk) -> None:
    begun.answer_until("hours")
    assert begun.hear("un peu le soir quoi").attempt == "figure"


def test_ticks_add_up_until_validated(begun: Desk) -> None:
    begun.answer_until("presence")
    first = begun.hear("Facebook")
    assert (first.pending, first.attempt) == ("presence", "more")
    begun.hear("Instagram")
    begun.hear("Facebook")  # a second tap takes it away
    begun.hear("LinkedIn")
    done = begun.hear("Valider")
    assert done.answered == ("presence",)
    assert begun.stored()["presence"] == ["instagram", "linkedin"]


def test_the_last_allowed_tick_ends_the_question(begun: Desk) -> None:
    begun.hear("Vendre davantage")
    begun.hear("Recruter")
    assert begun.hear("Service après-vente").answered == ("objective",)
    assert sorted(begun.stored()["objective"]) == ["recruit", "sell", "support"]


def test_an_exclusive_option_needs_no_validation(begun: Desk) -> None:
    begun.answer_until("presence")
    assert begun.hear("Nulle part").answered == ("presence",) or begun.stored()["presence"] == ["none"]
    assert begun.stored()["presence"] == ["none"]


def test_typed_options_join_the_ticked_ones(begun: Desk) -> None:
    begun.answer_until("presence")
    begun.hear("Facebook")
    begun.hear("et aussi sur instagram je crois bien")
    assert begun.stored()["presence"] == ["facebook", "instagram"]


def test_answering_the_next_question_validates_the_ticks(begun: Desk) -> None:
    begun.answer_until("presence")
    begun.hear("Facebook")
    outcome = begun.hear("Je leur ai demandé")
    assert begun.stored()["presence"] == ["facebook"]
    assert begun.stored()["presence_evidence"] == "asked"
    assert outcome.pending == "hours"


def test_skipping_with_ticks_keeps_them(begun: Desk) -> None:
    begun.answer_until("presence")
    begun.hear("Facebook")
    begun.move("skip")
    assert begun.stored()["presence"] == ["facebook"]


def test_back_asks_the_previous_question_and_its_new_answer_replaces_the_old(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    begun.hear("dix devis par mois")
    back = begun.move("back")
    assert back.pending == "measure"
    begun.hear("quinze devis par mois")
    assert begun.stored()["measure"] == "quinze devis par mois"
    with UnitOfWork(begun.factory, writes=False) as work:
        assert begun.current(work).previous_values("measure") == ["dix devis par mois"]


def test_back_at_the_beginning_says_so(begun: Desk) -> None:
    outcome = begun.move("back")
    assert responses(outcome) == ["utter_back_at_start"]
    assert outcome.pending == "objective"


def test_unknown_and_skip_go_on(begun: Desk) -> None:
    begun.answer_until("audience", objective=["sell"])
    assert begun.move("unknown").pending == "area"
    assert begun.move("skip").pending == "age_groups"
    assert begun.stored() == {"objective": ["sell"], "audience": None}


def test_a_correction_in_passing_is_said_and_the_pending_question_returns(begun: Desk) -> None:
    begun.answer_until("profiles", hours=2)
    outcome = begun.hear("non, 3 h par semaine, pas 2", "correct", "hours")
    assert responses(outcome) == ["utter_corrected"]
    assert outcome.pending == "profiles"
    assert begun.stored()["hours"] == 3


def test_an_answer_that_nobody_speaks_of_is_not_overwritten(begun: Desk) -> None:
    begun.move("go_on")
    begun.answer_until("monitoring", hours=2)
    begun.hear("je regarde des vidéos le dimanche, une demi-heure", "answer_monitoring", "hours")
    assert begun.stored()["hours"] == 2


def test_a_correction_without_a_value_asks_its_question_again(begun: Desk) -> None:
    begun.answer_until("writing", budget=50)
    outcome = begun.move("correct", parse("je me suis trompé pour le budget", "correct"))
    assert outcome.pending == "budget"
    assert begun.hear("80 euros").pending == "writing"
    assert begun.stored()["budget"] == 80


def test_a_contradiction_is_put_and_the_owner_picks_what_changes(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    put = begun.hear("facebook, instagram, tiktok et youtube")
    assert put.pending == CONTRADICTION
    [question] = begun.move("put_contradiction").says
    assert question.text is not None
    assert "15" in question.text  # one hour shared among four profiles
    assert begun.hear(question.buttons[0]).pending in ("hours", "profiles")


def test_a_contradiction_that_the_owner_keeps_is_not_put_again(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    begun.hear("facebook, instagram, tiktok et youtube")
    [question] = begun.move("put_contradiction").says
    assert begun.hear(question.buttons[-1]).pending == "budget"
    assert begun.hear("50 euros").pending == "visuals"


def test_a_kept_contradiction_comes_back_when_one_of_its_answers_changes(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    begun.hear("facebook, instagram, tiktok et youtube")
    begun.hear("Je garde mes réponses")
    assert begun.hear("non, une demi-heure par semaine, pas 1", "correct", "hours").pending == CONTRADICTION


def test_the_express_stage_ends_in_an_offer_and_the_full_one_in_the_end(begun: Desk) -> None:
    begun.answer_until("helper", objective=["sell"], hours=3, writing=3, exchange=3)
    begun.move("skip")
    assert begun.move("ask").situation == "offered"
    assert responses(begun.move("result", asked_for=False))[-1] == "utter_offer_full"
    full = begun.move("go_on")
    assert full.situation == "asking"
    assert full.progress.split()[0].endswith("/19")
    for _ in load_questionnaire().questions:
        if begun.move("ask").pending is None:
            break
        begun.move("skip")
    end = begun.move("result", asked_for=False)
    assert responses(end)[-2] == "utter_after_result"
    assert "Le rythme habituel" in end.says[-1].buttons
    assert begun.move("ask").situation == "done"


def test_an_answer_after_the_end_reopens_the_diagnosis(begun: Desk) -> None:
    test_the_express_stage_ends_in_an_offer_and_the_full_one_in_the_end(begun)
    outcome = begun.move("join", parse("non, 5 h par semaine, pas 3", "correct", "hours"), opening=False)
    assert begun.stored()["hours"] == 5
    assert outcome.pending is None


def test_a_verdict_told_before_is_told_in_short_unless_asked_for(begun: Desk) -> None:
    begun.answer_until("helper", objective=["sell"], hours=3, writing=3, exchange=3)
    begun.move("skip")
    first, again, asked = (len(begun.move("result", asked_for=wish).says) for wish in (False, False, True))
    assert again < first == asked


def test_a_score_in_mid_question_offers_nothing_beside_the_question(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    assert responses(begun.move("result", asked_for=True))[-1] is None


def test_what_was_noted_is_read_back(begun: Desk) -> None:
    begun.answer_until("profiles", hours=2, objective=["sell"])
    [noted, _] = begun.move("recap").says
    assert noted.text is not None
    assert "vos heures par semaine (2\u00a0h)" in noted.text
    assert "Vendre davantage" in noted.text


def test_options_added_in_passing_join_the_earlier_ones(begun: Desk) -> None:
    begun.answer_until("hours", presence=["facebook"])
    begun.hear("j'ai oublié d'ajouter Google, mes clients en ligne y sont aussi", "correct", "presence")
    assert sorted(begun.stored()["presence"]) == ["facebook", "google"]


def test_options_that_replace_the_earlier_ones_do(begun: Desk) -> None:
    begun.answer_until("hours", presence=["facebook"])
    begun.hear("en fait mes clients en ligne sont seulement sur google", "correct", "presence")
    assert begun.stored()["presence"] == ["google"]


def test_a_contradiction_is_settled_in_words_too(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    begun.hear("facebook, instagram, tiktok et youtube")
    assert begun.hear("seulement facebook").pending == "budget"
    assert begun.stored()["profiles"] == ["facebook"]


def test_a_contradiction_lets_go_after_a_second_misunderstanding(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    begun.hear("facebook, instagram, tiktok et youtube")
    assert responses(begun.hear("zzz")) == ["utter_pick_one"]
    left = begun.hear("zzz")
    assert responses(left) == ["utter_contradiction_left"]
    assert left.pending == "budget"


def test_a_newcomer_who_speaks_first_is_welcomed_and_asked(desk: Desk) -> None:
    outcome = desk.move("join", parse("je suis boulangère et je ne sais pas trop", "correct"), opening=True)
    assert responses(outcome) == ["utter_welcome"]
    assert outcome.pending == "objective"


def test_pausing_keeps_everything_and_resuming_asks_the_same(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    assert begun.move("pause", "utter_pause").situation == "paused"
    assert begun.move("go_on").pending == "measure"


def test_who_put_the_full_diagnosis_off_is_offered_it_again(begun: Desk) -> None:
    begun.answer_until("helper", objective=["sell"], hours=3, writing=3, exchange=3)
    begun.move("skip")
    begun.move("pause", "utter_later")
    assert responses(begun.move("greet", opening=True)) == ["utter_offer_full"]


def test_who_comes_back_to_a_contradiction_is_told_so(begun: Desk) -> None:
    begun.answer_until("profiles", hours=1)
    begun.hear("facebook, instagram, tiktok et youtube")
    assert begun.move("greet", opening=True).says[0].params["pending_name"] != ""


def test_starting_over_keeps_the_earlier_answers_in_the_history(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    begun.move("restart")
    assert begun.move("ask").pending == "objective"
    assert begun.stored() == {}


def test_erasing_makes_a_newcomer_of_the_owner(begun: Desk) -> None:
    begun.hear("vendre et recruter")
    assert responses(begun.move("erase")) == ["utter_erased"]
    assert begun.move("ask").situation == "new"


def test_there_is_no_result_without_an_answer(desk: Desk) -> None:
    assert responses(desk.move("result", asked_for=False)) == ["utter_no_result_yet"]


def test_what_is_not_committed_is_not_kept(begun: Desk) -> None:
    with UnitOfWork(begun.factory) as work:
        Conversation(work, "nadege", "terminal", NOON).hear(parse("vendre et recruter"))
    assert begun.stored() == {}
