"""The monthly budget, split between images, posts that are paid to be seen, and prizes."""

import math

from bot.coach.facts import Facts
from bot.coach.planning.catalogue import Catalogue
from bot.coach.planning.plan import BudgetShare
from bot.coach.scoring import needs
from bot.coach.verdict import NOT_NOW, TRIAL, VERDICTS


def split_budget(facts: Facts, level: int, currency: str | None, catalogue: Catalogue) -> tuple[BudgetShare, ...]:
    """Whole units of the owner's currency a month: what each part asks, as far as the budget goes; the rest is kept.

    Images come first (every post needs one), then visibility, then prizes. "Not now" spends nothing. Empty when the
    budget is unknown.
    """
    budget = facts.number("budget")
    if budget is None:
        return ()
    left = math.floor(budget)
    told = {"currency": f"currency.{currency}" if currency else ""}
    shares: list[BudgetShare] = []
    for id, needed in needs(facts).items() if level > NOT_NOW else ():
        if needed:
            amount = min(needed, left)
            left -= amount
            key = f"budget.{id}" if amount == needed else f"budget.{id}.short"
            shares.append(BudgetShare(id, amount, needed, catalogue.because(key, amount=amount, needed=needed, **told)))
    if kept := _kept(level, left, bool(shares)):
        shares.append(BudgetShare("kept", left, 0, catalogue.because(f"budget.{kept}", amount=left, **told)))
    return tuple(shares)


def _kept(level: int, left: int, shared: bool) -> str:
    """What is said of the rest, if anything."""
    if not left and not shared:
        return "kept.free"
    waits = f"kept.{VERDICTS[level - 1]}" if level < TRIAL else "kept"
    if left:
        return waits
    return f"{waits}.none" if level < TRIAL else ""
