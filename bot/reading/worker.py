"""The process that opens what strangers send: limits from the kernel, no file it could write, gone after one paper.

Standard input brings, for each file, eight bytes of its length and its content; standard output gives one JSON object.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from bot.reading.words import Fault, Line, Reading, ReadingFaultError

if TYPE_CHECKING:
    from bot.reading.pages import Page

MEMORY: Final = 2 * 1024**3
"""Bytes of address space; Tesseract and an open photo take a quarter of it."""

SECONDS: Final = 60
"""Of one core; the reader's own limit comes earlier."""

NICE: Final = 5
"""How far it stands back behind those who answer questions."""

MOST_PAGES: Final = 5
"""Pages that are read, of one file or of several together."""


def main() -> None:
    """Read one paper from standard input."""
    _confine()
    files = list(_received(sys.stdin.buffer))
    try:
        told = read(files, int(sys.argv[1])).dump()
    except ReadingFaultError as error:
        told = {"fault": error.fault.value}
    except MemoryError:
        told = {"fault": Fault.PIXELS.value}
    sys.stdout.write(json.dumps(told))


def read(files: Sequence[bytes], threads: int) -> Reading:
    """Read the pages of `files`, `threads` at a time.

    Raises ReadingFaultError where one of them can't be opened.
    """
    from bot.reading.pages import pages  # noqa: PLC0415 - nothing of a stranger's is opened before the limits stand

    bundles = [pages(content) for content in files]
    first = islice((open_page for bundle in bundles for open_page in bundle), MOST_PAGES)
    with ThreadPoolExecutor(threads) as pool:
        found = tuple(pool.map(_lines, first))
    return Reading(found, max(0, sum(len(bundle) for bundle in bundles) - MOST_PAGES))


def _lines(open_page: Callable[[], Page]) -> tuple[Line, ...]:
    from bot.reading import light, ocr  # noqa: PLC0415

    page = open_page()
    return page if isinstance(page, tuple) else ocr.read(light.ready(page))


def _received(source: BinaryIO) -> list[bytes]:
    files = []
    while head := source.read(8):
        files.append(source.read(struct.unpack("<Q", head)[0]))
    return files


def _confine() -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
