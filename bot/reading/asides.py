"""Answers to questions that were not asked, and answers taken back.

A false aside is worse than asking: what was not asked is only taken when the message itself says which question it
is about (a unit, a word that names the question, words that belong to no other), in a clause of its own.
"""

import math
from collections.abc import Iterator

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import distinctive, places_of, read_choices, stands_beside, topic_of
from bot.reading.corrections import meant_now, names_previous
from bot.reading.figures import figures
from bot.reading.parse import Parse

# Probability of the question for words that belong to it alone: in a clause of their own beside an answer, in the
# same clause, or with no answer to the pending question at all.
_BESIDE = 0.2
_WITHIN = 0.5
# What the probability of a part counts for: so few words are often alike.
_PART = 0.5
_INSTEAD = 0.6
# The same for a question asked under the same number («qui, et où ?»): the two are often answered together.
_SIBLING = 0.02
# Probabilities of another question, and of its option, that words naming the pending one leave room for.
_ALSO = 0.6
_ALSO_OPTION = 0.7
_ROOM = 0.35
_SAME_OPTIONS = (
    frozenset(("presence", "profiles")),
    frozenset(("writing", "exchange")),
    frozenset(("responsiveness", "participation")),
)
# Probability that the pending question keeps beside the other one in a single clause.
_OWN_WITHIN = 0.05
# Probability of a question for a correction that does not name it, and what being pending is worth to it.
_CORRECTED = 0.005
_PENDING_FIRST = 4.0
# Probability of a question for a correction whose words name neither the question nor an option.
_GUESSED = 0.3
# Questions whose answers are told in hours, be they not the owner's.
_TIME = frozenset(("hours", "monitoring", "responsiveness", "better_use", "helper"))
# Hours a week below which a time was said in passing («quand j'ai une minute»).
_SHORTEST = 0.2
_SAID_OUTRIGHT = 0.5
_NETWORKS = frozenset(("presence", "profiles"))
# Characters beyond which a message is a text, out of which no answer is picked.
_LONGEST = 600
_TELLING = frozenset(("discovery", "measure"))


def read_asides(parse: Parse, pending: Question | None, answered: bool) -> dict[str, readers.Found]:
    """What the message clearly says in answer to other questions than `pending`."""
    if parse.command is not None or len(parse.text) > _LONGEST:
        return {}
    if pending is not None and pending.kind in ("text", "texts"):
        return {}
    found: dict[str, readers.Found] = {}
    for question in load_questionnaire().questions:
        if pending is not None and question.id == pending.id:
            continue
        value = _aside(parse, question, pending, answered)
        if value.values:
            found[question.id] = value
    return found


def _aside(parse: Parse, question: Question, pending: Question | None, answered: bool) -> readers.Found:
    clauses = parse.parts or (parse,)
    for clause in clauses:
        if question.id in topic_of(clause.text):
            named = _named(clause, question, pending, answered and len(clauses) > 1)
            if named.values:
                return named
    if question.kind == "number":
        return _by_unit(parse, question, pending)
    if (also := _also(parse, question, pending, answered)).values:
        return also
    if question.id not in distinctive() or (pending is not None and {question.id, pending.id} <= _NETWORKS):
        return readers.NOTHING
    for clause in clauses:
        found = _by_words(parse, clause, question, pending, answered)
        if found.values:
            return found
    return readers.NOTHING


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
    if not any(stands_beside(option) for option in named.meant):
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
    told = read_choices(clause.text, question.id).meant or (
        question.kind == "scale" and any(map(str.isdigit, clause.text))
    )
    if not told and (question.kind == "scale" or clause.answers_to(question.id) < _INSTEAD):
        return readers.NOTHING
    return readers.read_options(clause.text, question, clause.evidence(question.id))


def _by_unit(parse: Parse, question: Question, pending: Question | None) -> readers.Found:
    """A sum of money, or hours: whatever the question, that is what they answer."""
    if question.id == "monitoring" or (pending is not None and {question.id, pending.id} <= _TIME):
        return readers.NOTHING
    found = readers.read_figure(parse.text, question, bare=False)
    return (
        found
        if question.id != "hours"
        or found.values.get("hours", 0) >= _SHORTEST
        or "0" in figures(parse.text).text.split()
        else readers.NOTHING
    )


def _holds_answer(clause: Parse, pending: Question) -> bool:
    if pending.kind == "number":
        return bool(readers.read_figure(clause.text, pending, bare=True).values)
    return bool(readers.read_options(clause.text, pending, clause.evidence(pending.id)).values)


def read_correction(parse: Parse, pending: Question | None) -> tuple[dict[str, readers.Found], str | None]:
    """The answer that a correction puts right, and, where it gives no value, the question it speaks of."""
    text = meant_now(parse.text)
    questionnaire = load_questionnaire()
    topics = [topic for topic in topic_of(parse.text) if topic in questionnaire.ids]
    if not topics and pending is not None and names_previous(parse.text):
        place = questionnaire.ids.index(pending.id)
        topics = list(questionnaire.ids[max(0, place - 1) : place])
    if not topics and not (pending is not None and pending.kind == "number"):
        for question in (questionnaire.question("hours"), questionnaire.question("budget")):
            value = readers.read_figure(text, question, bare=False)
            if value.values:
                return {question.id: value}, None
    candidates = [questionnaire.question(topic) for topic in topics] or list(_likely(parse, pending))
    for question in candidates:
        if question.kind in ("text", "texts"):
            continue
        if question.kind == "number":
            value = readers.read_figure(text, question, bare=bool(topics) or question is pending)
        else:
            value = readers.read_options(text, question, parse.evidence(question.id).given())
            if (
                not topics
                and parse.answers_to(question.id) < _GUESSED
                and not readers.named_options(text, question).meant
            ):
                continue
        if value.values:
            return {question.id: value}, None
    return {}, topics[0] if topics else None


def _likely(parse: Parse, pending: Question | None) -> Iterator[Question]:
    """Questions that a correction may be about, the likeliest first."""
    weighed = []
    for question in load_questionnaire().questions:
        likely = parse.answers_to(question.id)
        if question is pending:
            likely = likely * _PENDING_FIRST + _CORRECTED
        if likely >= _CORRECTED:
            weighed.append((likely, question))
    yield from (question for _, question in sorted(weighed, key=lambda pair: -pair[0]))
