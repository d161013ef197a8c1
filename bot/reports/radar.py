"""The radar of the twelve dimensions, as a picture for a phone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.verdict import BARS, GO
from bot.reports.canvas import WIDTH, Canvas
from bot.reports.snapshot import Snapshot
from bot.reports.style import BAR, BEFORE, GRID, INK, NOW, PAPER, QUIET, date_text
from bot.reports.web import Point, Spoke, ring, score_text, sides, spokes
from bot.words import Words

_HEIGHT = 1280
_CENTRE = (WIDTH / 2 + 26, 668)
_RADIUS = 352
_LINE = 42
_LABEL = 36


def radar_png(now: Snapshot, words: Words, before: Snapshot | None = None) -> bytes:
    """The scores of a diagnosis (PNG, 1280 × 1280), those of an earlier one behind them if there is one."""
    canvas = draw_radar(now, words, before)
    return canvas.png(f"{words.say(f'report.level.{now.level}')}, {date_text(now.on, words)}")


def draw_radar(now: Snapshot, words: Words, before: Snapshot | None = None) -> Canvas:
    """The same, not yet encoded."""
    canvas = Canvas(_HEIGHT)
    web = spokes(now, before, words)
    canvas.text(WIDTH / 2, 62, words.say(f"report.level.{now.level}"), 64, align="center", bold=True)
    canvas.text(WIDTH / 2, 130, subtitle(now, words), 36, align="center", colour=QUIET)
    _grid(canvas, web)
    if before is not None:
        earlier = [spoke.before for spoke in web]
        _outline(canvas, web, earlier, BEFORE, width=4, fill=0.12, linestyle=(0, (3, 2)))
        _dots(canvas, web, earlier, BEFORE, size=15, hollow=True)
    scores = [spoke.now for spoke in web]
    _outline(canvas, web, scores, NOW, width=6, fill=0.22)
    _dots(canvas, web, scores, NOW, size=22)
    for spoke in web:
        _label(canvas, spoke, words)
    _legend(canvas, now, before, words)
    return canvas


def subtitle(now: Snapshot, words: Words) -> str:
    """The day, the mean score and how much of the picture it covers."""
    day = date_text(now.on, words)
    if now.score is None:
        return words.say("report.radar.subtitle.empty", date=day)
    key = "report.radar.subtitle" if now.coverage > 0.995 else "report.radar.subtitle.partial"
    return words.say(key, date=day, score=round(now.score), coverage=round(100 * now.coverage))


def _place(point: Point, beyond: float = 0) -> Point:
    return _CENTRE[0] + point[0] * (_RADIUS + beyond), _CENTRE[1] + point[1] * (_RADIUS + beyond)


def _path(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    placed = [_place(point) for point in points]
    return [x for x, _ in placed], [y for _, y in placed]


def _grid(canvas: Canvas, web: Sequence[Spoke]) -> None:
    for score in (20, 40, 60, 80, 100):
        canvas.line(*_path(ring(score, web)), GRID, 2)
    for spoke in web:
        canvas.line(*_path([(0, 0), spoke.at(100)]), GRID, 2, linestyle="-" if spoke.now is not None else (0, (2, 3)))
    canvas.line(*_path(ring(BARS[GO], web)), BAR, 3, linestyle=(0, (6, 3)))


def _outline(
    canvas: Canvas,
    web: Sequence[Spoke],
    scores: Sequence[float | None],
    colour: str,
    width: float,
    fill: float,
    linestyle: str | tuple[int, tuple[int, ...]] = "-",
) -> None:
    for start, end in sides(web, scores):
        canvas.area(*_path([(0, 0), start, end]), colour, fill)
        canvas.line(*_path([start, end]), colour, width, linestyle=linestyle, solid_capstyle="round")


def _dots(
    canvas: Canvas, web: Sequence[Spoke], scores: Sequence[float | None], colour: str, size: float, hollow: bool = False
) -> None:
    for spoke, score in zip(web, scores):
        if score is not None:
            canvas.dot(*_place(spoke.at(score)), size, colour, PAPER if hollow else None)


def _label(canvas: Canvas, spoke: Spoke, words: Words) -> None:
    """The name, then the score, and the earlier one where it moved."""
    x, y = _place((spoke.x, spoke.y), beyond=34)
    lines = len(spoke.name) + 1
    # The block stands above the upper end of its spoke, below the lower one, beside it at three and nine o'clock.
    top = y - _LINE * lines / 2 + spoke.y * _LINE * lines / 2 * 0.8
    for place, line in enumerate(spoke.name):
        canvas.text(x, top + _LINE * (place + 0.5), line, _LABEL, align=spoke.align)
    foot = top + _LINE * (lines - 0.5)
    if spoke.now is None:
        canvas.text(x, foot, words.say("report.radar.unknown"), _LABEL, align=spoke.align, colour=QUIET, italic=True)
    else:
        canvas.text(x, foot, score_text(spoke, words), _LABEL, align=spoke.align, colour=NOW, bold=True)


def _legend(canvas: Canvas, now: Snapshot, before: Snapshot | None, words: Words) -> None:
    """What the lines mean, in one row or two."""
    rows = [1196, 1244]
    _key(canvas, 90, rows[0], words.say("report.radar.bar", bar=BARS[GO]), BAR, 3, (0, (6, 3)))
    if before is not None:
        _key(
            canvas,
            90,
            rows[1],
            words.say("report.radar.before", date=date_text(before.on, words)),
            BEFORE,
            4,
            (0, (3, 2)),
        )
    _key(canvas, 740, rows[0], words.say("report.radar.now"), NOW, 6)
    if None in now.scores.values():
        canvas.text(740, rows[1], words.say("report.radar.not_seen"), 30, colour=QUIET, italic=True)


def _key(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    colour: str,
    width: float,
    linestyle: str | tuple[int, tuple[int, ...]] = "-",
) -> None:
    canvas.line([x, x + 70], [y, y], colour, width, linestyle=linestyle)
    canvas.text(x + 86, y, text, 30, colour=INK)
