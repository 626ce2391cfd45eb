"""An open-loop load comes by the clock, and waiting counts."""

from __future__ import annotations

import time

from benchmarks.measure import memory_mb, quantile
from benchmarks.throughput import highest_rate, load


def test_waiting_for_others_counts_as_time() -> None:
    times = load([lambda: time.sleep(0.05)] * 6, rate=100, workers=1)
    assert len(times) == 6
    assert times[-1] > 0.2
    assert times == sorted(times)


def test_a_load_within_bounds_is_met_without_waiting() -> None:
    start = time.monotonic()
    times = load([lambda: None] * 10, rate=50, workers=2)
    assert time.monotonic() - start >= 0.18
    assert quantile(times, 0.5) < 0.05


def test_quantiles_are_of_what_was_measured() -> None:
    assert quantile(range(100), 0.95) == 95
    assert quantile([3.0], 0.99) == 3.0


def test_memory_is_that_of_this_process() -> None:
    now, highest = memory_mb()
    assert 10 < now <= highest


def test_the_highest_rate_grows_with_the_workers() -> None:
    jobs = [lambda: time.sleep(0.02)] * 12
    assert highest_rate(jobs, workers=1) < 50
    assert highest_rate(jobs, workers=4) > 60
