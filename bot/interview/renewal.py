"""The quarterly diagnosis: what can have changed is asked again, the rest holds. The caller commits."""

from datetime import datetime

from bot.coach import load_questionnaire
from bot.interview.notices import told
from bot.store import Diagnosis, Owner, UnitOfWork
from bot.words import Words


def go_on_or_renew(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    """Go on with the diagnosis that is open; otherwise begin one with the earlier answers that can be trusted.

    Both are kept, so that the progress between them can be drawn.
    """
    open_ = work.diagnoses.current(owner)
    earlier = work.diagnoses.latest_finished(owner)
    if open_ is not None or earlier is None:
        (open_ or work.diagnoses.start(owner, now)).resume(now)
        return
    renewed = work.diagnoses.start(owner, now)
    renewed.go_full(now)
    renewed.keep_rulings_of(earlier)
    for question in load_questionnaire().questions:
        answer = earlier.current_answer(question.id)
        if answer is not None and not question.changes:
            renewed.record(question.id, answer.value, answer.words, now, status=answer.status, detail=answer.detail)


def look_back(diagnosis: Diagnosis | None, words: Words) -> list[str]:
    """What was answered last time to the questions that will be asked again, a line each."""
    answers = diagnosis.answers_by_question() if diagnosis else {}
    asked = [question.id for question in load_questionnaire().questions if question.changes]
    return [words.say("result.bullet", text=told(id, answers[id], words)) for id in asked if id in answers]
