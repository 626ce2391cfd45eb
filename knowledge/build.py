"""A generation of the index, built aside from all records and swapped in whole.

A faulty corpus or a broken build leaves the generation in use as it was; a bot that runs keeps its last good one.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from knowledge.corpus import Corpus
from knowledge.dense import Dense, Tell, connect
from knowledge.embedding import Embedder, VectorCache
from knowledge.index import (
    chroma_folder,
    collection,
    lexicon_folder,
    model_file,
    write_corpus,
    write_means,
)
from knowledge.keys import SPOKEN, dense_keys, lexical_keys, phrases
from knowledge.lessons import Lesson, lessons
from knowledge.lexical import Lexicon
from knowledge.manifest import FILE, FORMAT, Manifest, libraries, locked, put_to_use, read_manifest
from knowledge.renewal import renew
from knowledge.signals import Signals
from knowledge.study import Study, study

KEPT: Final = 2
"""Generations that stay on disk: the one in use and the one before, which a running bot may still read."""


def build(  # noqa: PLR0913 - each comes from another place
    home: Path,
    corpus: Corpus,
    signals: Signals,
    embedder: Embedder,
    chroma: str | None,
    tell: Tell,
    *,
    quick: bool = False,
) -> Manifest:
    """Build a generation of `corpus` and put it to use; only texts not seen before are embedded.

    With `quick`, and where few topics changed, it is made of the one in use (`knowledge/renewal.py`): it is there in
    seconds, and marked as provisional until it is built in full.

    Raises IndexBusyError where another process is building.
    """
    with locked(home):
        now = dt.datetime.now(dt.UTC)
        generation = now.strftime("%Y%m%dT%H%M%S%f")
        with _begun(home / generation) as folder:
            manifest = Manifest(
                format=FORMAT,
                generation=generation,
                built=now.isoformat(timespec="seconds"),
                corpus=corpus.version,
                embedding=embedder.identity,
                signals=signals.digest,
                libraries=libraries(),
                digests=corpus.digests,
                lessons={},
                keys={},
                embedded=0,
            )
            cache = VectorCache(home / "vectors.npz", embedder)
            made = renew(home, folder, corpus, signals, cache, chroma, tell) if quick else None
            if made is None:
                made = _write(home, folder, corpus, signals, cache, chroma, tell)
            manifest = manifest.model_copy(update={**made, "embedded": cache.computed})
            put_to_use(home, manifest)
        _prune(home, chroma)
    return manifest


@contextmanager
def _begun(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(  # noqa: PLR0913
    home: Path,
    folder: Path,
    corpus: Corpus,
    signals: Signals,
    cache: VectorCache,
    chroma: str | None,
    tell: Tell,
) -> dict[str, object]:
    """Write all that belongs to a generation; give what its manifest tells of it."""
    write_corpus(folder, corpus)
    for done, lang in enumerate(SPOKEN):
        tell("lexical index", done, len(SPOKEN))
        Lexicon.build([key.text for key in lexical_keys(corpus, lang)]).save(lexicon_folder(folder, lang))
    todo = lessons(corpus, signals)
    _embed(corpus, todo, cache, tell)
    digests = _write_models(home, folder, todo, cache, tell)
    return {"lessons": digests, "keys": _write_vectors(folder, corpus, cache, chroma, tell)}


def _embed(corpus: Corpus, todo: Mapping[str, Lesson], cache: VectorCache, tell: Tell) -> None:
    """Work out the vectors of all that is learned from and found by; only of texts not seen before."""
    keys = [phrase for lang in SPOKEN for phrase in phrases(dense_keys(corpus, lang), lang)]
    texts = list(dict.fromkeys([*keys, *(phrase for lesson in todo.values() for phrase in lesson.phrases)]))
    cache.encode(texts, lambda done, total: tell("embedding", done, total))
    cache.save(texts)


def _write_models(
    home: Path, folder: Path, todo: Mapping[str, Lesson], cache: VectorCache, tell: Tell
) -> dict[str, str]:
    """Fit every model whose lesson changed, copy the others; give the lessons' digests."""
    (folder / "models").mkdir()
    previous = read_manifest(home)
    if previous is not None and previous.embedding != cache.identity:
        previous = None
    digests = {name: lesson.digest for name, lesson in todo.items()}
    fresh: dict[Path, Study] = {}
    for name, lesson in todo.items():
        file = model_file(folder, name)
        if previous is not None and previous.lessons.get(name) == digests[name]:
            shutil.copy(model_file(home / previous.generation, name), file)
        else:
            fresh[file] = lesson, cache.encode(lesson.phrases) if lesson.phrases else None
    tell("learning from the asks", 0, len(fresh))
    for done in study(fresh):
        tell("learning from the asks", done, len(fresh))
    return digests


def _write_vectors(
    folder: Path, corpus: Corpus, cache: VectorCache, chroma: str | None, tell: Tell
) -> dict[str, int]:
    client = connect(chroma_folder(folder), chroma)
    counts: dict[str, int] = {}
    means = {}
    for lang in SPOKEN:
        keys = dense_keys(corpus, lang)
        vectors = cache.encode(phrases(keys, lang))
        means[lang] = vectors.mean(axis=0)
        Dense(client, collection(folder.name, lang), means[lang]).fill(
            [key.text for key in keys], [key.record for key in keys], vectors, tell
        )
        counts[lang] = len(keys)
    write_means(folder, means)
    return counts


def _prune(home: Path, chroma: str | None) -> None:
    """Take away old generations, and what builds that were cut off have left."""
    folders = sorted(path for path in home.iterdir() if path.is_dir())
    whole = [folder for folder in folders if (folder / FILE).is_file()]
    for old in {*folders} - {*whole[-KEPT:]}:
        if chroma is not None:
            client = connect(old, chroma)
            names = {one.name for one in client.list_collections()}
            for name in names & {collection(old.name, lang) for lang in SPOKEN}:
                client.delete_collection(name)
        shutil.rmtree(old, ignore_errors=True)
