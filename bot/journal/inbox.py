"""The inbox: every update is written down before Telegram hears that it was taken, and crossed out when answered."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import updates
from bot.journal.vault import KeyFaultError, Vault

KEPT_FOR: Final = dt.timedelta(days=7)
"""Telegram keeps an update for a day; by then nobody repeats it."""

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far an update has come."""

    WAITING = "waiting"
    """Nothing is under way: what was sent of the answer is known."""
    SENDING = "sending"
    """A message was handed to Telegram, and no word has come back yet."""
    NOTED = "noted"
    """Nobody knows whether the answer arrived; the person was told and can ask for it."""
    DONE = "done"


@dataclass(frozen=True)
class Kept:
    """An update that is not finished."""

    update_id: int
    pseudonym: str
    body: str
    stage: Stage
    sent: int
    """How many messages of its answer have surely arrived."""


class Inbox:
    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def accept(self, update_id: int, pseudonym: str, body: str) -> bool:
        """Write an update down; False where it is known already."""
        sealed = self._vault.seal(body, about=about_update(update_id, pseudonym))
        today = dt.datetime.now(dt.UTC).date()
        row = {"update_id": update_id, "pseudonym": pseudonym, "body": sealed, "taken": today}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(updates).values(**row, stage=Stage.WAITING, sent=0))
        except IntegrityError:
            return False
        return True

    async def unfinished(self) -> list[Kept]:
        """Give what still wants an answer, in the order in which it came."""
        stages = (Stage.WAITING, Stage.SENDING)
        query = select(updates).where(updates.c.stage.in_(stages)).order_by(updates.c.update_id)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [kept for kept in map(self._read, rows) if kept is not None]

    async def find(self, update_id: int, pseudonym: str) -> Kept | None:
        """Give the person's update whose answer may have been lost; nothing where it is answered or erased."""
        stages = (Stage.NOTED, Stage.SENDING)
        query = select(updates).where(
            updates.c.update_id == update_id, updates.c.pseudonym == pseudonym, updates.c.stage.in_(stages)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else self._read(row)

    async def sending(self, update_id: int) -> None:
        """Note that a message is about to be handed to Telegram."""
        await self._set(update_id, stage=Stage.SENDING)

    async def sent(self, update_id: int, count: int) -> None:
        """Note that `count` messages have surely arrived, and that nothing is under way."""
        await self._set(update_id, stage=Stage.WAITING, sent=count)

    async def noted(self, update_id: int) -> None:
        """Note that the person knows of the doubt; the update is kept for him to ask for."""
        await self._set(update_id, stage=Stage.NOTED)

    async def done(self, update_id: int) -> None:
        """Note that the update is answered: only its number stays."""
        async with self._engine.begin() as connection:
            await self.close(connection, [update_id])

    async def close(self, connection: AsyncConnection, update_ids: Sequence[int]) -> None:
        """Do what `done` does, within a transaction."""
        await connection.execute(
            update(updates)
            .where(updates.c.update_id.in_(update_ids))
            .values(pseudonym=None, body=None, stage=Stage.DONE)
        )

    async def purge(self, today: dt.date) -> int:
        """Erase what is over and older than a week; give how many there were."""
        stages = (Stage.DONE, Stage.NOTED)
        old = delete(updates).where(updates.c.taken < today - KEPT_FOR, updates.c.stage.in_(stages))
        async with self._engine.begin() as connection:
            return (await connection.execute(old)).rowcount

    async def _set(self, update_id: int, **values: object) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(updates).where(updates.c.update_id == update_id).values(**values))

    def _read(self, row: Row[tuple[int, str, bytes, str, int, dt.date]]) -> Kept | None:
        found = row._mapping  # noqa: SLF001 - the public name of a row's columns in SQLAlchemy
        update_id, pseudonym = found["update_id"], found["pseudonym"]
        try:
            body = self._vault.unseal(found["body"], about=about_update(update_id, pseudonym))
        except KeyFaultError:
            log.exception("update-unreadable %d", update_id)
            return None
        return Kept(update_id, pseudonym, body, Stage(found["stage"]), found["sent"])


def about_update(update_id: int, pseudonym: str) -> str:
    return f"{pseudonym} {update_id}"
