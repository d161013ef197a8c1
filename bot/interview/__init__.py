"""The owner's moves in a diagnosis, each against our tables: what Rasa's actions call.

`Conversation` holds one owner's turn inside one unit of work; `Outcome` says what to reply.
"""

from bot.interview.conversation import Conversation
from bot.interview.outcome import CONTRADICTION, FileKind, Outcome, Say
from bot.interview.planning import Planning
from bot.interview.reminding import Reminding

__all__ = ["CONTRADICTION", "Conversation", "FileKind", "Outcome", "Planning", "Reminding", "Say"]
