"""Thirty answers a second, sustained: an open-loop load on one fresh process.

Questions come by the clock, whether or not earlier ones are answered, as they come from people; the time of an
answer counts from when its question was due, waiting included. Answers are made in a thread pool, as the bot
makes them. The process starts anew, so that its memory is its own and its start is timed. Afterwards the same
questions are asked as fast as they are answered, which tells how much there is to spare.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks.measure import Result, as_question, dev_questions, machine, memory_mb, quantile
from bot.answering.live import LivePipeline
from bot.settings import ROOT, Settings

RATE: Final = 30.0
SECONDS: Final = 60.0
UNPACED: Final = 524
"""Answers by which the highest rate is measured: each dev question once."""

WORKERS: Final = 6
"""What asyncio.to_thread has on two cores: the cores and four more."""


def run(settings: Settings) -> Result:
    """Start a process, wait until it is ready, and load it."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.throughput",
        str(settings.data.resolve()),
        str(settings.threads),
    ]
    started = time.time()
    output = subprocess.run(
        [*command, str(started)], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout
    result: Result = json.loads(output.splitlines()[-1])
    return result


def line(result: Result) -> str:
    return (
        f"{result['answers']} answers at {result['rate']:.0f} a second: p50 {result['p50']:.0f} ms, "
        f"p95 {result['p95']:.0f} ms, p99 {result['p99']:.0f} ms; {result['memory at most, MB']:.0f} MB; "
        f"ready after {result['ready, s']:.1f} s; processor {result['processor ms an answer']:.1f} ms an answer; "
        f"at most {result['at most a second']:.0f} a second"
    )


def load(
    jobs: Sequence[Callable[[], object]],
    rate: float,
    workers: int,
    clock: Callable[[], float] = time.monotonic,
) -> list[float]:
    """Start `rate` jobs a second whatever happens, and give for each the seconds from its due time to its end."""

    def timed(job: Callable[[], object], due: float) -> float:
        job()
        return clock() - due

    begin = clock()
    with ThreadPoolExecutor(workers) as pool:
        waiting = []
        for number, job in enumerate(jobs):
            due = begin + number / rate
            time.sleep(max(0.0, due - clock()))
            waiting.append(pool.submit(timed, job, due))
        return [one.result() for one in waiting]


def highest_rate(jobs: Sequence[Callable[[], object]], workers: int) -> float:
    """Start each job as soon as a worker is free, and give how many ended a second."""
    begin = time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        for waiting in [pool.submit(job) for job in jobs]:
            waiting.result()
    return len(jobs) / (time.monotonic() - begin)


def serve(settings: Settings, started: float) -> Result:
    """Be the process that is measured."""
    pipeline = LivePipeline(settings)()
    pipeline.warm()
    ready = time.time() - started
    questions = [as_question(asked) for asked in dev_questions()]
    before = machine()
    due = islice(cycle(questions), int(RATE * SECONDS))
    jobs = [partial(pipeline.answer, question) for question in due]
    busy = time.process_time()
    times = [1000 * seconds for seconds in load(jobs, RATE, WORKERS)]
    busy = time.process_time() - busy
    at_most = highest_rate(jobs[:UNPACED], WORKERS)
    now, highest = memory_mb()
    return {
        "answers": len(times),
        "rate": RATE,
        "threads": settings.threads,
        "p50": round(quantile(times, 0.5), 1),
        "p95": round(quantile(times, 0.95), 1),
        "p99": round(quantile(times, 0.99), 1),
        "processor ms an answer": round(1000 * busy / len(times), 1),
        "at most a second": round(at_most, 1),
        "memory, MB": now,
        "memory at most, MB": highest,
        "ready, s": round(ready, 1),
        "machine before": before,
        "machine after": machine(),
    }


if __name__ == "__main__":
    data, threads, when = sys.argv[1:]
    print(json.dumps(serve(Settings(data=Path(data), threads=int(threads)), float(when))))
