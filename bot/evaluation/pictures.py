"""Pictures of what is taken for what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Pair = tuple[str, str]
_INCHES_A_CLASS = 0.34
_LEAST_INCHES = 3.2
_DPI = 110
# A cell is told by its number from this share of its row on, or from so many messages; fewer would hide the rest.
_TOLD_SHARE, _TOLD_COUNT = 0.05, 3


def draw_confusions(pairs: Sequence[Pair], title: str, path: Path) -> None:
    """One matrix: a row for what was meant, a column for what was understood; shades are shares of the row."""
    side = max(_LEAST_INCHES, _INCHES_A_CLASS * len({name for pair in pairs for name in pair}))
    picture = Figure(figsize=(side + 3, side + 3), dpi=_DPI)
    _draw(picture.add_subplot(), pairs, title)
    picture.tight_layout()
    picture.savefig(path)


def draw_several(groups: Mapping[str, Sequence[Pair]], title: str, path: Path) -> None:
    """Two matrices a line, one for each group."""
    sizes = [len({name for pair in pairs for name in pair}) for pairs in groups.values()]
    side = max(_LEAST_INCHES, _INCHES_A_CLASS * max(sizes)) + 2.2
    lines = (len(groups) + 1) // 2
    picture = Figure(figsize=(2 * side, lines * side), dpi=_DPI)
    for place, (name, pairs) in enumerate(groups.items()):
        _draw(picture.add_subplot(lines, 2, place + 1), pairs, name)
    picture.suptitle(title)
    picture.tight_layout()
    picture.savefig(path)


def _draw(axes: Axes, pairs: Sequence[Pair], title: str) -> None:
    meant, understood = sorted({pair[0] for pair in pairs}), sorted({name for pair in pairs for name in pair})
    counts = np.zeros((len(meant), len(understood)), dtype=int)
    for (row, column), count in Counter(pairs).items():
        counts[meant.index(row), understood.index(column)] = count
    shares = counts / counts.sum(axis=1, keepdims=True)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero((shares >= _TOLD_SHARE) | (counts >= _TOLD_COUNT)), strict=True):
        right = meant[row] == understood[column]
        colour = "white" if shares[row, column] > 0.5 else "black" if right else "firebrick"
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", fontsize=7, color=colour)
    axes.set_xticks(range(len(understood)), understood, rotation=90, fontsize=8)
    axes.set_yticks(range(len(meant)), meant, fontsize=8)
    axes.set_xticks(np.arange(len(understood) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(meant) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="lightgray", linewidth=0.4)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel("understood as")
    axes.set_ylabel("meant")
    axes.set_title(title)
