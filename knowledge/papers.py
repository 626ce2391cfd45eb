"""What papers say: the wordings of contracts, applications, decisions and summons, and a model that knows them again.

The wordings stand in `knowledge/papers/KIND.txt`, one a line, as such papers are worded in Russian, Uzbek and Tajik;
`other.txt` holds what papers of every sort share. A line of a photographed paper is judged by its folded character
n-grams, so that a few letters misread change little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from knowledge.corpus import ROOT, read_lines
from knowledge.learned import Learned

PAPERS: Final = ROOT / "papers"
PaperKind = Literal[
    "military_contract", "enlistment_application", "war_work", "citizenship_application", "deportation_decision",
    "summons", "police_summons", "labour_contract",
]  # fmt: skip
KINDS: Final[tuple[PaperKind, ...]] = get_args(PaperKind)
"""The most dangerous first: where a bundle holds several, the first is named before the others."""

WAR: Final[tuple[PaperKind, ...]] = KINDS[:3]
"""Kinds that lead to the war; they are named wherever they show, whatever else a bundle holds."""

_OTHER: Final = "other"
_WAR: Final = "war"
_PIECE_WORDS: Final = 3
STRENGTH: Final = 1.0


@dataclass(frozen=True)
class Span:
    """One or two lines of a paper that show a kind, and how surely: above 0 means "rather yes"."""

    kind: PaperKind
    first: int
    last: int
    margin: float


class Wordings:
    """Knows the wordings of papers again.

    Two models look at every line. One tells the kinds apart; the other only whether a line leads to the war, for
    kinds that resemble each other take each other's margins away, and none of them must be missed.
    """

    def __init__(self, kinds: Learned, war: Learned) -> None:
        self._kinds = kinds
        self._war = war

    @classmethod
    def learn(cls, folder: Path = PAPERS) -> Wordings:
        """Learn from the wordings below `folder`; takes about a second."""
        names = (*KINDS, _OTHER)
        pairs = [
            (text, name) for name in names for line in _read(folder / f"{name}.txt") for text in _pieces(line)
        ]
        texts, labels = zip(*pairs, strict=True)
        sides = [_WAR if label in WAR else _OTHER for label in labels]
        return cls(
            Learned.fit(texts, labels, strength=STRENGTH, balanced=True),
            Learned.fit(texts, sides, strength=STRENGTH, balanced=True),
        )

    def spans(self, lines: Sequence[str]) -> list[Span]:
        """Give what every line of a page, and every two lines together, speak for."""
        found = []
        for first in range(len(lines)):
            for last in range(first, min(first + 2, len(lines))):
                found += [
                    Span(kind, first, last, margin) for kind, margin in self._margins(lines[first : last + 1])
                ]
        return found

    def _margins(self, lines: Sequence[str]) -> Iterator[tuple[PaperKind, float]]:
        text = " ".join(lines)
        scores = self._kinds.scores(text)
        war = self._war.scores(text)[_WAR]
        if war > 0:
            yield max(WAR, key=lambda kind: scores[kind]), war
        for kind in KINDS:
            if kind not in WAR and scores[kind] > 0:
                yield kind, scores[kind]


@cache
def wordings() -> Wordings:
    """Give the model over the project's own wordings, learned once."""
    return Wordings.learn()


def _read(file: Path) -> list[str]:
    """Give the wordings of `file`; a line that begins with `#` tells what they are."""
    return [line for line in read_lines(file) if not line.startswith("#")]


def _pieces(line: str) -> Iterator[str]:
    """Give a wording, and its longer parts: papers break lines anywhere."""
    yield line
    parts = [part for part in re.split(r"[,:;] ", line) if len(part.split()) >= _PIECE_WORDS]
    if len(parts) > 1:
        yield from parts
