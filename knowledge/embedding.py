"""Sentences as vectors: any sentence-transformers model, by default one that needs no download."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from knowledge.encoders import GRAPH, Encoder, GraphEncoder, TorchEncoder, Vectors, need_torch
from knowledge.script import CYRILLIC, WrittenLang, uzbek_latin

DEFAULT: Final = "e5-small"


class Embedder(Embeddings):
    """Turns sentences into unit vectors; the model is loaded when first needed.

    Raises EncoderMissingError where there is nothing to run `model` with.
    """

    def __init__(self, model: str, cache: Path, threads: int = 2) -> None:
        if model != DEFAULT:
            need_torch(model)
        self.model = model
        self.cache = cache
        self.threads = threads

    @property
    def identity(self) -> str:
        """Name the model and the way it is used; another identity means another index."""
        return f"{self.model}/{GRAPH}" if self.model == DEFAULT else self.model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, as an array of shape (texts, dimensions)."""
        prefix = "query: " if "e5" in self.model else ""
        return self._encoder.encode([prefix + text for text in texts])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, vector)) for vector in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return list(map(float, self.encode([text])[0]))

    @cached_property
    def _encoder(self) -> Encoder:
        if self.model != DEFAULT:
            return TorchEncoder(self.model, self.threads)
        folder = self.cache / DEFAULT
        if not (folder / GRAPH).is_file():
            from knowledge import e5_graph  # noqa: PLC0415 - needed once, and then never again

            e5_graph.build(folder)
        return GraphEncoder(folder, self.threads)


def spoken(text: str, lang: WrittenLang) -> str:
    """Give `text` in the script that the embedding model knows best: Uzbek in Latin letters."""
    if lang == "uz_Cyrl" or (lang == "uz" and CYRILLIC.search(text)):
        return uzbek_latin(text)
    return text


class VectorCache:
    """Vectors by the hash of their text, kept between builds so that only new texts are embedded."""

    def __init__(self, file: Path, embedder: Embedder) -> None:
        self._file = file
        self._embedder = embedder
        self._known = self._read()
        self.computed = 0

    def encode(self, texts: Sequence[str], tell: Callable[[int, int], None]) -> Vectors:
        """Give one unit vector a text, as an array of shape (texts, dimensions)."""
        missing = [text for text in dict.fromkeys(texts) if _hash(text) not in self._known]
        for start in range(0, len(missing), 512):
            batch = missing[start : start + 512]
            for text, vector in zip(batch, self._embedder.encode(batch), strict=True):
                self._known[_hash(text)] = vector.astype(np.float16)
            tell(start + len(batch), len(missing))
        self.computed += len(missing)
        return np.stack([self._known[_hash(text)] for text in texts]).astype(np.float32)

    def save(self, texts: Iterable[str]) -> None:
        """Write the vectors of `texts`, and no others, to the file."""
        hashes = sorted({_hash(text) for text in texts})
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".draft.npz")
        np.savez(
            draft,
            identity=np.array(self._embedder.identity),
            hashes=np.array(hashes),
            vectors=np.stack([self._known[name] for name in hashes]),
        )
        draft.replace(self._file)

    def _read(self) -> dict[str, npt.NDArray[np.float16]]:
        if not self._file.is_file():
            return {}
        with np.load(self._file) as stored:
            if str(stored["identity"]) != self._embedder.identity:
                return {}
            return dict(zip(stored["hashes"].tolist(), stored["vectors"], strict=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
