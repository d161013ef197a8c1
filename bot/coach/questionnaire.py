"""The questionnaire as data: read from questionnaire.yml, checked once, then never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from types import MappingProxyType
from typing import Any, Literal, get_args

import yaml

from bot.coach.digest import FOLDER, digest_points

Value = str | int | float | list[str]
Answers = Mapping[str, Value | None]
Stage = Literal["express", "full"]
Kind = Literal["choice", "choices", "number", "scale", "text", "texts"]
Unit = Literal["hours_a_week", "minutes_a_week", "money_a_month"]

NUMBERS = range(1, 20)
NOTHING = "nothing"


class QuestionnaireError(ValueError):
    """The questionnaire's data is wrong; the message is one sentence for whoever edits it."""


@dataclass(frozen=True)
class Option:
    """One possible answer; `score` (0 to 100) only where the model gives the option one of its own."""

    id: str
    exclusive: bool = False
    score: float | None = None


@dataclass(frozen=True)
class Known:
    """The question is answered by something else than the options of `besides`."""

    question: str
    besides: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether these answers meet the condition."""
        value = answers.get(self.question)
        if value is None:
            return False
        chosen = value if isinstance(value, list) else [value]
        return any(option not in self.besides for option in chosen)


@dataclass(frozen=True)
class Unless:
    """The question is not answered by one of these options; unanswered is enough."""

    question: str
    options: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Whether these answers meet the condition."""
        return answers.get(self.question) not in self.options


@dataclass(frozen=True)
class MeanBelow:
    """The mean of those of the questions that are answered by a number is below a limit."""

    questions: tuple[str, ...]
    limit: float

    def holds(self, answers: Answers) -> bool:
        """Whether these answers meet the condition."""
        given = [value for id in self.questions if isinstance(value := answers.get(id), (int, float))]
        return bool(given) and fmean(given) < self.limit


Condition = Known | Unless | MeanBelow


@dataclass(frozen=True)
class Question:
    """One question; `number` is the numbered question (1 to 19) of the model it belongs to.

    `unknown` says what "I do not know" (None) stands for: an option, `nothing` (an empty answer), or None
    when it brings no information and the question counts as unanswered. `changes`: asked again every quarter.
    """

    id: str
    number: int
    dimension: str | None
    stage: Stage
    kind: Kind
    points: tuple[str, ...]
    options: tuple[Option, ...] = ()
    at_most: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: Unit | None = None
    unknown: str | None = None
    when: tuple[Condition, ...] = ()
    changes: bool = False

    def applies(self, answers: Answers) -> bool:
        """Whether the earlier answers leave a reason to ask it."""
        return not self.when or any(condition.holds(answers) for condition in self.when)

    def option(self, id: str) -> Option:
        """KeyError when there is no such option."""
        for option in self.options:
            if option.id == id:
                return option
        raise KeyError(id)

    def answered(self, answers: Answers) -> bool:
        """Whether the answers say something about it: a value, or a "do not know" that means something."""
        return self.id in answers and (answers[self.id] is not None or self.unknown is not None)


@dataclass(frozen=True)
class Questionnaire:
    """The questions in asking order and the weight (%) of each dimension."""

    questions: tuple[Question, ...]
    dimensions: Mapping[str, float]

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions' ids, in asking order."""
        return tuple(question.id for question in self.questions)

    def question(self, id: str) -> Question:
        """KeyError when there is no such question."""
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)


@cache
def load_questionnaire() -> Questionnaire:
    """The questionnaire of questionnaire.yml; QuestionnaireError when its data is wrong."""
    text = (FOLDER / "questionnaire.yml").read_text(encoding="utf-8")
    return parse_questionnaire(yaml.safe_load(text), digest_points())


def parse_questionnaire(raw: Any, points: Sequence[str]) -> Questionnaire:
    """Check raw data (as YAML gives it) against the digest's points; QuestionnaireError at the first fault."""
    _require(isinstance(raw, dict), "the questionnaire is not a mapping")
    _known_keys("the questionnaire", raw, {"dimensions", "questions"})
    dimensions = _dimensions(raw.get("dimensions"))
    rows = raw.get("questions")
    _require(isinstance(rows, list) and bool(rows), "the questionnaire has no list of questions")
    questions: dict[str, Question] = {}
    for row in rows:
        question = _question(row, dimensions, points, questions)
        questions[question.id] = question
    numbers = {question.number for question in questions.values()}
    missing = [str(number) for number in NUMBERS if number not in numbers]
    _require(not missing, f"no question has the number {', '.join(missing)}")
    used = {question.dimension for question in questions.values() if not question.when}
    unused = [id for id in dimensions if id not in used]
    _require(not unused, f"no question that is always asked feeds the dimension {', '.join(unused)}")
    return Questionnaire(tuple(questions.values()), MappingProxyType(dimensions))


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise QuestionnaireError(message)


