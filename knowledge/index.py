"""The index: all that search needs, one generation of it, opened for reading.

    HOME/current              names the generation in use
    HOME/<generation>/        manifest.json, corpus.json, lexical/, models/, means.npz, chroma/
    HOME/vectors.npz          sentence vectors by the hash of their text

`knowledge/build.py` makes generations, `knowledge/renewal.py` makes one of the one before in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import TypeAdapter

from knowledge.corpus import Corpus
from knowledge.dense import Dense, connect
from knowledge.keys import SPOKEN, Spoken, lexical_keys
from knowledge.learned import Learned
from knowledge.lexical import Lexicon
from knowledge.manifest import Manifest, read_manifest
from knowledge.schema import Record

_RECORDS: Final = TypeAdapter(list[Record])


class IndexMissingError(Exception):
    """No usable index is there; `ogoh index` makes one."""


class Index:
    """One generation, opened for reading."""

    def __init__(self, folder: Path, manifest: Manifest, chroma: str | None) -> None:
        self.manifest = manifest
        self._folder = folder
        self._chroma = chroma
        self.models: dict[str, Learned] = {}
        """Those that were loaded."""
        content = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
        records = _RECORDS.validate_python(content["records"])
        self.corpus = Corpus({record.id: record for record in records}, content["asks"])

    @classmethod
    def open(cls, home: Path, chroma: str | None = None, *, after: Index | None = None) -> Index:
        """Open the generation in use; models that are the same as in `after`, opened before, aren't loaded again.

        Raises IndexMissingError where there is none, or it is of another format.
        """
        manifest = read_manifest(home)
        if manifest is None:
            raise IndexMissingError(f"no index in {home}; build it with `ogoh index`")
        index = cls(home / manifest.generation, manifest, chroma)
        if after is not None and after.manifest.embedding == manifest.embedding:
            same = manifest.lessons.items() & after.manifest.lessons.items()
            index.models |= {name: after.models[name] for name, _ in same if name in after.models}
        return index

    def model(self, name: str) -> Learned:
        """Give a model; it is loaded once."""
        if name not in self.models:
            self.models[name] = Learned.load(model_file(self._folder, name))
        return self.models[name]

    @cached_property
    def lexicons(self) -> Mapping[Spoken, tuple[Lexicon, Sequence[str]]]:
        """Give for each language its lexicon, and the record of each of the lexicon's keys."""
        return {
            lang: (
                Lexicon.load(lexicon_folder(self._folder, lang)),
                [key.record for key in lexical_keys(self.corpus, lang)],
            )
            for lang in SPOKEN
        }

    @cached_property
    def dense(self) -> Mapping[Spoken, Dense]:
        client = connect(chroma_folder(self._folder), self._chroma)
        means = read_means(self._folder)
        return {
            lang: Dense(client, collection(self.manifest.generation, lang), means[lang]) for lang in SPOKEN
        }


def write_corpus(folder: Path, corpus: Corpus) -> None:
    """Write the records and asks into a generation."""
    records = [record.model_dump(mode="json", by_alias=True, exclude_defaults=True) for record in corpus]
    content = {"records": records, "asks": corpus.more_asks}
    (folder / "corpus.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def write_means(folder: Path, means: Mapping[Spoken, np.ndarray]) -> None:
    """Write what all sentence vectors of each language have in common into a generation."""
    named: dict[str, Any] = {str(lang): mean for lang, mean in means.items()}
    np.savez(means_file(folder), **named)


def read_means(folder: Path) -> dict[Spoken, np.ndarray]:
    with np.load(means_file(folder)) as means:
        return {lang: means[lang] for lang in SPOKEN}


def means_file(folder: Path) -> Path:
    return folder / "means.npz"


def model_file(folder: Path, name: str) -> Path:
    return folder / "models" / f"{name}.pickle"


def lexicon_folder(folder: Path, lang: Spoken) -> Path:
    return folder / "lexical" / lang


def chroma_folder(folder: Path) -> Path:
    return folder / "chroma"


def collection(generation: str, lang: Spoken) -> str:
    """Name the collection of a language's vectors: a Chroma server holds those of several generations."""
    return f"ogoh-{generation}-{lang}"
