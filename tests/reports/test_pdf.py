"""The PDF report: two to four pages to pin to the wall, whatever the answers hold."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.coach import Reason
from bot.reports.pdf import Report, arranged, report_pdf
from bot.reports.printable import MISSING
from bot.reports.sheet import BODY, Cell, Sheet, fill
from bot.reports.telling import Marks, OwnTask, told
from bot.words import load_words
from tests.coach.answers import PLANNED
from tests.reports.cases import ANSWERS, AUTUMN, CASES, HARD_TEXTS, SPRING, hard, report, snapshot

WORDS = load_words()


def opened(one: Report) -> PdfReader:
    return PdfReader(BytesIO(report_pdf(one, WORDS)))


def text_of(pdf: PdfReader) -> str:
    """What a search finds: lines joined, whatever white space stands between words."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def plain(sentence: str) -> str:
    return " ".join(sentence.split())


def fonts(pdf: PdfReader) -> list[DictionaryObject]:
    return [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]


def elements(pdf: PdfReader) -> list[DictionaryObject]:
    (document,) = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]
    return [element.get_object() for element in document.get_object()["/K"]]


@pytest.mark.parametrize("name", ANSWERS)
def test_two_to_four_pages_of_a4_none_nearly_empty(sheet, name):
    pages = arranged(report(ANSWERS[name]), sheet, WORDS)
    assert 2 <= len(pages) <= 4
    for page in pages:
        assert 0.4 <= fill(page) <= 1, name
        for (y, block), (below, _) in zip(page, page[1:], strict=False):
            assert y + block.height <= below + 0.01, "two blocks overlap"
    assert (round(sheet.w), round(sheet.h)) == (210, 297)


@pytest.mark.parametrize("name", CASES)
def test_no_title_stands_alone_at_the_foot_of_a_page(name):
    for page in opened(report(CASES[name])).pages:
        kinds = re.findall(r"/(\w+) <</MCID", page.get_contents().get_data().decode("latin-1"))
        assert kinds[-1] == "P"


def test_title_language_and_day_are_set():
    pdf = opened(replace(report(CASES["baker_rouen"]), on=date(2031, 5, 1)))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Costaud, votre bilan du 1er mai 2031"
    assert pdf.metadata.creation_date is not None and pdf.metadata.creation_date.date() == date(2031, 5, 1)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_tagged_titles_as_titles_and_the_radar_with_its_scores_in_words():
    pdf = opened(report(CASES["baker_rouen"]))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    kinds = [str(element["/S"]) for element in elements(pdf)]
    assert kinds[0] == "/H1" and kinds.count("/H1") == 1
    assert {"/H2", "/H3", "/P", "/Figure"} <= set(kinds)
    (figure,) = (element for element in elements(pdf) if element["/S"] == "/Figure")
    assert "Temps, 100 sur 100" in figure["/Alt"]
    # Every piece of a page is in the tree or declared decoration.
    for page in pdf.pages:
        content = page.get_contents().get_data().decode("latin-1")
        marks = [int(mark) for mark in re.findall(r"/MCID (\d+)", content)]
        assert marks == list(range(len(marks)))
        assert content.count(" BDC") + content.count(" BMC") == len(re.findall(r"\bEMC\b", content))


def test_the_outline_leads_to_every_chapter():
    pdf = opened(report(CASES["baker_rouen"]))
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert titles[0] == "Vos prochains pas" and titles[-1] == "D’après"


def test_its_fonts_are_embedded_and_say_which_letters_they_draw():
    for font in fonts(opened(report(hard(HARD_TEXTS["right to left"])))):
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font


@pytest.mark.parametrize("name", CASES)
def test_everything_it_must_tell_can_be_searched_with_its_accents(name):
    one = report(CASES[name], name="Élodie Maître")
    found = text_of(opened(one))
    assert "Pour Élodie Maître, le 24 novembre 2026" in found
    assert WORDS.say(f"report.level.{one.assessment.level}").replace("\u00a0", " ") in found
    expected = [told(one.assessment.headline, WORDS, 1), told(one.plan.summary, WORDS)]
    expected += [told(veto.remedy, WORDS) for veto in one.assessment.vetoes]
    for task in one.plan.tasks:
        expected += [told(task.title, WORDS), told(task.why, WORDS), told(task.done_when, WORDS)]
    expected += [told(reason, WORDS) for reason in one.plan.would_change]
    for sentence in expected:
        assert plain(sentence) in found


