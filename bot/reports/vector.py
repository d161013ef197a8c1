"""The radar drawn into the PDF: sharp at any size, its labels text that can be selected."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf.enums import Align

from bot.coach.verdict import BARS, GO
from bot.reports.sheet import MARGIN, WIDTH, Sheet
from bot.reports.snapshot import Snapshot
from bot.reports.style import BAR, BEFORE, GRID, NOW, PAPER, QUIET, date_text, rgb
from bot.reports.web import Point, Spoke, ring, score_text, sides, spokes
from bot.words import Words

HEIGHT = 98.0
_RADIUS = 35.0
_SIZE = 9.0
_LINE = 4.1


def draw_radar(sheet: Sheet, y: float, now: Snapshot, before: Snapshot | None, words: Words) -> None:
    """The radar between `y` and `y + HEIGHT` (mm), over the width of the page."""
    _Radar(sheet, (MARGIN + WIDTH / 2, y + HEIGHT / 2 - 4), spokes(now, before, words)).draw(now, before, words)


class _Radar:
    def __init__(self, sheet: Sheet, centre: Point, web: Sequence[Spoke]) -> None:
        self._sheet = sheet
        self._centre = centre
        self._web = web

    def draw(self, now: Snapshot, before: Snapshot | None, words: Words) -> None:
        sheet = self._sheet
        self._stroke(GRID, 0.2)
        for score in (20, 40, 60, 80, 100):
            sheet.polyline(self._path(ring(score, self._web)))
        for spoke in self._web:
            sheet.set_dash_pattern(*((0, 0) if spoke.now is not None else (0.4, 0.8)))
            sheet.polyline(self._path([(0, 0), spoke.at(100)]))
        self._stroke(BAR, 0.35, dash=1.6)
        sheet.polyline(self._path(ring(BARS[GO], self._web)))
        if before is not None:
            self._outline([spoke.before for spoke in self._web], BEFORE, 0.4, fill=0.12, dash=1.0)
        self._outline([spoke.now for spoke in self._web], NOW, 0.7, fill=0.2)
        for spoke in self._web:
            self._label(spoke, words)
        self._legend(before, words)

    def _place(self, point: Point, beyond: float = 0) -> Point:
        return self._centre[0] + point[0] * (_RADIUS + beyond), self._centre[1] + point[1] * (_RADIUS + beyond)

    def _path(self, points: Sequence[Point]) -> list[Point]:
        return [self._place(point) for point in points]

    def _stroke(self, colour: str, width: float, dash: float = 0) -> None:
        self._sheet.set_draw_color(*rgb(colour))
        self._sheet.set_line_width(width)
        self._sheet.set_dash_pattern(dash, dash * 0.7)

    def _outline(self, scores: Sequence[float | None], colour: str, width: float, fill: float, dash: float = 0) -> None:
        sheet = self._sheet
        for start, end in sides(self._web, scores):
            sheet.set_fill_color(*rgb(colour))
            with sheet.local_context(fill_opacity=fill):
                sheet.polygon(self._path([(0, 0), start, end]), style="F")
            self._stroke(colour, width, dash)
            sheet.polyline(self._path([start, end]))
        self._stroke(colour, 0.4)
        sheet.set_fill_color(*rgb(PAPER if dash else colour))
        for spoke, score in zip(self._web, scores):
            if score is not None:
                x, y = self._place(spoke.at(score))
                sheet.circle(x, y, 0.7 if dash else 1.1, style="DF")

    def _label(self, spoke: Spoke, words: Words) -> None:
        x, y = self._place((spoke.x, spoke.y), beyond=4)
        lines = len(spoke.name) + 1
        foot = y - _LINE * lines / 2 * (1 - 0.8 * spoke.y) + _LINE * 0.75
        align = {"left": Align.L, "center": Align.C, "right": Align.R}[spoke.align]
        for place, line in enumerate(spoke.name):
            self._sheet.put(line, x, foot + _LINE * place, _SIZE, align=align)
        known = spoke.now is not None
        text = score_text(spoke, words) if known else words.say("report.radar.unknown")
        self._sheet.put(
            text, x, foot + _LINE * (lines - 1), _SIZE, align=align, bold=known, colour=NOW if known else QUIET
        )

    def _legend(self, before: Snapshot | None, words: Words) -> None:
        keys = [
            (words.say("report.radar.now"), NOW, 0.7, 0.0),
            (words.say("report.radar.bar", bar=BARS[GO]), BAR, 0.35, 1.6),
        ]
        if before is not None:
            keys.append((words.say("report.radar.before", date=date_text(before.on, words)), BEFORE, 0.4, 1.0))
        step = WIDTH / len(keys)
        y = self._centre[1] + HEIGHT / 2 + 0.5
        for place, (text, colour, width, dash) in enumerate(keys):
            x = MARGIN + step * place + 4
            self._stroke(colour, width, dash)
            self._sheet.line(x, y, x + 9, y)
            self._sheet.put(text, x + 11, y + 1.1, 8.5, colour=QUIET)
        self._sheet.set_dash_pattern()
