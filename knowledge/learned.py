"""Small linear models learned from the corpus's own asks: which topic, which intent, how urgent, which language.

A support vector machine over character n-grams (Joachims 1998) learns in seconds on two cores from some
hundred lines a class, answers in a millisecond, and beats embeddings on short careless messages. Beside the
letters it can be given the sentence's vector, which knows words that no example holds; the figures stand in
`docs/quality.md`.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from knowledge.encoders import Vectors
from knowledge.traits import Traits

SEED: Final = 20260901
STRENGTH: Final = 0.5
MEANING: Final = 0.35
"""The length of a sentence's vector beside its n-grams, whose length is 1: more drowns the letters."""

OF_KIN: Final = 0.45
"""What counts that tells a label's family from all others, beside what tells the label itself."""

USUAL: Final = Traits()
Scores = npt.NDArray[np.float32]
Families = Mapping[str, str]
"""The family of a label, if it has one."""


@dataclass(frozen=True)
class Letters:
    """What a model has learned of what is written: of n-grams, and of pairs of words where they count."""

    traits: Traits
    vocabulary: Mapping[str, int]
    rarity: Scores
    weights: Scores

    def margins(self, text: str) -> Scores:
        """Give what the letters of `text` add to the margin of every label."""
        numbers, values = self.row(text)
        return np.asarray(values @ self.weights[numbers], dtype=np.float32)

    def row(self, text: str) -> tuple[npt.NDArray[np.intp], Scores]:
        """Give the numbers of the known traits of `text`, and their values: a vector of length 1, or of nothing."""
        counts = self.traits.counts(text).items()
        known = [(self.vocabulary[trait], count) for trait, count in counts if trait in self.vocabulary]
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
    length: float
    weights: Scores

    def margins(self, vector: Vectors) -> Scores:
        """Give what the `vector` of a text adds to the margin of every label."""
        return np.asarray(self.placed(vector) @ self.weights, dtype=np.float32)

    def placed(self, vectors: Vectors) -> Vectors:
        """Give one vector or many as the model sees them: about the mean, and of its own length."""
        return _moved(vectors, self.mean, self.length)


@dataclass(frozen=True)
class Taught:
    """What a model learns from: texts, the label of each, and the vector of each; and what a misjudged text costs."""

    texts: Sequence[str]
    labels: Sequence[str]
    vectors: Vectors
    strength: float = STRENGTH


