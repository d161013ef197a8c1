"""Answers of any sort that the questionnaire allows, for the properties that hold whatever the owner says."""

from hypothesis import strategies as st

from bot.coach import load_questionnaire

QUESTIONNAIRE = load_questionnaire()
TEXTS = st.sampled_from(["rien", "la qualité", "nos promotions", "mon grand-père", "le levain", "dix ventes par mois"])


def value(question):
    if question.kind == "choice":
        return st.sampled_from([option.id for option in question.options])
    if question.kind == "choices":
        alone = [option.id for option in question.options if option.exclusive]
        together = [option.id for option in question.options if not option.exclusive]
        several = st.lists(st.sampled_from(together), min_size=1, max_size=question.at_most, unique=True)
        return several | st.sampled_from(alone).map(lambda id: [id]) if alone else several
    if question.kind == "number":
        usual = st.sampled_from([0, 0.5, 1, 2, 3, 5, 10, 30])
        return usual | st.floats(question.minimum, question.maximum)
    if question.kind == "scale":
        return st.integers(question.minimum, question.maximum)
    return TEXTS if question.kind == "text" else st.lists(TEXTS, min_size=1, max_size=question.at_most)


ANSWERS = st.fixed_dictionaries({}, optional={q.id: st.none() | value(q) for q in QUESTIONNAIRE.questions})
# Nearly always answered, so that the high verdicts come up too.
COMPLETE = st.fixed_dictionaries({q.id: value(q) for q in QUESTIONNAIRE.questions})
ANY = ANSWERS | COMPLETE
