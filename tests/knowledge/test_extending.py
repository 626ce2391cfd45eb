"""Models that learn what is new within a second, beside what learning everything anew gives."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.extending import reminded, with_labels
from knowledge.learned import Learned, Taught

SUBJECTS = {
    "papers": ("паспорт", "документ", "паспортимни", "ҳуҷҷат"),
    "money": ("деньги", "зарплата", "пулимни", "маош"),
    "danger": ("полиция", "задержали", "милиса", "дастгир"),
    "parcel": ("посылка", "бандероль", "посилка", "баста"),
}
ABOUT = ("где {} теперь", "забрали {} вчера", "отдадут ли {}", "{} qachon", "{} кай", "скажите про {}")


def lesson(*subjects: str, like: str | None = None) -> Taught:
    """Give phrases about the subjects, with vectors that tell these apart; `like` labels parcels as another."""
    texts, labels, vectors = [], [], []
    chance = np.random.default_rng(7)
    for subject in subjects:
        direction = np.eye(8, dtype=np.float32)[list(SUBJECTS).index(subject)]
        for word in SUBJECTS[subject]:
            for phrase in ABOUT:
                texts.append(phrase.format(word))
                labels.append(like if like and subject == "parcel" else subject)
                vectors.append(direction + chance.normal(scale=0.1, size=8).astype(np.float32))
    return Taught(texts, labels, np.stack(vectors))


def learned(taught: Taught) -> Learned:
    return Learned.fit(taught.texts, taught.labels, vectors=taught.vectors)


def right(model: Learned, taught: Taught) -> float:
    best = [
        model.labels[int(model.margins(text, vector).argmax())]
        for text, vector in zip(taught.texts, taught.vectors, strict=True)
    ]
    return float(np.mean([one == label for one, label in zip(best, taught.labels, strict=True)]))


@pytest.mark.parametrize("known", [("papers", "money", "danger"), ("papers", "money")])
def test_a_new_label_is_learned_and_the_margins_of_the_others_stay(known: tuple[str, ...]) -> None:
    before, whole = learned(lesson(*known)), lesson(*known, "parcel")
    model = with_labels(before, whole, {"parcel"})
    assert model.labels == [*before.labels, "parcel"]
    assert right(model, whole) == 1
    for text, vector in zip(whole.texts, whole.vectors, strict=True):
        assert np.allclose(model.margins(text, vector)[:-1], before.margins(text, vector), atol=1e-5)


def test_a_label_that_is_learned_anew_keeps_its_place() -> None:
    taught = lesson("papers", "money", "danger")
    model = with_labels(learned(taught), taught, {"money"})
    assert model.labels == learned(taught).labels
    assert right(model, taught) == 1


@pytest.mark.parametrize("known", [("papers", "money", "danger"), ("papers", "money")])
def test_fresh_texts_put_a_model_right_and_it_forgets_nothing(known: tuple[str, ...]) -> None:
    before, whole = learned(lesson(*known)), lesson(*known, "parcel", like="money")
    count = len(lesson(*known).texts)
    fresh = list(range(count, len(whole.texts)))
    model, anew = reminded(before, whole, fresh, balanced=False), learned(whole)
    assert right(model, whole) == 1
    rows = list(zip(whole.texts, whole.vectors, strict=True))
    mean = [np.abs(one.margins(*row) - anew.margins(*row)).mean() for row in rows for one in (before, model)]
    assert np.mean(mean[1::2]) < np.mean(mean[::2])
    for label in known:
        assert model.labels.index(label) == before.labels.index(label)


def test_nothing_fresh_changes_nothing() -> None:
    taught = lesson("papers", "money")
    model = learned(taught)
    assert reminded(model, taught, [], balanced=True) is model


def test_a_model_of_letters_alone_is_never_extended() -> None:
    taught = lesson("papers", "money")
    model = Learned.fit(taught.texts, taught.labels)
    with pytest.raises(ValueError, match="vectors"):
        with_labels(model, taught, {"money"})
    with pytest.raises(ValueError, match="vectors"):
        reminded(model, taught, [0], balanced=False)
