"""The order of work: one person's letters one after another, different people's at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final

from bot.telegram.intake import Errand, Intake

ALBUM: Final = 0.7
"""Seconds without a further photo after which an album counts as complete."""

log = logging.getLogger(__name__)


class Lines:
    """A line of errands for each person; a line that is empty is gone."""

    def __init__(self, intake: Intake, work: Callable[[Errand], Awaitable[None]]) -> None:
        self._intake = intake
        self._work = work
        self._waiting: dict[str, deque[Errand]] = {}
        self._busy: set[asyncio.Task[None]] = set()
        self._closing = False

    async def run(self) -> None:
        """Take errands from the intake, for ever."""
        while True:
            errand = await self._intake.get()
            if isinstance(errand, Errand):
                self._join(errand)

    async def close(self, grace: float) -> None:
        """Let what is being answered come to its end; what waits stays in the inbox for the next start."""
        self._closing = True
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _join(self, errand: Errand) -> None:
        line = self._waiting.setdefault(errand.pseudonym, deque())
        line.append(errand)
        if len(line) == 1:
            task = asyncio.create_task(self._serve(errand.pseudonym, line))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def _serve(self, pseudonym: str, line: deque[Errand]) -> None:
        while line and not self._closing:
            errand = await _gathered(line)
            try:
                await self._work(errand)
            except Exception:
                # it stays in the inbox; the next start tries again
                log.exception("update-failed %d", errand.letter.update)
            for _ in (errand.letter, *errand.pages):
                line.popleft()
                self._intake.task_done()
        del self._waiting[pseudonym]


async def _gathered(line: deque[Errand]) -> Errand:
    """Give the first errand of a line; of an album, all photos at once, for they come one by one."""
    first = line[0]
    if first.letter.album is None:
        return first
    known = 0
    while known < len(line):
        known = len(line)
        await asyncio.sleep(ALBUM)
    pages = takewhile(lambda errand: errand.letter.album == first.letter.album, islice(line, 1, None))
    return replace(first, pages=tuple(errand.letter for errand in pages))
