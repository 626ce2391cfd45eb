"""The index: all that search needs, built aside and swapped in whole.

    HOME/current              names the generation in use
    HOME/<generation>/        manifest.json, corpus.json, lexical/, models/, chroma/
    HOME/vectors.npz          sentence vectors by the hash of their text

A faulty corpus or a broken build leaves `current` as it was; a bot that runs keeps its last good one.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.corpus import Corpus
from knowledge.dense import Dense, Tell, connect
from knowledge.embedding import Embedder, VectorCache, spoken
from knowledge.encoders import Vectors
from knowledge.learned import Learned, Taught
from knowledge.lexical import Lexicon
from knowledge.schema import Answer, Guidance, Record, Sign
from knowledge.script import WrittenLang
from knowledge.signals import Lesson, Signals, lessons

FORMAT: Final = 6
Spoken = Literal["uz", "ru", "tg"]
SPOKEN: Final[tuple[Spoken, ...]] = get_args(Spoken)
EMBEDDED_ASKS: Final = 4
EMBEDDED_LETTERS: Final = 240
"""What of a record becomes vectors: the build's time goes with it."""

FEW: Final = 5
"""Topics that are learned alone; of more, everything is learned anew."""

KEPT: Final = 2
"""Generations that stay on disk: the one in use and the one before, which a running bot may still read."""

_RECORDS: Final = TypeAdapter(list[Record])


class IndexMissingError(Exception):
    """No usable index is there; `ogoh index` makes one."""


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
    lessons: dict[str, str]
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


@dataclass(frozen=True)
class Key:
    """One line under which a record is found."""

    text: str
    record: str


def lexical_keys(corpus: Corpus, lang: Spoken) -> list[Key]:
    """Give the keys for lexical search in `lang`: each ask, each example, and the record's own words."""
    keys: list[Key] = []
    for record in corpus:
        keys.append(Key(_words(record, lang), record.id))
        keys += [Key(ask, record.id) for written, ask in corpus.asks(record) if base(written) == lang]
        if isinstance(record, Sign):
            keys += [Key(phrase, record.id) for phrase in record.examples.of(lang)]
    return keys


def dense_keys(corpus: Corpus, lang: Spoken) -> list[Key]:
    """Give the keys for dense search in `lang`: what the record is about, and the first asks written in it.

    More asks would multiply the time of a build, and sentence vectors gain nothing from them (measured in
    `docs/quality.md`).
    """
    keys: list[Key] = []
    for record in corpus:
        keys.append(Key(record.title.of(lang), record.id))
        if isinstance(record, Answer | Guidance | Sign):
            keys += [Key(spoken(ask, lang), record.id) for ask in record.asks.of(lang)[:EMBEDDED_ASKS]]
        else:
            keys.append(Key(record.summary.of(lang)[:EMBEDDED_LETTERS], record.id))
    return list(dict.fromkeys(keys))


def base(written: WrittenLang) -> Spoken:
    """Give the language of the records for a written language."""
    return "uz" if written == "uz_Cyrl" else written


def _words(record: Record, lang: Spoken) -> str:
    parts = [record.title.of(lang), record.summary.of(lang)]
    if isinstance(record, Answer):
        parts += [said.of(lang) for said in record.says]
    if isinstance(record, Guidance):
        parts += [step.of(lang) for step in record.steps]
    return " ".join(parts)


class Index:
    """One generation, opened for reading."""

    def __init__(self, folder: Path, manifest: Manifest, chroma: str | None) -> None:
        self.manifest = manifest
        self._folder = folder
        self._chroma = chroma
        content = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
        records = _RECORDS.validate_python(content["records"])
        self.corpus = Corpus({record.id: record for record in records}, content["asks"])

    @classmethod
    def open(cls, home: Path, chroma: str | None = None) -> Index:
        """Open the generation in use.

        Raises IndexMissingError where there is none, or it is of another format.
        """
        manifest = read_manifest(home)
        if manifest is None:
            raise IndexMissingError(f"no index in {home}; build it with `ogoh index`")
        return cls(home / manifest.generation, manifest, chroma)

    def model(self, name: str) -> Learned:
        return Learned.load(self._folder / "models" / f"{name}.joblib")

    @cached_property
    def lexicons(self) -> Mapping[Spoken, tuple[Lexicon, Sequence[str]]]:
        """Give for each language its lexicon, and the record of each of the lexicon's keys."""
        return {
            lang: (
                Lexicon.load(self._folder / "lexical" / lang),
                [key.record for key in lexical_keys(self.corpus, lang)],
            )
            for lang in SPOKEN
        }

    @cached_property
    def dense(self) -> Mapping[Spoken, Dense]:
        client = connect(self._folder / "chroma", self._chroma)
        with np.load(self._folder / "means.npz") as means:
            return {
                lang: Dense(client, _collection(self.manifest.generation, lang), means[lang])
                for lang in SPOKEN
            }


