"""The radar and the progress: on a phone, in French, for whatever is known."""

import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from PIL import Image

from bot.coach import load_questionnaire
from bot.reports.canvas import WIDTH, Canvas
from bot.reports.progress import draw_progress, progress_png
from bot.reports.radar import draw_radar, radar_png
from bot.reports.style import BEFORE, NOW
from bot.words import load_words
from tests.reports.cases import AUTUMN, CASES, SPRING, half, snapshot

WORDS = load_words()
LEGIBLE = 28
"""Pixels of 1280: 9 of the 400 of a small phone."""

RADARS = {
    **{name: (snapshot(answers), None) for name, answers in CASES.items()},
    "with the earlier one": (snapshot(CASES["joiner_fashion"]), snapshot(CASES["garage_half_ready"], SPRING)),
    "half of both": (snapshot(half("plumber_quebec", 5)), snapshot(half("plumber_quebec", 14), SPRING)),
    "nothing known": (snapshot({}), None),
    "nothing known before": (snapshot(CASES["baker_rouen"]), snapshot({}, SPRING)),
}
ROADS = {
    "one": [snapshot(CASES["baker_rouen"])],
    "nothing known": [snapshot({})],
    "the same again": [snapshot(CASES["baker_rouen"], SPRING), snapshot(CASES["baker_rouen"])],
    "half, then whole": [snapshot(half("plumber_quebec"), SPRING), snapshot(CASES["plumber_quebec"])],
    "all the cases": [snapshot(one, SPRING + timedelta(days=31 * n)) for n, one in enumerate(CASES.values())],
}


def texts(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in canvas.axes.texts]


def boxes(canvas: Canvas) -> list[tuple[str, Any]]:
    renderer = canvas.axes.figure.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in canvas.axes.texts]


def pictures() -> Iterable[Any]:
    yield from (
        pytest.param(draw_radar, (now, WORDS, before), id=f"radar: {name}") for name, (now, before) in RADARS.items()
    )
    yield from (pytest.param(draw_progress, (road, WORDS), id=f"progress: {name}") for name, road in ROADS.items())


@pytest.mark.parametrize(("draw", "arguments"), pictures())
def test_no_text_is_clipped_too_small_or_over_another(draw, arguments):
    canvas = draw(*arguments)
    width, height = canvas.axes.figure.bbox.size
    written = boxes(canvas)
    for text, box in written:
        assert box.x0 >= 8 and box.x1 <= width - 8 and box.y0 >= 8 and box.y1 <= height - 8, text
    for (one, box), (other, beside) in combinations(written, 2):
        assert box.x1 <= beside.x0 or beside.x1 <= box.x0 or box.y1 <= beside.y0 + 4 or beside.y1 <= box.y0 + 4, (
            one,
            other,
        )
    for text in canvas.axes.texts:
        assert text.get_fontsize() * canvas.axes.figure.dpi / 72 >= LEGIBLE, text.get_text()


@pytest.mark.parametrize(
    "png", [radar_png(*RADARS["half of both"][:1], WORDS), progress_png(ROADS["all the cases"], WORDS)]
)
def test_telegram_takes_it_as_a_photo(png):
    image = Image.open(BytesIO(png))
    assert image.format == "PNG" and image.width == WIDTH
    assert image.width + image.height <= 10_000 and max(image.size) / min(image.size) <= 20
    assert len(png) < 10_000_000


def test_the_radar_names_every_dimension_with_its_accents():
    words_shown = " ".join(texts(draw_radar(snapshot({}), WORDS)))
    for id in load_questionnaire().dimensions:
        assert WORDS.say(f"dimension.{id}") in words_shown
    assert "Écriture et échange" in words_shown


