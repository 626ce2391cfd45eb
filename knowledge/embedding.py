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
Phrase = tuple[str, WrittenLang]
"""A text as it is typed, and the language in which it is."""


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
    return uzbek_latin(text) if _is_respelled(text, lang) else text


def _is_respelled(text: str, lang: WrittenLang) -> bool:
    return lang in {"uz", "uz_Cyrl"} and CYRILLIC.search(text) is not None


def _quiet(_done: int, _total: int) -> None:
    """Tell nobody."""


class VectorCache:
    """Vectors by the hash of their text as it is typed, kept between builds so that only new texts are embedded."""

    def __init__(self, file: Path, embedder: Embedder) -> None:
        self._file = file
        self._embedder = embedder
        self._known = self._read()
        self._names: dict[Phrase, str] = {}
        self.computed = 0

    @property
    def identity(self) -> str:
        """Name the model that the vectors are of, and the way it is used."""
        return self._embedder.identity

    def encode(self, phrases: Sequence[Phrase], tell: Callable[[int, int], None] = _quiet) -> Vectors:
        """Give one unit vector a phrase, as an array of shape (phrases, dimensions)."""
        hashes = [self._name(phrase) for phrase in phrases]
        missing = {
            name: phrase for name, phrase in zip(hashes, phrases, strict=True) if name not in self._known
        }
        names = list(missing)
        for start in range(0, len(names), 512):
            batch = names[start : start + 512]
            vectors = self._embedder.encode([spoken(*missing[name]) for name in batch])
            self._known |= zip(batch, vectors.astype(np.float16), strict=True)
            tell(start + len(batch), len(names))
        self.computed += len(names)
        return np.stack([self._known[name] for name in hashes]).astype(np.float32)

    def save(self, phrases: Iterable[Phrase]) -> None:
        """Write the vectors of `phrases`, and no others, to the file."""
        hashes = sorted({self._name(phrase) for phrase in phrases})
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".draft.npz")
        np.savez(
            draft,
            identity=np.array(self._embedder.identity),
            hashes=np.array(hashes),
            vectors=np.stack([self._known[name] for name in hashes]),
        )
        draft.replace(self._file)

    def _name(self, phrase: Phrase) -> str:
        """Give the hash of a phrase; several models learn from the same ones."""
        if phrase not in self._names:
            self._names[phrase] = _hash(phrase)
        return self._names[phrase]

    def _read(self) -> dict[str, npt.NDArray[np.float16]]:
        if not self._file.is_file():
            return {}
        with np.load(self._file) as stored:
            if str(stored["identity"]) != self._embedder.identity:
                return {}
            return dict(zip(stored["hashes"].tolist(), stored["vectors"], strict=True))


def _hash(phrase: Phrase) -> str:
    text, lang = phrase
    # Uzbek is respelled before it is embedded, which takes longer than all else here: it is known without that.
    return hashlib.sha256((f"uz {text}" if _is_respelled(text, lang) else text).encode()).hexdigest()[:32]
