"""Lessons learned side by side: one model takes one core, and the largest takes as long as all others together."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final

from knowledge.encoders import Vectors
from knowledge.lessons import Lesson

Study = tuple[Lesson, Vectors | None]
"""A lesson, and the vectors of its phrases where it has any."""

AT_ONCE: Final = 2
"""Processes that learn at the same time: each holds all examples of its lesson several times over."""

ROOM: Final = 4 << 30
"""Bytes of memory that a machine should have for it."""

MANY: Final = 20_000
"""Examples, of all lessons together, from which processes pay: they take two seconds to start."""


def study(todo: Mapping[Path, Study]) -> Iterator[int]:
    """Learn every lesson and save each model in its file; after each, give how many are done.

    What is learned is the same whether it is learned side by side or not.
    """
    left = dict(todo)
    if _pays(todo):
        try:
            for file in _side_by_side(todo):
                del left[file]
                yield len(todo) - len(left)
        except BrokenProcessPool:
            pass  # mostly for lack of memory, of which one at a time takes less
    for done, (file, one) in enumerate(left.items(), len(todo) - len(left) + 1):
        _learn(file, *one)
        yield done


def _pays(todo: Mapping[Path, Study]) -> bool:
    """Whether processes are worth it, and this one may have some: one that stands back behind a bot may not."""
    has_room = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >= ROOM
    examples = sum(len(lesson.pairs) for lesson, _ in todo.values())
    may = not multiprocessing.current_process().daemon
    return may and has_room and examples >= MANY and (os.cpu_count() or 1) >= AT_ONCE


def _side_by_side(todo: Mapping[Path, Study]) -> Iterator[Path]:
    """Learn, the longest first, and give the file of each model that is there.

    Raises BrokenProcessPool where a process was ended from outside.
    """
    # A fork of a process with threads, as embedding has them, may wait for ever for what one of these held.
    context = multiprocessing.get_context("spawn")
    # Who interrupts the build doesn't want to wait until a lesson is learned.
    interrupted = (signal.SIGINT, signal.SIG_DFL)
    with ProcessPoolExecutor(AT_ONCE, context, signal.signal, interrupted) as pool:
        runs = {
            pool.submit(_learn, file, *todo[file]): file
            for file in sorted(todo, key=lambda file: _length(todo[file][0]), reverse=True)
        }
        for run in as_completed(runs):
            run.result()
            yield runs[run]


def _length(lesson: Lesson) -> int:
    """Give about how long a lesson takes: each label is learned from all examples."""
    return len(lesson.pairs) * len({label for _, label in lesson.pairs})


def _learn(file: Path, lesson: Lesson, vectors: Vectors | None) -> None:
    lesson.learn(vectors).save(file)