def test_it_cites_articles_by_title_and_author_and_never_by_code():
    found = text_of(opened(report(CASES["toy_shop"])))
    assert "« Stratégie réseaux sociaux & TPE/PME : faut-il se lancer ? », Lise Cussonneau" in found
    assert not re.search(r"S[0-4]\.\d", found)
    cited = {int(number) for mark in re.findall(r"\[([\d, ]+)\]", found) for number in mark.split(",")}
    assert cited == {1, 2, 3, 4, 5}


def test_it_shows_the_earlier_diagnosis():
    found = text_of(opened(report(CASES["joiner_fashion"], before=snapshot(CASES["garage_half_ready"], SPRING))))
    assert "le 1er mars 2026" in found
    assert "50 → 100" in found


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_hard_text_is_printed_and_never_stops_the_report(name):
    found = text_of(opened(report(hard(HARD_TEXTS[name]), name=HARD_TEXTS[name])))
    assert "Quatre semaines de publications" in found


def test_what_no_font_draws_is_marked():
    assert f"la fournée {MISSING} du samedi" in text_of(opened(report(hard(HARD_TEXTS["emoji"]))))


def test_letters_from_right_to_left_can_be_searched():
    found = text_of(opened(report(hard("مخبز"))))
    assert "مخبز" in found


def test_what_the_owner_typed_is_text_and_nothing_else():
    pdf = opened(report(hard(HARD_TEXTS["markup"])))
    assert "<b>gras</b> **fort** __souligné__" in text_of(pdf)
    assert "[lien](x)" in text_of(opened(report(hard("[lien](x)"))))
    assert all(not page.get("/Annots") for page in pdf.pages)
    assert "progress" in text_of(opened(report(hard("progress"))))
    assert "{own_topic} {0}" in text_of(opened(report(hard("{own_topic} {0}"))))


def test_what_became_of_the_plan_is_told():
    one = report(CASES["toy_shop"])
    done, dropped, *_ = one.plan.tasks
    own = OwnTask("own.1", "Appeler Marcel", date(2026, 12, 24))
    marks = Marks(frozenset({done.id}), frozenset({dropped.id}), (own, replace(own, id="own.2", title="X" * 3000)))
    habit = replace(one.plan.habit, own_words="Quand je ferme, alors je note une question.")
    followed = replace(one, marks=marks, plan=replace(one.plan, habit=habit))
    found = text_of(opened(followed))
    assert "☑" in found
    assert plain(told(done.why, WORDS)) in found
    assert plain(told(dropped.why, WORDS)) not in found
    assert "Appeler Marcel" in found and "d’ici le 24 déc." in found
    assert "Quand je ferme, alors je note une question." in found


def test_a_task_of_the_owner_s_own_is_cut_where_it_is_endless(sheet):
    one = report(CASES["baker_rouen"])
    endless = Reason("report.ics.item", {"own_title": HARD_TEXTS["long"]})
    own = replace(one.plan.tasks[0], title=endless, why=endless, done_when=endless)
    pages = arranged(replace(one, plan=replace(one.plan, tasks=(own,) * 12)), sheet, WORDS)
    assert len(pages) <= 4 and all(fill(page) <= 1 for page in pages)


def test_the_same_diagnosis_gives_the_same_file():
    one = report(CASES["baker_rouen"])
    assert report_pdf(one, WORDS) == report_pdf(one, WORDS)


def test_an_empty_diagnosis_says_so():
    found = text_of(opened(report({})))
    assert "Aucune question n’a encore de réponse" in found
    assert "0 sur 100" not in found


@pytest.fixture(scope="module")
def sheet() -> Iterator[Sheet]:
    with closing(Sheet("t", "s", AUTUMN, "fr-FR", "{page}/{pages}")) as blank:
        yield blank


@given(text=st.text(max_size=200), width=st.floats(8, 180))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(sheet: Sheet, text: str, width: float) -> None:
    cell = Cell(text, size=BODY)
    lines = sheet.wrapped(cell, width)
    assert "".join(lines).replace(" ", "") == sheet.safe(text).replace(" ", "")
    for line in lines:
        assert sheet.width_of(line, cell) <= width * 1.02 or len(line) == 1


@settings(max_examples=40)
@given(answers=PLANNED)
def test_any_answers_fit_two_to_four_pages(sheet: Sheet, answers: dict[str, Any]) -> None:
    pages = arranged(report(answers), sheet, WORDS)
    assert 2 <= len(pages) <= 4
    assert all(fill(page) <= 1 for page in pages)
