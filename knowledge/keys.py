"""Under what a record is found: the lines that lexical and dense search compare with a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from knowledge.corpus import Corpus
from knowledge.embedding import Phrase
from knowledge.schema import Answer, Guidance, Record, Sign
from knowledge.script import WrittenLang

Spoken = Literal["uz", "ru", "tg"]
SPOKEN: Final[tuple[Spoken, ...]] = get_args(Spoken)
EMBEDDED_ASKS: Final = 4
EMBEDDED_LETTERS: Final = 240
"""What of a record becomes vectors: the build's time goes with it."""


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
            keys += [Key(ask, record.id) for ask in record.asks.of(lang)[:EMBEDDED_ASKS]]
        else:
            keys.append(Key(record.summary.of(lang)[:EMBEDDED_LETTERS], record.id))
    return list(dict.fromkeys(keys))


def phrases(keys: list[Key], lang: Spoken) -> list[Phrase]:
    """Give the keys of `lang` as the embedding model takes them."""
    return [(key.text, lang) for key in keys]


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
