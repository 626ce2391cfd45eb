"""Ten thousand more records: how much slower an answer gets.

The records are made up, seeded: sentences of the real ones, shuffled. A tenth are answers with asks of their
own, four national variants to a topic. To save half an hour, the sentence vector of a made-up text is that of
a real key, moved a little at random; the questions are embedded as ever, and all else is built and searched
as it would be with real texts.
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks.measure import Result, as_question, dev_questions, machine, memory_mb, quantile, quiet
from bot.answering.live import embedder, home, refresh
from bot.answering.pipeline import Pipeline
from bot.settings import Settings
from knowledge.build import build
from knowledge.corpus import RECORDS, Corpus, read
from knowledge.embedding import Embedder, VectorCache
from knowledge.encoders import Vectors
from knowledge.index import Index
from knowledge.keys import SPOKEN, dense_keys, phrases
from knowledge.schema import LANGS, RECORD, TITLE_LIMIT, Answer, Guidance, Lang, Record, Sign
from knowledge.script import CYRILLIC
from knowledge.signals import Signals

MORE: Final = 10_000
ASKED: Final = 10
"""One record of so many is an answer with asks."""

VARIANTS: Final = ("UZ", "TJ", "KG", "KZ")
ASKS: Final = 6
ROUNDS: Final = 3
SEED: Final = 20261124
NUDGE: Final = 0.3
"""The length of the random move of a made-up text's vector; real vectors have length 1."""

LEAST: Final = 20
"""Characters of the shortest sentence that is used."""

Lines = Mapping[str, list[str]]
"""Lines of text by language."""

_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")


def run(settings: Settings) -> Result:
    """Build an index with the made-up records in a temporary folder, and time both in turns."""
    refresh(settings, quiet)
    with tempfile.TemporaryDirectory() as folder:
        grown = Path(folder) / "index"
        built = _build(settings, grown)
        model = embedder(settings)
        before = Pipeline(Index.open(home(settings), settings.chroma), model)
        small = memory_mb()[0]
        after = Pipeline(Index.open(grown), model)
        large = memory_mb()[0]
        rounds = [(_p95(before), _p95(after)) for _ in range(ROUNDS)]
    first, second = (median(times) for times in zip(*rounds, strict=True))
    return {
        "records before": len(before.corpus),
        "records after": len(after.corpus),
        "build, s": round(built, 1),
        "p95 before, ms": round(first, 1),
        "p95 after, ms": round(second, 1),
        "p95 after by before": round(median(after / before for before, after in rounds), 2),
        "rounds": [[round(time, 1) for time in pair] for pair in rounds],
        "memory the larger index adds, MB": round(large - small, 1),
        "machine": machine(),
    }


def line(result: Result) -> str:
    return (
        f"p95 {result['p95 before, ms']:.0f} ms with {result['records before']} records, "
        f"{result['p95 after, ms']:.0f} ms with {result['records after']}: "
        f"{result['p95 after by before']:.2f} times; built in {result['build, s']:.0f} s"
    )


