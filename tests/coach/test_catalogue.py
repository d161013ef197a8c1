"""tasks.yml is checked when it is loaded."""

from copy import deepcopy

import pytest
import yaml

from bot.coach.planning.catalogue import FILE, CatalogueError, load_catalogue, parse_catalogue

RAW = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_is_read_once():
    assert load_catalogue() is load_catalogue()


@pytest.mark.parametrize(
    ("path", "wrong", "named"),
    [
        (("remedies", 0, "points"), ["S9.1"], "points of why_sentence"),
        (("remedies", 0, "points"), [], "points of why_sentence"),
        (("remedies", 0, "step"), "sell", "step of why_sentence"),
        (("remedies", 0, "answers"), ["horoscope"], "question of why_sentence"),
        (("remedies", 0, "open"), "horoscope", "question of why_sentence"),
        (("remedies", 0, "for"), ["veto.K99"], "reason of why_sentence"),
        (("course", "watch", "answers"), ["horoscope"], "question of watch"),
        (("reasons", "summary.go"), ["S9.1"], "points of summary.go"),
        (("networks", "x", "formats"), ["opera"], "format.opera"),
        (("no_network", "formats"), ["opera"], "format.opera"),
        (("networks", "myspace"), {"opening": 1, "post": 1, "formats": []}, "networks"),
        (("calendar", "topic"), ["shout"], "subject.shout"),
    ],
)
def test_refuses_what_does_not_exist(path, wrong, named):
    raw = deepcopy(RAW)
    place = raw
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    with pytest.raises(CatalogueError, match=named):
        parse_catalogue(raw)


def test_every_number_of_publications_in_a_week_has_its_days():
    rules = load_catalogue().calendar
    assert set(rules.days) == set(range(1, rules.most_a_week + 1))
    assert all(len(days) == number for number, days in rules.days.items())
