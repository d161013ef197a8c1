"""The editorial calendar: four weeks of subjects from what the owner would talk about, people and trade in balance."""

import itertools
import math
from collections.abc import Iterator
from datetime import date, timedelta

from bot.coach.content import is_personal, is_promotional, is_specific, says_something, shortened
from bot.coach.facts import Facts
from bot.coach.planning.catalogue import Catalogue, NetworkTime
from bot.coach.planning.plan import CalendarEntry, Kind

_Subject = tuple[str, str | None]
"""An angle and the owner's own words, None for what the coach proposes."""


def compose_calendar(
    facts: Facts, network: str | None, monday: date, minutes: int, catalogue: Catalogue
) -> tuple[CalendarEntry, ...]:
    """What to publish in the four weeks from a Monday with so many minutes a week for publishing.

    As many entries as the minutes allow, three a week at most; two in ten are personal (a rule of thumb), spread out.
    A topic that sells is turned into an answer to a need, once: no slogans. Without minutes there is no entry.
    """
    rules = catalogue.calendar
    time = catalogue.networks[network] if network else catalogue.no_network
    number = _how_many(minutes, time, catalogue)
    people = _personal_places(number, rules.personal_share)
    subjects: dict[Kind, Iterator[_Subject]] = {
        "personal": iter(_personal(facts, catalogue)),
        "professional": iter(_professional(facts, catalogue)),
    }
    entries = []
    for place, day in enumerate(_days(monday, number, catalogue)):
        kind: Kind = "personal" if place in people else "professional"
        angle, own = next(subjects[kind])
        told = {"own_topic": shortened(own)} if own else {}
        form = time.formats[place % len(time.formats)]
        entries.append(
            CalendarEntry(
                day,
                catalogue.because(f"subject.{angle}", **told),
                catalogue.because(f"format.{form}"),
                kind,
                network,
                own,
            )
        )
    return tuple(entries)


def _how_many(minutes: int, time: NetworkTime, catalogue: Catalogue) -> int:
    rules = catalogue.calendar
    possible = max(1, rules.weeks * minutes // time.post) if minutes else 0
    return min(possible, rules.weeks * rules.most_a_week)


def _personal_places(number: int, share: float) -> set[int]:
    """The places of the personal entries among so many, spread out."""
    people = math.floor(number * share + 0.5)
    return {math.floor((place + 0.5) * number / people) for place in range(people)}


def _days(monday: date, number: int, catalogue: Catalogue) -> Iterator[date]:
    rules = catalogue.calendar
    weeks = [place * rules.weeks // number for place in range(number)]
    for week, places in itertools.groupby(weeks):
        for weekday in rules.days[len(list(places))]:
            yield monday + timedelta(weeks=week, days=weekday)


def _professional(facts: Facts, catalogue: Catalogue) -> list[_Subject]:
    """The owner's topics from several angles, what makes them different, what sells turned round, then proposals."""
    angles = catalogue.calendar.angles
    topics = [topic for topic in _topics(facts) if not is_personal(topic)]
    plain = [topic for topic in topics if not is_promotional(topic)]
    difference = facts.choice("difference")
    # Each round takes the topics one angle further, so that the same topic does not come twice in a row.
    rounds = [
        [(angles["topic"][(turn + place) % len(angles["topic"])], topic) for place, topic in enumerate(plain)]
        for turn in range(len(angles["topic"]))
    ]
    own = [(angle, difference) for angle in angles["difference"] if difference and is_specific(difference)]
    selling = [(angle, topic) for topic in topics if topic not in plain for angle in angles["selling"]]
    proposed: list[_Subject] = [(angle, None) for angle in angles["proposed"]]
    # A proposal between two rounds: a customer's question, a gesture of the trade.
    mixed = [[*turn, proposal] for turn, proposal in zip(rounds[1:], proposed)] if plain else []
    return [*rounds[0], *own, *selling, *itertools.chain(*mixed), *proposed[len(mixed) :]]


def _personal(facts: Facts, catalogue: Catalogue) -> list[_Subject]:
    """The owner's own first, then proposals."""
    topics = [topic for topic in _topics(facts) if is_personal(topic)]
    angles = catalogue.calendar.angles
    return [*((angles["personal"][0], topic) for topic in topics), *((a, None) for a in angles["proposed_personal"])]


def _topics(facts: Facts) -> list[str]:
    return [topic for topic in facts.several("topics") if says_something(topic)]