class Learned:
    """One linear model: texts in, a margin for every label out; above 0 means "rather yes"."""

    def __init__(self, labels: list[str], bias: Scores, letters: Letters, meaning: Meaning | None) -> None:
        self.labels = labels
        self.bias = bias
        self.letters = letters
        self.meaning = meaning

    @classmethod
    def fit(  # noqa: PLR0913 - each is a choice of its own
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        traits: Traits = USUAL,
        strength: float = STRENGTH,
        balanced: bool = False,
        vectors: Vectors | None = None,
        meaning: float = MEANING,
        directions: int | None = None,
        families: Families | None = None,
    ) -> Learned:
        """Learn from labelled `texts`; the same input gives the same model.

        With the `vectors` of the texts, of shape (texts, dimensions), the model also looks at meaning, which counts as
        much as vectors of the length `meaning` do, and must be given a vector with every text that it judges. Of many
        labels it learns in half the time, and as well, where it looks only at so many `directions` in which the vectors
        differ most (Pearson 1901). Labels of one of the `families` are also learned together, so that examples of kin
        speak for them and not only against.
        """
        # What has been learned is applied without these: a serving bot is spared their memory.
        from scipy import sparse  # noqa: PLC0415
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(traits.of(text)),
            min_df=2,
            sublinear_tf=True,
            dtype=np.float32,
        )
        features = vectorizer.fit_transform(texts)
        width = features.shape[1]
        mean = basis = None
        if vectors is not None:
            mean = vectors.mean(axis=0)
            placed = _moved(vectors, mean, meaning)
            basis = _basis(placed, directions)
            features = sparse.hstack([features, sparse.csr_matrix(placed @ basis)], format="csr")
        names, weights, bias = _separated(features, labels, strength, balanced=balanced)
        for kin in _kin(families or {}, names):
            _, both, biases = _separated(
                features, [label in kin for label in labels], strength, balanced=balanced
            )
            for number in (number for number, name in enumerate(names) if name in kin):
                weights[number] = OF_KIN * both[1] + (1 - OF_KIN) * weights[number]
                bias[number] = OF_KIN * biases[1] + (1 - OF_KIN) * bias[number]
        by_feature = np.ascontiguousarray(weights.T)
        letters = Letters(
            traits,
            vectorizer.vocabulary_,
            vectorizer.idf_.astype(np.float32),
            by_feature[:width],
        )
        meant = None if mean is None or basis is None else Meaning(mean, meaning, basis @ by_feature[width:])
        return cls(names, bias, letters, meant)

    def margins(self, text: str, vector: Vectors | None = None) -> Scores:
        """Give the margin of every label, in the order of `labels`.

        Raises ValueError where the model looks at meaning and no `vector` is given, or the other way round.
        """
        if (vector is None) != (self.meaning is None):
            raise ValueError("a vector belongs to the text exactly where the model has learned from vectors")
        margins = self.letters.margins(text) + self.bias
        return margins if vector is None or self.meaning is None else margins + self.meaning.margins(vector)

    def scores(self, text: str, vector: Vectors | None = None) -> dict[str, float]:
        """Give the margin of every label by name."""
        return dict(zip(self.labels, self.margins(text, vector).tolist(), strict=True))

    def best(self, text: str) -> str:
        """Name the likeliest label."""
        return self.labels[int(self.margins(text).argmax())]

    def save(self, file: Path) -> None:
        # Of a vocabulary's strings C makes short work, which counts when a bot takes an index over.
        file.write_bytes(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))

    @classmethod
    def load(cls, file: Path) -> Learned:
        """Load a model that this program has saved."""
        model: Any = pickle.loads(file.read_bytes())  # noqa: S301 - our own file
        if not isinstance(model, cls):
            raise TypeError(f"{file} holds no learned model")
        return model


def _moved(vectors: Vectors, mean: Vectors, wanted: float) -> Vectors:
    """Give vectors as they lie about `mean`, of the length that is `wanted`: those of one model share a direction."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(wanted * moved / np.maximum(length, 1e-9), dtype=np.float32)


def _kin(families: Families, names: Sequence[str]) -> list[set[str]]:
    """Give the labels of each family of which there are several among `names`, and others beside them."""
    all_kin = (
        {name for name in names if families.get(name) == family} for family in sorted({*families.values()})
    )
    return [kin for kin in all_kin if 1 < len(kin) < len(names)]


def _separated(
    features: Any, labels: Sequence[object], strength: float, *, balanced: bool
) -> tuple[list[str], Scores, Scores]:
    """Learn to tell each label from all others: give the labels in order, their weights, one a row, and biases."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - as above

    machine = LinearSVC(
        C=strength, random_state=SEED, max_iter=1000, class_weight="balanced" if balanced else None
    ).fit(features, labels)
    weights, bias = machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)
    if len(machine.classes_) == 2:  # noqa: PLR2004 - of two classes the machine gives only one margin
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return list(map(str, machine.classes_)), weights, bias


def _basis(placed: Vectors, directions: int | None) -> Vectors:
    """Give the `directions` in which vectors differ most, one a column; all that there are where it is None."""
    dimensions = placed.shape[1]
    if directions is None:
        return np.eye(dimensions, dtype=np.float32)
    _, axes = np.linalg.eigh(placed.T.astype(np.float64) @ placed)
    return np.ascontiguousarray(axes[:, ::-1][:, :directions], dtype=np.float32)
