"""The full build in a process of its own: it stands back behind those who answer, and can be stopped at any moment."""

from __future__ import annotations

import logging
import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, Literal

from bot.answering.live import refresh
from bot.settings import Settings
from knowledge.corpus import CorpusFaultError, Fault
from knowledge.dense import Tell
from knowledge.manifest import IndexBusyError
from knowledge.signals import Signals

BEHIND: Final = 10
"""How far it stands back: a tenth of a processor that others want, the whole of one that nobody does."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a build ended."""

    state: Literal["done", "busy", "faults", "failed"]
    faults: tuple[Fault, ...] = ()


class Learner:
    """One full build, begun at once."""

    def __init__(self, settings: Settings) -> None:
        context = multiprocessing.get_context("spawn")
        self._heard, told = context.Pipe(duplex=False)
        # What the models learn besides the records is read here, so that both builds learn from the same.
        given = (settings, Signals.read(), told)
        self._process = context.Process(target=_learn, args=given, name="index", daemon=True)
        self._process.start()
        told.close()

    def follow(self, tell: Tell) -> Outcome:
        """Wait for the end, and pass the progress on; a build that was stopped has failed."""
        outcome = Outcome("failed")
        try:
            while True:
                heard = self._heard.recv()
                if isinstance(heard, Outcome):
                    outcome = heard
                else:
                    tell(*heard)
        except EOFError:
            self._process.join()
        return outcome

    def stop(self) -> None:
        """End the build; the index in use stays, and the next build clears away what was begun."""
        self._process.terminate()


def _learn(settings: Settings, signals: Signals, told: Connection) -> None:
    os.nice(BEHIND)
    try:
        refresh(settings, lambda *progress: told.send(progress), signals=signals)
    except CorpusFaultError as error:
        told.send(Outcome("faults", tuple(error.faults)))
    except IndexBusyError:
        told.send(Outcome("busy"))
    except Exception:
        log.exception("build-failed; the index in use stays")
        told.send(Outcome("failed"))
    else:
        told.send(Outcome("done"))