def test_the_radar_gives_each_score_and_the_earlier_one_where_it_moved():
    shown = texts(draw_radar(snapshot(CASES["joiner_fashion"]), WORDS, snapshot(CASES["garage_half_ready"], SPRING)))
    assert "50 → 100" in shown  # audience
    assert "58" in shown  # why: 60 before, which is no change to speak of
    assert "le 1er mars 2026" in shown


def test_the_radar_shows_the_unknown_as_unknown_and_not_as_zero():
    now = snapshot(half("plumber_quebec", 14))
    canvas = draw_radar(now, WORDS)
    unknown = [id for id, score in now.scores.items() if score is None]
    assert texts(canvas).count("pas vu") == len(unknown) > 0
    dots = [line for line in canvas.axes.lines if line.get_marker() == "o"]
    assert len(dots) == len(now.scores) - len(unknown)
    # Two sides of the polygon end at each dimension: none leads to an unknown one.
    assert len(canvas.axes.patches) < len(dots)


def test_what_differs_in_colour_differs_in_its_line_too():
    canvas = draw_radar(snapshot(CASES["joiner_fashion"]), WORDS, snapshot(CASES["garage_half_ready"], SPRING))
    outlines = {line.get_color(): line.is_dashed() for line in canvas.axes.lines if line.get_marker() == "None"}
    assert outlines[NOW] is False
    assert outlines[BEFORE] is True


def test_the_progress_says_what_blocks_no_longer_and_what_does_now():
    shown = texts(draw_progress([snapshot(CASES["toy_shop"], SPRING), snapshot(CASES["restaurant_alarms"])], WORDS))
    assert "Bloque à présent\u00a0: le dialogue dans l’équipe." in shown
    back = texts(draw_progress([snapshot(CASES["restaurant_alarms"], SPRING), snapshot(CASES["toy_shop"])], WORDS))
    assert "Ne bloque plus\u00a0: le dialogue dans l’équipe." in back


def test_the_progress_names_the_dimension_that_weighs_most_in_the_change_first():
    before = snapshot({**CASES["baker_rouen"], "hours": 1, "strengths": []}, SPRING)
    shown = texts(draw_progress([before, snapshot(CASES["baker_rouen"])], WORDS))
    assert shown.index("Temps") < shown.index("Atouts")
    assert "Efficacité" not in shown, "what did not move is not named"


def test_the_progress_keeps_to_the_last_six():
    road = [snapshot(CASES["baker_rouen"], date(2020 + n, 1, 1)) for n in range(9)]
    years = [text for text in texts(draw_progress(road, WORDS)) if text.isdigit() and len(text) == 4]
    assert years == ["2023", "2024", "2025", "2026", "2027", "2028"]


def test_there_is_no_progress_without_a_diagnosis():
    with pytest.raises(ValueError, match="no diagnosis"):
        progress_png([], WORDS)


def test_many_threads_draw_what_one_draws():
    asked = [RADARS["baker_rouen"], RADARS["with the earlier one"], RADARS["half of both"]]
    alone = [radar_png(now, WORDS, before) for now, before in asked]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda pair: radar_png(pair[0], WORDS, pair[1]), asked * 4))
    assert together == alone * 4


def test_nothing_heavy_is_imported_before_it_is_drawn_and_pyplot_never():
    code = """
import sys
import bot.reports, bot.reports.snapshot
assert not {"matplotlib", "fpdf", "icalendar"} & set(sys.modules)
from datetime import date
from bot.coach import assess
from bot.reports.radar import radar_png
from bot.words import load_words
radar_png(bot.reports.snapshot.Snapshot.of(assess({}), date(2026, 1, 1)), load_words())
assert "matplotlib.pyplot" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_the_subtitle_says_the_day_and_how_much_was_seen():
    shown = texts(draw_radar(snapshot(half("plumber_quebec"), AUTUMN), WORDS))
    assert any(text.startswith("24 novembre 2026") and "du tableau" in text for text in shown)
    assert any("rien de répondu" in text for text in texts(draw_radar(snapshot({}), WORDS)))
