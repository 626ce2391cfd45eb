"""The trail: which messages stand in a person's chat, as long as Telegram lets the bot delete them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import trail
from bot.journal.vault import KeyFaultError, Vault

DELETABLE: Final = dt.timedelta(hours=48)
"""For so long Telegram lets a bot delete a message in a private chat."""

TOLD: Final = dt.timedelta(hours=24)
"""For so long more it is remembered that there are messages which the person has to delete by hand."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Traces:
    """What is known to stand in a chat."""

    numbers: tuple[int, ...] = ()
    """Messages that may still be deleted, the newest first."""
    old: int = 0
    """How many are too old for that."""


class Trail:
    """Numbers of messages, sealed, under a person's pseudonym."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def add(self, pseudonym: str, messages: Iterable[int], now: dt.datetime) -> None:
        """Note messages of either side."""
        async with self._engine.begin() as connection:
            await self.note(connection, pseudonym, messages, now)

    async def note(
        self, connection: AsyncConnection, pseudonym: str, messages: Iterable[int], now: dt.datetime
    ) -> None:
        """Do what `add` does, within a transaction."""
        about = about_trail(pseudonym)
        rows = [
            {"pseudonym": pseudonym, "body": self._vault.seal(str(number), about), "hour": now}
            for number in messages
        ]
        if rows:
            await connection.execute(insert(trail), rows)

    async def list(self, pseudonym: str, now: dt.datetime) -> Traces:
        """Give the messages of a person's chat, of both sides."""
        query = select(trail.c.body, trail.c.hour).where(trail.c.pseudonym == pseudonym)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query.order_by(trail.c.id.desc()))).all()
        oldest = (now - DELETABLE).replace(minute=0, second=0, microsecond=0)
        fresh = [body for body, hour in rows if hour >= oldest]
        try:
            numbers = [int(self._vault.unseal(body, about_trail(pseudonym))) for body in fresh]
        except (KeyFaultError, ValueError):
            log.exception("trail-unreadable")
            return Traces(old=len(rows))
        return Traces(tuple(dict.fromkeys(numbers)), len(rows) - len(fresh))

    async def drop(self, pseudonym: str) -> None:
        """Erase the trail of a person."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(trail).where(trail.c.pseudonym == pseudonym))

    async def purge(self, now: dt.datetime) -> int:
        """Erase what can't be deleted at Telegram for a day already; give how many there were."""
        async with self._engine.begin() as connection:
            old = delete(trail).where(trail.c.hour < now - DELETABLE - TOLD)
            return (await connection.execute(old)).rowcount


def about_trail(pseudonym: str) -> str:
    return f"trail {pseudonym}"
