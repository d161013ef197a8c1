"""The score of each numbered question, against the table of the model."""

import pytest

from bot.coach.facts import Facts
from bot.coach.scoring import score_questions


def scored(answers, number):
    rows = [row for rows in score_questions(Facts(answers)).values() for row in rows if row.number == number]
    return rows[0] if rows else None


TABLE = [
    # 1. goal and measure 100, goal 70, visibility only 45, fashion 15, unknown 0; the best goal counts
    (1, {"objective": ["sell"], "measure": "dix ventes"}, 100, "objective.measured"),
    (1, {"objective": ["sell"]}, 70, "objective.goal"),
    (1, {"objective": ["sell"], "measure": None}, 70, "objective.goal"),
    (1, {"objective": ["fashion", "visibility", "network"]}, 70, "objective.goal"),
    (1, {"objective": ["visibility"], "measure": "cent vues"}, 45, "objective.visibility"),
    (1, {"objective": ["fashion"], "measure": "on verra"}, 15, "objective.fashion"),
    (1, {"objective": ["unknown"]}, 0, "objective.unknown"),
    (1, {"objective": None}, 0, "objective.unknown"),
    # 2. both concrete 100, one 50; a part that was skipped does not count
    (2, {"customer_benefit": "des recettes", "business_benefit": "dix paniers"}, 100, "benefits.both"),
    (2, {"customer_benefit": "des recettes", "business_benefit": "la notoriété"}, 50, "benefits.one"),
    (2, {"customer_benefit": "des recettes", "business_benefit": None}, 50, "benefits.one"),
    (2, {"customer_benefit": None, "business_benefit": "rien"}, 0, "benefits.none"),
    (2, {"customer_benefit": "des recettes"}, 100, "benefits.one"),
    # 4. evidenced 100, supposed 50, unknown 25, absent 0
    (4, {"presence": ["facebook"], "presence_evidence": "asked"}, 100, "presence.evidenced"),
    (4, {"presence": ["facebook"], "presence_evidence": "observed"}, 100, "presence.evidenced"),
    (4, {"presence": ["facebook"], "presence_evidence": "assumed"}, 50, "presence.assumed"),
    (4, {"presence": ["facebook"], "presence_evidence": "unknown"}, 25, "presence.unknown"),
    (4, {"presence": ["facebook"], "presence_evidence": None}, 25, "presence.unknown"),
    (4, {"presence": None}, 25, "presence.unknown"),
    (4, {"presence": ["none"], "presence_evidence": "assumed"}, 25, "presence.unknown"),
    (4, {"presence": ["none"], "presence_evidence": "asked"}, 0, "presence.absent"),
    (4, {"presence": ["facebook"]}, None, None),
    # 5. looked 100, not 0; what was seen is not scored
    (5, {"competitors": "active"}, 100, "competitors.looked"),
    (5, {"competitors": "absent"}, 100, "competitors.looked"),
    (5, {"competitors": "not_looked"}, 0, "competitors.not_looked"),
    (5, {"competitors": None}, 0, "competitors.not_looked"),
    # 6. 100, 70, 40, 0, 20
    (6, {"best_clients": "better"}, 100, "best_clients.better"),
    (6, {"best_clients": "as_well"}, 70, "best_clients.as_well"),
    (6, {"best_clients": "partly"}, 40, "best_clients.partly"),
    (6, {"best_clients": "no"}, 0, "best_clients.no"),
    (6, {"best_clients": "unknown"}, 20, "best_clients.unknown"),
    (6, {"best_clients": None}, 20, "best_clients.unknown"),
    # 7. networks 100, tie 50, elsewhere 0
    (7, {"better_use": "networks"}, 100, "better_use.networks"),
    (7, {"better_use": "equal"}, 50, "better_use.equal"),
    (7, {"better_use": "training"}, 0, "better_use.elsewhere"),
    # 8. 100 h / sum of the hours the profiles ask: Google 0.5, Facebook 2, Instagram 3, WhatsApp 1
    (8, {"hours": 2.75, "profiles": ["google", "facebook", "instagram"]}, 50, "hours.short"),
    (8, {"hours": 2, "profiles": ["facebook"]}, 100, "hours.enough"),
    (8, {"hours": 20, "profiles": ["facebook"]}, 100, "hours.enough"),
    (8, {"hours": 0, "profiles": ["facebook"]}, 0, "hours.short"),
    (8, {"hours": 1}, 50, "hours.short"),
    (8, {"hours": 1, "presence": ["whatsapp"], "profiles": None}, 100, "hours.enough"),
    (8, {"hours": None, "profiles": ["facebook"]}, None, None),
    # 10. 100 x budget / need: images 0, 20, 50; advertising 30 for visibility; prizes 30
    (10, {"budget": 0, "visuals": "myself", "games": "none"}, 100, "budget.free"),
    (10, {"budget": 10, "visuals": "image_bank"}, 50, "budget.short"),
    (10, {"budget": 0, "visuals": None}, 0, "budget.short"),
    (
        10,
        {"budget": 55, "visuals": "designer", "objective": ["visibility"], "games": "with_prizes"},
        50,
        "budget.short",
    ),
    (10, {"budget": 30, "visuals": "myself", "objective": ["visibility"]}, 100, "budget.enough"),
    (10, {"budget": 0, "games": "without_prizes"}, 100, "budget.free"),
    (10, {"budget": None, "visuals": "designer"}, None, None),
    # 11. mean x 25; a named helper lifts to 75
    (11, {"writing": 3, "exchange": 4}, 87.5, "writing.ease"),
    (11, {"writing": 2, "exchange": 2}, 50, "writing.ease"),
    (11, {"writing": 1, "exchange": 2}, 37.5, "writing.hard"),
    (11, {"writing": 1, "exchange": 2, "helper": "none"}, 37.5, "writing.hard"),
    (11, {"writing": 0, "exchange": 0, "helper": "relative"}, 75, "writing.helped"),
    (11, {"writing": 4, "exchange": 4, "helper": "relative"}, 100, "writing.ease"),
    (11, {"writing": 4, "exchange": None}, 100, "writing.ease"),
    (11, {"writing": None}, None, None),
    # 12. 25 each, 15 for a personal one, 10 when they do not mostly sell
    (12, {"topics": ["le levain", "mon grand-père boulanger", "la croûte"]}, 100, "topics.balanced"),
    (12, {"topics": ["le levain", "l’histoire du four"]}, 75, "topics.few"),
    (12, {"topics": ["le levain", "la croûte", "le four"]}, 85, "topics.impersonal"),
    (12, {"topics": ["nos promotions", "les tarifs", "mon parcours"]}, 90, "topics.promotional"),
    (12, {"topics": ["nos promotions", "le levain"]}, 60, "topics.impersonal"),
    (12, {"topics": ["nos soldes"]}, 25, "topics.promotional"),
    (12, {"topics": ["les promos de mon père"]}, 25, "topics.promotional"),
    (12, {"topics": None}, 0, "topics.none"),
    (12, {"topics": []}, 0, "topics.none"),
    # 13. specific 100, "quality" 50, none 0
    (13, {"difference": "farine moulue sur meule"}, 100, "difference.specific"),
    (13, {"difference": "La qualité"}, 50, "difference.generic"),
    (13, {"difference": "un service de qualité et un bon accueil"}, 50, "difference.generic"),
    (13, {"difference": "rien de spécial"}, 0, "difference.none"),
    (13, {"difference": None}, 0, "difference.none"),
    # 14. 20, 70, 100
    (14, {"marketing": "announce"}, 20, "marketing.announce"),
    (14, {"marketing": "answer"}, 70, "marketing.answer"),
    (14, {"marketing": "needs"}, 100, "marketing.needs"),
    # 15. 100 - 25 an alarm; alone, the question does not count
    (15, {"company": "none"}, 100, "company.clear"),
    (15, {"company": ["uneasy"]}, 75, "company.alarms"),
    (15, {"company": ["uneasy", "blocked", "tensions", "resistance", "indifference"]}, 0, "company.alarms"),
    (15, {"company": "solo"}, None, "company.solo"),
    # 16. 40, 30, 15, 15, 10, 0, capped at 100
    (16, {"knowledge": ["conversations", "monitoring"]}, 70, "knowledge.close"),
    (
        16,
        {"knowledge": ["conversations", "monitoring", "reviews", "sales", "survey"]},
        100,
        "knowledge.close",
    ),
    (16, {"knowledge": ["reviews", "sales", "survey"]}, 40, "knowledge.partial"),
    (16, {"knowledge": ["impression", "survey"]}, 10, "knowledge.vague"),
    (16, {"knowledge": None}, None, None),
    # 17. half an hour a week is 100, linear; nothing learnt costs 30
    (17, {"monitoring": 30, "discovery": "un four à bois"}, 100, "monitoring.curious"),
    (17, {"monitoring": 300}, 100, "monitoring.curious"),
    (17, {"monitoring": 15}, 50, "monitoring.little"),
    (17, {"monitoring": 30, "discovery": None}, 70, "monitoring.nothing_learnt"),
    (17, {"monitoring": 6, "discovery": "pas grand-chose"}, 0, "monitoring.nothing_learnt"),
    (17, {"discovery": "un four à bois"}, None, None),
    # 18. n / 6
    (18, {"strengths": ["listening", "local", "image"]}, 50, "strengths.some"),
    (18, {"strengths": "none"}, 0, "strengths.none"),
    (18, {"strengths": None}, None, None),
    # 19. yes 100, sometimes 50, no 0
    (19, {"responsiveness": "yes", "participation": "sometimes"}, 75, "openness.open"),
    (19, {"responsiveness": "yes", "participation": "no"}, 50, "openness.partly"),
    (19, {"responsiveness": "no"}, 0, "openness.closed"),
]


@pytest.mark.parametrize(("number", "answers", "score", "key"), TABLE)
def test_scores_as_the_model_says(number, answers, score, key):
    row = scored(answers, number)
    if key is None:
        assert row is None
    else:
        assert row.score == (None if score is None else pytest.approx(score))
        assert row.reason.key == f"score.{key}"


def test_nothing_answered_scores_nothing():
    assert all(rows == [] for rows in score_questions(Facts({})).values())


def test_figures_go_with_the_reason():
    assert scored({"hours": 1, "profiles": ["facebook", "google"]}, 8).reason.params == {
        "hours": 1,
        "needed": 2.5,
    }
    assert scored({"budget": 5, "visuals": "designer"}, 10).reason.params == {"budget": 5, "needed": 50}