class Shortcut(Embedder):
    """Gives real keys' vectors, moved a little, instead of working out those of made-up texts."""

    def __init__(self, like: Embedder, known: Vectors) -> None:
        super().__init__(like.model, like.cache, like.threads)
        self._known = known
        self._chance = np.random.default_rng(SEED)

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:  # noqa: ARG002
        rows = self._known[self._chance.integers(len(self._known), size=len(texts))]
        moves = self._chance.normal(size=rows.shape)
        moved = rows + NUDGE * moves / np.linalg.norm(moves, axis=1, keepdims=True)
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def made_up(corpus: Corpus, count: int, seed: int = SEED) -> Corpus:
    """Give `corpus` with `count` more records, made of its own sentences; the same seed gives the same."""
    chance = random.Random(seed)
    sentences: Lines = {lang: _sentences(corpus, lang) for lang in LANGS}
    asks: Lines = {lang: [ask for r in corpus for ask in _asks(r, lang)] for lang in SPOKEN}
    more = {}
    for number in range(count):
        content = (
            _answer(number // ASKED, sentences, asks, chance)
            if number % ASKED == 0
            else _report(number, sentences, chance)
        )
        record = RECORD.validate_python(content)
        more[record.id] = record
    return Corpus({**corpus.records, **more}, corpus.more_asks)


def _asks(record: Record, lang: Lang) -> list[str]:
    return record.asks.of(lang) if isinstance(record, Answer | Guidance | Sign) else []


def _sentences(corpus: Corpus, lang: Lang) -> list[str]:
    """Give the sentences in `lang` that are whole prose: a phone or a name alone makes no Russian text."""
    parts = [part for record in corpus for part in _SENTENCE.split(record.summary.of(lang))]
    prose = [part for part in parts if len(part) >= LEAST]
    if lang in {"ru", "tg"}:
        return [
            part for part in prose if 2 * len(CYRILLIC.findall(part[:TITLE_LIMIT])) >= len(part[:TITLE_LIMIT])
        ]
    return prose


def _report(number: int, sentences: Lines, chance: random.Random) -> dict[str, object]:
    return {
        **_base(f"made-up-report-{number}", sentences, chance),
        "kind": "report",
        "countries": ["UZ"],
        "date": "2026-01-01",
    }


def _answer(number: int, sentences: Lines, asks: Lines, chance: random.Random) -> dict[str, object]:
    """Make one national variant; its asks are two halves of real ones, each."""
    topic, variant = divmod(number, len(VARIANTS))
    name = f"made-up-answer-{number}"
    return {
        **_base(name, sentences, chance),
        "kind": "answer",
        "topic": f"made-up-topic-{topic}",
        "citizens_of": [VARIANTS[variant]],
        "urgency": "plan",
        "says": [{**_text(sentences, chance, 2), "cites": [name]}],
        "asks": {lang: [_ask(asks[lang], chance) for _ in range(ASKS)] for lang in SPOKEN},
    }


def _base(name: str, sentences: Lines, chance: random.Random) -> dict[str, object]:
    source = {"url": "https://example.org/", "publisher": "nobody", "lang": "en", "published": None}
    title = {lang: text[:TITLE_LIMIT] for lang, text in _text(sentences, chance, 1).items()}
    return {
        "id": name,
        "title": title,
        "summary": _text(sentences, chance, 3),
        "sources": [source],
        "checked": "2026-01-01",
    }


def _text(sentences: Lines, chance: random.Random, count: int) -> dict[str, str]:
    return {lang: " ".join(chance.choices(lines, k=count)) for lang, lines in sentences.items()}


def _ask(asks: Sequence[str], chance: random.Random) -> str:
    first, second = (chance.choice(asks).split() for _ in range(2))
    return " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])


def _build(settings: Settings, grown: Path) -> float:
    """Build the larger index; the vectors of the real keys are taken from the one in use."""
    corpus = read(settings.records or RECORDS)
    grown.mkdir()
    shutil.copy(home(settings) / "vectors.npz", grown / "vectors.npz")
    real = embedder(settings)
    keys = [phrase for lang in SPOKEN for phrase in phrases(dense_keys(corpus, lang), lang)]
    known = VectorCache(grown / "vectors.npz", real).encode(keys)
    start = time.perf_counter()
    build(grown, made_up(corpus, MORE), Signals.read(), Shortcut(real, known), None, quiet)
    return time.perf_counter() - start


def _p95(pipeline: Pipeline) -> float:
    return quantile(list(_times(pipeline)), 0.95)


def _times(pipeline: Pipeline) -> Iterator[float]:
    pipeline.warm()
    for asked in dev_questions():
        start = time.perf_counter()
        pipeline.answer(as_question(asked))
        yield 1000 * (time.perf_counter() - start)
