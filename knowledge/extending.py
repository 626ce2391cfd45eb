"""Models that go on learning: what is new is learned within a second, the rest stays as it was.

Only n-grams that are known already count. Texts that are like the new ones all take part, of the others a part stands
for all; so what comes out is close to what `Learned.fit` would give, and stands until it does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from knowledge.learned import OF_KIN, Families, Learned, Scores, Taught

NEAR: Final = 600
FAR: Final = 500
"""Known texts that take part: those that are most like the new ones, and a part of the others that stands for all."""

STEPS: Final = {"maxiter": 100, "ftol": 1e-5}
"""How far the least is sought: margins change by thousandths beyond that."""


def with_labels(
    model: Learned, lesson: Taught, anew: Collection[str], families: Families | None = None
) -> Learned:
    """Learn the labels `anew`, each by itself and with its family, and leave the others as they are.

    Raises ValueError where the model doesn't look at meaning.
    """
    labels = np.array(lesson.labels)
    families = families or {}
    for label in sorted(anew):
        weights, bias = _alone(model, lesson, labels == label)
        if label in families:
            kin = [name for name, family in families.items() if family == families[label]]
            of_kin, kin_bias = _alone(model, lesson, np.isin(labels, kin))
            weights = OF_KIN * of_kin + (1 - OF_KIN) * weights
            bias = OF_KIN * kin_bias + (1 - OF_KIN) * bias
        model = _replaced(model, label, weights, bias)
    return model


def _alone(
    model: Learned, lesson: Taught, own: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], float]:
    """Learn what tells the `own` texts from all others: weights and bias."""
    chosen, stands_for = _sample(model, lesson, own)
    signs = np.where(own[chosen], 1.0, -1.0)
    nothing = np.zeros(len(chosen))
    return _correction(
        _features(model, lesson, chosen), signs, nothing, lesson.strength * stands_for, nothing == 0
    )


def reminded(model: Learned, lesson: Taught, fresh: Sequence[int], *, balanced: bool) -> Learned:
    """Correct every label by the `fresh` texts of a lesson, as little as they need.

    What was learned is the minimum of a sum over the known texts; about it, that sum is nearly a parabola, whose
    curvature a sample of them tells (Laplace's approximation: MacKay 1992). To it comes what is lost on the fresh
    texts, and the least of both is the correction. Raises ValueError where the model doesn't look at meaning.
    """
    if not fresh:
        return model
    new = np.zeros(len(lesson.texts), dtype=bool)
    new[list(fresh)] = True
    chosen, stands_for = _sample(model, lesson, new)
    features = _features(model, lesson, chosen)
    is_new, labels = new[chosen], np.array(lesson.labels)[chosen]
    weights = np.vstack([model.letters.weights, _meaning(model).weights])
    margins = features @ weights + model.bias
    mirrored = len(model.labels) == 2  # noqa: PLR2004 - of two labels one has the margins of the other, mirrored
    for number, label in enumerate(model.labels):
        if mirrored and number == 0:
            continue
        signs = np.where(labels == label, 1.0, -1.0)
        costs = lesson.strength * stands_for
        if balanced:
            costs = costs * _balance(lesson, label, labels, mirrored=mirrored)
        move, bias = _correction(features, signs, margins[:, number], costs, is_new)
        model = _replaced(model, label, weights[:, number] + move, float(model.bias[number] + bias))
        if mirrored:
            model = _replaced(model, model.labels[0], -weights[:, 1] - move, -float(model.bias[1]))
    return model


def _correction(
    features: Any,
    signs: npt.NDArray[np.float64],
    margins: npt.NDArray[Any],
    costs: npt.NDArray[np.float64],
    is_new: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.float64], float]:
    """Give the move of a label's weights and bias that costs least.

    The loss is the squared distance from the margin, as LinearSVC has it; so of the known texts only those within the
    margin bend the sum.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - a serving bot is spared its memory

    matters = is_new | (signs * margins < 1)
    columns = np.unique(features[matters].indices)
    rows = features[matters][:, columns].astype(np.float64)
    turned = rows.T.tocsr()
    lacks, costs, signs = 1 - (signs * margins)[matters], costs[matters], signs[matters]
    is_new = is_new[matters]
    width = len(columns)

    def loss(move: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        moved = rows @ move[:width] + move[width]
        lost = np.where(is_new, np.maximum(0.0, lacks - signs * moved), moved)
        slope = 2 * costs * lost * np.where(is_new, -signs, 1.0)
        return 0.5 * move @ move + costs @ lost**2, move + np.append(turned @ slope, slope.sum())

    found = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options=STEPS).x
    move = np.zeros(features.shape[1])
    move[columns] = found[:width]
    return move, float(found[width])


def _balance(
    lesson: Taught, label: str, labels: npt.NDArray[np.str_], *, mirrored: bool
) -> npt.NDArray[np.float64]:
    """Give what each text weighs where rare labels count more, as scikit-learn reckons it."""
    names, counts = np.unique(lesson.labels, return_counts=True)
    weight = {
        str(name): len(lesson.labels) / len(names) / count for name, count in zip(names, counts, strict=True)
    }
    return np.array([weight[one] if mirrored or one == label else 1.0 for one in labels])


def _replaced(model: Learned, label: str, weights: npt.NDArray[Any], bias: float) -> Learned:
    """Give the model with other weights for a label, which may be new to it."""
    meaning = _meaning(model)
    width = len(model.letters.weights)
    number = model.labels.index(label) if label in model.labels else len(model.labels)
    labels = [*model.labels] if label in model.labels else [*model.labels, label]
    letters = _column(model.letters.weights, number, weights[:width])
    meant = _column(meaning.weights, number, weights[width:])
    biases = _column(model.bias[np.newaxis], number, np.array([bias]))[0]
    return Learned(labels, biases, replace(model.letters, weights=letters), replace(meaning, weights=meant))


def _column(matrix: Scores, number: int, values: npt.NDArray[Any]) -> Scores:
    kept = np.delete(matrix, number, axis=1) if number < matrix.shape[1] else matrix
    return np.ascontiguousarray(np.insert(kept, number, values, axis=1), dtype=np.float32)


def _sample(
    model: Learned, lesson: Taught, own: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Choose all `own` texts and some of the others; give their numbers, and how many each stands for."""
    meaning = _meaning(model)
    alike = meaning.placed(lesson.vectors[own]).T
    likeness = (lesson.vectors @ alike - meaning.mean @ alike).max(axis=1)
    order = np.argsort(-likeness, kind="stable")
    order = order[~own[order]]
    all_of = np.concatenate([np.flatnonzero(own), order[:NEAR]])
    step = max(1, len(order[NEAR:]) // FAR)
    part = order[NEAR::step]
    return np.concatenate([all_of, part]), np.concatenate([np.ones(len(all_of)), np.full(len(part), step)])


def _features(model: Learned, lesson: Taught, chosen: npt.NDArray[np.intp]) -> Any:
    """Make one sparse matrix of the features of some texts."""
    from scipy import sparse  # noqa: PLC0415

    rows = [model.letters.row(lesson.texts[number]) for number in chosen]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in rows)])
    numbers, values = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    letters = sparse.csr_matrix((values, numbers, ends), shape=(len(rows), len(model.letters.weights)))
    meant = sparse.csr_matrix(_meaning(model).placed(lesson.vectors[chosen]))
    return sparse.hstack([letters, meant], format="csr")


def _meaning(model: Learned) -> Any:
    if model.meaning is None:
        raise ValueError("only a model that has learned from vectors is extended")
    return model.meaning
