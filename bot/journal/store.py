"""The journal: what is remembered of people between two messages."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.database import connect, wipe_traces
from bot.journal.inbox import Inbox, Stage
from bot.journal.person import Person
from bot.journal.tables import people, updates
from bot.journal.trail import Trail, erase
from bot.journal.vault import KeyFaultError, Vault

log = logging.getLogger(__name__)


class Journal:
    """People under their pseudonyms, and the inbox beside them in the same database."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self.trail = Trail(engine, vault)
        self.inbox = Inbox(engine, vault, self.trail)

    @classmethod
    async def open(cls, url: str, vault: Vault) -> Journal:
        """Open the database at `url`.

        Raises KeyFaultError or JournalFaultError, as `connect` does.
        """
        return cls(await connect(url, vault), vault)

    def pseudonym(self, person: int | str) -> str:
        return self._vault.pseudonym(person)

    async def person(self, pseudonym: str) -> Person:
        """Give what is remembered; of a stranger, nothing."""
        async with self._engine.begin() as connection:
            state = await connection.scalar(select(people.c.state).where(people.c.pseudonym == pseudonym))
        if state is None:
            return Person()
        try:
            return Person.parse(self._vault.unseal(state, about=pseudonym))
        except (KeyFaultError, ValueError, TypeError, AttributeError):
            log.exception("person-unreadable")
            return Person()

    async def remember(self, pseudonym: str, person: Person) -> None:
        async with self._engine.begin() as connection:
            await self._remember(connection, pseudonym, person)

    async def forget(self, pseudonym: str) -> None:
        """Erase the person and all that he wrote; what he waits to have answered goes once it is answered."""
        async with self._engine.begin() as connection:
            await _forget(connection, pseudonym)
        await wipe_traces(self._engine)

    async def finish(self, update_ids: Sequence[int], pseudonym: str, person: Person | None) -> None:
        """Close answered updates and remember the person, or erase him, in one transaction."""
        async with self._engine.begin() as connection:
            if person is None:
                await _forget(connection, pseudonym)
            else:
                await self._remember(connection, pseudonym, person)
            await self.inbox.close(connection, update_ids)
        if person is None:
            await wipe_traces(self._engine)

    async def close(self) -> None:
        await wipe_traces(self._engine)
        await self._engine.dispose()

    async def _remember(self, connection: AsyncConnection, pseudonym: str, person: Person) -> None:
        today = dt.datetime.now(dt.UTC).date()
        values = {"state": self._vault.seal(person.dump(), about=pseudonym), "seen": today}
        found = await connection.execute(update(people).where(people.c.pseudonym == pseudonym).values(values))
        if found.rowcount == 0:
            await connection.execute(insert(people).values(pseudonym=pseudonym, **values))


async def _forget(connection: AsyncConnection, pseudonym: str) -> None:
    await connection.execute(delete(people).where(people.c.pseudonym == pseudonym))
    await erase(connection, pseudonym)
    await connection.execute(
        update(updates)
        .where(updates.c.pseudonym == pseudonym, updates.c.stage != Stage.WAITING)
        .values(pseudonym=None, body=None, stage=Stage.DONE)
    )
