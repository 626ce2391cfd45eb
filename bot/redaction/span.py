"""A piece of a text that could tell who somebody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["phone", "passport", "id", "card", "email", "username", "link", "address", "name"]


@dataclass(frozen=True)
class Span:
    """Characters from `start` up to `end`."""

    start: int
    end: int
    kind: Kind

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Keep of spans that overlap the one that came first, in the order of the text."""
    kept: list[Span] = []
    for span in spans:
        if span.start < span.end and not any(map(span.overlaps, kept)):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
