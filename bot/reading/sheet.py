"""A sheet of answers written by hand (question id → value), as an adviser fills it in."""

from collections.abc import Mapping
from typing import Any

from bot.coach import InvalidAnswer, Question, Value, check_value, load_questionnaire
from bot.reading.answers import by_label
from bot.reading.choices import read_choices


class SheetError(ValueError):
    """The sheet cannot be taken; the message is one sentence that names the place."""


def read_sheet(sheet: Any) -> dict[str, Value | None]:
    """Checked answers. Options may be written by id, by their label or in words; null means "does not know".

    Raises SheetError for anything that is not a mapping, an unknown question id or a value out of range.
    """
    if not isinstance(sheet, Mapping):
        raise SheetError("the sheet must map question ids to values")
    answers: dict[str, Value | None] = {}
    for id, value in sheet.items():
        if id not in load_questionnaire().ids:
            raise SheetError(f"{id!r} is not a question id (see `costaud questions`)")
        question = load_questionnaire().question(id)
        try:
            answers[id] = None if value is None else check_value(question, _options(question, value))
        except InvalidAnswer as refusal:
            raise SheetError(f"{id}: {value!r} is refused ({_FAULTS[refusal.reason]})") from refusal
    return answers


_FAULTS = {
    "option": "not an option of this question",
    "too_many": "too many options",
    "exclusive": "this option goes with no other",
    "range": "out of range",
    "type": "not the kind of value this question takes",
    "empty": "empty",
}


def _options(question: Question, value: Any) -> Any:
    """Options by id, whichever way they were written; values of other questions as they are."""
    if question.kind not in ("choice", "choices") or isinstance(value, bool):
        return value
    written = value if isinstance(value, list) else [value]
    ids = [id for one in written for id in _ids(question, one)]
    return ids if question.kind == "choices" or len(ids) != 1 else ids[0]


def _ids(question: Question, written: Any) -> list[Any]:
    if not isinstance(written, str) or any(option.id == written for option in question.options):
        return [written]
    label = by_label(written, question).values.get(question.id)
    if label is not None:
        return label if isinstance(label, list) else [label]
    return list(read_choices(written, question.id).meant) or [written]
