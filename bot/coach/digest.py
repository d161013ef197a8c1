"""The numbered points of the five articles on which everything the coach asks and says rests."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


@cache
def digest_points() -> tuple[str, ...]:
    """Every point, article by article: S0.1 … S4.21."""
    ranges = yaml.safe_load((FOLDER / "digest.yml").read_text(encoding="utf-8"))
    return tuple(
        f"{article}.{number}" for article, (first, last) in ranges.items() for number in range(first, last + 1)
    )
