"""The progress over several diagnoses: the verdicts in time, and what explains the last change."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from bot.coach.verdict import GO, NOT_NOW
from bot.reports.canvas import WIDTH, Canvas
from bot.reports.snapshot import MOVED, Change, Snapshot, arisen, changes, lifted
from bot.reports.style import BAR, BEFORE, GRID, NOW, PAPER, QUIET, date_text, short_date_text
from bot.words import Words

AT_MOST = 6
"""Diagnoses shown (the last ones), and dimensions said to have changed (those that weigh most)."""

_LEFT = 70
_LANES = (440, 1168)
"""Where the first and the last diagnosis stand (x)."""
_TOP = 184
_LANE = 112
_TRACK = (560, 1020)
"""0 and 100 of a dimension (x)."""
_ROW = 66


def progress_png(snapshots: Sequence[Snapshot], words: Words) -> bytes:
    """The diagnoses from the oldest to the latest (PNG, 1280 wide). ValueError when there is none."""
    return draw_progress(snapshots, words).png(words.say("report.progress.title"))


def draw_progress(snapshots: Sequence[Snapshot], words: Words) -> Canvas:
    """The same, not yet encoded."""
    if not snapshots:
        raise ValueError("no diagnosis to draw")
    shown = snapshots[-AT_MOST:]
    before, now = (shown[-2] if len(shown) > 1 else None), shown[-1]
    moved = changes(before, now) if before else []
    blocks = _knock_outs(before, now, words) if before else []
    closing = _closing(before, blocks, moved, words)
    foot = _TOP + _LANE * GO + 174
    height = foot + 84 * bool(before) + _ROW * (len(blocks) + len(moved[:AT_MOST])) + _ROW * bool(closing) + 10
    canvas = Canvas(height)
    canvas.text(_LEFT, 70, words.say("report.progress.title"), 58, bold=True)
    canvas.text(_LEFT, 134, words.say("report.progress.subtitle"), 34, colour=QUIET)
    _lanes(canvas, words)
    _verdicts(canvas, shown, words)
    if before:
        since = words.say("report.progress.since", date=date_text(before.on, words))
        canvas.text(_LEFT, foot, since, 42, bold=True)
        foot += 84
    for sentence in blocks:
        canvas.text(_LEFT, foot, sentence, 34, bold=True)
        foot += _ROW
    for change in moved[:AT_MOST]:
        _change(canvas, foot, change, words)
        foot += _ROW
    if closing:
        canvas.text(_LEFT, foot, closing, 34, colour=QUIET)
    return canvas


def _lane(level: int) -> float:
    return _TOP + _LANE * (GO - level + 0.5)


def _lanes(canvas: Canvas, words: Words) -> None:
    """The four verdicts, the best on top."""
    for level in range(NOT_NOW, GO + 1):
        y = _lane(level)
        canvas.line([_LANES[0] - 60, WIDTH - 50], [y, y], GRID, 2)
        lines = wrap(words.say(f"report.level.{level}"), 14)
        for place, line in enumerate(lines):
            canvas.text(_LEFT, y + 40 * (place - (len(lines) - 1) / 2), line, 34)


def _verdicts(canvas: Canvas, shown: Sequence[Snapshot], words: Words) -> None:
    """A dot on its verdict for each diagnosis, with its mean score inside and its date below."""
    step = (_LANES[1] - _LANES[0]) / max(1, len(shown) - 1)
    xs = [_LANES[0] + step * place for place in range(len(shown))]
    canvas.line(xs, [_lane(one.level) for one in shown], NOW, 6)
    below = _TOP + _LANE * GO + 20
    for x, one in zip(xs, shown):
        canvas.dot(x, _lane(one.level), 80, NOW)
        score = words.say("report.progress.unknown") if one.score is None else str(round(one.score))
        canvas.text(x, _lane(one.level), score, 32, colour=PAPER, align="center", bold=True)
        canvas.text(x, below, short_date_text(one.on, words), 30, align="center")
        canvas.text(x, below + 38, str(one.on.year), 30, align="center", colour=QUIET)


def _change(canvas: Canvas, y: float, change: Change, words: Words) -> None:
    """A dimension: from a hollow dot to a full one, with the figures."""
    canvas.text(_LEFT, y, words.say(f"dimension.{change.dimension}"), 32)
    canvas.line(list(_TRACK), [y, y], GRID, 3)
    colour = NOW if change.before is None or change.now > change.before else BAR
    if change.before is None:
        figures = words.say("report.progress.new", now=round(change.now))
    else:
        figures = words.say("report.radar.moved", before=round(change.before), now=round(change.now))
        canvas.line([_track(change.before), _track(change.now)], [y, y], colour, 8)
        canvas.dot(_track(change.before), y, 20, BEFORE, PAPER)
    canvas.dot(_track(change.now), y, 26, colour)
    canvas.text(_TRACK[1] + 36, y, figures, 32, colour=colour, bold=True)


def _track(score: float) -> float:
    return _TRACK[0] + (_TRACK[1] - _TRACK[0]) * score / 100


def _knock_outs(before: Snapshot, now: Snapshot, words: Words) -> list[str]:
    """What no longer forbids a better verdict, and what does now: it outweighs every score."""
    gone = [words.say("report.progress.lifted", what=f"report.veto.{code}") for code in lifted(before, now)]
    come = [words.say("report.progress.arisen", what=f"report.veto.{code}") for code in arisen(before, now)]
    return gone + come


def _closing(before: Snapshot | None, blocks: Sequence[str], moved: Sequence[Change], words: Words) -> str:
    """What is left out, or that there is nothing to compare yet, or that nothing moved."""
    if before is None:
        return words.say("report.progress.alone")
    if len(moved) > AT_MOST:
        return words.say("report.progress.others", count=len(moved) - AT_MOST)
    return "" if blocks or moved else words.say("report.progress.still", points=MOVED)
