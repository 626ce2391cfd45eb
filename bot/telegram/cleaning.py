"""Cleaning a chat: both sides' messages go, as far as Telegram lets a bot delete them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.dialogue.deeds import Cleaned
from bot.telegram.faults import code, wait_told
from bot.telegram.patience import waits

BATCH: Final = 100
"""Messages that Telegram deletes at once."""

ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 60.0
GONE_ALREADY: Final = "not found"

log = logging.getLogger(__name__)


async def clean(bot: Bot, chat: int, numbers: Sequence[int]) -> Cleaned:
    """Delete messages of a private chat; give how many went and how many stayed."""
    gone = left = 0
    try:
        for start in range(0, len(numbers), BATCH):
            batch = numbers[start : start + BATCH]
            stayed = await _delete(bot, chat, batch)
            gone, left = gone + len(batch) - stayed, left + stayed
    except Forbidden:
        return Cleaned(gone, len(numbers) - gone)
    except TelegramError as fault:
        log.warning("clean-failed %s", code(fault))
        return Cleaned(gone, len(numbers) - gone, again=True)
    return Cleaned(gone, left)


async def _delete(bot: Bot, chat: int, numbers: Sequence[int]) -> int:
    """Delete up to a hundred messages; where Telegram refuses them together, one by one. Give how many stayed."""
    try:
        await _patiently(lambda: bot.delete_messages(chat, numbers))
    except BadRequest:
        return sum([not await _delete_one(bot, chat, number) for number in numbers])
    return 0


async def _delete_one(bot: Bot, chat: int, number: int) -> bool:
    try:
        await _patiently(lambda: bot.delete_message(chat, number))
    except BadRequest as fault:
        return GONE_ALREADY in fault.message
    return True


async def _patiently(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call that may be made twice; try again where the network or Telegram's limits stand in the way."""
    for wait in islice(waits(), ATTEMPTS):
        try:
            await call()
        except (BadRequest, Forbidden):
            raise
        except RetryAfter as fault:
            await asyncio.sleep(min(wait_told(fault) or wait, LONGEST_WAIT))
        except TelegramError as fault:
            log.info("clean-retried %s", code(fault))
            await asyncio.sleep(wait)
        else:
            return
    await call()
