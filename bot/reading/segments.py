"""The parts of a message that belong together: a clause that names a question and the next, which answers it.

«Écrire, pas du tout, mais discuter, j'adore» has four clauses and two segments; «je tiendrai Instagram et Google»
has two clauses and one segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.coach import Question, load_questionnaire
from bot.reading.choices import read_choices, topic_of
from bot.reading.figures import figures
from bot.reading.parse import Parse

# Share of a clause's words that name options from which it only goes on with the list before it.
_LISTED = 0.6


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
