"""The answers as the rules read them: checked, with "I do not know" turned into what it stands for."""

from collections.abc import Mapping
from typing import Any

from bot.coach.questionnaire import NOTHING, Question, Value, load_questionnaire
from bot.coach.values import check_value


class Facts:
    """Answers that say something. A question absent from `values` is unanswered.

    Raises KeyError for an unknown question id and InvalidAnswer for a value its question cannot take.
    """

    def __init__(self, answers: Mapping[str, Any]) -> None:
        questionnaire = load_questionnaire()
        self.values: dict[str, Value] = {}
        self.doubts: frozenset[str] = frozenset(id for id, value in answers.items() if value in (None, "", []))
        for id, value in answers.items():
            question = questionnaire.question(id)
            settled = _unknown(question) if id in self.doubts else check_value(question, value)
            if settled is not None:
                self.values[id] = settled

    def has(self, id: str) -> bool:
        """Whether the question is answered."""
        return id in self.values

    def number(self, id: str) -> float | None:
        """The number given, in the question's unit; None when unanswered."""
        value = self.values.get(id)
        return value if isinstance(value, (int, float)) else None

    def choice(self, id: str) -> str | None:
        """The option (or the text) given; None when unanswered."""
        value = self.values.get(id)
        return value if isinstance(value, str) else None

    def several(self, id: str) -> tuple[str, ...]:
        """The options (or the texts) given, without "none"; empty when unanswered too."""
        value = self.values.get(id)
        return tuple(item for item in value if item != "none") if isinstance(value, list) else ()

    @property
    def pen(self) -> float | None:
        """Ease with writing and exchanging, 0 to 100, before any helper; None when neither is answered."""
        given = [number for id in ("writing", "exchange") if (number := self.number(id)) is not None]
        return 25 * sum(given) / len(given) if given else None

    @property
    def helped(self) -> bool:
        """Whether somebody was named who could help."""
        return self.choice("helper") not in (None, "none")

    @property
    def customers_absent(self) -> bool:
        """Whether the owner knows, having asked or looked, that the customers are on no network."""
        evidence = self.choice("presence_evidence")
        return self.values.get("presence") == ["none"] and evidence in ("asked", "observed")

    @property
    def customers_unknown(self) -> bool:
        """Whether the owner said not to know where the customers are, or only guesses that they are nowhere."""
        presence, evidence = self.values.get("presence"), self.choice("presence_evidence")
        if presence is None:
            return False
        return presence == [] or evidence == "unknown" or (presence == ["none"] and evidence == "assumed")


def _unknown(question: Question) -> Value | None:
    if question.unknown is None:
        return None
    if question.unknown != NOTHING:
        return [question.unknown] if question.kind == "choices" else question.unknown
    return "" if question.kind == "text" else []
