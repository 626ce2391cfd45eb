"""The index follows the records: built in the background, one build at a time, with its progress to be seen."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final, Literal

from bot.answering.live import refresh
from bot.answering.reload import Live
from bot.settings import Settings
from knowledge.corpus import CorpusFaultError, Fault
from knowledge.index import IndexBusyError

State = Literal["idle", "building", "done", "faults", "failed"]
PATIENCE: Final = 5.0
"""Seconds until the next try where another process is building."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far the build is."""

    state: State = "idle"
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    ready: bool = False
    """Whether the new records are found already, while the models still learn from them."""
    faults: tuple[Fault, ...] = ()
    """What is wrong in the records; the index in use stays as it was."""


class Builder:
    """Brings the index up to the records, and has it taken up here; other processes notice by themselves."""

    def __init__(self, settings: Settings, live: Live) -> None:
        self._settings = settings
        self._live = live
        self._lock = threading.Lock()
        self._again = False
        self._thread: threading.Thread | None = None
        self.progress = Progress()

    def start(self) -> None:
        """Begin a build; while one goes on, another follows it, for it may not have seen what is new."""
        with self._lock:
            if self._thread is not None:
                self._again = True
                return
            self.progress = Progress("building")
            self._thread = threading.Thread(target=self._work, name="index", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until no build goes on, at most so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while True:
            self._build()
            with self._lock:
                if not self._again:
                    self._thread = None
                    return
                self._again = False

    def _build(self) -> None:
        began, ready = time.monotonic(), False

        def tell(stage: str, done: int, total: int) -> None:
            self.progress = Progress("building", stage, done, total, time.monotonic() - began, ready)

        try:
            while True:
                try:
                    refresh(self._settings, tell, quick=True)
                    self._live.look()
                    ready = True
                    refresh(self._settings, tell)
                    break
                except IndexBusyError:
                    tell("another process is building", 0, 0)
                    time.sleep(PATIENCE)
            self._live.look()
        except CorpusFaultError as error:
            self.progress = Progress("faults", seconds=time.monotonic() - began, faults=tuple(error.faults))
        except Exception:
            log.exception("build-failed; the index in use stays")
            self.progress = Progress("failed", seconds=time.monotonic() - began)
        else:
            self.progress = Progress("done", seconds=time.monotonic() - began)