def read_manifest(home: Path) -> Manifest | None:
    """Read the manifest of the generation in use; nothing where there is none that this program can read."""
    try:
        generation = (home / "current").read_text(encoding="utf-8").strip()
        content = json.loads((home / generation / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if content.get("format") != FORMAT or content.get("libraries") != _libraries():
        return None
    return Manifest.model_validate(content)


def compare(home: Path, corpus: Corpus, signals: Signals, embedder: Embedder) -> Difference:
    """Tell how `corpus` and the models differ from the index in use."""
    manifest = read_manifest(home)
    new = {record.id: corpus.digest(record) for record in corpus}
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

    With `quick`, and where few topics changed, only these are learned, and the models that the rest needs stay those of
    before: a generation that is there in seconds and marked as provisional, until it is built in full.

    Raises IndexBusyError where another process is building.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home / "lock", timeout=1):
            return _build(home, corpus, signals, embedder, chroma, tell, quick=quick)
    except Timeout as busy:
        raise IndexBusyError(f"another process is building the index in {home}") from busy


def _build(  # noqa: PLR0913
    home: Path,
    corpus: Corpus,
    signals: Signals,
    embedder: Embedder,
    chroma: str | None,
    tell: Tell,
    *,
    quick: bool,
) -> Manifest:
    now = dt.datetime.now(dt.UTC)
    generation = now.strftime("%Y%m%dT%H%M%S%f")
    folder = home / generation
    folder.mkdir()
    try:
        _write_corpus(folder, corpus)
        for done, lang in enumerate(SPOKEN):
            tell("lexical index", done, len(SPOKEN))
            Lexicon.build([key.text for key in lexical_keys(corpus, lang)]).save(folder / "lexical" / lang)
        todo = lessons(corpus, signals)
        cache = _embed(home, corpus, todo, embedder, tell)
        digests = _extend_models(home, folder, todo, signals, embedder, cache) if quick else None
        provisional = digests is not None
        if digests is None:
            digests = _write_models(home, folder, todo, embedder, cache, tell)
        counts = _write_vectors(home, generation, corpus, cache, chroma, tell)
        manifest = Manifest(
            format=FORMAT,
            generation=generation,
            built=now.isoformat(timespec="seconds"),
            corpus=corpus.version,
            embedding=embedder.identity,
            signals=signals.digest,
            libraries=_libraries(),
            digests={record.id: corpus.digest(record) for record in corpus},
            lessons=digests,
            provisional=provisional,
            keys=counts,
            embedded=cache.computed,
        )
        (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        _point(home, generation)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _prune(home, chroma)
    return manifest


def _write_corpus(folder: Path, corpus: Corpus) -> None:
    records = [record.model_dump(mode="json", by_alias=True, exclude_defaults=True) for record in corpus]
    content = {"records": records, "asks": corpus.more_asks}
    (folder / "corpus.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _embed(
    home: Path, corpus: Corpus, todo: Mapping[str, Lesson], embedder: Embedder, tell: Tell
) -> VectorCache:
    """Work out the vectors of all that is learned from and found by; only of texts not seen before."""
    keys = (key.text for lang in SPOKEN for key in dense_keys(corpus, lang))
    texts = list(dict.fromkeys([*keys, *(text for lesson in todo.values() for text in lesson.spoken)]))
    cache = VectorCache(home / "vectors.npz", embedder)
    cache.encode(texts, lambda done, total: tell("embedding", done, total))
    cache.save(texts)
    return cache


def _write_models(
    home: Path, folder: Path, todo: Mapping[str, Lesson], embedder: Embedder, cache: VectorCache, tell: Tell
) -> dict[str, str]:
    """Fit every model whose lesson changed, copy the others; give the lessons' digests."""
    (folder / "models").mkdir()
    previous = read_manifest(home)
    if previous is not None and previous.embedding != embedder.identity:
        previous = None
    digests: dict[str, str] = {}
    for done, (name, lesson) in enumerate(todo.items()):
        tell("learning from the asks", done, len(todo))
        digests[name] = lesson.digest
        file = folder / "models" / f"{name}.joblib"
        if previous is not None and previous.lessons.get(name) == lesson.digest:
            shutil.copy(home / previous.generation / "models" / file.name, file)
        else:
            lesson.learn(_known(cache, lesson.spoken) if lesson.spoken else None).save(file)
    tell("learning from the asks", len(todo), len(todo))
    return digests


def _extend_models(
    home: Path,
    folder: Path,
    todo: Mapping[str, Lesson],
    signals: Signals,
    embedder: Embedder,
    cache: VectorCache,
) -> dict[str, str] | None:
    """Teach the topics that changed, and that their asks are no other subject; None where that won't do."""
    previous = read_manifest(home)
    if previous is None or previous.embedding != embedder.identity or previous.signals != signals.digest:
        return None
    index = Index(home / previous.generation, previous, None)
    before = lessons(index.corpus, signals)
    changed = set(before["topics"].pairs).symmetric_difference(todo["topics"].pairs)
    topics = {label for _, label in changed} & {label for _, label in todo["topics"].pairs}
    if len(topics) > FEW:
        return None
    shutil.copytree(home / previous.generation / "models", folder / "models")
    labels = {"topics": topics, "intents": {label for _, label in todo["intents"].pairs} if topics else set()}
    fresh = {text for text, _ in changed}
    for name, anew in labels.items():
        lesson = todo[name]
        texts, known = zip(*lesson.pairs, strict=True)
        taught = Taught(texts, known, _known(cache, lesson.spoken))
        model = index.model(name).extended(taught, anew, fresh, balanced=lesson.balanced)
        model.save(folder / "models" / f"{name}.joblib")
    return dict(previous.lessons)


def _write_vectors(
    home: Path, generation: str, corpus: Corpus, cache: VectorCache, chroma: str | None, tell: Tell
) -> dict[str, int]:
    keys = {lang: dense_keys(corpus, lang) for lang in SPOKEN}
    client = connect(home / generation / "chroma", chroma)
    means: dict[str, Any] = {}
    for lang in SPOKEN:
        part = _known(cache, [key.text for key in keys[lang]])
        means[lang] = part.mean(axis=0)
        Dense(client, _collection(generation, lang), means[lang]).fill(
            [key.text for key in keys[lang]], [key.record for key in keys[lang]], part, tell
        )
    np.savez(home / generation / "means.npz", **means)
    return {lang: len(keys[lang]) for lang in SPOKEN}


def _known(cache: VectorCache, texts: Sequence[str]) -> Vectors:
    """Give vectors that were worked out before."""
    return cache.encode(texts, lambda _done, _total: None)


def _point(home: Path, generation: str) -> None:
    draft = home / "current.draft"
    draft.write_text(generation, encoding="utf-8")
    draft.replace(home / "current")


def _prune(home: Path, chroma: str | None) -> None:
    generations = sorted(path for path in home.iterdir() if path.is_dir())
    for old in generations[:-KEPT]:
        if chroma is not None:
            client = connect(old, chroma)
            names = {collection.name for collection in client.list_collections()}
            for name in names & {_collection(old.name, lang) for lang in SPOKEN}:
                client.delete_collection(name)
        shutil.rmtree(old, ignore_errors=True)


def _collection(generation: str, lang: Spoken) -> str:
    return f"ogoh-{generation}-{lang}"


def _libraries() -> str:
    """Name the versions that what is stored on disk depends on."""
    return " ".join(f"{name} {version(name)}" for name in ("scikit-learn", "bm25s", "chromadb"))
