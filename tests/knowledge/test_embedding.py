"""Sentences as vectors, by the model that needs no download or by any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge import e5
from knowledge.embedding import Embedder, VectorCache, spoken

pytestmark = pytest.mark.slow

PAIR = ("Полиция заставляет подписать контракт", "Politsiya shartnoma imzolashga majburlayapti")
OTHER = "Как приготовить плов на десять человек"


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return Embedder("e5-small", model_cache)


def test_vectors_are_of_length_one_and_near_in_meaning_across_languages(embedder: Embedder) -> None:
    one, same, other = embedder.encode([*PAIR, OTHER])
    assert np.allclose(np.linalg.norm([one, same, other], axis=1), 1, atol=1e-3)
    assert one @ same > one @ other


def test_any_sentence_transformers_folder_can_be_named_instead(model_cache: Path, embedder: Embedder) -> None:
    exact = Embedder(str(model_cache / "e5-small"), model_cache)
    assert exact.identity != embedder.identity
    cosines = (exact.encode(PAIR) * embedder.encode(PAIR)).sum(axis=1)
    assert cosines.min() > 0.95


def test_langchain_gets_plain_lists(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed_documents([OTHER])[0], embedder.embed_query(OTHER), atol=1e-3)


def test_uzbek_cyrillic_is_embedded_in_latin_letters() -> None:
    assert spoken("қўл қўй", "uz_Cyrl") == "qoʻl qoʻy"
    assert spoken("қарз", "tg") == "қарз"


def test_only_texts_not_seen_before_are_embedded(tmp_path: Path, embedder: Embedder) -> None:
    cache = VectorCache(tmp_path / "vectors.npz", embedder)
    cache.encode(PAIR, lambda _done, _total: None)
    cache.save(PAIR)
    again = VectorCache(tmp_path / "vectors.npz", embedder)
    vectors = again.encode([*PAIR, OTHER], lambda _done, _total: None)
    assert again.computed == 1
    assert vectors.shape == (3, 384)


def test_a_file_that_holds_no_weights_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(e5.WeightsError, match="holds no e5 weights"):
        e5.build(tmp_path / "model", tmp_path / "weights.bin")
    assert not (tmp_path / "model").exists()
