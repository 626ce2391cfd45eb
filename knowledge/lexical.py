"""Lexical search: BM25 over folded character 4-grams, so that suffixes and spellings matter little."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.script import fold

SIZE: Final = 4


def grams(text: str) -> list[str]:
    """Give the distinct folded 4-grams of `text`, words marked at both ends.

    >>> grams("kim?")
    ['_kim', 'kim_']
    """
    found: dict[str, None] = {}
    for word in fold(text).split():
        marked = f"_{word}_"
        found.update(dict.fromkeys(marked[i : i + SIZE] for i in range(max(1, len(marked) - SIZE + 1))))
    return list(found)


class Lexicon:
    """The keys of one language, ready to be matched (Robertson and Zaragoza 2009, BM25)."""

    def __init__(self, engine: bm25s.BM25) -> None:
        self._engine = engine

    @classmethod
    def build(cls, keys: Sequence[str]) -> Lexicon:
        """Index `keys`; scores come back in the same order."""
        engine = bm25s.BM25()
        engine.index([grams(key) or ["_"] for key in keys], show_progress=False)
        return cls(engine)

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        return cls(bm25s.BM25.load(folder))

    def save(self, folder: Path) -> None:
        self._engine.save(folder, show_progress=False)

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """Give BM25 of every key against `text`; all zero where nothing is shared."""
        known = [gram for gram in grams(text) if gram in self._engine.vocab_dict]
        if not known:
            return np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)
