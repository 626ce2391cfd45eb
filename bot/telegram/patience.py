"""Trying again: how long to wait between attempts, and what is worth another."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Final, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential_jitter

from bot.journal.database import TROUBLES

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
T = TypeVar("T")

log = logging.getLogger(__name__)


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Call the database until it answers: nothing goes on without what is to be written down."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(TROUBLES),
        wait=wait_exponential_jitter(FIRST_WAIT, max=LONGEST_WAIT),
        before_sleep=_tell,
    )
    async for attempt in retrying:
        with attempt:
            return await call()
    raise AssertionError("tenacity tries without end")


def waits() -> Iterator[float]:
    """Give the seconds to wait before each further attempt, without end."""
    wait = FIRST_WAIT
    while True:
        yield wait
        wait = min(wait * 2, LONGEST_WAIT)


def _tell(state: RetryCallState) -> None:
    fault = state.outcome.exception() if state.outcome else None
    log.warning("database-trouble %s attempt=%d", type(fault).__name__, state.attempt_number)
