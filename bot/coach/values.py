"""Checks of one answer against its question, wherever the answer comes from."""

import math
from typing import Any, Literal

from bot.coach.questionnaire import Question, Value

Fault = Literal["option", "too_many", "exclusive", "range", "type", "empty"]


class InvalidAnswer(ValueError):  # noqa: N818 (an answer, not a program, is wrong)
    """An answer its question cannot take; `reason` says why."""

    def __init__(self, question_id: str, reason: Fault) -> None:
        super().__init__(f"{question_id}: {reason}")
        self.question_id = question_id
        self.reason = reason


def check_value(question: Question, value: Any) -> Value:
    """The answer in the form the coach keeps; InvalidAnswer when the question cannot take it.

    Choices come back in the order of the questionnaire and without repetition, texts without superfluous
    blanks. One option or text alone is taken for a list of one; YAML's yes and no for the options of that
    name. None ("I do not know") is not a value: keep it as it is instead of checking it.
    """
    if question.kind == "number":
        return _number(question, value)
    if question.kind == "scale":
        number = _number(question, value)
        if number != int(number):
            raise InvalidAnswer(question.id, "type")
        return int(number)
    if question.kind == "text":
        return _text(question, value)
    if question.kind == "texts":
        texts = list(dict.fromkeys(_text(question, text) for text in _several(question, value)))
        return _at_most(question, texts)
    if question.kind == "choice":
        return _option(question, value)
    return _choices(question, value)


def _number(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InvalidAnswer(question.id, "type")
    # The loader guarantees both ends; the comparison with None is for the type checker only.
    low, high = question.minimum or 0, question.maximum or 0
    if not low <= value <= high:
        raise InvalidAnswer(question.id, "range")
    return value


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidAnswer(question.id, "type")
    text = " ".join(value.split())
    if not any(character.isalnum() for character in text):
        raise InvalidAnswer(question.id, "empty")
    return text


def _several(question: Question, value: Any) -> list[Any]:
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    if not values:
        raise InvalidAnswer(question.id, "empty")
    return values


def _at_most(question: Question, values: list[str]) -> list[str]:
    if question.at_most is not None and len(values) > question.at_most:
        raise InvalidAnswer(question.id, "too_many")
    return values


def _option(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if not isinstance(value, str):
        raise InvalidAnswer(question.id, "type")
    if value not in (option.id for option in question.options):
        raise InvalidAnswer(question.id, "option")
    return value


def _choices(question: Question, value: Any) -> list[str]:
    chosen = {_option(question, option) for option in _several(question, value)}
    options = [option for option in question.options if option.id in chosen]
    if len(options) > 1 and any(option.exclusive for option in options):
        raise InvalidAnswer(question.id, "exclusive")
    return _at_most(question, [option.id for option in options])
