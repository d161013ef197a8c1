"""The owner's time zone, from a town or a language."""

import pytest

from bot.reminders.zones import DEFAULT, is_zone, places_named, zone_of_language


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Paris", "Europe/Paris"),
        ("je suis à Liège", "Europe/Brussels"),
        ("geneve", "Europe/Zurich"),
        ("Montréal", "America/Toronto"),
        ("en Belgique", "Europe/Brussels"),
        ("la Réunion", "Indian/Reunion"),
        ("Londres", "Europe/London"),
        ("Toronto", "America/Toronto"),
    ],
)
def test_a_town_tells_the_time_zone(said: str, zone: str) -> None:
    assert [place.zone for place in places_named(said)] == [zone]


def test_a_name_borne_in_two_time_zones_has_two_candidates() -> None:
    assert {place.zone for place in places_named("Laval")} == {"Europe/Paris", "America/Toronto"}
    assert {place.zone for place in places_named("St-Denis")} == {"Europe/Paris", "Indian/Reunion"}
    assert [place.name for place in places_named("Geneve")] == ["Genève"]


@pytest.mark.parametrize("said", ["", "   ", "Xyzzy", "🙂", "chez moi"])
def test_no_town_no_guess(said: str) -> None:
    assert places_named(said) == ()


def test_the_language_of_the_account_is_a_guess_too() -> None:
    assert zone_of_language("fr-CA") == "America/Toronto"
    assert zone_of_language("fr") == "Europe/Paris"
    assert zone_of_language("en") is None
    assert zone_of_language(None) is None


def test_every_zone_we_name_exists() -> None:
    from bot.reminders.zones import _known

    named = {DEFAULT, *_known()["languages"].values(), *_known()["places"].values()}
    assert not {zone for zone in named if not is_zone(zone)}
