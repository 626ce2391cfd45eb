"""The pipeline over the index in use: built where needed, exchanged when a new index appears."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.answering.pipeline import Pipeline
from bot.settings import Settings
from knowledge.build import build
from knowledge.corpus import RECORDS, Corpus, CorpusFaultError, read
from knowledge.dense import Tell
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.manifest import Difference, Manifest, compare, generation_in_use, read_manifest
from knowledge.signals import Signals

if TYPE_CHECKING:
    from bot.answering.generate.model import Model

log = logging.getLogger(__name__)
NAMES: Final = 5
"""Changed records that are named; more are counted."""


def home(settings: Settings) -> Path:
    """Give the folder of the index."""
    return settings.data / "index"


def embedder(settings: Settings) -> Embedder:
    """Give the embedding model that the operator chose; a process loads it once."""
    return _embedder(settings.embedding, settings.data, settings.threads)


@lru_cache(maxsize=1)
def _embedder(model: str, folder: Path, threads: int) -> Embedder:
    return Embedder(model, folder, threads)


def corpus(settings: Settings) -> Corpus:
    """Read the records in use: those that the operator names, else the package's with those in `data` beside them.

    Raises CorpusFaultError where records have faults.
    """
    if settings.records is not None:
        return read(settings.records)
    return read(RECORDS, beside=settings.data / "records")


def refresh(
    settings: Settings,
    tell: Tell,
    *,
    afresh: bool = False,
    quick: bool = False,
    signals: Signals | None = None,
) -> tuple[Manifest, Difference]:
    """Bring the index up to the records and the models; does nothing where they are the same.

    `quick` makes do with a provisional index, where few records changed: `build` tells what that is. The `signals` are
    those that come along, where no others are given.

    Raises CorpusFaultError where records have faults; the index in use stays as it was.
    """
    records = corpus(settings)
    signals = signals or Signals.read()
    model = embedder(settings)
    difference = compare(home(settings), records, signals, model)
    manifest = read_manifest(home(settings))
    if manifest is not None and not difference and not afresh:
        return manifest, difference
    if afresh:
        (home(settings) / "vectors.npz").unlink(missing_ok=True)
    made = build(home(settings), records, signals, model, settings.chroma, tell, quick=quick)
    return made, difference


def ensure(settings: Settings, tell: Tell) -> str | None:
    """Make sure that there is an index to serve from, and give a line for the operator where there is news.

    Raises CorpusFaultError where records have faults and there is no earlier index to fall back on.
    """
    try:
        manifest, difference = refresh(settings, tell)
    except CorpusFaultError as error:
        if read_manifest(home(settings)) is None:
            raise
        return f"The records have faults; the last good index serves on.\n{error}"
    return f"Index built: {describe(difference)}; {manifest.embedded} texts embedded." if difference else None


def describe(difference: Difference) -> str:
    """Say in one line what changed."""
    parts = list(difference.reasons)
    changes = {"added": difference.added, "changed": difference.changed, "removed": difference.removed}
    for word, names in changes.items():
        if len(names) > NAMES:
            parts.append(f"{len(names)} records {word}")
        elif names:
            parts.append(f"{word} {', '.join(names)}")
    return "; ".join(parts) or "nothing changed"


class LivePipeline:
    """Gives the present pipeline; `look` exchanges it when a newer index stands on disk."""

    def __init__(self, settings: Settings, model: Model | None = None) -> None:
        self._settings = settings
        self._model = model
        self._embedder = embedder(settings)
        self._index = Index.open(home(settings), settings.chroma)
        self._pipeline = self._made(self._index)
        self._broken: str | None = None
        self._looking = threading.Lock()

    def __call__(self) -> Pipeline:
        return self._pipeline

    def look(self) -> bool:
        """Exchange the pipeline where a newer index is in use, and tell whether it did.

        A newer index that can't be opened is told of in the log, and the present one serves on.
        """
        with self._looking:
            return self._look()

    def _look(self) -> bool:
        folder = home(self._settings)
        generation = generation_in_use(folder)
        if generation in {None, self._pipeline.version, self._broken}:
            return False
        try:
            index = Index.open(folder, self._settings.chroma, after=self._index)
            fresh = self._made(index)
            fresh.warm()
        except Exception:
            self._broken = generation
            log.exception("index %s can't be opened; %s serves on", generation, self._pipeline.version)
            return False
        self._index, self._pipeline = index, fresh
        log.info("index %s is in use", fresh.version)
        return True

    def _made(self, index: Index) -> Pipeline:
        if self._model is None:
            return Pipeline(index, self._embedder)
        from bot.answering.generate.pipeline import FreePipeline  # noqa: PLC0415 - only where a model is switched on

        return FreePipeline(index, self._embedder, self._model)
