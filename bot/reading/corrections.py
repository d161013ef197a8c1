"""Answers taken back: what a correction takes back, what remains, and which question it is about.

«3 h, pas 2», «j'ai dit local mais c'est régional», «je me suis trompé pour le budget», «la réponse d'avant, c'est non».
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.coach import Question, load_questionnaire
from bot.reading import answers as readers
from bot.reading.choices import left_over, names, read_choices, topic_of
from bot.reading.figures import FIGURE, figures
from bot.reading.numbers import only_fillers
from bot.reading.parse import Parse
from bot.reading.text import fold

_FIGURE = (
    r"(?:\d[\d.,]*\s*(?:h\w*|min\w*|€|euros?|\$|balles|%|ans)?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cent)\b"
)
_I_SAID = r"\b(?:(?:j'|j|je |on |nous )?(?:ai|avais|avait|avons|a|as)|jai|javais|g)\s+(?:dit|mis|ecrit|repondu|note|tape|marque)"
# What was said before, up to the word that replaces it, or to the end, after what replaces it.
_SAID_BEFORE = re.compile(
    rf"(?:{_I_SAID}|\bau lieu d[e']|\ba la place d[eu'])[^.;!?]*?(?:,|;|\bmais\b|\balors qu[e']|\bje voulais dire\b|\bc'?est\b|\bc(?= ))"
)
_SAID_AFTER = re.compile(rf"(?<=[\w€$])\s*[,;.(]\s*(?:et )?(?:non |pas )?(?:ce que )?{_I_SAID}[^.;!?,)]*\)?$")
_TAKEN_BACK = re.compile(
    rf",?\s*\b(?:(?:et\s+|mais\s+)?(?:non\s+)?pas|et\s+non|au lieu d[e']|plutot qu[e']|a la place d[e'])\s*(?:de\s+)?{_FIGURE}"
)
_RATHER = re.compile(rf"\bplus\s+({_FIGURE})\s+qu[e']\s*{_FIGURE}")
# Characters beyond which a message is a text, which takes nothing back.
_LONGEST = 300
# Called before the correction itself: no wait, as «attendez 2 min» is.
_CALLS = re.compile(r"^\W*(?:(?:non|ah|oh|oups|euh|mais|attend(?:s|ez)|minute|stop|pardon)\W+)+(?=\S)")
_TAKES_AWAY = re.compile(r"(?<!\w)(?:enlev\w+|retir\w+|supprim\w+|otez|ote|vir(?:e|ez))(?!\w)")

# Probability of a question for a correction that does not name it, and what being pending is worth to it.
_CORRECTED = 0.005
_PENDING_FIRST = 4.0
# Probability of an option that no word names, in a correction of a question that is named, or that is not.
_OPTION_NAMED = 0.5
_OPTION_GUESSED = 0.6
# Probability of a question for a correction whose words name neither the question nor an option.
_GUESSED = 0.3
# Questions that a figure with a unit answers, whatever else is said.
_BY_UNIT = ("hours", "budget")
_TIME = frozenset(("hours", "monitoring"))


def meant_now(text: str) -> str:
    """The message, folded, without the answer that it takes back; the whole of it where that would leave nothing."""
    line = fold(text)
    if len(line) > _LONGEST:
        return line
    kept = _RATHER.sub(r"\1", _SAID_AFTER.sub(" ", _SAID_BEFORE.sub(" ", line)))
    kept = _TAKEN_BACK.sub(" ", kept) if re.search(r"\d|\b(?:deux|trois|quatre|cinq|six|dix)\b", kept) else kept
    return kept if any(character.isalnum() for character in kept) else line


def read_correction(parse: Parse, pending: Question | None) -> tuple[dict[str, readers.Found], str | None]:
    """The answer that a correction puts right, and, where it gives no value, the question it speaks of."""
    text = _CALLS.sub("", meant_now(parse.text))
    topics = _topics(parse, pending)
    if not _says_more(parse.text, topics) or (topics and _TAKES_AWAY.search(text)):
        return {}, topics[0] if topics else None
    for question in map(load_questionnaire().question, topics):
        if (value := _new_value(parse, text, question, named=True)).values:
            return {question.id: value}, None
    if topics:
        return {}, topics[0]
    for question in _likely(parse, pending):
        if (value := _new_value(parse, text, question, named=False, bare=question is pending)).values:
            return {question.id: value}, None
    return {}, None


def _says_more(text: str, topics: Sequence[str]) -> bool:
    """Whether a value may be in a text that announces a correction."""
    return not only_fillers(left_over(text)) or any(read_choices(text, topic).meant for topic in topics)


def _lone_figure(text: str) -> str:
    """The one figure of a correction that names its question («pour les heures mets 3, ma femme a ri»)."""
    told = set(re.findall(FIGURE, figures(text).text))
    return told.pop() if len(told) == 1 else ""


def _topics(parse: Parse, pending: Question | None) -> list[str]:
    """Questions that the correction names, be it as the one before."""
    ids = load_questionnaire().ids
    topics = [topic for topic in topic_of(parse.text) if topic in ids]
    if not topics and pending is not None and names(parse.text, "previous_answer"):
        place = ids.index(pending.id)
        return list(ids[max(0, place - 1) : place])
    return topics


def _new_value(parse: Parse, text: str, question: Question, named: bool, bare: bool = True) -> readers.Found:
    """The value that a correction gives to one question; `named`: the message says that it is about this one."""
    if question.kind in ("text", "texts"):
        return readers.NOTHING
    if question.kind == "number":
        lines = (text, *(() if named else (part.text for part in reversed(parse.parts))))
        value = next(
            (found for line in lines if (found := readers.read_figure(line, question, bare)).values), readers.NOTHING
        )
        return value if value.values or not named else readers.read_figure(_lone_figure(text), question, bare=True)
    told = readers.named_options(text, question)
    likely = parse.answers_to(question.id)
    if told.meant or question.kind == "scale":
        evidence = parse.evidence(question.id).given()
        line = left_over(text) if question.kind == "scale" and not told.meant else text
        blank = replace(evidence, options=()) if named or not told.meant else evidence
        value = readers.read_options(line, question, blank)
        if value.values:
            return value
    if not named and likely < _GUESSED:
        return readers.NOTHING
    least = _OPTION_NAMED if named else _OPTION_GUESSED
    for part in reversed(parse.parts or (parse,)):
        evidence = part.evidence(question.id)
        if evidence.best[1] >= least and _says_more(part.text, ()):
            return readers.read_options(part.text, question, evidence)
    return readers.NOTHING


def _likely(parse: Parse, pending: Question | None) -> Iterator[Question]:
    """Questions that a correction may be about, the likeliest first: a unit says more than any likelihood."""
    questionnaire = load_questionnaire()
    if pending is None or pending.kind != "number":
        yield from map(questionnaire.question, _BY_UNIT)
    elif pending.id in _TIME:
        yield questionnaire.question("budget")
    else:
        yield questionnaire.question("hours")
    weighed = []
    for question in questionnaire.questions:
        likely = parse.answers_to(question.id)
        if question is pending:
            likely = likely * _PENDING_FIRST + _CORRECTED
        if likely >= _CORRECTED:
            weighed.append((likely, question))
    yield from (question for _, question in sorted(weighed, key=lambda pair: -pair[0]))
