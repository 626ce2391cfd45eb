"""Charts as plain figures for SVG: what is below five stands nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.outreach.figures import STEP

WIDTH: Final = 720.0
HEIGHT: Final = 140.0
GAP: Final = 0.25
"""The share of a column's place that stays free."""


@dataclass(frozen=True)
class Bar:
    """One row of a chart."""

    label: str
    value: int | None
    """None: below five."""
    share: float
    """Of the longest bar, in percent."""


@dataclass(frozen=True)
class Column:
    """One column of a chart over time."""

    label: str
    value: int | None
    x: float
    y: float
    width: float
    height: float


def told(count: int) -> int | None:
    """Round a count down to a multiple of five; below five it is not told. Sums then give nothing away either."""
    return count // STEP * STEP or None


def share(part: int, whole: int) -> float | None:
    """Give a share, where both counts may be told."""
    return part / whole if part >= STEP and whole >= STEP else None


def bars(rows: Iterable[tuple[str, int | None]]) -> list[Bar]:
    """Make a chart of counts that may be told already, in their order."""
    known = list(rows)
    most = max((value or 0 for _, value in known), default=0) or 1
    return [Bar(label, value, round((value or 0) / most * 100, 1)) for label, value in known]


def columns(rows: Sequence[tuple[str, int | None]]) -> list[Column]:
    """Make a chart over time of counts that may be told already."""
    most = max((value or 0 for _, value in rows), default=0) or 1
    place = WIDTH / max(len(rows), 1)
    drawn = []
    for number, (label, value) in enumerate(rows):
        height = round((value or 0) / most * HEIGHT, 1)
        x = round((number + GAP / 2) * place, 1)
        drawn.append(Column(label, value, x, round(HEIGHT - height, 1), round(place * (1 - GAP), 1), height))
    return drawn
