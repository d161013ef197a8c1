"""Costaud comes back: from « rappelle-moi tous les lundis à 9 h » to the meeting, its answers and the progress."""

import asyncio
from datetime import timedelta

from bot.interview.result import assess_and_keep
from bot.reminders.rasa import RasaDelivery
from bot.reminders.worker import Worker
from bot.store import Reminder, UnitOfWork
from bot.telegram.dialogue import now
from tests.telegram.chats import Message

from .owner import KEEP, Owner, answers, asked_by


async def _diagnosed(owner: Owner) -> None:
    """Somebody who wrote once, and whose diagnosis is done."""
    await owner.says("/start")
    with UnitOfWork(owner.bot.store) as work:
        found = work.owners.find(str(owner.id))
        assert found is not None
        diagnosis = work.diagnoses.start(found, now())
        diagnosis.go_full(now())
        for question, answer in answers().items():
            diagnosis.record(question, answer.kept, answer.words, now())
        assess_and_keep(diagnosis, provisional=False, now=now())
        diagnosis.finish(now())
        work.commit()


async def _answered(owner: Owner) -> list[str]:
    """Types an answer to every question; those that were asked."""
    asked = []
    while (pending := owner.pending) is not None and len(asked) < 40:
        asked.append(pending)
        if pending == "contradiction":
            await owner.taps(KEEP)
        else:
            await owner.says("5 heures par semaine" if pending == "hours" else answers()[pending].words)
    return asked


class _Clock:
    now = staticmethod(now)

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing to wait for")


def _reminders(owner: Owner) -> list[Reminder]:
    with owner.bot.work() as work:
        found = work.owners.find(str(owner.id))
        return work.reminders.of_owner(found) if found else []


async def _comes(owner: Owner, kind: str) -> list[Message]:
    """What the bot writes when the reminder of this kind is due now, by the worker that `costaud run` has."""
    with UnitOfWork(owner.bot.store) as work:
        found = work.owners.find(str(owner.id))
        assert found is not None
        one = next(one for one in work.reminders.of_owner(found) if one.kind == kind)
        one.move(now() - timedelta(seconds=1), passed=now())
        one.out_of_hours = True
        work.commit()
    before = len(owner.chat.said)
    settings = owner.bot.settings
    deliver = RasaDelivery(owner.bot.url, settings.rasa_token, owner.bot.store, timeout=60, patience=60)
    assert await asyncio.to_thread(Worker(owner.bot.store, deliver, _Clock()).turn) == 1
    await owner.bot.settled(owner.id)
    return owner.chat.said[before:]


async def test_from_the_wish_to_the_progress(owner: Owner) -> None:
    await _diagnosed(owner)
    await owner.says("rappelle-moi tous les lundis à 9 h")
    assert _reminders(owner) == []
    await owner.taps("Oui, l’heure de Paris")
    assert "tous les lundis à 9" in owner.last.text
    assert [one.rule for one in _reminders(owner)] == ["FREQ=WEEKLY;BYDAY=MO"]

    await owner.says("ajoute une tâche : appeler l'imprimeur", "ajoute une tâche : photographier la vitrine")
    (message,) = await _comes(owner, "check_in")
    assert "appeler l'imprimeur" in message.text
    assert message.buttons == ["Fait", "En partie", "Pas encore", "Plus tard"]
    await owner.taps("Fait")
    await owner.says("le reste aussi, tout est fait")
    assert "retenir" in owner.last.text or "appris" in owner.last.text
    await owner.says("les photos de l'atelier plaisent bien plus que les promos")
    assert "prochain petit pas" in owner.last.text
    with owner.bot.work() as work:
        found = work.owners.find(str(owner.id))
        assert found is not None
        assert [one.words for one in work.notes.of_owner(found)] == [
            "les photos de l'atelier plaisent bien plus que les promos"
        ]
        plan = work.plans.current(found)
        assert plan is not None
        assert [mark.state for mark in plan.marks.values()].count("done") == 2

    await owner.says("/rappels")
    assert "1. notre point, tous les lundis" in owner.last.text.replace("\N{NO-BREAK SPACE}", " ")

    await owner.says("rappelle-moi de faire le diagnostic tous les trimestres")
    (message,) = await _comes(owner, "diagnosis")
    assert "La dernière fois" in message.text
    await owner.taps("On y va")
    asked = await _answered(owner)
    assert "hours" in asked
    assert "audience" not in asked, "what cannot have changed is not asked again"
    with owner.bot.work() as work:
        found = work.owners.find(str(owner.id))
        assert found is not None
        before, after = (one.answers_by_question() for one in work.diagnoses.finished(found))
    assert (before["hours"], after["hours"]) == (1, 5)
    captions = [message.text for message in owner.chat.said if "photo" in message.content]
    assert "Ce qui a bougé depuis le début." in captions


async def test_what_cannot_be_gets_a_clear_question(owner: Owner) -> None:
    await owner.says("/start", "rappelle-moi le 31 février")
    assert "n’existe pas" in owner.last.text
    await owner.says("tous les 31 du mois")
    assert "l’heure de Paris" in owner.last.text
    await owner.says("je suis à Zorglubville")
    assert "Je ne trouve pas cette ville" in owner.last.text
    await owner.says("Saint-Denis")
    assert "plusieurs villes" in owner.last.text
    await owner.taps("Saint-Denis (heure de La Réunion)")
    assert "le dernier jour de chaque mois" in owner.last.text
    assert "ce sera alors le dernier du mois" in owner.last.text
    await owner.says("rappelle-moi hier à 9 h")
    assert "déjà passé" in owner.last.text
    await owner.says("finalement je suis à Montréal maintenant")
    with owner.bot.work() as work:
        found = work.owners.find(str(owner.id))
        assert found is not None
        assert found.timezone == "America/Toronto"


async def test_a_reminder_amid_the_questions_asks_first_and_the_question_returns(owner: Owner) -> None:
    await owner.says("/start")
    await owner.taps("Commencer")
    asked = owner.pending
    await owner.says("rappelle-moi tous les mardis à midi")
    assert "l’heure de Paris" in owner.last.text
    assert owner.pending == asked
    await owner.says("oui")
    assert "tous les mardis à midi" in owner.last.text
    assert asked_by(owner.last) == asked
    await owner.says("vendre davantage et fidéliser mes clients")
    assert owner.answers[str(asked)] == ["sell", "retain"]


async def test_a_restart_loses_nothing_of_what_was_asked(owner: Owner) -> None:
    await owner.says("/start", "rappelle-moi tous les lundis à 9 h")
    owner.bot.kill("rasa", "actions")
    owner.bot.start()
    await owner.bot.ready()
    await owner.taps("Oui, l’heure de Paris")
    assert "tous les lundis à 9" in owner.last.text


async def test_stopping_pausing_and_resuming_by_button(owner: Owner) -> None:
    await owner.says("/rappels")
    await owner.taps("Un lundi sur deux à 9 h", "Oui, l’heure de Paris")
    await owner.says("/rappels")
    await owner.taps("Une pause")
    assert [one.state for one in _reminders(owner)] == ["paused"]
    await owner.taps("Reprendre les rappels")
    assert [one.state for one in _reminders(owner)] == ["active"]
    await owner.says("suspendez les rappels jusqu'au 15 janvier")
    await owner.says("/rappels")
    await owner.taps("Arrêter les rappels")
    assert _reminders(owner) == []
