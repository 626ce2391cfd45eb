"""The journal: what is remembered of people between two messages, and what they asked and were told."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.database import connect, wipe_traces
from bot.journal.erasure import Receipts, erase
from bot.journal.exchange import Exchange
from bot.journal.exchanges import Exchanges
from bot.journal.exports import Exports
from bot.journal.inbox import Inbox
from bot.journal.person import Person
from bot.journal.relay import Relay
from bot.journal.tables import people
from bot.journal.vault import KeyFaultError, Vault
from bot.redaction import redact

log = logging.getLogger(__name__)


class Journal:
    """People under their pseudonyms, what they asked, and the inbox beside them in the same database."""

    def __init__(self, engine: AsyncEngine, vault: Vault, home: Path | None) -> None:
        self.engine = engine
        self.vault = vault
        self.receipts = Receipts(home / "erasures" if home else None)
        self.inbox = Inbox(engine, vault)
        self.exchanges = Exchanges(engine, vault)
        self.relay = Relay(engine, vault)
        self.exports = Exports(engine, self.exchanges, home / "exports" if home else None)

    @classmethod
    async def open(cls, url: str, vault: Vault, home: Path | None = None) -> Journal:
        """Open the database at `url`; `home` is the folder of what no backup overwrites: receipts and exports.

        Raises KeyFaultError or JournalFaultError, as `connect` does.
        """
        engine, vault = await connect(url, vault)
        return cls(engine, vault, home)

    def pseudonym(self, person: int | str) -> str:
        return self.vault.pseudonym(person)

    async def person(self, pseudonym: str) -> Person:
        """Give what is remembered; of a stranger, nothing."""
        async with self.engine.begin() as connection:
            state = await connection.scalar(select(people.c.state).where(people.c.pseudonym == pseudonym))
        if state is None:
            return Person()
        try:
            return Person.parse(self.vault.unseal(state, about=pseudonym))
        except (KeyFaultError, ValueError, TypeError, AttributeError):
            log.exception("person-unreadable")
            return Person()

    async def remember(self, pseudonym: str, person: Person) -> None:
        """Remember the person; his last question without what could tell who he is."""
        async with self.engine.begin() as connection:
            await self._remember(connection, pseudonym, person)

    async def forget(self, pseudonym: str) -> None:
        """Erase the person and all that he wrote; what he waits to have answered goes once it is answered."""
        async with self.engine.begin() as connection:
            await erase(connection, self.vault, self.receipts, pseudonym, _now())
        await self._after_erasure()

    async def finish(
        self,
        update_ids: Sequence[int],
        pseudonym: str,
        person: Person | None,
        exchange: Exchange | None = None,
    ) -> None:
        """Close answered updates, remember the person and the exchange, or erase him, in one transaction."""
        async with self.engine.begin() as connection:
            if person is None:
                await erase(connection, self.vault, self.receipts, pseudonym, _now())
            else:
                await self._remember(connection, pseudonym, person)
                if exchange is not None:
                    await self.exchanges.add(connection, pseudonym, exchange, _now())
            await self.inbox.close(connection, update_ids)
        if person is None:
            await self._after_erasure()

    async def close(self) -> None:
        await wipe_traces(self.engine)
        await self.engine.dispose()

    async def _after_erasure(self) -> None:
        """Erase what lies outside the tables."""
        await wipe_traces(self.engine)
        await self.exports.sweep()

    async def _remember(self, connection: AsyncConnection, pseudonym: str, person: Person) -> None:
        if person.previous is not None:
            person = replace(person, previous=redact(person.previous))
        values = {"state": self.vault.seal(person.dump(), about=pseudonym), "seen": _now().date()}
        found = await connection.execute(update(people).where(people.c.pseudonym == pseudonym).values(values))
        if found.rowcount == 0:
            await connection.execute(insert(people).values(pseudonym=pseudonym, **values))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
