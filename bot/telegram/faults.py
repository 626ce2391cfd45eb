"""What a failed call means for the message that it carried."""

from __future__ import annotations

from enum import Enum
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Faults that come before a request is written."""

GATEWAY_TIMEOUT: Final = "(504)"
NO_CHAT: Final = "chat not found"


class Fate(Enum):
    """What became of a message."""

    DELIVERED = "delivered"
    WAIT = "wait"
    """It surely did not arrive; another attempt may help."""
    MALFORMED = "malformed"
    """Telegram doesn't take it as it is."""
    GONE = "gone"
    """The person blocked the bot, or is no more; nothing is to be sent."""
    UNKNOWN = "unknown"
    """It may have arrived, and may not."""


def fate(fault: TelegramError) -> Fate:
    """Tell what became of the message whose sending failed with `fault`."""
    match fault:
        case RetryAfter() | InvalidToken():
            return Fate.WAIT
        case Forbidden() | ChatMigrated():
            return Fate.GONE
        case BadRequest():
            return Fate.GONE if NO_CHAT in fault.message.lower() else Fate.MALFORMED
        case NetworkError():
            return Fate.WAIT if _surely_lost(fault) else Fate.UNKNOWN
        case _:
            return Fate.UNKNOWN


def wait_told(fault: TelegramError) -> float | None:
    """Give the seconds that Telegram tells to wait."""
    if not isinstance(fault, RetryAfter):
        return None
    wait = fault.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def code(fault: BaseException) -> str:
    """Name a fault for the log, without its words."""
    cause = fault.__cause__
    return type(fault).__name__ + (f"/{type(cause).__name__}" if cause is not None else "")


def _surely_lost(fault: NetworkError) -> bool:
    """Tell whether the request never left, or Telegram's own servers refused it (5xx but for a gateway's time-out)."""
    cause = fault.__cause__
    if cause is None or isinstance(cause, TelegramError):
        return GATEWAY_TIMEOUT not in fault.message
    return isinstance(cause, NEVER_LEFT)
