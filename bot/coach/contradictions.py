"""Contradictions X1 to X9 between answers. They are put to the owner, who decides; nothing is adjusted here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.coach.content import is_promotional
from bot.coach.facts import Facts
from bot.coach.networks import hours_asked, load_networks
from bot.coach.questionnaire import Answers
from bot.coach.reasons import Reason, because

RELATIONSHIP = {"retain", "support", "network"}
ELSEWHERE = {"phone", "training", "shop"}
DISLIKES = 1
MANY = 3


@dataclass(frozen=True)
class Contradiction:
    """Two answers that do not hold together; `questions` are those that may be corrected."""

    code: str
    questions: tuple[str, ...]
    reason: Reason


def find_contradictions(answers: Answers) -> tuple[Contradiction, ...]:
    """The contradictions between these answers, X1 first; at most one of each code.

    Raises KeyError for an unknown question id and InvalidAnswer for a value its question cannot take.
    """
    return contradictions_of(Facts(answers))


def contradictions_of(facts: Facts) -> tuple[Contradiction, ...]:
    """The same, from answers already checked."""
    found = (row for rule in _RULES for row in rule(facts))
    return tuple(replace(row, questions=tuple(filter(facts.has, row.questions))) for row in found)


def _hours_for_many(facts: Facts) -> Iterator[Contradiction]:
    """X1: several profiles, and half or less of the hours they ask together (R)."""
    hours, profiles = facts.number("hours"), facts.several("profiles")
    if hours is None or len(profiles) < 2 or hours > hours_asked(profiles) / 2:
        return
    each = round(60 * hours / len(profiles))
    reason = because("contradiction.X1", hours=hours, count=len(profiles), minutes=each)
    yield Contradiction("X1", ("profiles", "hours"), reason)


def _visibility_for_nothing(facts: Facts) -> Iterator[Contradiction]:
    """X2: visibility, and no budget at all."""
    if "visibility" in facts.several("objective") and facts.number("budget") == 0:
        yield Contradiction("X2", ("objective", "budget"), because("contradiction.X2"))


def _community_without_replies(facts: Facts) -> Iterator[Contradiction]:
    """X3: a goal made of relationships, and no replies."""
    if RELATIONSHIP & {*facts.several("objective")} and facts.choice("responsiveness") == "no":
        yield Contradiction("X3", ("objective", "responsiveness"), because("contradiction.X3"))


def _there_but_badly_connected(facts: Facts) -> Iterator[Contradiction]:
    """X4: customers said to be online though badly connected; asking them settles it, seeing them if uneven."""
    presence, evidence = facts.several("presence"), facts.choice("presence_evidence")
    access = facts.choice("connectivity")
    doubtful = {"poor": ("asked",), "uneven": ("asked", "observed", None)}
    if presence and access in doubtful and evidence not in doubtful[access]:
        key = "contradiction.X4" if access == "poor" else "contradiction.X4.uneven"
        reason = because(key, presence=",".join(presence))
        yield Contradiction("X4", ("presence", "presence_evidence", "connectivity"), reason)


def _profiles_without_customers(facts: Facts) -> Iterator[Contradiction]:
    """X5: profiles chosen where the customers are not; one that brings other people they look for is not one."""
    goals = facts.several("objective")
    beyond = {n.id for n in load_networks().all if n.minimal or any(goal in goals for goal in n.beyond)}
    presence = facts.several("presence")
    strays = [id for id in facts.several("profiles") if id not in presence and id not in beyond]
    if facts.values.get("presence") and strays:
        key = "contradiction.X5" if presence else "contradiction.X5.nowhere"
        reason = because(key, profiles=",".join(strays), presence=",".join(presence))
        yield Contradiction("X5", ("profiles", "presence"), reason)


def _writing_without_liking_it(facts: Facts) -> Iterator[Contradiction]:
    """X6: a profile that lives on written text, no taste for writing, nobody to help."""
    writing = facts.number("writing")
    texts = [n.id for n in load_networks().all if n.writing and n.id in facts.several("profiles")]
    if texts and writing is not None and writing <= DISLIKES and not facts.helped:
        reason = because("contradiction.X6", profiles=",".join(texts))
        yield Contradiction("X6", ("profiles", "writing"), reason)


def _games_without_prizes(facts: Facts) -> Iterator[Contradiction]:
    """X7: games without prizes, or with prizes and no budget for them."""
    games = facts.choice("games")
    if games == "without_prizes":
        yield Contradiction("X7", ("games",), because("contradiction.X7"))
    elif games == "with_prizes" and facts.number("budget") == 0:
        yield Contradiction("X7", ("games", "budget"), because("contradiction.X7.unfunded"))


def _relationship_by_selling(facts: Facts) -> Iterator[Contradiction]:
    """X8: a goal made of relationships, and topics that all sell."""
    topics = facts.several("topics")
    if topics and all(map(is_promotional, topics)) and RELATIONSHIP & {*facts.several("objective")}:
        yield Contradiction("X8", ("objective", "topics"), because("contradiction.X8"))


def _everything_without_time(facts: Facts) -> Iterator[Contradiction]:
    """X9: an hour better spent elsewhere, and three goals or three profiles."""
    use = facts.choice("better_use")
    if use in ELSEWHERE and max(len(facts.several("objective")), len(facts.several("profiles"))) >= MANY:
        reason = because("contradiction.X9", better_use=str(use))
        yield Contradiction("X9", ("better_use", "profiles", "objective"), reason)


_RULES = (
    _hours_for_many,
    _visibility_for_nothing,
    _community_without_replies,
    _there_but_badly_connected,
    _profiles_without_customers,
    _writing_without_liking_it,
    _games_without_prizes,
    _relationship_by_selling,
    _everything_without_time,
)
