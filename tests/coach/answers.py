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

GOOD = {
    "objective": ["retain"], "measure": "dix ventes", "audience": "consumers", "area": "local", "age_groups": ["all"],
    "connectivity": "good", "presence": ["facebook"], "presence_evidence": "asked", "hours": 5,
    "profiles": ["facebook"],
    "budget": 50, "visuals": "myself", "games": "none", "writing": 4, "exchange": 4,
    "customer_benefit": "des recettes", "business_benefit": "dix paniers", "competitors": "active",
    "best_clients": "better", "better_use": "networks", "topics": ["mon parcours", "le levain", "la farine"],
    "difference": "un four à bois", "marketing": "needs", "company": ["none"],
    "knowledge": ["conversations", "monitoring", "reviews", "sales"], "monitoring": 40, "discovery": "un four",
    "strengths": ["listening", "relationships", "short_decisions", "local", "image"],
    "responsiveness": "yes", "participation": "yes",
}  # fmt: skip
# Ready but for a few answers, with any time and any networks: those whose plans open something.
SOME = st.lists(st.sampled_from(QUESTIONNAIRE.ids), max_size=3, unique=True).flatmap(
    lambda ids: st.fixed_dictionaries({id: st.none() | value(QUESTIONNAIRE.question(id)) for id in ids})
)
TIME_AND_PLACE = st.fixed_dictionaries(
    {
        "hours": st.sampled_from([0, 1, 1.2, 2, 3.5]) | st.floats(0, 12),
        **{id: value(QUESTIONNAIRE.question(id)) for id in ("presence", "profiles")},
    }
)
READY = st.builds(lambda base, some: {**GOOD, **base, **some}, TIME_AND_PLACE, SOME)
PLANNED = ANY | READY
