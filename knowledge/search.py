"""Finding the right records: the topic model, the words and the meaning of a sentence, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from knowledge.corpus import holds_for, topic_of
from knowledge.embedding import Embedder, spoken
from knowledge.encoders import Vectors
from knowledge.index import Index
from knowledge.keys import Spoken, base
from knowledge.learned import Scores
from knowledge.schema import Kind, Record
from knowledge.script import WrittenLang

TOPIC: Final = 1.0
LEXICAL: Final = 0.7
DENSE: Final = 0.5
"""Weights of the three voices; `docs/quality.md` tells how they were found."""

UNASKED: Final = -1.0
"""The topic margin of records without asks of their own (cases, statutes, reports, contacts)."""

TOPICAL: Final = 2.0
"""How much more the topic model's view counts for likeness than the sentence vector's: measured in docs/curation.md."""

CLAIMS: Final = ("russian-passport", "gave-up-citizenship", "dual-citizenship")
"""Topics on what a state makes of those of its people who became citizens of Russia."""

NEAREST: Final = 150
"""Vectors fetched for one search: enough for some thirty records with a handful of keys each."""

SAID: Final = 0.3
"""How well a record must fit what was asked before to count as said already."""

STALE: Final = 0.6
"""What each point above that takes from it, where somebody goes on."""


@dataclass(frozen=True)
class Hit:
    """A record found, with the score of each voice."""

    record: Record
    score: float
    topic: float
    lexical: float
    dense: float


@dataclass(frozen=True)
class Before:
    """What was asked before, and what it counts beside the new words: as much as they where `weight` is 1."""

    text: str
    weight: float
    together: Vectors
    """The vector of both in one."""


@dataclass(frozen=True)
class Found:
    """What a search brought."""

    hits: tuple[Hit, ...]
    national: float = 0.0
    """Where no passport was named: how much better a record is that holds for some passports only."""
    beyond: Hit | None = None
    """That record, where there is one."""


class Searcher:
    """Searches one index; made once, used by many threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.corpus = index.corpus
        self._embedder = embedder
        self._records = list(index.corpus)
        numbers = {record.id: number for number, record in enumerate(self._records)}
        self._numbers = numbers
        self._topics = index.model("topics")
        self._topic_of = self._topic_numbers()
        self._lexicons = {
            lang: (lexicon, np.array([numbers[name] for name in names], dtype=np.intp))
            for lang, (lexicon, names) in index.lexicons.items()
        }
        self._dense = index.dense

    def search(  # noqa: PLR0913 - each narrows the search in a way of its own
        self,
        text: str,
        written: WrittenLang,
        passport: str | None,
        *,
        kinds: frozenset[Kind] | None = None,
        limit: int = 10,
        vector: Vectors | None = None,
        before: Before | None = None,
        origin: str | None = None,
    ) -> Found:
        """Find the records that bear on `text`, best first.

        Only records that hold for `passport` come back (for all passports where it is None), and only of
        `kinds` where these are given; of the country of `origin` those that tell what another passport changes.
        The `vector` of the text is worked out where it is not given. Where `text` goes on with what was asked
        `before`, it is read alone and together with that.
        """
        voices = self._voices(text, written, vector)
        if before is not None:
            voices = self._going_on(voices, text, before, written)
        score = voices[0]
        hits: list[Hit] = []
        order = np.argsort(-score, kind="stable")
        for number in order:
            record = self._records[number]
            claimed = origin is not None and topic_of(record) in CLAIMS and holds_for(record, origin)
            if not (holds_for(record, passport) or claimed) or (kinds and record.kind not in kinds):
                continue
            hits.append(Hit(record, *map(float, voices[:, number])))
            if len(hits) == limit:
                break
        best = Hit(self._records[order[0]], *map(float, voices[:, order[0]]))
        if passport is not None or not hits or best.record is hits[0].record:
            return Found(tuple(hits))
        return Found(tuple(hits), best.score - hits[0].score, best)

    def _voices(self, text: str, written: WrittenLang, vector: Vectors | None = None) -> Scores:
        """Give the score of every record, and of its three voices: an array of shape (4, records)."""
        lang = base(written)
        if vector is None:
            vector = self.vector(text, written)
        topic, lexical, dense = (
            self._by_topic(text, vector),
            self._by_words(text, lang),
            self._by_meaning(vector, lang),
        )
        strongest = max(float(lexical.max()), 1e-9)
        return np.stack(
            [TOPIC * topic + LEXICAL * lexical / strongest + DENSE * dense, topic, lexical, dense]
        )

    def _going_on(self, alone: Scores, text: str, before: Before, written: WrittenLang) -> Scores:
        """Weigh how records fit the new words, and those together with the old; what fits the old alone was said."""
        together = self._voices(f"{before.text} {text}", written, before.together)
        said = np.maximum(self._voices(before.text, written)[0] - SAID, 0)
        voices = (alone + before.weight * together) / (1 + before.weight)
        voices[0] -= STALE * before.weight * said / (1 + before.weight)
        return voices.astype(np.float32)

    def vector(self, text: str, written: WrittenLang) -> Vectors:
        """Give the vector of `text`, the dearest part of an answer: it is worked out once."""
        return self._embedder.encode([spoken(text, written)]).reshape(-1)

    def likeness(self, texts: Sequence[tuple[str, WrittenLang]]) -> Vectors:
        """Give one unit vector a text, of shape (texts, dimensions): cosines tell how alike they are, across languages.

        Each is the sentence vector, without what its language's sentences have in common, beside what the topic model
        makes of the text.
        """
        vectors = self._embedder.encode([spoken(text, written) for text, written in texts])
        rows = list(zip(vectors, texts, strict=True))
        meaning = [self._dense[base(lang)].centred(row[np.newaxis])[0] for row, (_, lang) in rows]
        margins = np.stack([self._topics.margins(text, row) for row, (text, _) in rows])
        return _unit(np.hstack([meaning, TOPICAL * _unit(margins - margins.mean(axis=1, keepdims=True))]))

    def _topic_numbers(self) -> npt.NDArray[np.intp]:
        labels = {label: number for number, label in enumerate(self._topics.labels)}
        return np.array([labels.get(topic_of(record), -1) for record in self._records])

    def _by_topic(self, text: str, vector: Vectors) -> Scores:
        margins = self._topics.margins(text, vector)
        return np.where(self._topic_of >= 0, margins[self._topic_of], UNASKED).astype(np.float32)

    def _by_words(self, text: str, lang: Spoken) -> Scores:
        lexicon, owners = self._lexicons[lang]
        best = np.zeros(len(self._records), dtype=np.float32)
        np.maximum.at(best, owners, lexicon.scores(text))
        return best

    def _by_meaning(self, vector: Vectors, lang: Spoken) -> Scores:
        best = np.zeros(len(self._records), dtype=np.float32)
        for name, cosine in self._dense[lang].nearest(vector, NEAREST):
            number = self._numbers[name]
            best[number] = max(best[number], cosine)
        return best


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )
