"""The owner's moves with their reminders, on real tables."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.interview import Conversation, Outcome, Reminding
from bot.reading.message import Parse
from bot.store import Owner, Reminder, SessionFactory, UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)  # a Tuesday


class Desk:
    """An owner; each move is a unit of work of its own, as in the actions: nothing else is kept in between."""

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.now = NOON

    def _turn(self, move: str, *arguments: object) -> Outcome:
        self.now += timedelta(seconds=20)
        with UnitOfWork(self.factory) as work:
            talk = Conversation(work, "nadege", "telegram", self.now)
            outcome: Outcome = getattr(talk, move)(*arguments)
            work.commit()
        return outcome

    def asks(self, text: str) -> str:
        """A message of the intent `remind`."""
        return told(self._turn("reminders", Reminding.remind, text))

    def stops(self, text: str) -> str:
        """A message of the intent `unremind`."""
        return told(self._turn("reminders", Reminding.unremind, text))

    def moves_to(self, text: str) -> str:
        """A message of the intent `time_zone`."""
        return told(self._turn("reminders", Reminding.place, text))

    def answers(self, text: str, intent: str = "answer_area", confidence: float = 0.4) -> Outcome:
        """The answer to what was asked, as the classifier hears it."""
        return self._turn("follow_up", Parse(text, intent, confidence, {intent: confidence}, {}))

    def taps_command(self, intent: str) -> Outcome:
        """A command of the menu, about which nothing is guessed."""
        return self._turn("follow_up", Parse(f"/{intent}", intent, 1.0, {}, {}))

    def language(self, code: str) -> None:
        with UnitOfWork(self.factory) as work:
            Conversation(work, "nadege", "telegram", self.now).meet("Nadège", code)
            work.commit()

    def owner(self) -> Owner:
        with UnitOfWork(self.factory, writes=False) as work:
            owner = work.owners.find("nadege")
            assert owner is not None
            return owner

    def kept(self) -> list[Reminder]:
        with UnitOfWork(self.factory, writes=False) as work:
            return work.reminders.of_owner(self.owner())


def told(outcome: Outcome) -> str:
    lines = [f"{say.text or say.response} {list(say.buttons) or ''}" for say in outcome.says]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path / 'costaud.db'}"
    migrate(url)
    engine = make_engine(url)
    yield Desk(make_session_factory(engine))
    engine.dispose()


@pytest.fixture
def settled(desk: Desk) -> Desk:
    """Whose clock is known."""
    desk.asks("je suis à Paris")
    with UnitOfWork(desk.factory) as work:
        owner = work.owners.find("nadege")
        assert owner is not None
        owner.timezone, owner.awaiting = "Europe/Paris", None
        work.commit()
    return desk


def test_the_clock_is_asked_for_once_then_the_wish_is_kept(desk: Desk) -> None:
    assert "à l’heure de Paris" in desk.asks("rappelle-moi tous les lundis à 9 h")
    assert desk.kept() == []
    said = told(desk.answers("Oui, l’heure de Paris"))
    assert "tous les lundis à 9 h" in said
    assert "le lundi 30 novembre 2026 à 9 h" in said
    (one,) = desk.kept()
    assert (one.kind, one.rule, one.due_at) == ("check_in", "FREQ=WEEKLY;BYDAY=MO", datetime(2026, 11, 30, 8, tzinfo=timezone.utc))  # fmt: skip
    assert "un mardi sur deux" in desk.asks("plutôt un mardi sur deux")
    assert "l’heure de" not in desk.asks("rappelle-moi demain matin")


def test_the_language_proposes_a_clock_that_a_town_changes(desk: Desk) -> None:
    desk.asks("rappelle-moi demain")
    desk.answers("Une autre ville")
    assert "Montréal" in told(desk.answers("je suis à Montréal"))
    assert desk.owner().timezone == "America/Toronto"
    (one,) = desk.kept()
    assert one.due_at == datetime(2026, 11, 25, 14, tzinfo=timezone.utc)


def test_a_town_that_is_unknown_or_ambiguous_is_asked_again(desk: Desk) -> None:
    desk.asks("rappelle-moi tous les lundis")
    assert "Je ne trouve pas cette ville" in told(desk.answers("Zorglubville"))
    said = told(desk.answers("Saint-Denis"))
    assert "Il y a plusieurs villes" in said
    assert "Saint-Denis (heure de La Réunion)" in said
    assert desk.kept() == []
    desk.answers("Saint-Denis (heure de La Réunion)")
    assert desk.owner().timezone == "Indian/Reunion"
    assert len(desk.kept()) == 1


def test_who_moves_keeps_the_hours_on_their_wall(settled: Desk) -> None:
    settled.asks("rappelle-moi tous les lundis à 9 h")
    settled.moves_to("je suis à Montréal maintenant")
    (one,) = settled.kept()
    assert one.due_at == datetime(2026, 11, 30, 14, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rappelle-moi tous les 31 du mois", "le dernier du mois"),
        ("rappelle-moi le 31 février", "n’existe pas au calendrier"),
        ("rappelle-moi à 25 h", "n’existe pas au calendrier"),
        ("rappelle-moi ce matin à 9 h", "déjà passé"),
        ("rappelle-moi hier à 9 h", "déjà passé"),
        ("rappelle-moi lundi dernier", "déjà passé"),
        ("rappelle-moi tard le soir tous les jours", "entre 21 h et 8 h"),
    ],
)
def test_what_cannot_be_or_is_read_with_a_change_is_said(settled: Desk, text: str, expected: str) -> None:
    assert expected in settled.asks(text)


def test_after_a_moment_that_cannot_be_another_one_is_heard(settled: Desk) -> None:
    settled.asks("rappelle-moi le 31 février")
    assert settled.kept() == []
    assert "Je n’ai pas trouvé de moment" in told(settled.answers("bof"))
    assert "le 1er de chaque mois à midi" in told(settled.answers("le premier du mois vers midi"))


def test_a_moment_that_sounds_like_a_pause_is_the_moment(settled: Desk) -> None:
    settled.asks("rappelle-moi de publier")
    assert "le mercredi 25 novembre 2026 à 9 h" in told(settled.answers("demain matin", "pause", 0.8))
    settled.asks("rappelle-moi de publier")
    assert settled.answers("je reporte la 2 à demain", "task_postpone", 0.9).command == "task_postpone"


def test_a_reminder_of_ones_own_has_its_subject(settled: Desk) -> None:
    assert "publier ma photo" in settled.asks("rappelez-moi jeudi à 18 h de publier ma photo")
    (one,) = settled.kept()
    assert (one.kind, one.subject) == ("own", "publier ma photo")


def test_who_moves_during_a_pause_keeps_the_pause(settled: Desk) -> None:
    settled.asks("rappelle-moi tous les lundis à 9 h")
    settled.stops("suspendez les rappels jusqu'au 15 janvier")
    settled.moves_to("je suis à Montréal maintenant")
    (one,) = settled.kept()
    assert one.due_at == datetime(2027, 1, 18, 14, tzinfo=timezone.utc)


def test_the_menu_offers_the_usual_rhythms_on_buttons(settled: Desk) -> None:
    assert "Tous les lundis à 9 h" in settled.asks("/rappels")
    assert "Quand voulez-vous" in told(settled.answers("Un autre moment")) or "moment" in told(settled.answers("Un autre moment"))  # fmt: skip
    assert "un lundi sur deux à 9 h" in told(settled.answers("Un lundi sur deux à 9 h", "answer_hours"))
    assert "1. notre point, un lundi sur deux à 9 h" in settled.asks("mes rappels")


def test_one_rhythm_takes_the_place_of_another(settled: Desk) -> None:
    settled.asks("rappelle-moi tous les lundis à 9 h")
    assert "C’est changé" in settled.asks("rappelle-moi tous les jeudis à midi")
    assert [one.rule for one in settled.kept()] == ["FREQ=WEEKLY;BYDAY=TH"]


def test_one_occurrence_moves_and_the_rhythm_stays(settled: Desk) -> None:
    settled.asks("rappelle-moi tous les lundis à 9 h")
    said = settled.asks("décale le rappel à vendredi")
    assert "le vendredi 27 novembre 2026 à 9 h" in said
    (one,) = settled.kept()
    assert one.rule == "FREQ=WEEKLY;BYDAY=MO"


def test_a_pause_until_a_day_and_one_without_end(settled: Desk) -> None:
    settled.asks("rappelle-moi tous les lundis à 9 h")
    assert "18 janvier 2027" in settled.stops("suspendez les rappels jusqu'au 15 janvier")
    settled.stops("mettez les rappels en pause")
    assert [one.state for one in settled.kept()] == ["paused"]
    assert "(en pause)" in settled.asks("mes rappels")
    assert "le lundi 30 novembre" in settled.asks("reprenez les rappels")


def test_stopping_one_of_several_asks_which(settled: Desk) -> None:
    assert "rien à arrêter" in settled.stops("stop les rappels")
    settled.asks("rappelle-moi tous les lundis à 9 h")
    settled.asks("rappelle-moi de publier tous les jeudis")
    assert "Arrêter le 2" in settled.stops("arrête le rappel")
    assert "Il reste" in told(settled.answers("Arrêter le 2", "task_drop", 0.9))
    assert [one.kind for one in settled.kept()] == ["check_in"]
    assert "C’est arrêté" in settled.stops("plus de rappels")
    assert settled.kept() == []


def test_the_usual_rhythm_is_one_button(desk: Desk) -> None:
    with UnitOfWork(desk.factory) as work:
        talk = Conversation(work, "nadege", "telegram", desk.now)
        Reminding(work, talk._owner, desk.now, talk._words).offer()
        work.commit()
    assert "à l’heure de Paris" in told(desk.answers("Le rythme habituel"))
    said = told(desk.answers("oui", "affirm", 0.9))
    assert all(part in said for part in ("notre point, tous les lundis", "le bilan du mois", "le nouveau diagnostic"))
    assert sorted(one.kind for one in desk.kept()) == ["check_in", "diagnosis", "review"]


def test_a_command_of_its_own_is_left_to_its_rule(desk: Desk) -> None:
    desk.asks("rappelle-moi tous les lundis")
    outcome = desk.answers("montrez-moi mon plan", "plan", 0.9)
    assert outcome.command == "plan"
    assert outcome.awaiting
    assert desk.taps_command("plan").command == "plan"
