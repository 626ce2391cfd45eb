"""Sentences as vectors: any sentence-transformers model, by default one that needs no download."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
import transformers
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer

from knowledge import e5
from knowledge.script import CYRILLIC, WrittenLang, uzbek_latin

DEFAULT: Final = "e5-small"
FEW: Final = 8
Vectors = npt.NDArray[np.float32]


class Embedder(Embeddings):
    """Turns sentences into unit vectors; the model is loaded when first needed."""

    def __init__(self, model: str, cache: Path, threads: int = 2) -> None:
        self.model = model
        self.cache = cache
        self.threads = threads

    @property
    def identity(self) -> str:
        """Name the model and the way it is used; another identity means another index."""
        return f"{self.model}/int8" if self.model == DEFAULT else self.model

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Give one unit vector a text, as an array of shape (texts, dimensions)."""
        prefix = "query: " if "e5" in self.model else ""
        model = self._transformer
        # For one short text more threads only wait for each other, for seconds on a busy machine.
        torch.set_num_threads(1 if len(texts) < FEW else self.threads)
        vectors = model.encode(
            [prefix + text for text in texts],
            batch_size=64,
            normalize_embeddings=True,
            show_progress_bar=progress,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, vector)) for vector in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return list(map(float, self.encode([text])[0]))

    @cached_property
    def _transformer(self) -> SentenceTransformer:
        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        if self.model != DEFAULT:
            return SentenceTransformer(self.model, device="cpu")
        folder = self.cache / DEFAULT
        if not (folder / "modules.json").is_file():
            e5.build(folder)
        return _in_bytes(SentenceTransformer(str(folder), device="cpu", local_files_only=True))


def spoken(text: str, lang: WrittenLang) -> str:
    """Give `text` in the script that the embedding model knows best: Uzbek in Latin letters."""
    if lang == "uz_Cyrl" or (lang == "uz" and CYRILLIC.search(text)):
        return uzbek_latin(text)
    return text


def _in_bytes(model: SentenceTransformer) -> SentenceTransformer:
    """Hold the weights in 8 bits: three times the speed, a third of the memory, cosine .98 with the original."""
    words = [name for name, _ in model.named_modules() if name.endswith("word_embeddings")]
    layers = {
        torch.nn.Linear: torch.ao.quantization.default_dynamic_qconfig,
        **dict.fromkeys(words, torch.ao.quantization.float_qparams_weight_only_qconfig),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        quantised: SentenceTransformer = torch.ao.quantization.quantize_dynamic(model, layers, inplace=True)
    return quantised


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
