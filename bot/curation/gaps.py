"""Gaps: questions that stayed unanswered or were answered wrongly, those that are alike together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.journal.exchange import Entry
from knowledge.encoders import Vectors
from knowledge.script import WrittenLang

APART: Final = 0.65
"""Mean cosine distance above which two groups stay two; docs/console.md tells how it was found."""

MOST: Final = 1000
"""Questions that are grouped, the newest: what editors can look through, and a few seconds of vectors."""

Likeness = Callable[[Sequence[tuple[str, WrittenLang]]], Vectors]
"""Gives one unit vector a text, comparable across languages."""


@dataclass(frozen=True)
class Gap:
    """Questions that are alike, the most typical first."""

    entries: tuple[Entry, ...]

    @property
    def name(self) -> int:
        """The id of its oldest exchange, under which the group is found again while it grows."""
        return min(entry.id for entry in self.entries)

    @property
    def latest(self) -> dt.datetime:
        return max(entry.hour for entry in self.entries)

    @cached_property
    def languages(self) -> tuple[tuple[str, int], ...]:
        """How many were asked in each language, the most first."""
        return tuple(Counter(entry.exchange.language for entry in self.entries).most_common())

    @property
    def unanswered(self) -> int:
        return sum(entry.exchange.outcome in {"abstained", "unreadable"} for entry in self.entries)

    @property
    def emergencies(self) -> int:
        return sum(entry.exchange.urgency == "emergency" for entry in self.entries)


class Grouping:
    """Groups questions; the vector of each is worked out once while it is among them, and kept in memory only."""

    def __init__(self) -> None:
        self._vectors: dict[int, Vectors] = {}
        self._version = ""

    def group(self, entries: Sequence[Entry], likeness: Likeness, version: str) -> list[Gap]:
        """Give the groups, the largest first; vectors of another `version` of the index are not comparable."""
        if not entries:
            return []
        known = self._vectors if version == self._version else {}
        missing = [entry for entry in entries if entry.id not in known]
        if missing:
            asked = [(e.exchange.question, cast("WrittenLang", e.exchange.language)) for e in missing]
            known = known | dict(zip((entry.id for entry in missing), likeness(asked), strict=True))
        self._vectors = {entry.id: known[entry.id] for entry in entries}
        self._version = version
        vectors = np.stack([known[entry.id] for entry in entries])
        groups: dict[int, list[int]] = {}
        for place, label in enumerate(labels(vectors)):
            groups.setdefault(label, []).append(place)
        gaps = [Gap(tuple(entries[i] for i in _typical(vectors, places))) for places in groups.values()]
        return sorted(gaps, key=lambda gap: (-len(gap.entries), -gap.latest.timestamp(), gap.name))


def labels(vectors: Vectors, apart: float = APART) -> list[int]:
    """Give the group of each vector: of two groups the mean distance is above `apart`."""
    if len(vectors) == 1:
        return [0]
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=apart, metric="cosine", linkage="average"
    )
    return [int(label) for label in clustering.fit_predict(vectors)]


def _typical(vectors: Vectors, places: Sequence[int]) -> list[int]:
    """Order a group by nearness to its middle."""
    nearness = vectors[places] @ vectors[places].mean(axis=0)
    return [places[i] for i in np.argsort(-nearness, kind="stable")]
