"""The loader of the content files, on small folders of its own."""

import pytest

from bot.words import WordsError, load_words

BASE = 'list.and: " et "\nlist.comma: ", "\nlist.decimal: ","\n'


@pytest.fixture
def write(tmp_path):
    def write(**files):
        (tmp_path / "fr").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "fr" / f"{name}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def loaded(folder):
    return load_words("fr", folder)


def test_merges_the_files_of_a_language(write):
    words = loaded(write(a="one: Un", b="two: Deux"))
    assert words.keys == {"one", "two"}
    assert words.say("two") == "Deux"


def test_is_read_once(write):
    folder = write(a="one: Un")
    first = loaded(folder)
    write(a="one: Deux")
    assert loaded(folder) is first


def test_variants_come_in_turn(write):
    words = loaded(write(a="hello: [Bonjour, Salut]"))
    assert [words.say("hello", n) for n in range(3)] == ["Bonjour", "Salut", "Bonjour"]
    assert words.variants("hello") == ("Bonjour", "Salut")


@pytest.mark.parametrize(
    ("number", "written"), [(2, "2"), (2.0, "2"), (0.5, "0,5"), (1 / 3, "0,33"), (1000000, "1000000")]
)
def test_numbers_are_written_as_the_language_does(write, number, written):
    assert loaded(write(a=BASE + "time: '{hours} h'")).say("time", hours=number) == f"{written} h"


def test_params_that_are_keys_or_options_are_put_into_words(write):
    labels = "label.profiles.x: X\nlabel.profiles.facebook: Facebook\nlabel.profiles.google: Google\n"
    words = loaded(write(a=BASE + labels + "first: 'D’abord {what}'\nwhy: le pourquoi\nplace: 'Sur {profiles}'"))
    assert words.say("first", what="why") == "D’abord le pourquoi"
    assert words.say("place", profiles="x") == "Sur X"
    assert words.say("place", profiles="x,facebook") == "Sur X et Facebook"
    assert words.say("place", profiles="x,facebook,google") == "Sur X, Facebook et Google"
    assert words.say("place", profiles="x,myspace") == "Sur x,myspace"
    assert words.say("first", what="{why}") == "D’abord {why}"


def test_labels_names_and_articles(write):
    text = "label.area.local: Près d’ici\nname.area: votre zone\narticle.S0: Un\narticle.S2: Deux"
    words = loaded(write(a=text))
    assert words.label("area", "local") == "Près d’ici"
    assert words.name("area") == "votre zone"
    assert words.articles(["S2.1", "S0.3", "S2.8"]) == ["Deux", "Un"]
    assert words.articles([]) == []


def test_unknown_key_and_language(write):
    folder = write(a="one: Un")
    with pytest.raises(KeyError):
        loaded(folder).say("two")
    with pytest.raises(KeyError):
        load_words("de", folder)


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a": "one: Un\none: Deux"}, "one appears twice"),
        ({"a": "one: Un", "b": "one: Deux"}, "one is already in another file"),
        ({"a": "on: Un"}, "True is not a text"),  # YAML 1.1 reads a bare on as true
        ({"a": "one: 1"}, "one is neither"),
        ({"a": "one: ''"}, "one is neither"),
        ({"a": "one: []"}, "one is neither"),
        ({"a": "one: [Un, 2]"}, "one is neither"),
        ({"a": "- one"}, "not a mapping"),
        ({"a": "one: [Un"}, "a.yml"),
    ],
)
def test_refuses_faulty_files(write, files, named):
    with pytest.raises(WordsError, match=named):
        loaded(write(**files))
