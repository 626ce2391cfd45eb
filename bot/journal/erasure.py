"""Erasure: everything about a person goes at once, and a receipt stays that names nobody.

A backup of yesterday knows nothing of an erasure of today. So each erasure leaves an event with a receipt, in the
database and in a file beside the key, which no backup overwrites; a restore carries out those that are not in the
backup yet.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.inbox import Stage
from bot.journal.spending import mark_of
from bot.journal.tables import conversations, erasures, people, spending, trail, updates, visits
from bot.journal.vault import Vault

KEPT_FOR: Final = dt.timedelta(days=200)
"""Older backups hold nothing that retention (180 days at most) would not erase on restoring."""


@dataclass(frozen=True)
class Erasure:
    """That somebody was erased, and the name that only the key can make of his pseudonym."""

    event: str
    receipt: str
    hour: dt.datetime


class Receipts:
    """The file beside the key that remembers erasures when the database is put back to an earlier day."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def write(self, erasure: Erasure) -> None:
        """Add a receipt, and return only when it is on the disk."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        row = {"event": erasure.event, "receipt": erasure.receipt, "hour": erasure.hour.isoformat()}
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="ascii") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def read(self) -> list[Erasure]:
        """Give all receipts; a line that a crash cut short is passed over."""
        if self._file is None or not self._file.exists():
            return []
        found = []
        for line in self._file.read_text(encoding="ascii").splitlines():
            try:
                row = json.loads(line)
                hour = dt.datetime.fromisoformat(row["hour"])
                found.append(Erasure(row["event"], row["receipt"], hour))
            except (ValueError, KeyError, TypeError):
                continue
        return found


async def erase(
    connection: AsyncConnection, vault: Vault, receipts: Receipts, pseudonym: str, now: dt.datetime
) -> None:
    """Erase all that is kept about a person, and leave a receipt."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    erasure = Erasure(secrets.token_hex(16), vault.receipt(pseudonym), hour)
    await erase_rows(connection, pseudonym)
    await connection.execute(
        insert(erasures).values(event=erasure.event, receipt=erasure.receipt, hour=erasure.hour)
    )
    # before the transaction ends: a receipt too many erases in an old backup what was asked to be erased
    receipts.write(erasure)


async def erase_rows(connection: AsyncConnection, pseudonym: str) -> None:
    """Erase all that is kept about a person; an update that waits for its answer goes when it is answered."""
    await connection.execute(delete(people).where(people.c.pseudonym == pseudonym))
    await connection.execute(delete(trail).where(trail.c.pseudonym == pseudonym))
    await connection.execute(delete(visits).where(visits.c.pseudonym == pseudonym))
    mark = mark_of(pseudonym, dt.datetime.now(dt.UTC).date())
    await connection.execute(delete(spending).where(spending.c.mark == mark))
    # exchanges, their words, wishes for a human and replies that wait go with their conversation
    await connection.execute(delete(conversations).where(conversations.c.pseudonym == pseudonym))
    await connection.execute(
        update(updates)
        .where(updates.c.pseudonym == pseudonym, updates.c.stage != Stage.WAITING)
        .values(pseudonym=None, body=None, stage=Stage.DONE)
    )


async def carry_out(connection: AsyncConnection, vault: Vault, known: Iterable[Erasure], since: int) -> int:
    """Carry out, in a database put back, the erasures that it knows nothing of; give how many people went.

    `since` is how many keys there were when it was written, and its pseudonyms are of then.
    """
    done = set((await connection.scalars(select(erasures.c.event))).all())
    missing = {erasure.event: erasure for erasure in known if erasure.event not in done}
    wanted = {erasure.receipt for erasure in missing.values()}
    gone = [
        name for name in await _everybody(connection) if not wanted.isdisjoint(vault.receipts(name, since))
    ]
    for name in gone:
        await erase_rows(connection, name)
    rows = [{"event": one.event, "receipt": one.receipt, "hour": one.hour} for one in missing.values()]
    if rows:
        await connection.execute(insert(erasures), rows)
    return len(gone)


async def recorded(connection: AsyncConnection) -> list[Erasure]:
    """Give the receipts that stand in the database."""
    return [Erasure(*row) for row in await connection.execute(select(erasures))]


async def _everybody(connection: AsyncConnection) -> set[str]:
    names: set[str] = set()
    for table in (people, conversations, trail, updates):
        found = await connection.scalars(select(table.c.pseudonym).distinct())
        names.update(name for name in found if name is not None)
    return names
