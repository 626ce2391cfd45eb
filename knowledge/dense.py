"""Dense search: sentence vectors in Chroma, one collection a language, centred on that language's mean.

Sentences of one language lie in one corner of a multilingual model's space; without their common mean the
differences between them show (measured in `docs/quality.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from knowledge.encoders import Vectors

BATCH: Final = 2000
MARK: Final = "#"
"""Stands between a record's id and the number of its key."""

Tell = Callable[[str, int, int], None]
"""Told of progress: what is being done, how much is done, how much there is."""


def connect(folder: Path, url: str | None) -> ClientAPI:
    """Open Chroma in `folder`, or at a server's `url`; telemetry is off in both."""
    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(folder), settings=settings)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        settings=settings,
    )


class _Given(Embeddings):
    """Hands LangChain the vectors that were computed before."""

    def __init__(self, vectors: Sequence[Sequence[float]] = ()) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if len(texts) != len(self._vectors):
            raise ValueError(f"{len(texts)} texts for {len(self._vectors)} vectors")
        return [list(vector) for vector in self._vectors]

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("the collection is asked by vector only")


class Dense:
    """The keys of one language as vectors."""

    def __init__(self, client: ClientAPI, name: str, mean: Vectors) -> None:
        self._client = client
        self._name = name
        self._mean = mean
        self._open(_Given())
        self._collection = client.get_collection(name, embedding_function=None)

    def _open(self, embeddings: Embeddings) -> Chroma:
        return Chroma(
            client=self._client,
            collection_name=self._name,
            embedding_function=embeddings,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def fill(self, keys: Sequence[str], records: Sequence[str], vectors: Vectors, tell: Tell) -> None:
        """Store every key's vector with the id of its record."""
        centred = self.centred(vectors)
        for start in range(0, len(keys), BATCH):
            part = slice(start, start + BATCH)
            batch = self._open(_Given(centred[part].tolist()))
            batch.add_texts(
                list(keys[part]),
                metadatas=[{"record": record} for record in records[part]],
                ids=[f"{record}{MARK}{start + i}" for i, record in enumerate(records[part])],
            )
            tell("storing vectors", min(start + BATCH, len(keys)), len(keys))

    def nearest(self, vector: Vectors, limit: int) -> Iterator[tuple[str, float]]:
        """Give (record id, cosine) of the nearest keys, best first."""
        query = self.centred(vector[np.newaxis])
        # The id names the record: to fetch the documents as well would take twice the time.
        found = self._collection.query(query_embeddings=query, n_results=limit, include=["distances"])
        for key, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
            yield key.partition(MARK)[0], 1.0 - float(distance)

    def remove(self, records: Sequence[str]) -> None:
        """Take the keys of `records` out."""
        for record in records:
            self._collection.delete(where={"record": record})

    def drop(self) -> None:
        """Delete the collection."""
        self._client.delete_collection(self._name)

    def centred(self, vectors: Vectors) -> Vectors:
        """Give unit vectors without what all sentences of the language have in common."""
        moved = vectors - self._mean
        norms = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(norms, 1e-9), dtype=np.float32)
