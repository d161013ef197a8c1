"""The plan: the five steps turned into dated tasks that fit the answers, the hours and the budget."""

from bot.coach.planning.make import make_plan
from bot.coach.planning.plan import (
    STEPS,
    BudgetShare,
    CalendarEntry,
    Habit,
    Plan,
    Slot,
    Step,
    Task,
    WeekLoad,
)
from bot.coach.planning.whatif import Comparison, what_if

__all__ = [
    "STEPS",
    "BudgetShare",
    "CalendarEntry",
    "Comparison",
    "Habit",
    "Plan",
    "Slot",
    "Step",
    "Task",
    "WeekLoad",
    "make_plan",
    "what_if",
]
