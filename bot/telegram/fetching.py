"""Fetching what people send: into memory, within limits, and nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from telegram import Bot
from telegram.error import TelegramError

from bot.dialogue.turn import Trouble
from bot.reading.reader import MOST_BYTES
from bot.telegram.faults import code
from bot.telegram.letter import Letter

ATTEMPTS: Final = 3
PATIENCE: Final = 30.0
"""Seconds for all files of a paper together."""

log = logging.getLogger(__name__)


class NotFetchedError(Exception):
    """A file was not fetched; `trouble` says why: `large` or `download`."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


async def fetch(bot: Bot, letters: Sequence[Letter]) -> tuple[bytes, ...]:
    """Fetch the files of `letters`, in their order.

    Raises NotFetchedError where they are too large together, or Telegram doesn't give them.
    """
    if sum(letter.size or 0 for letter in letters) > MOST_BYTES:
        raise NotFetchedError("large")
    try:
        async with asyncio.timeout(PATIENCE):
            names = [letter.file for letter in letters if letter.file is not None]
            return tuple([await _file(bot, name) for name in names])
    except TimeoutError:
        raise NotFetchedError("download") from None


async def _file(bot: Bot, name: str) -> bytes:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            found = await bot.get_file(name)
            if (found.file_size or 0) > MOST_BYTES:
                raise NotFetchedError("large")
            return bytes(await found.download_as_bytearray())
        except TelegramError as fault:
            log.warning("fetch-failed %s attempt=%d", code(fault), attempt)
            if "too big" in str(fault):
                raise NotFetchedError("large") from None
            await asyncio.sleep(attempt)
    raise NotFetchedError("download")
