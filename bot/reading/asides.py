"""Answers to questions that were not asked, and answers taken back.

A false aside is worse than asking: what was not asked is only taken when the message itself says which question it
is about (a unit, a word that names the question, words that belong to no other), in a clause of its own.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import read_choices, stands_beside
from bot.reading.figures import figures
from bot.reading.numbers import only_fillers
from bot.reading.parse import ANSWER, Parse
from bot.reading.segments import Segment, segments, shared_out, together
from bot.reading.text import compiled, fold

# Probability of another question, at which words that name it, but no option, are read.
_INSTEAD = 0.75
# Probability of a question from which a whole message answers it, and of no answer up to which it does.
_OUTRIGHT = 0.9
_HARDLY_REFUSED = 0.1
_ALIKE = (frozenset(("presence", "profiles")), frozenset(("writing", "exchange")))
# Questions whose answers are told in hours, be they not the owner's.
_TIME = frozenset(("hours", "monitoring", "responsiveness", "better_use", "helper"))
# Hours a week below which a time was said in passing («quand j'ai une minute»).
_SHORTEST = 0.2
# Probability of a question in segments of its own from which it is answered there, and in the message as a whole.
_CLEARLY = 0.7
_IN_ALL = 0.1
_WEEKLY = r"(?<!\w)(?:(?:par|chaque|a la) semaine|hebdo\w*)(?!\w)"
_OTHERS = r"(?<!\w)(?:elles?|ils?|qui|lui|leur)(?!\w)"
# Characters beyond which a message is a text, out of which no answer is picked.
_LONGEST = 600
_TELLING = frozenset(("discovery", "measure"))


def read_asides(parse: Parse, pending: Question | None, answered: bool) -> dict[str, readers.Found]:
    """What the message clearly says in answer to other questions than `pending`."""
    refused = parse.command is not None and not (answered and parse.command == "correct")
    if refused or len(parse.text) > _LONGEST:
        return {}
    if pending is not None and pending.kind in ("text", "texts"):
        return {}
    found: dict[str, readers.Found] = {}
    told = segments(parse)
    for question in load_questionnaire().questions:
        if pending is not None and question.id == pending.id:
            continue
        value = _aside(parse, told, question, pending, answered)
        if value.values:
            found[question.id] = value
    return found or ({} if answered or pending is None else _instead(parse, pending))


def _instead(parse: Parse, pending: Question) -> dict[str, readers.Found]:
    """The answer to another question of which the whole message is clearly one, and clearly none to the pending one."""
    clear = (
        parse.command is None
        and parse.confidence >= _OUTRIGHT
        and not (pending.options and parse.evidence(pending.id).refused < _INSTEAD)
    )
    for question in load_questionnaire().questions if clear else ():
        alike = {question.id, pending.id} in _ALIKE
        if parse.intent == ANSWER + question.id and question.options and question.id != pending.id and not alike:
            evidence = parse.evidence(question.id)
            value = readers.read_options(parse.text, question, evidence, parse.parts_for(question.id))
            return {question.id: value} if value.values and evidence.refused <= _HARDLY_REFUSED else {}
    return {}


def _aside(
    parse: Parse, told: Sequence[Segment], question: Question, pending: Question | None, answered: bool
) -> readers.Found:
    for segment in told:
        if question.id in segment.topics:
            named = _named(segment.parse, question, pending, answered and len(told) > 1)
            if named.values:
                return named
    if question.kind == "number":
        return _by_unit(parse, told, question, pending)
    spoken_of = parse.answers_to(question.id) >= _IN_ALL
    return _apart(parse, question, pending) if pending is not None and spoken_of else readers.NOTHING


def _apart(parse: Parse, question: Question, pending: Question) -> readers.Found:
    """The answer in segments that are clearly one to this question, others answering the pending one."""
    if question.kind in ("text", "texts") or {question.id, pending.id} in _ALIKE:
        return readers.NOTHING
    groups = shared_out(parse, pending.id)
    if question.id not in groups or pending.id not in groups:
        return readers.NOTHING
    part = together(groups[question.id], question.id)
    if part.answers_to(question.id) < _CLEARLY or _names_answer(part, pending):
        return readers.NOTHING
    if not any(_holds_answer(other, pending) for other in groups[pending.id]) or _is_of_others(part.text, question):
        return readers.NOTHING
    found = readers.read_options(part.text, question, part.evidence(question.id), part.parts_for(question.id))
    return found if all(stands_beside(option) for option in _options(found, question)) else readers.NOTHING


def _options(found: readers.Found, question: Question) -> list[str]:
    value = found.values.get(question.id)
    return value if isinstance(value, list) else [str(value)]


def _is_of_others(text: str, question: Question) -> bool:
    """Whether somebody else's taste is told («ma vendeuse, elle aime bien écrire»)."""
    return question.kind == "scale" and compiled(_OTHERS).search(fold(text)) is not None


def _named(clause: Parse, question: Question, pending: Question | None, beside: bool) -> readers.Found:
    """The answer in a clause that names its question."""
    if question.kind == "number":
        both_times = pending is not None and {question.id, pending.id} <= _TIME
        if both_times and not beside or not any(map(str.isdigit, figures(clause.text).text)):
            return readers.NOTHING
        return readers.read_figure(clause.text, question, bare=True)
    if question.kind in ("text", "texts"):
        return readers.checked(question, clause.text) if beside and question.id in _TELLING else readers.NOTHING
    if _is_of_others(clause.text, question):
        return readers.NOTHING
    told = read_choices(clause.text, question.id).meant or (
        question.kind == "scale" and any(map(str.isdigit, clause.text))
    )
    if not told and (question.kind == "scale" or clause.answers_to(question.id) < _INSTEAD):
        return readers.NOTHING
    return readers.read_options(clause.text, question, clause.evidence(question.id))


def _by_unit(parse: Parse, told: Sequence[Segment], question: Question, pending: Question | None) -> readers.Found:
    """A sum of money, or hours: whatever the question, that is what they answer."""
    if question.id == "monitoring":
        return readers.NOTHING
    text = parse.text
    if question.id == "hours" and any("responsiveness" in segment.topics for segment in told):
        return readers.NOTHING
    if pending is not None and {question.id, pending.id} <= _TIME:
        text = next((part.parse.text for part in told if len(told) > 1 and _is_rhythm(part.parse.text)), "")
        if pending.kind == "number" or not text:
            return readers.NOTHING
    found = readers.read_figure(text, question, bare=False)
    hours = found.values.get("hours", _SHORTEST)
    return found if hours >= _SHORTEST or "0" in figures(text).text.split() else readers.NOTHING


def _is_rhythm(text: str) -> bool:
    """Whether a segment says how much time a week, and nothing else («deux heures par semaine»)."""
    line = figures(text).text
    return compiled(_WEEKLY).search(line) is not None and only_fillers(
        compiled(r"[\d,.]+|(?<!\w)h(?!\w)").sub(" ", line)
    )


def _names_answer(part: Parse, pending: Question) -> bool:
    """Whether the words themselves answer the pending question."""
    if pending.kind == "number":
        return bool(readers.read_figure(part.text, pending, bare=True).values)
    unheard = replace(part.evidence(pending.id), options=())
    return bool(readers.read_options(part.text, pending, unheard).values)


def _holds_answer(clause: Parse, pending: Question) -> bool:
    if pending.kind == "number":
        return bool(readers.read_figure(clause.text, pending, bare=True).values)
    return bool(readers.read_options(clause.text, pending, clause.evidence(pending.id)).values)
