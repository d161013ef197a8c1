"""Answers to questions that were not asked, and answers taken back.

A false aside is worse than asking: what was not asked is only taken when the message itself says which question it
is about (a unit, a word that names the question, words that belong to no other), in a clause of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import distinctive, places_of, read_choices, stands_beside
from bot.reading.figures import figures
from bot.reading.numbers import only_fillers
from bot.reading.parse import Parse
from bot.reading.segments import Segment, segments, shared_out, together
from bot.reading.text import compiled, fold

# Probability of the question for words that belong to it alone: in a clause of their own beside an answer, in the
# same clause, or with no answer to the pending question at all.
_BESIDE = 0.4
_WITHIN = 0.5
# What the probability of a part counts for: so few words are often alike.
_PART = 0.5
_INSTEAD = 0.75
# The same for a question asked under the same number («qui, et où ?»): the two are often answered together.
_SIBLING = 0.02
# Probabilities of another question, and of its option, that words naming the pending one leave room for.
_ALSO = 0.6
_ALSO_OPTION = 0.7
_ROOM = 0.35
_ALIKE = (frozenset(("presence", "profiles")), frozenset(("writing", "exchange")))
_SAME_OPTIONS = (
    *_ALIKE,
    frozenset(("responsiveness", "participation")),
)
# Probability that the pending question keeps beside the other one in a single clause.
_OWN_WITHIN = 0.05
# Questions whose answers are told in hours, be they not the owner's.
_TIME = frozenset(("hours", "monitoring", "responsiveness", "better_use", "helper"))
# Hours a week below which a time was said in passing («quand j'ai une minute»).
_SHORTEST = 0.2
_SAID_OUTRIGHT = 0.5
_NETWORKS = frozenset(("presence", "profiles"))
# Questions in answer to which networks are named without being any of the two above.
_SAYS_NETWORKS = _NETWORKS | {"better_use"}
# Probability of a question in segments of its own from which it is answered there, and in the message as a whole.
_CLEARLY = 0.7
_IN_ALL = 0.1
# Probability of a question from which words of its own do not answer it, another being clearly answered.
_BARELY = 0.1
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
    return found


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
    if (also := _also(parse, question, pending, answered)).values:
        return also
    spoken_of = parse.answers_to(question.id) >= _IN_ALL
    if pending is not None and spoken_of and (apart := _apart(parse, question, pending)).values:
        return apart
    elsewhere = pending is not None and pending.id in _SAYS_NETWORKS and question.id in _NETWORKS
    if question.id not in distinctive() or elsewhere:
        return readers.NOTHING
    for segment in told:
        found = _by_words(parse, segment.parse, question, pending, answered)
        if found.values:
            return found
    return readers.NOTHING


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


def _answers_another(part: Parse, question: Question) -> bool:
    """Whether a segment is clearly the answer to some other question («une agence de la ville d'à côté»)."""
    others = (other.id for other in load_questionnaire().questions if other.id != question.id)
    return part.answers_to(question.id) < _BARELY and max(map(part.answers_to, others)) >= _CLEARLY


def _is_of_others(text: str, question: Question) -> bool:
    """Whether somebody else's taste is told («ma vendeuse, elle aime bien écrire»)."""
    return question.kind == "scale" and compiled(_OTHERS).search(fold(text)) is not None


def _also(parse: Parse, question: Question, pending: Question | None, answered: bool) -> readers.Found:
    """The answer that the whole message gives to another question, the pending one being answered by a few of its words."""
    if not answered or pending is None or not pending.options or parse.answers_to(question.id) < _ALSO:
        return readers.NOTHING
    named = readers.named_options(parse.text, pending)
    best, share = parse.evidence(question.id).given().best
    if not named.meant or named.weight > _ROOM or share < _ALSO_OPTION or {question.id, pending.id} in _SAME_OPTIONS:
        return readers.NOTHING
    words = places_of(parse.text, question.id)
    if question.number != pending.number and question.id not in distinctive():
        return readers.NOTHING
    if (
        words & places_of(parse.text, pending.id)
        or (question.id in distinctive() and not words)
        or not stands_beside(best)
    ):
        return readers.NOTHING
    return readers.read_options(parse.text, question, parse.evidence(question.id).given())


def _by_words(
    parse: Parse, clause: Parse, question: Question, pending: Question | None, answered: bool
) -> readers.Found:
    """The answer in a clause whose words belong to its question alone."""
    named = readers.named_options(clause.text, question)
    if _answers_another(clause, question) or not any(stands_beside(option) for option in named.meant):
        return readers.NOTHING
    if question.id in _NETWORKS and not (answered and named.weight >= _SAID_OUTRIGHT):
        return readers.NOTHING
    likely = max(parse.answers_to(question.id), clause.answers_to(question.id) * _PART)
    sibling = pending is not None and question.number == pending.number and pending.id in distinctive()
    if answered and pending is not None and _holds_answer(clause, pending):
        own = places_of(clause.text, pending.id)
        apart = own and not own & places_of(clause.text, question.id)
        within = _SIBLING if sibling else _WITHIN
        limit = within if apart and parse.answers_to(pending.id) >= _OWN_WITHIN else math.inf
    elif answered:
        limit = _SIBLING if sibling else _BESIDE
    else:
        refused = parse.evidence(pending.id).refused if pending is not None and pending.options else 1.0
        limit = _INSTEAD if refused >= _INSTEAD else math.inf
    return (
        readers.read_options(clause.text, question, clause.evidence(question.id))
        if likely >= limit
        else readers.NOTHING
    )


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
