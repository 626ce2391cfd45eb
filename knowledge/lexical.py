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

    @property
    def vocabulary(self) -> dict[str, int]:
        """Give the number of each gram."""
        return dict(self._engine.vocab_dict)

    @classmethod
    def build(cls, keys: Sequence[str], before: tuple[Lexicon, Sequence[str]] | None = None) -> Lexicon:
        """Index `keys`; scores come back in the same order.

        With `before`, an older lexicon and its keys, only keys that are new are taken apart: the scores are the same.
        """
        vocabulary = {} if before is None else before[0].vocabulary
        known = {} if before is None else dict(zip(before[1], before[0].rows(), strict=True))
        rows = [known[key] if key in known else _row(key, vocabulary) for key in keys]
        engine = bm25s.BM25()
        engine.index((rows, vocabulary), show_progress=False)
        return cls(engine)

    def rows(self) -> list[list[int]]:
        """Give the numbers of each key's grams: where the matrix of scores isn't empty."""
        matrix = self._engine.scores
        order = np.argsort(matrix["indices"], kind="stable")
        of_gram = np.repeat(np.arange(len(matrix["indptr"]) - 1), np.diff(matrix["indptr"]))[order]
        ends = np.cumsum(np.bincount(matrix["indices"], minlength=matrix["num_docs"]))
        return [part.tolist() for part in np.split(of_gram, ends[:-1])]

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


def _row(key: str, vocabulary: dict[str, int]) -> list[int]:
    return [vocabulary.setdefault(gram, len(vocabulary)) for gram in grams(key) or ["_"]]
