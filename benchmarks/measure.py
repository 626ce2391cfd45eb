"""What all benchmarks share: the questions, quantiles, memory, and how calm the machine was."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from bot.answering.evaluation import Asked, read_questions
from bot.answering.question import PASSPORTS, Question

HERE: Final = Path(__file__).parent
QUESTIONS: Final = HERE / "questions" / "dev.jsonl"
RESULTS: Final = HERE / "results"
Result = dict[str, Any]


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody of progress."""


def dev_questions() -> list[Asked]:
    return read_questions(QUESTIONS)


def as_question(asked: Asked, before: Asked | None = None) -> Question:
    """Give what a door would hand to the pipeline."""
    passport = next((name for name in PASSPORTS if name == asked.passport), None)
    return Question(asked.text, passport=passport, previous=before.text if before else None)


def quantile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def memory_mb() -> tuple[float, float]:
    """Give this process's resident memory now and at its highest, in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    now, highest = (int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) / 1000 for name in ("VmRSS", "VmHWM"))
    return round(now, 1), round(highest, 1)


def machine() -> Result:
    """Tell how calm the machine is: one fixed piece of work, timed again and again.

    On a calm machine the slowest tenth takes hardly longer than the median.
    """
    times = []
    for _ in range(60):
        start = time.perf_counter()
        sum(i * i for i in range(200_000))
        times.append((time.perf_counter() - start) * 1000)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
        "fixed work, ms": round(median(times), 2),
        "slowest tenth by median": round(quantile(times, 0.9) / median(times), 2),
    }
