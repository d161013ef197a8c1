"""What an owner says of a task of the plan: which one, until when, why not, or a new one in their words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.reading.text import compiled, fold, folded, lexicon, one_of, words
from bot.reading.times import read_time

_LATER = timedelta(weeks=1)
"""How far a task is put off when the owner does not say."""
_STEM = 5
"""Letters by which two forms of a word are the same («demandé», «demandez»)."""
_LONG = 4
_ENOUGH = 2
"""Words of its title by which a task is named."""


def task_named(text: str, titles: Sequence[str]) -> int | None:
    """The place (from 0) of the task a message names by its number or by words of its title; None when unclear."""
    number = _number(fold(text), len(titles))
    if number is not None:
        return number - 1
    said = _stems(text)
    shared = [len(said & _stems(title)) for title in titles]
    best = max(shared, default=0)
    return shared.index(best) if best >= _ENOUGH and shared.count(best) == 1 else None


def _number(line: str, most: int) -> int | None:
    known = lexicon("plan")
    if (alone := line.strip(" .!#")).isdecimal():
        return int(alone) if 1 <= int(alone) <= most else None
    for word, number in known["ordinals"].items():
        if compiled(rf"(?<!\w){word}(?!\w)").search(line) and number <= most:
            return int(number)
    figure = rf"\d{{1,2}}|{one_of(*known['numbers'])}"
    reference = "|".join(known["reference"])
    counted = "|".join(known["counted"])
    pattern = rf"(?<!\w)(?:{reference}) ?({figure})(?!\w)(?! ?(?:{counted})(?!\w))"
    for match in compiled(pattern).finditer(line):
        said = match[1]
        number = int(said) if said.isdecimal() else int(known["numbers"][said])
        if 1 <= number <= most:
            return number
    return None


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words(text) if len(word) >= _LONG and not word.isdecimal()}


def put_off_to(text: str, due: date, now: datetime) -> date:
    """The day a task is put off to: the one named, or so much later than it was due (a week when not said).

    `now` is in the owner's time zone.
    """
    later = compiled(lexicon("plan")["by"]).sub("dans ", fold(text))
    when = read_time(later, now)
    if when is None or when.date is None and when.week_of is None:
        return max(due, now.date()) + _LATER
    if when.in_days is not None:
        return max(due, now.date()) + timedelta(days=when.in_days)
    # A week is named by its Monday, and a task is due at its end.
    return when.date or (when.week_of or now.date()) + timedelta(days=6)


def reason_given(text: str) -> str | None:
    """The owner's words after «parce que», «car», or a colon; None when no reason is given."""
    line = folded(text)
    match = compiled("|".join(rf"(?:(?<!\w){word})" for word in lexicon("plan")["because"])).search(line.text)
    if match is None:
        return None
    return text[line.span(match.end(), len(line.text))[0] :].strip(" .") or None


def task_added(text: str) -> str | None:
    """A task of the owner's own, without the words that ask to add it; None when nothing is left."""
    line = folded(text)
    known = lexicon("plan")
    begun = compiled(known["adding"]).match(line.text)
    start = begun.end() if begun else 0
    ended = compiled(known["added_to"]).search(line.text, start)
    first = line.span(start, len(line.text))[0]
    last = line.span(ended.start(), ended.end())[0] if ended else len(text)
    rest = text[first:last].strip(" .:,;")
    return rest if any(character.isalnum() for character in rest) else None


def habit_said(text: str) -> str | None:
    """An if-then sentence («Quand …, alors …»), from its cue on; None when there is none."""
    line = folded(text)
    match = compiled(rf"(?<!\w){lexicon('plan')['cue']}").search(line.text)
    if match is None or len(line.text) - match.end() < _LONG:
        return None
    said = text[line.span(match.start(), len(line.text))[0] :].strip(' »"\u00a0')
    return said[:1].upper() + said[1:]


def asks_for_all(text: str) -> bool:
    """Whether the whole plan is asked for, subjects and money included."""
    return bool(set(words(text)) & set(lexicon("plan")["whole"]))
