"""Small linear models learned from the corpus's own asks: which topic, which intent, how urgent, which language.

A support vector machine over character n-grams (Joachims 1998) learns in seconds on two cores from some
hundred lines a class, answers in a millisecond, and beats embeddings on short careless messages. Beside the
letters it can be given the sentence's vector, which knows words that no example holds; the figures stand in
`docs/quality.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import numpy.typing as npt

from knowledge.encoders import Vectors
from knowledge.script import fold

SEED: Final = 20260901
STRENGTH: Final = 0.5
PART: Final = 3000
"""Texts that stand for all of a kind where only some labels are learned anew."""

AT_ONCE: Final = 32
"""Messages whose n-grams are remembered while several models look at them."""

MEANING: Final = 0.35
"""The length of a sentence's vector beside its n-grams, whose length is 1: more drowns the letters."""

Scores = npt.NDArray[np.float32]
Normal = Callable[[str], str]
Sizes = tuple[int, int]


@dataclass(frozen=True)
class Letters:
    """What a model has learned of character n-grams."""

    normal: Normal
    sizes: Sizes
    vocabulary: Mapping[str, int]
    rarity: Scores
    weights: Scores

    def margins(self, text: str) -> Scores:
        """Give what the letters of `text` add to the margin of every label."""
        numbers, values = self.row(text)
        return np.asarray(values @ self.weights[numbers], dtype=np.float32)

    def row(self, text: str) -> tuple[npt.NDArray[np.intp], Scores]:
        """Give the numbers of the known n-grams of `text`, and their values: a vector of length 1, or of nothing."""
        counts = _counts(self.normal(text), self.sizes)
        known = [(self.vocabulary[gram], count) for gram, count in counts.items() if gram in self.vocabulary]
        if not known:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        numbers, times = (np.array(column) for column in zip(*known, strict=True))
        values = (1 + np.log(times, dtype=np.float32)) * self.rarity[numbers]
        values /= np.linalg.norm(values)
        return numbers, values


@dataclass(frozen=True)
class Meaning:
    """What a model has learned of sentences' vectors, as they lie about their mean."""

    mean: Vectors
    weights: Scores

    def margins(self, vector: Vectors) -> Scores:
        """Give what the `vector` of a text adds to the margin of every label."""
        return np.asarray(_moved(vector, self.mean) @ self.weights, dtype=np.float32)


@dataclass(frozen=True)
class Taught:
    """What a model learns from: texts, the label of each, and the vector of each."""

    texts: Sequence[str]
    labels: Sequence[str]
    vectors: Vectors


