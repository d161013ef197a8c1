"""Answers to questions that were not asked, and answers taken back.

A false aside is worse than asking: what was not asked is only taken when the message itself says which question it
is about (a unit, a word that names the question, words that belong to no other), in a clause of its own.
"""

from collections.abc import Iterator

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import distinctive, read_choices, topic_of
from bot.reading.corrections import meant_now, names_previous
from bot.reading.parse import Parse

# Probability of the question for words that belong to it alone: in a clause of their own beside an answer, in the
# same clause, or with no answer to the pending question at all.
_BESIDE = 0.2
_WITHIN = 0.3
_INSTEAD = 0.5
# Probability of a question for a correction that does not name it, and what being pending is worth to it.
_CORRECTED = 0.005
_PENDING_FIRST = 4.0
_TIME = frozenset(("hours", "monitoring"))
_NETWORKS = frozenset(("presence", "profiles"))
_TELLING = frozenset(("discovery", "measure"))


def read_asides(parse: Parse, pending: Question | None, answered: bool) -> dict[str, readers.Found]:
    """What the message clearly says in answer to other questions than `pending`."""
    if parse.command is not None or (pending is not None and pending.kind in ("text", "texts")):
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
    if question.id not in distinctive() or (pending is not None and {question.id, pending.id} <= _NETWORKS):
        return readers.NOTHING
    for clause in clauses:
        taken = answered and pending is not None and _holds_answer(clause, pending)
        limit = _WITHIN if taken else _BESIDE if answered else _INSTEAD
        if taken and pending is not None and parse.answers_to(pending.id) < _BESIDE:
            continue
        likely = parse.answers_to(question.id) if taken else max(parse.answers_to(question.id), clause.answers_to(question.id))
        if likely >= limit:
            value = readers.read_options(clause.text, question, clause.evidence(question.id))
            if read_choices(clause.text, question.id).meant and _chooses(value, question):
                return value
    return readers.NOTHING


def _chooses(found: readers.Found, question: Question) -> bool:
    """Whether a real option is chosen: «aucun», «personne», beside an answer, speaks of that answer."""
    value = found.values.get(question.id)
    options = value if isinstance(value, list) else [value]
    return bool(value) and not any(option in ("none", "nobody", "all", "solo") for option in options)


def _named(clause: Parse, question: Question, pending: Question | None, beside: bool) -> readers.Found:
    """The answer in a clause that names its question."""
    if question.kind == "number":
        both_times = pending is not None and {question.id, pending.id} <= _TIME
        return readers.NOTHING if both_times and not beside else readers.read_figure(clause.text, question, bare=True)
    if question.kind in ("text", "texts"):
        return readers.checked(question, clause.text) if beside and question.id in _TELLING else readers.NOTHING
    named = read_choices(clause.text, question.id).meant
    best, share = clause.evidence(question.id).best
    if not named and clause.answers_to(question.id) < _INSTEAD and not (question.kind == "scale" and any(map(str.isdigit, clause.text))):
        return readers.NOTHING
    return readers.read_options(clause.text, question, clause.evidence(question.id))


def _by_unit(parse: Parse, question: Question, pending: Question | None) -> readers.Found:
    """A sum of money, or hours: whatever the question, that is what they answer."""
    if question.id == "monitoring" or (pending is not None and {question.id, pending.id} <= _TIME):
        return readers.NOTHING
    return readers.read_figure(parse.text, question, bare=False)


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
    candidates = [questionnaire.question(topic) for topic in topics] or list(_likely(parse, pending))
    for question in candidates:
        if question.kind in ("text", "texts"):
            continue
        if question.kind == "number":
            value = readers.read_figure(text, question, bare=bool(topics) or question is pending)
        else:
            value = readers.read_options(text, question, parse.evidence(question.id).given())
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
