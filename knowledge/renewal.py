"""A generation made of the one before in seconds, where few topics changed.

What is found by words and by meaning is exactly what a full build would give, but for the mean of the vectors. Of the
models those of topics, intents and danger are extended (`knowledge/extending.py`); the others stay as they were.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from knowledge.corpus import Corpus
from knowledge.dense import Dense, Tell, connect
from knowledge.embedding import VectorCache
from knowledge.extending import reminded, with_labels
from knowledge.index import (
    Index,
    chroma_folder,
    collection,
    lexicon_folder,
    model_file,
    read_means,
    write_corpus,
    write_means,
)
from knowledge.keys import SPOKEN, Key, dense_keys, lexical_keys, phrases
from knowledge.learned import Taught
from knowledge.lessons import Lesson, meant_lessons
from knowledge.lexical import Lexicon
from knowledge.manifest import read_manifest
from knowledge.signals import Signals

FEW: Final = 5
"""Topics that are learned alone; of more, everything is learned anew."""


def renew(  # noqa: PLR0913 - each comes from another place
    home: Path,
    folder: Path,
    corpus: Corpus,
    signals: Signals,
    cache: VectorCache,
    chroma: str | None,
    tell: Tell,
) -> dict[str, object] | None:
    """Write a generation into `folder` out of the one in use, and give what its manifest tells of it.

    Nothing is written, and None given, where there is none that fits, or more changed than is learned alone.
    """
    manifest = read_manifest(home)
    if manifest is None or manifest.embedding != cache.identity or manifest.signals != signals.digest:
        return None
    tell("taking in what is new", 0, 1)
    old = home / manifest.generation
    before = Index(old, manifest, chroma)
    was, is_now = meant_lessons(before.corpus, signals), meant_lessons(corpus, signals)
    topics = {label for _, label in {*was["topics"].pairs} ^ {*is_now["topics"].pairs}}
    if len(topics) > FEW:
        return None
    write_corpus(folder, corpus)
    for lang in SPOKEN:
        known = Lexicon.load(lexicon_folder(old, lang)), _texts(lexical_keys(before.corpus, lang))
        Lexicon.build(_texts(lexical_keys(corpus, lang)), known).save(lexicon_folder(folder, lang))
    shutil.copytree(old / "models", folder / "models")
    learned = dict(manifest.lessons)
    for name, lesson in is_now.items():
        if lesson.pairs != was[name].pairs:
            _extend(folder, name, lesson, was[name], before, cache)
            learned[name] = f"extended in {folder.name}"
    counts = _renew_vectors(old, folder, before.corpus, corpus, cache, chroma, tell)
    tell("taking in what is new", 1, 1)
    return {"lessons": learned, "provisional": True, "keys": counts}


def _extend(folder: Path, name: str, lesson: Lesson, was: Lesson, before: Index, cache: VectorCache) -> None:
    """Let a model learn how its lesson differs from what it `was`."""
    texts, labels = zip(*lesson.pairs, strict=True)
    taught = Taught(texts, labels, cache.encode(lesson.phrases), lesson.strength)
    model = before.model(name)
    if name == "topics":
        changed = {label for _, label in {*was.pairs} ^ {*lesson.pairs}} & set(labels)
        model = with_labels(model, taught, changed, dict(lesson.families))
    else:
        old = set(was.pairs)
        fresh = [number for number, pair in enumerate(lesson.pairs) if pair not in old]
        model = reminded(model, taught, fresh, balanced=lesson.balanced)
    model.save(model_file(folder, name))


def _renew_vectors(  # noqa: PLR0913
    old: Path,
    folder: Path,
    before: Corpus,
    corpus: Corpus,
    cache: VectorCache,
    chroma: str | None,
    tell: Tell,
) -> dict[str, int]:
    """Exchange the vectors of the records whose keys changed; on a server, whose files aren't ours, write all anew."""
    means = read_means(old)
    write_means(folder, means)
    if chroma is None:
        shutil.copytree(chroma_folder(old), chroma_folder(folder))
    client = connect(chroma_folder(folder), chroma)
    counts: dict[str, int] = {}
    for lang in SPOKEN:
        keys = dense_keys(corpus, lang)
        counts[lang] = len(keys)
        name = collection(folder.name, lang)
        if chroma is None:
            client.get_collection(collection(old.name, lang)).modify(name=name)
            was, is_now = _by_record(dense_keys(before, lang)), _by_record(keys)
            gone = sorted(record for record in was if is_now.get(record) != was[record])
            keys = [key for key in keys if was.get(key.record) != is_now[key.record]]
        else:
            gone = []
        dense = Dense(client, name, means[lang])
        dense.remove(gone)
        if keys:
            dense.fill(_texts(keys), [key.record for key in keys], cache.encode(phrases(keys, lang)), tell)
    return counts


def _by_record(keys: list[Key]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[key.record].append(key.text)
    return found


def _texts(keys: list[Key]) -> list[str]:
    return [key.text for key in keys]
