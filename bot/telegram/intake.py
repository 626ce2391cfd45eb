"""Where updates come in: each is written down before Telegram hears that it was taken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from telegram import Update

from bot.journal.inbox import Kept, Stage
from bot.journal.store import Journal
from bot.telegram.letter import Letter, read
from bot.telegram.patience import patiently

MOST: Final = 2000
"""Letters that wait in memory; beyond that the others wait at Telegram, which keeps them for a day."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Errand:
    """A letter to be answered, and how far that had come before."""

    letter: Letter
    pseudonym: str
    sent: int = 0
    doubtful: bool = False
    """Whether a message of the answer may have arrived, and may not."""
    pages: tuple[Letter, ...] = ()
    """The rest of an album, which is answered together with its first photo."""


class Intake(asyncio.Queue[object]):
    """PTB's queue of updates, made durable.

    PTB's Updater confirms updates to Telegram only after `put` has returned for all of them. What it puts is an
    Update; what is got from here is an Errand.
    """

    def __init__(self, journal: Journal, others: Callable[[Update], Awaitable[None]] | None = None) -> None:
        """`others` takes what is no letter: groups, inline queries."""
        super().__init__()
        self._journal = journal
        self._others = others
        self._room = asyncio.Semaphore(MOST)

    async def put(self, item: object) -> None:
        """Write the update down and pass it on; one that is known already goes no further."""
        if not isinstance(item, Update):
            return
        if (letter := read(item)) is None:
            if self._others is not None:
                await self._others(item)
            return
        await self._room.acquire()
        pseudonym = self._journal.pseudonym(letter.person)
        accept = self._journal.inbox.accept
        if await patiently(lambda: accept(letter.update, pseudonym, letter.dump(), letter.message)):
            await super().put(Errand(letter, pseudonym))
        else:
            log.info("update-repeated %d", letter.update)
            self._room.release()

    async def restore(self) -> None:
        """Pass on what an earlier run of the program left unfinished, in the order in which it came."""
        unfinished = await patiently(self._journal.inbox.unfinished)
        if unfinished:
            log.info("updates-restored %d", len(unfinished))
        for kept in unfinished:
            await self._room.acquire()
            await super().put(_errand(kept))

    def task_done(self) -> None:
        """Make room for another letter."""
        super().task_done()
        self._room.release()


def _errand(kept: Kept) -> Errand:
    return Errand(Letter.parse(kept.body), kept.pseudonym, kept.sent, doubtful=kept.stage is Stage.SENDING)
