"""The parts of a message that belong together: a clause that names a question and the next, which answers it.

«Écrire, pas du tout, mais discuter, j'adore» has four clauses and two segments; «je tiendrai Instagram et Google»
has two clauses and one segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.coach import Question, load_questionnaire
from bot.reading.answers import NO_ANSWER
from bot.reading.choices import read_choices, topic_of
from bot.reading.figures import figures
from bot.reading.parse import Parse

# Share of a clause's words that name options from which it only goes on with the list before it.
_LISTED = 0.6
# Probability of a question from which a segment clearly answers it, the pending one being left with less than the
# second.
_CLEARLY = 0.7
_BARELY = 0.1


@dataclass(frozen=True)
class Segment:
    """A stretch of the message, what the classifier says of it, and the questions that its words name."""

    parse: Parse
    topics: frozenset[str]


def segments(parse: Parse) -> tuple[Segment, ...]:
    """The segments of a message, in order; a message of one clause is one segment."""
    found: list[Segment] = []
    for part in parse.parts or (parse,):
        topics = frozenset(topic_of(part.text))
        if found and not topics and _awaits(found[-1]):
            found[-1] = Segment(_answered(found[-1].parse, part), found[-1].topics)
        elif found and not topics and _goes_on(found[-1].parse, part):
            before = found[-1].parse
            found[-1] = replace(found[-1], parse=replace(before, text=f"{before.text}, {part.text}"))
        else:
            found.append(Segment(part, topics))
    return tuple(found)


def shared_out(parse: Parse, pending: str) -> dict[str, tuple[Parse, ...]]:
    """The segments of a message by the question that they answer, in order; empty where all speak of `pending`.

    A segment belongs to the question that it names, or clearly answers; else to that of the segment before it.
    """
    groups: dict[str, list[Parse]] = {}
    owner = pending
    for segment in segments(parse):
        owner = _owner(segment, pending) or owner
        groups.setdefault(owner, []).append(segment.parse)
    return {} if list(groups) == [pending] else {id: tuple(parts) for id, parts in groups.items()}


def _owner(segment: Segment, pending: str) -> str | None:
    part = segment.parse
    if pending in segment.topics or read_choices(part.text, pending).weight >= _LISTED:
        return pending
    if segment.topics:
        return next(iter(sorted(segment.topics)))
    others = (question.id for question in load_questionnaire().questions if question.id != pending)
    likeliest = max(others, key=part.answers_to)
    if part.answers_to(pending) >= max(_BARELY, part.answers_to(likeliest)):
        return pending
    clear = part.answers_to(likeliest) >= _CLEARLY and part.answers_to(pending) < _BARELY
    return likeliest if clear and not read_choices(part.text, pending).meant else None


def together(parts: Sequence[Parse], question: str) -> Parse:
    """Several segments as one text, with the most that the classifier says of each option in any of them."""
    if len(parts) == 1:
        return parts[0]
    best = max(parts, key=lambda part: part.answers_to(question))
    shares: dict[str, list[float]] = {}
    for part in parts:
        for option, share in part.options.get(question, ()):
            shares.setdefault(option, []).append(share)
    merged = {option: (min if option == NO_ANSWER else max)(told) for option, told in shares.items()}
    options = {**best.options, question: tuple(sorted(merged.items(), key=lambda item: -item[1]))}
    return replace(best, text=", ".join(part.text for part in parts), options=options, parts=tuple(parts))


def _awaits(segment: Segment) -> bool:
    """Whether a segment names a question and says nothing in answer to it yet."""
    if not segment.topics or any(map(str.isdigit, figures(segment.parse.text).text)):
        return False
    return not any(read_choices(segment.parse.text, topic).meant for topic in segment.topics)


def _answered(named: Parse, answer: Parse) -> Parse:
    """Two clauses as one: the first tells the question, the second the answer."""
    ranking = {
        intent: max(named.ranking.get(intent, 0.0), answer.ranking.get(intent, 0.0))
        for intent in (*named.ranking, *answer.ranking)
    }
    return replace(answer, text=f"{named.text}, {answer.text}", ranking=ranking)


def _goes_on(before: Parse, part: Parse) -> bool:
    """Whether a clause only names more options of the question that the one before answers."""
    return any(
        read_choices(part.text, question.id).weight >= _LISTED
        and read_choices(before.text, question.id).meant
        and before.answers_to(question.id) >= part.answers_to(question.id)
        for question in _several()
    )


def _several() -> Sequence[Question]:
    return [question for question in load_questionnaire().questions if question.kind == "choices"]
