"""Small linear models learned from the corpus's own asks: which topic, which intent, how urgent, which language.

A support vector machine over character n-grams (Joachims 1998) learns in seconds on two cores from some
hundred lines a class, answers in a millisecond, and beats embeddings on short careless messages; the figures
stand in `docs/quality.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import numpy.typing as npt

from knowledge.script import fold

SEED: Final = 20260901
AT_ONCE: Final = 32
"""Messages whose n-grams are remembered while several models look at them."""

Scores = npt.NDArray[np.float32]
Normal = Callable[[str], str]
Sizes = tuple[int, int]


class Learned:
    """One linear model: texts in, a margin for every label out; above 0 means "rather yes"."""

    def __init__(
        self,
        grams: tuple[Normal, Sizes],
        vocabulary: Mapping[str, int],
        rarity: Scores,
        labels: list[str],
        weights: Scores,
        bias: Scores,
    ) -> None:
        self.labels = labels
        self._normal, self._sizes = grams
        self._vocabulary = vocabulary
        self._rarity = rarity
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        normal: Normal = fold,
        ngrams: Sizes = (2, 5),
        strength: float = 0.5,
        balanced: bool = False,
    ) -> Learned:
        """Learn from labelled `texts`; the same input gives the same model."""
        # What has been learned is applied without it: a serving bot is spared its memory.
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(_grams(normal(text), ngrams)),
            min_df=2,
            sublinear_tf=True,
            dtype=np.float32,
        )
        features = vectorizer.fit_transform(texts)
        machine = LinearSVC(
            C=strength, random_state=SEED, max_iter=400, class_weight="balanced" if balanced else None
        ).fit(features, labels)
        weights, bias = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:  # noqa: PLR2004 - of two classes the machine gives only one margin
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(
            (normal, ngrams),
            vectorizer.vocabulary_,
            vectorizer.idf_.astype(np.float32),
            list(map(str, machine.classes_)),
            np.ascontiguousarray(weights.T, dtype=np.float32),
            bias.astype(np.float32),
        )

    def margins(self, text: str) -> Scores:
        """Give the margin of every label, in the order of `labels`."""
        counts = _counts(self._normal(text), self._sizes)
        known = [
            (self._vocabulary[gram], count) for gram, count in counts.items() if gram in self._vocabulary
        ]
        if not known:
            return self._bias
        numbers, times = (np.array(column) for column in zip(*known, strict=True))
        values = (1 + np.log(times, dtype=np.float32)) * self._rarity[numbers]
        values /= np.linalg.norm(values)
        return np.asarray(values @ self._weights[numbers] + self._bias, dtype=np.float32)

    def scores(self, text: str) -> dict[str, float]:
        """Give the margin of every label by name."""
        return dict(zip(self.labels, self.margins(text).tolist(), strict=True))

    def best(self, text: str) -> str:
        """Name the likeliest label."""
        return self.labels[int(self.margins(text).argmax())]

    def save(self, file: Path) -> None:
        joblib.dump(self, file, compress=1)

    @classmethod
    def load(cls, file: Path) -> Learned:
        """Load a model that this program has saved."""
        model: Any = joblib.load(file)
        if not isinstance(model, cls):
            raise TypeError(f"{file} holds no learned model")
        return model


@lru_cache(AT_ONCE)
def _counts(text: str, sizes: Sizes) -> Counter[str]:
    return Counter(_grams(text, sizes))


def _grams(text: str, sizes: Sizes) -> Iterator[str]:
    """Give the character n-grams of each word, a space at both its ends; of a short word the whole once."""
    smallest, largest = sizes
    for word in text.split():
        padded = f" {word} "
        length = len(padded)
        for size in range(smallest, largest + 1):
            for start in range(max(1, length - size + 1)):
                yield padded[start : start + size]
            if length <= size:
                break
