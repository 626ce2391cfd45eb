"""Linear models learned from examples, beside scikit-learn's own way to apply them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from knowledge.learned import SEED, Learned
from knowledge.script import fold

LESSON = [
    ("где мой паспорт", "papers"),
    ("паспорт забрал хозяин", "papers"),
    ("pasportimni olib qoʻyishdi", "papers"),
    ("заплатят ли деньги", "money"),
    ("pul beradimi", "money"),
    ("деньги не дали, маош", "money"),
    ("полиция бьёт", "danger"),
    ("politsiya ushladi", "danger"),
    ("полиция держит меня", "danger"),
]
ASKED = ("паспорт", "пул берадими а?", "politsiya, pul, pasport", "Я", "полиция полиция полиция")


def learned(labels: int) -> tuple[Learned, list[tuple[str, str]]]:
    names = sorted({label for _, label in LESSON})[:labels]
    lesson = [(text, label) for text, label in LESSON if label in names]
    return Learned.fit([text for text, _ in lesson], [label for _, label in lesson]), lesson


@pytest.mark.parametrize("text", ASKED)
def test_margins_are_those_of_scikit_learn(text: str) -> None:
    model, lesson = learned(3)
    usual = make_pipeline(
        TfidfVectorizer(
            preprocessor=fold, analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
        ),
        LinearSVC(C=0.5, random_state=SEED, max_iter=400),
    ).fit([text for text, _ in lesson], [label for _, label in lesson])
    assert model.labels == list(usual.classes_)
    assert np.allclose(model.margins(text), usual.decision_function([text])[0], atol=1e-4)


def test_two_labels_have_a_margin_each() -> None:
    model, _ = learned(2)
    scores = model.scores("деньги")
    assert scores["money"] == pytest.approx(-scores["danger"])


@pytest.mark.parametrize("text", ["", "?!", "日本語"])
def test_a_text_that_shares_nothing_gets_the_bias(text: str) -> None:
    model, _ = learned(3)
    assert np.allclose(model.margins(text), model.margins("123456789"))


def test_a_saved_model_says_the_same(tmp_path: Path) -> None:
    model, _ = learned(3)
    model.save(tmp_path / "model.pickle")
    again = Learned.load(tmp_path / "model.pickle")
    assert [again.best(text) for text in ASKED] == [model.best(text) for text in ASKED]
    assert again.best("паспорт") == "papers"


def test_meaning_decides_where_no_letter_is_known() -> None:
    directions = {"papers": 0, "money": 1, "danger": 2}
    vectors = np.stack([np.eye(3, dtype=np.float32)[directions[label]] for _, label in LESSON])
    model = Learned.fit([text for text, _ in LESSON], [label for _, label in LESSON], vectors=vectors)
    for label, direction in directions.items():
        scores = model.scores("日本語", np.eye(3, dtype=np.float32)[direction])
        assert max(scores, key=lambda name: scores[name]) == label


def test_a_vector_is_asked_for_where_meaning_was_learned_and_only_there() -> None:
    by_letters, lesson = learned(3)
    vectors = np.ones((len(lesson), 2), dtype=np.float32)
    by_both = Learned.fit([text for text, _ in lesson], [label for _, label in lesson], vectors=vectors)
    with pytest.raises(ValueError, match="vector"):
        by_both.margins("паспорт")
    with pytest.raises(ValueError, match="vector"):
        by_letters.margins("паспорт", np.ones(2, dtype=np.float32))


def test_few_directions_of_meaning_decide_as_all_do() -> None:
    directions = {"papers": 0, "money": 1, "danger": 2}
    vectors = np.stack([np.eye(40, dtype=np.float32)[directions[label]] for _, label in LESSON])
    texts, labels = [text for text, _ in LESSON], [label for _, label in LESSON]
    of_all = Learned.fit(texts, labels, vectors=vectors)
    of_few = Learned.fit(texts, labels, vectors=vectors, directions=3)
    for text, _ in LESSON:
        assert np.allclose(of_few.margins(text, vectors[0]), of_all.margins(text, vectors[0]), atol=1e-3)
    of_one = Learned.fit(texts, labels, vectors=vectors, directions=1)
    assert not np.allclose(of_one.margins("Я", vectors[0]), of_all.margins("Я", vectors[0]), atol=1e-3)


def test_kin_speak_for_each_other() -> None:
    lesson = [
        *LESSON,
        ("вернут ли долг, пул", "debts"),
        ("вернут ли долг, қарз", "debts"),
        ("қарз, пул", "debts"),
    ]
    texts, labels = [text for text, _ in lesson], [label for _, label in lesson]
    alone = Learned.fit(texts, labels)
    with_kin = Learned.fit(texts, labels, families={"money": "means", "debts": "means"})
    assert with_kin.labels == alone.labels
    for label in ("money", "debts"):
        assert with_kin.scores("пул")[label] > alone.scores("пул")[label]
    strangers = {"papers": "alone", "nobody": "absent", "none": "absent"}
    assert Learned.fit(texts, labels, families=strangers).scores("пул") == alone.scores("пул")
    for label in ("papers", "danger"):
        assert with_kin.scores("пул")[label] == pytest.approx(alone.scores("пул")[label])
