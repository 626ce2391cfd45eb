"""The index follows the records: built in the background, one build at a time, with its progress to be seen.

First a provisional one, in seconds; then the full one, in a process that stands back. What is approved in the meantime
doesn't wait for it: the full build is given up, and begun again after the next provisional one.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final, Literal

from bot.answering.live import refresh
from bot.answering.reload import Live
from bot.curation.learning import Learner, Outcome
from bot.settings import Settings
from knowledge.corpus import CorpusFaultError, Fault
from knowledge.dense import Tell
from knowledge.manifest import IndexBusyError

State = Literal["idle", "building", "done", "busy", "faults", "failed"]
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
        self._learner: Learner | None = None
        self.progress = Progress()

    def start(self) -> None:
        """Begin a build; while one goes on, another follows it, for it may not have seen what is new.

        Of a build that goes on only the provisional part is brought to its end.
        """
        with self._lock:
            if self._thread is not None:
                self._again = True
                if self._learner is not None:
                    self._learner.stop()
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

        outcome = Outcome("busy")
        try:
            while outcome.state == "busy":
                try:
                    refresh(self._settings, tell, quick=True)
                    self._live.look()
                    ready = True
                    outcome = self._learn(tell)
                except IndexBusyError:
                    pass
                if outcome.state == "busy":
                    tell("another process is building", 0, 0)
                    time.sleep(PATIENCE)
            self._live.look()
        except CorpusFaultError as error:
            outcome = Outcome("faults", tuple(error.faults))
        except Exception:
            log.exception("build-failed; the index in use stays")
            outcome = Outcome("failed")
        self.progress = Progress(
            outcome.state, seconds=time.monotonic() - began, ready=ready, faults=outcome.faults
        )

    def _learn(self, tell: Tell) -> Outcome:
        """Build in full, unless another build is wanted first."""
        with self._lock:
            if self._again:
                return Outcome("done")
            self._learner = Learner(self._settings)
        try:
            return self._learner.follow(tell)
        finally:
            with self._lock:
                self._learner = None