class Learned:
    """One linear model: texts in, a margin for every label out; above 0 means "rather yes"."""

    def __init__(self, labels: list[str], bias: Scores, letters: Letters, meaning: Meaning | None) -> None:
        self.labels = labels
        self._bias = bias
        self._letters = letters
        self._meaning = meaning

    @classmethod
    def fit(  # noqa: PLR0913 - each is a choice of its own
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        normal: Normal = fold,
        ngrams: Sizes = (2, 5),
        strength: float = STRENGTH,
        balanced: bool = False,
        vectors: Vectors | None = None,
    ) -> Learned:
        """Learn from labelled `texts`; the same input gives the same model.

        With the `vectors` of the texts, of shape (texts, dimensions), the model also looks at meaning, and must
        be given a vector with every text that it judges.
        """
        # What has been learned is applied without these: a serving bot is spared their memory.
        from scipy import sparse  # noqa: PLC0415
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(_grams(normal(text), ngrams)),
            min_df=2,
            sublinear_tf=True,
            dtype=np.float32,
        )
        features = vectorizer.fit_transform(texts)
        width = features.shape[1]
        mean = None if vectors is None else vectors.mean(axis=0)
        if vectors is not None and mean is not None:
            features = sparse.hstack([features, sparse.csr_matrix(_moved(vectors, mean))], format="csr")
        machine = LinearSVC(
            C=strength, random_state=SEED, max_iter=400, class_weight="balanced" if balanced else None
        ).fit(features, labels)
        weights, bias = machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)
        if len(machine.classes_) == 2:  # noqa: PLR2004 - of two classes the machine gives only one margin
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        by_feature = np.ascontiguousarray(weights.T)
        letters = Letters(
            normal,
            ngrams,
            vectorizer.vocabulary_,
            vectorizer.idf_.astype(np.float32),
            by_feature[:width],
        )
        meaning = None if mean is None else Meaning(mean, by_feature[width:])
        return cls(list(map(str, machine.classes_)), bias, letters, meaning)

    def extended(
        self, lesson: Taught, anew: Iterable[str], fresh: Collection[str], *, balanced: bool = False
    ) -> Learned:
        """Learn the labels `anew`, and leave the others as they are: in seconds, but not quite as `fit` would.

        Only n-grams that are known already count, and of many texts a part stands for all, beside those that are
        `fresh`. Raises ValueError where the model doesn't look at meaning.
        """
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        if self._meaning is None:
            raise ValueError("only a model that has learned from vectors is extended")
        names, bias = list(self.labels), self._bias
        letters, meaning = self._letters.weights, self._meaning.weights
        width, row = len(letters), cache(lambda number: self._row(lesson, number))
        for label in sorted(anew):
            chosen, stands_for = _sample(lesson, label, fresh)
            own = [lesson.labels[i] == label for i in chosen]
            more = len(lesson.texts) / len(self.labels) / lesson.labels.count(label) if balanced else 1.0
            costs = np.where(own, more, 1.0) * stands_for
            machine = LinearSVC(C=STRENGTH, random_state=SEED, max_iter=400)
            machine.fit(_stacked([row(i) for i in chosen], width + meaning.shape[0]), own, costs)
            weights = machine.coef_[0].astype(np.float32)
            keep = np.array([name != label for name in names])
            names = [name for name in names if name != label] + [label]
            letters = np.column_stack([letters[:, keep], weights[:width]])
            meaning = np.column_stack([meaning[:, keep], weights[width:]])
            bias = np.append(bias[keep], machine.intercept_.astype(np.float32))
        by_letters = replace(self._letters, weights=np.ascontiguousarray(letters))
        by_meaning = replace(self._meaning, weights=np.ascontiguousarray(meaning))
        return Learned(names, bias, by_letters, by_meaning)

    def _row(self, lesson: Taught, number: int) -> tuple[npt.NDArray[np.intp], Scores]:
        """Give the numbers and values of a text's features: its known n-grams, then its vector."""
        numbers, values = self._letters.row(lesson.texts[number])
        if self._meaning is None:
            return numbers, values
        moved = _moved(lesson.vectors[number], self._meaning.mean)
        width = len(self._letters.weights)
        return np.append(numbers, np.arange(width, width + len(moved))), np.append(values, moved)

    def margins(self, text: str, vector: Vectors | None = None) -> Scores:
        """Give the margin of every label, in the order of `labels`.

        Raises ValueError where the model looks at meaning and no `vector` is given, or the other way round.
        """
        if (vector is None) != (self._meaning is None):
            raise ValueError("a vector belongs to the text exactly where the model has learned from vectors")
        margins = self._letters.margins(text) + self._bias
        return margins if vector is None or self._meaning is None else margins + self._meaning.margins(vector)

    def scores(self, text: str, vector: Vectors | None = None) -> dict[str, float]:
        """Give the margin of every label by name."""
        return dict(zip(self.labels, self.margins(text, vector).tolist(), strict=True))

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


def _sample(lesson: Taught, label: str, fresh: Collection[str]) -> tuple[list[int], Scores]:
    """Choose texts spread evenly, all of a small `label` and all that are fresh; give how many each stands for."""
    groups: dict[bool, list[int]] = {True: [], False: []}
    for number, one in enumerate(lesson.labels):
        groups[one == label].append(number)
    chosen: list[int] = []
    weights: list[float] = []
    for numbers in groups.values():
        new = [i for i in numbers if lesson.texts[i] in fresh]
        known = [i for i in numbers if lesson.texts[i] not in fresh]
        step = max(1, len(known) // PART)
        chosen += new + known[::step]
        weights += [1.0] * len(new) + [float(step)] * len(known[::step])
    return chosen, np.array(weights, dtype=np.float32)


def _stacked(rows: Sequence[tuple[npt.NDArray[np.intp], Scores]], width: int) -> Any:
    """Make one sparse matrix of rows given by their numbers and values."""
    from scipy import sparse  # noqa: PLC0415

    ends = np.cumsum([0, *(len(numbers) for numbers, _ in rows)])
    numbers, values = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return sparse.csr_matrix((values, numbers, ends), shape=(len(rows), width))


def _moved(vectors: Vectors, mean: Vectors) -> Vectors:
    """Give vectors of length MEANING, as they lie about `mean`: sentences of one model share a direction."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(MEANING * moved / np.maximum(length, 1e-9), dtype=np.float32)


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
