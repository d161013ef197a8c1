"""Measured figures beside what they must reach (`thresholds.yml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from rich.table import Table

AT_LEAST, AT_MOST = "at_least", "at_most"


@dataclass(frozen=True)
class Figure:
    """A share (0 to 1) of `cases`, or milliseconds, under the name by which `thresholds.yml` knows it."""

    name: str
    value: float
    cases: int
    milliseconds: bool = False

    @property
    def bound(self) -> tuple[str, float] | None:
        """AT_LEAST or AT_MOST and the threshold; None for a figure that is only told."""
        return next(iter(thresholds()[self.name].items()), None) if self.name in thresholds() else None

    @property
    def holds(self) -> bool:
        """Whether the threshold is kept."""
        if self.bound is None:
            return True
        kind, threshold = self.bound
        return self.value >= threshold if kind == AT_LEAST else self.value <= threshold

    def written(self, value: float) -> str:
        """A value of this figure, for people."""
        return f"{value:.1f} ms" if self.milliseconds else f"{value:.1%}"


@cache
def thresholds() -> Mapping[str, Mapping[str, float]]:
    """Threshold by the name of a figure. Raises ValueError where it is not one bound of a known kind."""
    loaded: dict[str, dict[str, float]] = yaml.safe_load(
        Path(__file__).with_name("thresholds.yml").read_text(encoding="utf-8")
    )
    for name, bound in loaded.items():
        if len(bound) != 1 or not set(bound) <= {AT_LEAST, AT_MOST}:
            raise ValueError(f"thresholds.yml, {name}: one of {AT_LEAST} and {AT_MOST} is needed")
    return loaded


def table(figures: Sequence[Figure]) -> Table:
    """Every figure beside its threshold."""
    shown = Table(title="Understanding", title_justify="left")
    shown.add_column("figure", no_wrap=True)
    for heading in ("cases", "measured", "threshold", ""):
        shown.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        signs = {AT_LEAST: "≥", AT_MOST: "≤"}
        bound = f"{signs[figure.bound[0]]} {figure.written(figure.bound[1])}" if figure.bound else ""
        verdict = "[red]fails[/red]" if not figure.holds else "holds" if figure.bound else ""
        shown.add_row(figure.name, str(figure.cases), figure.written(figure.value), bound, verdict)
    return shown
