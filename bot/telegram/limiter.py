"""The pace that Telegram allows: some thirty messages a second over all, one a second in a chat."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from aiolimiter import AsyncLimiter

OVERALL: Final = (28, 1.0)
CHAT: Final = (2, 2.1)
"""Two at once, then a little less than one a second: messages don't travel evenly."""

REMEMBERED: Final = 1000
"""Chats in memory; at 28 messages a second the one that drops out was idle for half a minute."""


class Pace:
    """Makes a message wait for its turn.

    No BaseRateLimiter of PTB's: the turn has to come before the message is noted as handed to Telegram, or a process
    that dies while it waits would leave a doubt that nobody needs to have.
    """

    def __init__(
        self,
        overall: tuple[float, float] = OVERALL,
        chat: tuple[float, float] = CHAT,
        remembered: int = REMEMBERED,
    ) -> None:
        self._overall = AsyncLimiter(*overall)
        self._chat = chat
        self._remembered = remembered
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()

    def __len__(self) -> int:
        return len(self._chats)

    async def turn(self, chat: int) -> None:
        """Wait until a message may go to the chat."""
        limiter = self._chats.pop(chat, None) or AsyncLimiter(*self._chat)
        self._chats[chat] = limiter
        if len(self._chats) > self._remembered:
            self._chats.popitem(last=False)
        await limiter.acquire()
        await self._overall.acquire()
