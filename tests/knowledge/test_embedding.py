"""Sentences as vectors, by the model that needs no download or by any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.settings import ROOT
from knowledge import e5_graph
from knowledge.e5 import WeightsError
from knowledge.embedding import Embedder, Phrase, VectorCache, spoken
from knowledge.encoders import EncoderMissingError

pytestmark = pytest.mark.slow

PAIR = ("Полиция заставляет подписать контракт", "Politsiya shartnoma imzolashga majburlayapti")
OTHER = "Как приготовить плов на десять человек"
PHRASES: tuple[Phrase, ...] = ((PAIR[0], "ru"), (PAIR[1], "uz"))
MORE = (
    "?",
    "Писарам ба Русия рафт ва дигар занг намезанад",
    "ISHGA TAKLIF 🔥 oyiga 210 000 rubl, qurilish, hujjat shart emas!!!",
    "меня задержали на рынке, паспорт забрали, говорят подпиши или депортация. что мне делать? " * 8,
)


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return Embedder("e5-small", model_cache)


@pytest.fixture(scope="module")
def exact(model_cache: Path) -> Embedder:
    """The same model in 32 bits, as an operator would name any other."""
    from knowledge import e5_torch  # noqa: PLC0415 - seconds, which no other process of the tests has to wait

    return Embedder(str(e5_torch.folder(model_cache)), model_cache)


def test_vectors_are_of_length_one_and_near_in_meaning_across_languages(embedder: Embedder) -> None:
    one, same, other = embedder.encode([*PAIR, OTHER])
    assert np.allclose(np.linalg.norm([one, same, other], axis=1), 1, atol=1e-3)
    assert one @ same > one @ other


def test_fewer_bits_and_any_sentence_transformers_folder_give_the_same_vectors(
    embedder: Embedder, exact: Embedder
) -> None:
    assert exact.identity != embedder.identity
    texts = [*PAIR, OTHER, *MORE]
    cosines = (exact.encode(texts) * embedder.encode(texts)).sum(axis=1)
    assert cosines.min() > 0.985
    assert cosines.mean() > 0.99


def test_a_model_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match="nowhere can't be loaded"):
        Embedder(str(tmp_path / "nowhere"), tmp_path).encode([OTHER])


def test_a_vector_depends_on_its_text_alone(embedder: Embedder) -> None:
    texts = [*PAIR, OTHER, *MORE]
    assert np.allclose(embedder.encode(texts), [embedder.encode([text])[0] for text in texts], atol=1e-5)


def test_a_text_longer_than_the_model_reads_is_cut(embedder: Embedder) -> None:
    long = "слово за словом " * 1000
    assert embedder.encode([long]).shape == (1, 384)


def test_serving_loads_neither_torch_nor_what_only_learning_needs(model_cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import bot.answering.live; from knowledge.embedding import Embedder;"
        f"Embedder('e5-small', Path({str(model_cache)!r})).encode(['?']);"
        "print(*{'torch', 'transformers', 'onnx', 'sklearn'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert told.stdout.strip() == ""


def test_langchain_gets_plain_lists(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed_documents([OTHER])[0], embedder.embed_query(OTHER), atol=1e-3)


def test_uzbek_cyrillic_is_embedded_in_latin_letters() -> None:
    assert spoken("қўл қўй", "uz_Cyrl") == "qoʻl qoʻy"
    assert spoken("қарз", "tg") == "қарз"


def test_only_texts_not_seen_before_are_embedded(tmp_path: Path, embedder: Embedder) -> None:
    cache = VectorCache(tmp_path / "vectors.npz", embedder)
    cache.encode(PHRASES)
    cache.save(PHRASES)
    again = VectorCache(tmp_path / "vectors.npz", embedder)
    vectors = again.encode([*PHRASES, (OTHER, "ru")])
    assert again.computed == 1
    assert vectors.shape == (3, 384)


def test_uzbek_is_known_by_how_it_was_typed_and_embedded_in_latin_letters(
    tmp_path: Path, embedder: Embedder
) -> None:
    cache = VectorCache(tmp_path / "vectors.npz", embedder)
    typed, latin, russian = cache.encode([("қўл қўй", "uz_Cyrl"), ("qoʻl qoʻy", "uz"), ("қўл қўй", "ru")])
    assert np.allclose(typed, latin, atol=1e-3)
    assert not np.allclose(typed, russian, atol=1e-3)


def test_vectors_of_another_model_are_not_taken_over(
    tmp_path: Path, embedder: Embedder, exact: Embedder
) -> None:
    cache = VectorCache(tmp_path / "vectors.npz", exact)
    cache.encode(PHRASES)
    cache.save(PHRASES)
    other = VectorCache(tmp_path / "vectors.npz", embedder)
    other.encode(PHRASES)
    assert other.computed == 2


def test_a_file_that_holds_no_weights_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(WeightsError, match="holds no e5 weights"):
        e5_graph.build(tmp_path / "model", tmp_path / "weights.bin")
    assert not (tmp_path / "model").exists()
