"""What the NLU pipeline says of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.reading.answers import Evidence, Part

# What changes the plan or supposes other answers: figures in it are numbers of tasks, or nobody's answer.
PLAN_MOVES = frozenset(["task_done", "task_postpone", "task_drop", "task_add", "habit", "what_if"])
COMMANDS = PLAN_MOVES | frozenset(
    [
        "explain",
        "unknown",
        "back",
        "correct",
        "skip",
        "pause",
        "resume",
        "restart",
        "stop",
        "help",
        "score",
        "plan",
        "export",
        "erase",
        "remind",
        "unremind",
        "language",
        "chitchat",
        "faq",
    ]
)
INTENT_COMMANDS = {
    "previous": "back",
    "start_over": "restart",
    "greet": "chitchat",
    "goodbye": "chitchat",
    "out_of_scope": "chitchat",
    "begin": "resume",
    "time_zone": "remind",
    "EXTERNAL_reminder": "remind",
}
ANSWER = "answer_"
Options = Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True)
class Parse:
    """What the NLU pipeline says of a message, and of each of its parts; probabilities between 0 and 1."""

    text: str
    intent: str
    confidence: float
    ranking: Mapping[str, float]
    options: Options
    parts: tuple["Parse", ...] = field(default=())

    @classmethod
    def from_rasa(cls, data: Mapping[str, Any]) -> "Parse":
        """Build from Rasa's parse data (`latest_message` of a tracker)."""
        intent = data.get("intent") or {}
        return cls(
            text=data.get("text") or "",
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            ranking={entry["name"]: float(entry["confidence"]) for entry in data.get("intent_ranking") or []},
            options={
                question: tuple(sorted(shares.items(), key=lambda item: -item[1]))
                for question, shares in (data.get("options") or {}).items()
            },
            parts=tuple(cls.from_rasa(part) for part in data.get("parts") or ()),
        )

    @classmethod
    def of_button(cls, title: str) -> "Parse":
        """A tapped button: its words, and nothing to guess."""
        return cls(title, "", 0.0, {}, {})

    @property
    def command(self) -> str | None:
        """The command that the intent stands for, or None."""
        name = INTENT_COMMANDS.get(self.intent, self.intent)
        return name if name in COMMANDS else None

    def answers_to(self, question: str) -> float:
        """Probability that the message answers `question`."""
        return self.ranking.get(ANSWER + question, 0.0)

    def evidence(self, question: str) -> Evidence:
        """All that is said with regard to one question."""
        return Evidence(self.intent, self.confidence, self.answers_to(question), self.options.get(question, ()))

    def parts_for(self, question: str) -> tuple[Part, ...]:
        """The parts of the message with regard to one question; none where it has a single part."""
        return tuple(Part(part.text, part.evidence(question)) for part in self.parts)


def is_command(intent: str) -> bool:
    """Whether an intent stands for a command."""
    return INTENT_COMMANDS.get(intent, intent) in COMMANDS
