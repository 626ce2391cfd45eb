"""How long the index takes: all of it, and one changed record."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.measure import Result, machine, quiet
from bot.answering.live import embedder
from bot.settings import Settings
from knowledge.build import build
from knowledge.corpus import RECORDS, Corpus, read
from knowledge.schema import Answer
from knowledge.signals import Signals

CHANGES: Final = 3


def run(settings: Settings) -> Result:
    """Build in a temporary folder: once from nothing, then with one record changed, again and again."""
    corpus, signals, model = read(settings.records or RECORDS), Signals.read(), embedder(settings)
    model.encode(["the model is loaded beforehand"])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "index"

        def built(records: Corpus) -> float:
            start = time.perf_counter()
            build(home, records, signals, model, None, quiet)
            return time.perf_counter() - start

        whole = built(corpus)
        changed = [built(with_change(corpus, number)) for number in range(CHANGES)]
    return {
        "records": len(corpus),
        "whole, s": round(whole, 1),
        "one changed record, s": round(median(changed), 1),
        "changed by whole": round(median(changed) / whole, 3),
        "machine": machine(),
    }


def line(result: Result) -> str:
    return (
        f"Index of {result['records']} records: {result['whole, s']:.0f} s; "
        f"after one changed record {result['one changed record, s']:.1f} s"
    )


def with_change(corpus: Corpus, number: int) -> Corpus:
    """Give `corpus` with one more ask in one answer."""
    record = next(record for record in corpus if isinstance(record, Answer))
    asks = record.asks.model_copy(update={"ru": [*record.asks.ru, f"вопрос номер {number}, новый"]})
    changed = record.model_copy(update={"asks": asks})
    return dataclasses.replace(corpus, records={**corpus.records, record.id: changed})
