"""Run all benchmarks, or those named: `python -m benchmarks [NAME ...] [--write]`; `record` and
`record_offers` only when named."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Final, NamedTuple

from benchmarks import (
    console,
    growth,
    index_time,
    journal,
    offer_check,
    record,
    redaction,
    renewal,
    robustness,
    throughput,
)
from benchmarks.measure import RESULTS, Result, quiet
from benchmarks.papers import reading
from bot.answering.live import ensure
from bot.settings import Settings


class Benchmark(NamedTuple):
    """What is measured, and the line that tells it."""

    run: Callable[[Settings], Result]
    line: Callable[[Result], str]


BENCHMARKS: Final = {
    "throughput": Benchmark(throughput.run, throughput.line),
    "robustness": Benchmark(robustness.run, robustness.line),
    "papers": Benchmark(reading.run, reading.line),
    "index_time": Benchmark(index_time.run, index_time.line),
    "growth": Benchmark(growth.run, growth.line),
    "offers": Benchmark(offer_check.run, offer_check.line),
    "redaction": Benchmark(redaction.run, redaction.line),
    "journal": Benchmark(journal.run, journal.line),
    "console": Benchmark(console.run, console.line),
    "renewal": Benchmark(renewal.run, renewal.line),
}
RECORD: Final = {
    "record": Benchmark(record.run, record.line),
    "record_offers": Benchmark(offer_check.record, record.line),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS | RECORD))
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/NAME.json")
    asked = parser.parse_args()
    if unknown := set(asked.names) - (BENCHMARKS | RECORD).keys():
        parser.error(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS | RECORD)}"
        )
    settings = Settings()
    ensure(settings, quiet)
    for name in asked.names or BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        benchmark = (BENCHMARKS | RECORD)[name]
        result = benchmark.run(settings)
        print(json.dumps({name: result}, ensure_ascii=False))
        print(benchmark.line(result), flush=True)
        if asked.write and name in BENCHMARKS:
            RESULTS.mkdir(exist_ok=True)
            content = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
            (RESULTS / f"{name}.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
