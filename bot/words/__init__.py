"""The words of the bot that are not responses: content files in YAML, one folder a language.

A value is a template of `str.format`, or a list of variants of it. No rule of any kind lives here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


class WordsError(ValueError):
    """A content file is wrong; the message is one sentence for whoever edits it."""


class _Loader(yaml.SafeLoader):
    """YAML keeps the last of two equal keys in silence; here the second one is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise WordsError(f"the key {key} appears twice{node.start_mark}")
        return super().construct_mapping(node, deep)


class Words:
    """The sentences, labels and names of one language."""

    def __init__(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        self._entries = entries

    @property
    def keys(self) -> frozenset[str]:
        """Every key there is something to say for."""
        return frozenset(self._entries)

    def variants(self, key: str) -> tuple[str, ...]:
        """The templates of a key; KeyError when it is unknown."""
        return self._entries[key]

    def say(self, key: str, variant: int = 0, **params: str | float) -> str:
        """The sentence of a key, `variant` modulo the number of its variants; KeyError when unknown.

        A param that is itself a key is replaced by its sentence; one named after a question and holding
        options of it (separated by commas) by their labels; a number is written as the language writes it, `duration`
        (minutes) as a length of time. A param whose name begins with `own_` holds the owner's own words and is told
        as it is.
        """
        templates = self._entries[key]
        told = {name: self._told(name, value) for name, value in params.items()}
        return templates[variant % len(templates)].format(**told)

    def label(self, question_id: str, option_id: str) -> str:
        """The text of an option, on its button and as its payload."""
        return self.say(f"label.{question_id}.{option_id}")

    def name(self, question_id: str) -> str:
        """A short noun phrase for what a question asks."""
        return self.say(f"name.{question_id}")

    def duration(self, minutes: int) -> str:
        """A length of time: "45 min", "2 h", "1 h 15"; none set apart for 0."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.say("duration.minutes", minutes=rest) if rest else self.say("duration.none")
        return self.say("duration.both" if rest else "duration.hours", hours=hours, minutes=f"{rest:02}")

    def day(self, day: date) -> str:
        """A day of the year: "1er mars", "30 novembre"."""
        month = self.say(f"month.{day.month}")
        return self.say("day.first", month=month) if day.day == 1 else self.say("day", day=day.day, month=month)

    def articles(self, points: Iterable[str]) -> list[str]:
        """The articles behind points of the digest, each once, in the order of the points."""
        return [self.say(f"article.{article}") for article in dict.fromkeys(p.split(".")[0] for p in points)]

    def _told(self, name: str, value: str | float) -> str:
        if name.startswith("own_"):
            return str(value)
        if name == "duration":
            return self.duration(int(value))
        if isinstance(value, (int, float)):
            return f"{round(value, 2):.10g}".replace(".", self.say("list.decimal"))
        if value in self._entries:
            return self.say(value)
        labels = [self._entries.get(f"label.{name}.{option}") for option in value.split(",")]
        if not all(labels):
            return value
        *first, last = [label[0] for label in labels if label]
        return self.say("list.and").join([*([self.say("list.comma").join(first)] if first else []), last])


@cache
def load_words(language: str = "fr", folder: Path = FOLDER) -> Words:
    """Every content file of a language; WordsError when one is wrong, KeyError for an unknown language."""
    files = sorted((folder / language).glob("*.yml"))
    if not files:
        raise KeyError(language)
    entries: dict[str, tuple[str, ...]] = {}
    for file in files:
        for key, value in _read(file).items():
            if not isinstance(key, str):
                raise WordsError(f"{file.name}: the key {key} is not a text (write it between quotes)")
            if key in entries:
                raise WordsError(f"{file.name}: the key {key} is already in another file")
            variants = value if isinstance(value, list) else [value]
            if not variants or not all(isinstance(text, str) and text for text in variants):
                raise WordsError(f"{file.name}: {key} is neither a text nor a list of texts")
            entries[key] = tuple(variants)
    return Words(entries)


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, WordsError) as error:
        raise WordsError(f"{file.name}: {error}") from error
    if not isinstance(content, dict):
        raise WordsError(f"{file.name}: not a mapping of keys to texts")
    return content
