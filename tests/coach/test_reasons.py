"""Every reason there is a sentence for is given by some answers, with the figures its sentence needs."""

from pathlib import Path
from random import Random

import yaml

from bot.coach import assess, load_questionnaire
from bot.coach.reasons import reason_points
from bot.words import load_words

TEXTS = ["rien", "la qualité", "nos promotions", "mon grand-père", "le levain", "dix ventes par mois"]
OWNERS = 2500


def value(random, question):
    options = [option.id for option in question.options]
    if question.kind == "choice":
        return random.choice(options)
    if question.kind == "choices":
        alone = [option.id for option in question.options if option.exclusive]
        if alone and random.random() < 0.2:
            return [random.choice(alone)]
        together = [id for id in options if id not in alone]
        return random.sample(together, random.randint(1, min(len(together), question.at_most or 9)))
    if question.kind == "number":
        return random.choice([0, 0.5, 1, 2, 5, 20, 50])
    if question.kind == "scale":
        return random.randint(0, 4)
    texts = random.sample(TEXTS, random.randint(1, 3))
    return texts[0] if question.kind == "text" else texts


def owners():
    """The reference cases, then answers of all sorts, from nearly none to all, always the same ones."""
    for file in (Path(__file__).parent / "cases").glob("*.yml"):
        yield yaml.safe_load(file.read_text(encoding="utf-8"))["answers"]
    random = Random(31)
    for _ in range(OWNERS):
        answered = random.choice([0.2, 0.7, 1, 1])
        yield {
            question.id: value(random, question) if random.random() < 0.93 else None
            for question in load_questionnaire().questions
            if random.random() < answered
        }


def given(result):
    yield result.headline
    yield from result.reasons + result.strengths + result.follow_ups + result.remarks
    yield from (reason for row in result.dimensions for reason in row.reasons)
    yield from (reason for veto in result.vetoes for reason in (veto.reason, veto.remedy))
    yield from (row.reason for row in result.contradictions + result.networks)


def test_every_reason_is_given_and_can_be_said():
    words = load_words()
    seen = set()
    priorities = set()
    for answers in owners():
        result = assess(answers)
        priorities.add(result.priority)
        for reason in given(result):
            if reason.key not in seen:
                seen.add(reason.key)
                for variant in range(len(words.variants(reason.key))):
                    assert "{" not in words.say(reason.key, variant, **reason.params)
    assert seen == set(reason_points())
    assert priorities - {None} <= words.keys
