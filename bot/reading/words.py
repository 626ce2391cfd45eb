"""What was read of a paper, or why it could not be: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Any, Final

SURE: Final = 60.0
"""The confidence from which a line counts as read."""

ENOUGH: Final = 30
"""Letters in lines that were read, below which a paper counts as unreadable."""


class Fault(StrEnum):
    """Why a paper was not read."""

    EMPTY = "empty"
    FORMAT = "format"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    LARGE = "large"
    PIXELS = "pixels"
    SLOW = "slow"
    BUSY = "busy"
    ILLEGIBLE = "illegible"
    MISSING = "missing"
    """No Tesseract on this machine."""


class ReadingFaultError(Exception):
    """A paper could not be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Line:
    """One line of print with Tesseract's confidence, 0 to 100; a PDF's own text is sure."""

    text: str
    confidence: float = 100.0


@dataclass(frozen=True)
class Reading:
    """What a paper says, page by page."""

    pages: tuple[tuple[Line, ...], ...]
    left_out: int = 0
    """Pages beyond the limit, which were not read."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for page in self.pages for line in page)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """The mean over lines, weighted by their length; 0 where nothing was read."""
        weights = [(len(line.text), line.confidence) for line in self.lines]
        total = sum(size for size, _ in weights)
        return sum(size * sure for size, sure in weights) / total if total else 0.0

    @property
    def is_legible(self) -> bool:
        """Whether enough was read to say anything of the paper."""
        read = "".join(line.text for line in self.lines if line.confidence >= SURE)
        return sum(letter.isalpha() for letter in read) >= ENOUGH

    def dump(self) -> dict[str, Any]:
        pages = [[[line.text, round(line.confidence, 1)] for line in page] for page in self.pages]
        return {"pages": pages, "left_out": self.left_out}

    @classmethod
    def parse(cls, found: dict[str, Any]) -> Reading:
        """Build from what `dump` gave."""
        pages = tuple(tuple(Line(text, sure) for text, sure in page) for page in found["pages"])
        return cls(pages, found["left_out"])


def mean_confidence(lines: Sequence[Line]) -> float:
    """Give the mean confidence of `lines`; 0 where there are none."""
    return fmean(line.confidence for line in lines) if lines else 0.0
