"""Small linear models learned from the corpus's own asks: which topic, which intent, how urgent, which language.

A support vector machine over character n-grams (Joachims 1998) learns in seconds on two cores from some
hundred lines a class, answers in a millisecond, and beats embeddings on short careless messages; the figures
stand in `docs/quality.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from knowledge.script import fold

SEED: Final = 20260901
Scores = npt.NDArray[np.float32]


class Learned:
    """One linear model: texts in, a margin for every label out; above 0 means "rather yes"."""

    def __init__(self, vectorizer: TfidfVectorizer, labels: list[str], weights: Scores, bias: Scores) -> None:
        self._vectorizer = vectorizer
        self.labels = labels
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        normal: Callable[[str], str] = fold,
        ngrams: tuple[int, int] = (2, 5),
        strength: float = 0.5,
        balanced: bool = False,
    ) -> Learned:
        """Learn from labelled `texts`; the same input gives the same model."""
        vectorizer = TfidfVectorizer(
            preprocessor=normal,
            analyzer="char_wb",
            ngram_range=ngrams,
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
            vectorizer, list(map(str, machine.classes_)), weights.astype(np.float32), bias.astype(np.float32)
        )

    def margins(self, text: str) -> Scores:
        """Give the margin of every label, in the order of `labels`."""
        row = self._vectorizer.transform([text])
        return np.asarray(self._weights[:, row.indices] @ row.data + self._bias, dtype=np.float32)

    def table(self, texts: Sequence[str]) -> Scores:
        """Give the margins of many texts at once: a row a text, a column a label."""
        rows = self._vectorizer.transform(texts)
        return np.asarray(rows @ self._weights.T + self._bias, dtype=np.float32)

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
