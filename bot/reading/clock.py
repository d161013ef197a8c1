"""The hour of the clock: "9 h 30", "midi et quart", "half past eight", "8 du soir", "à 9".

Hours are read on 24; a part of the day or am/pm moves an hour below twelve. Impossible hours (25:12, 8:62)
are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.reading.text import compiled, lexicon

_NOT_MORE = r"(?![\w]|[.,:]\d)"
_HALF = r"(?: ?(?:et|and) ?| )(?:une? )?(?:demie?|0\.5|half)(?!\w)"
_TAIL = (
    rf"(?:{_HALF}(?P<half>)|(?: et)?(?: un| le)? (?:quart|0\.25(?: d'heure)?)(?P<quarter>)(?!\w)"
    r"|(?: et)? (?:3 quarts?|0\.75(?: d'heure)?)(?P<three>)(?!\w)"
    r"| moins (?:(?:le |un )?quart(?P<less>)|(?P<minus>\d{1,2}))(?!\w))"
)
_DAYTIME = (
    r"(?: ?(?P<ampm>[ap])\.? ?m\b\.?| ?(?P<oclock>o'? ?clock)| (?:du|de l'|dans l'|de la"
    r"|in the|at|this|cet|ce|dans la|le|tomorrow|demain) ?"
    r"(?P<part>matin|soir|soiree|apres[ -]?midi|aprem|nuit|morning|afternoon|evening"
    r"|night)s?\b| (?P<tonight>tonight))?"
)
_FORMS = (
    # half past eight, a quarter to noon, 20 min past 8, ten to 9
    (
        rf"(?<![\w.])(?:an? )?(?P<past>half|quarter|0\.25|0\.5"
        rf"|\d{{1,2}}(?: ?min(?:ute)?s?)?) (?P<side>past|after|to|before|till) "
        rf"(?P<of>\d{{1,2}}|noon|midnight|midday)(?!\w*:|\d){_DAYTIME}"
    ),
    # midi, minuit
    (
        rf"(?<!\w)(?<!apres[ -])(?P<noon>midi|minuit|noon|midnight|midday)(?!\w)(?:{_TAIL}"
        rf"|(?: et)? (?P<nm>\d{{1,2}})(?! ?[%€$\w]))?"
    ),
    # 9 h 30, 9 heures et demie, 9 h du matin
    (
        rf"(?<![\w.,:])(?P<h>\d{{1,2}}) ?(?:h(?:eures?|rs?|ours?)?)(?![a-z])\.?(?:{_TAIL}"
        rf"| ?(?P<hm>\d{{1,2}})(?: ?min(?:utes?)?| ?mn)?{_NOT_MORE})?"
        rf"(?: (?:precises?|pile|sharp|tapantes?))?(?: ?,)?"
        rf"(?! ?(?:/|(?:par|pr|per) (?:jour|sem|mois|an|day|week|month|year))){_DAYTIME}"
    ),
    # 9:30, 9:30 pm, 7.30 pm, at 17.30
    rf"(?<![\w.,:])(?P<c>\d{{1,2}}):(?P<cm>\d{{2}})(?::\d\d)?(?!\d|:){_DAYTIME}",
    rf"(?:(?<=at )|(?<= a )|(?<=^a )|(?<=vers ))(?P<p>\d{{1,2}})\.(?P<pm>\d{{2}})(?![\d.]){_DAYTIME}",
    rf"(?<![\w.,:])(?P<q>\d{{1,2}})\.(?P<qm>\d{{2}})(?= ?[ap]\.? ?m\b){_DAYTIME}",
    # 8.5 comes from "8 et demie"; "7 30" from "sept trente"; 8 pm, 8 o'clock, 8 du soir
    (
        rf"(?<![\w.,:])(?P<d>\d{{1,2}})(?P<dhalf>\.5)?(?:{_TAIL}| (?P<dm>[0-5]\d))?(?!\w|\.\d|:\d"
        rf"|[%€$£/-])(?<=[\d\w]){_DAYTIME}"
    ),
    r"(?<![\w.,:])(?P<g>\d{1,2}) ?(?P<gap>[ap])\.? ?m\b\.?",
)


@dataclass(frozen=True)
class Clock:
    """An hour of the day; `part` is the part of the day said with it, `sure` is False for a bare figure."""

    hour: int
    minute: int
    part: str | None
    sure: bool
    start: int
    end: int

    @property
    def text(self) -> str:
        """HH:MM."""
        return f"{self.hour:02d}:{self.minute:02d}"


@dataclass(frozen=True)
class Part:
    """A part of the day, and the hour it means when nothing more is said."""

    name: str
    hour: int
    minute: int
    start: int
    end: int


@cache
def _parts() -> tuple[tuple[re.Pattern[str], str, int, int], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{p['words']})(?!\w)"), p["part"], int(p["hour"][:2]), int(p["hour"][3:]))
        for p in lexicon("parts")["parts"]
    )


# What every line of parts.yml holds at least one of: most messages name no part of the day.
_ANY_PART = (
    r"mati|journee|soir|midi|ap-?m|aprem|nuit|morning|noon|lunch|dejeuner|diner|repas|aurore|day"
    r"|even|night|travail|boulot|taf|work|service"
)


def read_part(text: str) -> Part | None:
    """The part of the day that a rewritten line names."""
    if compiled(_ANY_PART).search(text) is None:
        return None
    for pattern, name, hour, minute in _parts():
        if match := pattern.search(text):
            return Part(name, hour, minute, match.start(), match.end())
    return None


_NAMES = {
    "matin": "morning",
    "morning": "morning",
    "soir": "evening",
    "soiree": "evening",
    "evening": "evening",
    "nuit": "night",
    "night": "night",
    "afternoon": "afternoon",
}


def on_24(hour: int, part: str | None) -> int:
    """The hour on 24, from one said with a part of the day ("8 du soir" is 20)."""
    if part in {"evening", "afternoon"} and 1 <= hour < 12:
        return hour + 12
    if part == "night" and 6 <= hour < 12:
        return hour + 12
    if part in {"morning", "night"} and hour == 12:
        return 0
    return hour


def _minutes(said: dict[str, str]) -> int:
    """The minutes of a match, below 0 when they are taken off the hour."""
    for name, value in (("half", 30), ("quarter", 15), ("three", 45), ("less", -15), ("dhalf", 30)):
        if name in said:
            return value
    if "minus" in said:
        return -int(said["minus"])
    for name in ("hm", "cm", "pm", "qm", "nm", "dm"):
        if name in said:
            return int(said[name])
    return 0


def _clock(match: re.Match[str], whole_part: str | None) -> Clock | None:
    said = {name: text for name, text in match.groupdict().items() if text is not None}
    minute = _minutes(said)
    part = _NAMES.get(said["part"], "afternoon") if "part" in said else ("evening" if "tonight" in said else None)
    ampm = said.get("ampm") or said.get("gap")
    if "noon" in said:
        hour = 0 if said["noon"] in {"minuit", "midnight"} else 12
    elif "past" in said:
        words = {"half": 30, "quarter": 15, "0.25": 15, "0.5": 30}
        amount = words.get(said["past"]) or int(compiled(r"\d+").match(said["past"]).group())  # type: ignore[union-attr]
        minute = amount if said["side"] in {"past", "after"} else -amount
        hour = {"noon": 12, "midday": 12, "midnight": 0}.get(said["of"]) or (
            int(said["of"]) if said["of"][0].isdigit() else 0
        )
    else:
        hour = int(next(said[name] for name in ("h", "c", "p", "q", "d", "g") if name in said))
    if not -60 < minute < 60 or hour > 24 or (hour == 24 and minute):
        return None
    if ampm:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if ampm == "p" else 0)
    elif "noon" not in said:
        hour = on_24(hour, part or whole_part)
    total = (hour * 60 + minute) % 1440
    sure = "d" not in said or bool(ampm or part or "oclock" in said or "tonight" in said)
    return Clock(total // 60, total % 60, part, sure, match.start(), match.end())


def read_clock(text: str, bare: bool = False) -> Clock | None:
    """The first hour of the clock that a rewritten line says.

    A bare figure ("à 9", "9") counts only after a word such as "à" or "vers", or anywhere with `bare`.
    """
    if compiled(r"\d|mid|minuit|noon").search(text) is None:
        return None
    part = read_part(text)
    name = part.name if part else None
    for form in _FORMS:
        for match in compiled(form).finditer(text):
            clock = _clock(match, name)
            if clock is None:
                if ":" in match.group() or compiled(r"\d ?h").search(match.group()):
                    return None
                continue
            if clock.sure or bare or _after_at(text, match) or _is_alone(match, text):
                return clock
    return None


def _after_at(text: str, match: re.Match[str]) -> bool:
    return (
        compiled(r"(?<!\w)(?:a|at|vers|pour|around|des|for|about|by)(?: environ| about| peu pres)? $").search(
            text, max(0, match.start() - 24), match.start()
        )
        is not None
    )


def _is_alone(match: re.Match[str], text: str) -> bool:
    """Two figures, or a half, that make the whole message: "sept trente", "8 et demie"."""
    return match.group().strip() == text.strip(" .!") and not match.group().strip().isdigit()