def _known_keys(where: str, row: Mapping[str, Any], allowed: set[str]) -> None:
    unknown = sorted(str(key) for key in row if key not in allowed)
    _require(not unknown, f"{where} has an unknown key: {', '.join(unknown)}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _dimensions(raw: Any) -> dict[str, float]:
    _require(isinstance(raw, dict) and bool(raw), "the questionnaire has no dimensions")
    for id, weight in raw.items():
        _require(_is_number(weight) and weight > 0, f"dimension {id}: its weight is not a positive number")
    total = sum(raw.values())
    _require(abs(total - 100) < 1e-9, f"the weights of the dimensions sum to {total}, not to 100")
    return {str(id): float(weight) for id, weight in raw.items()}


_KEYS = {
    *("id", "number", "dimension", "stage", "kind", "points", "options"),
    *("at_most", "minimum", "maximum", "unit", "unknown", "when", "changes"),
}


def _question(
    row: Any, dimensions: Mapping[str, float], points: Sequence[str], earlier: Mapping[str, Question]
) -> Question:
    _require(isinstance(row, dict) and isinstance(row.get("id"), str), "a question has no id")
    id = row["id"]
    where = f"question {id}"
    _require(id not in earlier, f"{where} appears twice")
    _known_keys(where, row, _KEYS)
    kind = row.get("kind")
    _require(kind in get_args(Kind), f"{where}: unknown kind {kind}")
    _require(row.get("stage") in get_args(Stage), f"{where}: unknown stage {row.get('stage')}")
    _require(row.get("number") in NUMBERS, f"{where}: its number is not between 1 and 19")
    dimension = row.get("dimension")
    _require(dimension is None or dimension in dimensions, f"{where}: unknown dimension {dimension}")
    own_points = row.get("points")
    _require(isinstance(own_points, list) and bool(own_points), f"{where} rests on no point of the articles")
    for point in own_points:
        _require(point in points, f"{where}: the articles have no point {point}")
    at_most = row.get("at_most")
    _require(
        at_most is None or (kind in ("choices", "texts") and isinstance(at_most, int) and at_most > 0),
        f"{where}: at_most is a positive whole number, for choices and texts only",
    )
    options = _options(where, row.get("options"), kind in ("choice", "choices"))
    minimum, maximum = row.get("minimum"), row.get("maximum")
    if kind in ("number", "scale"):
        ordered = _is_number(minimum) and _is_number(maximum) and minimum < maximum
        _require(ordered, f"{where}: a {kind} needs a minimum below its maximum")
    else:
        _require(minimum is None and maximum is None, f"{where}: only a number or a scale has a range")
    unit = row.get("unit")
    fits = unit in get_args(Unit) if kind == "number" else unit is None
    _require(fits, f"{where}: unknown unit {unit} for a {kind}")
    unknown = row.get("unknown")
    meanings = {None, NOTHING, *(option.id for option in options)}
    _require(unknown in meanings, f"{where}: unknown stands for {unknown}, which is not one of its options")
    changes = row.get("changes", False)
    _require(isinstance(changes, bool), f"{where}: changes is true or false")
    when = tuple(_condition(where, condition, earlier) for condition in row.get("when", []))
    return Question(
        id, row["number"], dimension, row["stage"], kind, tuple(own_points), options,
        at_most, minimum, maximum, unit, unknown, when, changes,
    )  # fmt: skip


def _options(where: str, raw: Any, expected: bool) -> tuple[Option, ...]:
    if not expected:
        _require(raw is None, f"{where}: only a choice has options")
        return ()
    _require(isinstance(raw, list) and len(raw) > 1, f"{where}: a choice needs at least two options")
    options: dict[str, Option] = {}
    for row in raw:
        _require(isinstance(row, dict) and isinstance(row.get("id"), str), f"{where}: an option has no id")
        id, score = row["id"], row.get("score")
        _require(id not in options, f"{where}: the option {id} appears twice")
        _known_keys(f"{where}, option {id}", row, {"id", "score", "exclusive"})
        _require(
            score is None or (_is_number(score) and 0 <= score <= 100),
            f"{where}: the score of {id} is not between 0 and 100",
        )
        options[id] = Option(id, bool(row.get("exclusive", False)), score)
    return tuple(options.values())


def _condition(where: str, raw: Any, earlier: Mapping[str, Question]) -> Condition:
    _require(isinstance(raw, dict), f"{where}: a condition is not a mapping")
    keys = set(raw)
    condition: Condition
    named: tuple[str, ...]
    options: tuple[str, ...] = ()
    if "known" in keys:
        _known_keys(f"{where}, when", raw, {"known", "besides"})
        condition = Known(raw["known"], tuple(raw.get("besides", ())))
        named, options = (condition.question,), condition.besides
    elif keys == {"unless", "is"}:
        condition = Unless(raw["unless"], tuple(raw["is"]))
        named, options = (condition.question,), condition.options
    elif keys == {"mean_of", "below"}:
        _require(_is_number(raw["below"]), f"{where}: below is not a number")
        condition = MeanBelow(tuple(raw["mean_of"]), raw["below"])
        named = condition.questions
    else:
        raise QuestionnaireError(f"{where}: unknown condition {', '.join(sorted(map(str, keys)))}")
    for id in named:
        _require(id in earlier, f"{where}: its condition names {id}, which is not asked before it")
        ids = [option.id for option in earlier[id].options]
        for option in options:
            _require(option in ids, f"{where}: its condition names {option}, which is no option of {id}")
    return condition
