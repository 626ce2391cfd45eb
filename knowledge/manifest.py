"""What an index was made of, and how records and models differ from it by now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

from knowledge.corpus import Corpus
from knowledge.embedding import Embedder
from knowledge.signals import Signals

FORMAT: Final = 13
FILE: Final = "manifest.json"


class IndexBusyError(Exception):
    """Another process is building the index at this moment."""


class Manifest(BaseModel):
    """What an index was made of."""

    model_config = ConfigDict(frozen=True)

    format: int
    generation: str
    built: str
    corpus: str
    embedding: str
    signals: str
    libraries: str
    digests: dict[str, str]
    """Each record with all its asks."""
    lessons: dict[str, str]
    """What each model has learned: the digest of its lesson, or in which provisional generation it was extended."""
    provisional: bool = False
    """Whether models have yet to learn all that is new: the records are there, and are found."""
    keys: dict[str, int]
    embedded: int


@dataclass(frozen=True)
class Difference:
    """How a corpus and a model differ from an index: what has to be said before rebuilding."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    reasons: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.reasons)


def compare(home: Path, corpus: Corpus, signals: Signals, embedder: Embedder) -> Difference:
    """Tell how `corpus` and the models differ from the index in use."""
    manifest = read_manifest(home)
    new = corpus.digests
    old = manifest.digests if manifest else {}
    reasons = []
    if manifest is None:
        reasons.append("there is no index yet")
    elif manifest.embedding != embedder.identity:
        reasons.append(f"the embedding model changed from {manifest.embedding} to {embedder.identity}")
    elif manifest.signals != signals.digest:
        reasons.append("the examples of intents changed")
    elif manifest.provisional:
        reasons.append("the models have yet to learn from new records")
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        removed=tuple(sorted(old.keys() - new.keys())),
        reasons=tuple(reasons),
    )


def generation_in_use(home: Path) -> str | None:
    """Name the generation in use, read in microseconds; nothing where there is none."""
    try:
        return (home / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None


def read_manifest(home: Path) -> Manifest | None:
    """Read the manifest of the generation in use; nothing where there is none that this program can read."""
    generation = generation_in_use(home)
    if generation is None:
        return None
    try:
        content = json.loads((home / generation / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if content.get("format") != FORMAT or content.get("libraries") != libraries():
        return None
    return Manifest.model_validate(content)


def put_to_use(home: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished generation, and let it be the one in use."""
    content = manifest.model_dump_json(indent=1)
    (home / manifest.generation / FILE).write_text(content, encoding="utf-8")
    draft = home / "current.draft"
    draft.write_text(manifest.generation, encoding="utf-8")
    draft.replace(home / "current")


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Keep other builds out; the lock of a process that died is free.

    Raises IndexBusyError where another process is building.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "lock", timeout=1)
    try:
        lock.acquire()
    except Timeout as busy:
        raise IndexBusyError(f"another process is building the index in {home}") from busy
    try:
        yield
    finally:
        lock.release()


def libraries() -> str:
    """Name the versions that what is stored on disk depends on."""
    return " ".join(f"{name} {version(name)}" for name in ("scikit-learn", "bm25s", "chromadb"))
