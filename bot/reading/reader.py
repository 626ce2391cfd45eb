"""The reader: papers one at a time, each in a process that ends within the time limit."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from bot.reading.ocr import missing_languages, program
from bot.reading.words import Fault, Reading, ReadingFaultError
from bot.settings import ROOT

MOST_BYTES: Final = 20 * 1024 * 1024
"""What Telegram lets a bot download; for all files of one paper together."""

LIMIT: Final = 20.0
"""Seconds for one paper; the usual one takes two to four on two cores."""

PATIENCE: Final = 60.0
"""Seconds that a paper waits for those before it."""

HINT: Final = (
    "papers by photo can't be read here: install Tesseract with its languages, on Debian: "
    "sudo apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-uzb tesseract-ocr-uzb-cyrl "
    "tesseract-ocr-tgk"
)


ENVIRONMENT: Final = {"PYTHONPATH": str(ROOT), "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""All that the process sees of the environment: no token, no key; one thread a page."""


class PaperReader:
    """Reads papers; safe to be called from any thread."""

    def __init__(self, threads: int = 2, limit: float = LIMIT, patience: float = PATIENCE) -> None:
        self._threads = threads
        self._limit = limit
        self._patience = patience
        self._turn = Lock()

    def lacks(self) -> str | None:
        """Tell an operator what to install, where something is missing."""
        return HINT if missing_languages() else None

    def read(self, files: Sequence[bytes]) -> Reading:
        """Read the pages of a paper, sent as one file or several.

        Raises ReadingFaultError where it can't be read; `Fault` names the reasons.
        """
        tesseract = program()
        if tesseract is None:
            raise ReadingFaultError(Fault.MISSING)
        if not any(files):
            raise ReadingFaultError(Fault.EMPTY)
        if sum(map(len, files)) > MOST_BYTES:
            raise ReadingFaultError(Fault.LARGE)
        if not self._turn.acquire(timeout=self._patience):
            raise ReadingFaultError(Fault.BUSY)
        try:
            reading = self._ask(files, Path(tesseract).parent)
        finally:
            self._turn.release()
        if not reading.is_legible:
            raise ReadingFaultError(Fault.ILLEGIBLE)
        return reading

    def _ask(self, files: Sequence[bytes], programs: Path) -> Reading:
        """Let a process of its own read; it and all that it started is gone afterwards."""
        given = b"".join(struct.pack("<Q", len(content)) + content for content in files)
        command = (sys.executable, "-B", "-m", "bot.reading.worker", str(self._threads))
        with subprocess.Popen(  # noqa: S603 - our own module
            command,
            cwd=ROOT,
            env={**ENVIRONMENT, "PATH": str(programs)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                told, _ = process.communicate(given, timeout=self._limit)
            except subprocess.TimeoutExpired:
                raise ReadingFaultError(Fault.SLOW) from None
            finally:
                _end(process)
        return _understood(told)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _understood(told: bytes) -> Reading:
    """Read the worker's answer; one that died over a paper was given a broken one."""
    try:
        found = json.loads(told)
    except ValueError:
        raise ReadingFaultError(Fault.BROKEN) from None
    if "fault" in found:
        raise ReadingFaultError(Fault(found["fault"]))
    return Reading.parse(found)
