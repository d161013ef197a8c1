"""The nine networks: how well each fits the customers and the goals, what it asks, which ones the hours carry."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import yaml

from bot.coach.digest import FOLDER
from bot.coach.facts import Facts
from bot.coach.reasons import Reason, because
from bot.coach.verdict import GO, NOT_NOW, PREPARE_FIRST, TRIAL


@dataclass(frozen=True)
class Network:
    """One row of networks.yml; hours a week, boost in money a month."""

    id: str
    hours: float
    markets: tuple[str, ...]
    areas: tuple[str, ...]
    ages: tuple[str, ...]
    objectives: tuple[str, ...]
    boost: float = 0
    beyond: tuple[str, ...] = ()
    writing: bool = False
    minimal: bool = False


@dataclass(frozen=True)
class NetworkAdvice:
    """Whether a network is worth keeping, its hours a week and money a month, and why."""

    id: str
    hours: float
    euros: float
    kept: bool
    reason: Reason


@dataclass(frozen=True)
class Networks:
    """The networks and the constants of networks.yml."""

    all: tuple[Network, ...]
    fit: dict[str, int]
    least_fit: int
    shortlist: int
    default_hours: float


@cache
def load_networks() -> Networks:
    """The networks of networks.yml, read once."""
    raw = yaml.safe_load((FOLDER / "networks.yml").read_text(encoding="utf-8"))
    rows = raw.pop("networks")
    return Networks(all=tuple(Network(**row) for row in rows), **raw)


def hours_asked(profiles: Iterable[str]) -> float:
    """Hours a week these profiles ask together: time multiplies by their number (Lise Cussonneau)."""
    return sum(network.hours for network in load_networks().all if network.id in profiles)


def hours_needed(facts: Facts) -> float:
    """Hours a week asked by the profiles chosen; by the best-fitting network when none is; else by an average one."""
    profiles = facts.several("profiles")
    if profiles:
        return hours_asked(profiles)
    ranked = rank(facts)
    return ranked[0].hours if ranked else load_networks().default_hours


def fit(network: Network, facts: Facts) -> int:
    """Points for being where the customers are, for their market, area and ages, and for up to two goals."""
    points = load_networks().fit
    audience = facts.choice("audience")
    ages = () if audience == "businesses" else facts.several("age_groups")
    markets = ("consumers", "businesses") if audience == "both" else (audience,)
    goals = [goal for goal in facts.several("objective") if goal in network.objectives]
    return (
        points["presence"] * (network.id in facts.several("presence"))
        + points["market"] * any(market in network.markets for market in markets)
        + points["area"] * (facts.choice("area") in network.areas)
        + points["ages"] * any(age == "all" or age in network.ages for age in ages)
        + points["objective"] * min(2, len(goals))
    )


def rank(facts: Facts) -> list[Network]:
    """The networks worth considering, best fit first; whatever the hours.

    Where customers are known, only their networks count, and those that bring somebody else the owner wants
    (searchers, recruits, partners). Where they are not, a network must fit well enough to be on a shortlist. Customers
    who are nowhere leave nothing. At equal fit, the owner's own profiles come first, then those that ask less time.
    """
    presence, chosen = facts.several("presence"), facts.several("profiles")
    if facts.values.get("presence") == ["none"]:
        return []
    networks = load_networks()
    if presence:
        near = [n for n in networks.all if n.id in presence or _found_otherwise(n, facts)]
    else:
        near = [n for n in networks.all if fit(n, facts) >= networks.least_fit]
    ordered = sorted(near, key=lambda n: (-fit(n, facts), n.id not in chosen, n.hours))
    return ordered if presence else ordered[: networks.shortlist]


def _found_otherwise(network: Network, facts: Facts) -> bool:
    """Whether it brings people who do not meet there: searchers (for an owner who wants the page), recruits, partners."""
    wanted = network.minimal and network.id in facts.several("profiles")
    return wanted or any(goal in facts.several("objective") for goal in network.beyond)


def advise(facts: Facts, level: int) -> tuple[NetworkAdvice, ...]:
    """Which networks to keep, best fit first, until the hours are used up; then what to do with the others.

    "Go" keeps as many as the hours carry, "trial" and "prepare first" one, "not now" only a page with the
    minimum of information. Where nothing fits in the hours though the verdict is good, the best network is
    kept at the owner's own pace. Profiles the owner chose and that fit nobody come last, not kept. Unknown
    hours are no reason to give up the best one. What is neither kept nor named by the owner is not spoken of.
    """
    ranked = rank(facts)
    candidates = ranked + _fallback(facts, level, ranked)
    most = len(candidates) if level == GO else 1
    given = facts.number("hours")
    left = max((network.hours for network in candidates), default=0) if given is None else given
    advice: list[NetworkAdvice] = []
    for network in candidates:
        kept = False
        if level == NOT_NOW and not network.minimal:
            reason = because("network.not_now")
        elif network.hours > left:
            reason = because("network.no_time", needed=network.hours, left=left)
        elif sum(row.kept for row in advice) >= most:
            reason = because("network.later")
        else:
            kept = True
            left -= network.hours
            reason = because(_KEPT[level], needed=network.hours)
        advice.append(_advice(network, facts, kept, reason))
    if level >= TRIAL and advice and not any(row.kept for row in advice):
        key = "network.helper" if facts.helped else "network.small_dose"
        advice[0] = replace(advice[0], hours=left, kept=True, reason=because(key, needed=advice[0].hours, hours=left))
    elsewhere = [n for n in load_networks().all if n.id in facts.several("profiles") and n not in candidates]
    named = {*facts.several("profiles"), *facts.several("presence")}
    told = [row for row in advice if row.kept or row.id in named or not named]
    return (*told, *(_advice(n, facts, False, because("network.customers_elsewhere")) for n in elsewhere))


_KEPT = {
    NOT_NOW: "network.minimal",
    PREPARE_FIRST: "network.prepare",
    TRIAL: "network.trial",
    GO: "network.keep",
}


def _fallback(facts: Facts, level: int, ranked: list[Network]) -> list[Network]:
    """For "not now", the page with the minimum of information, unless the customers are known to be nowhere."""
    if level > NOT_NOW or facts.customers_absent:
        return []
    return [network for network in load_networks().all if network.minimal and network not in ranked]


def _advice(network: Network, facts: Facts, kept: bool, reason: Reason) -> NetworkAdvice:
    seen = "visibility" in facts.several("objective")
    return NetworkAdvice(network.id, network.hours, network.boost if seen else 0, kept, reason)
