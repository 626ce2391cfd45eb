"""The index in use: a new one is taken up while the bot runs, a broken one never."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Protocol

from bot.answering.pipeline import Pipeline

EVERY: Final = 1.0
"""Seconds between two looks at the index; a look reads twenty bytes."""

log = logging.getLogger(__name__)


class Live(Protocol):
    """Gives the present pipeline; `look` exchanges it when a newer index stands on disk."""

    def __call__(self) -> Pipeline: ...

    def look(self) -> bool: ...


async def watch(live: Live, every: float = EVERY) -> None:
    """Look for a newer index, for ever."""
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(live.look)
        except Exception:
            log.exception("look-failed; the index in use stays")
