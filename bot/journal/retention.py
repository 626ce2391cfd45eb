"""Retention: what is older than the operator keeps it goes, and its room is given back."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import vacuum, wipe_traces
from bot.journal.erasure import KEPT_FOR
from bot.journal.exchanges import drop_empty
from bot.journal.store import Journal
from bot.journal.tables import chores, erasures, exchanges, people

EVERY: Final = dt.timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Purged:
    """How much was erased."""

    exchanges: int
    people: int


async def keep(journal: Journal, days: int, now: dt.datetime) -> None:
    """Do what is due: ways to people after 72 hours, the rest once a day, in whichever process comes first."""
    if await journal.relay.expire(now):
        await wipe_traces(journal.engine)
    await journal.inbox.purge(now.date())
    if await _mine(journal, "purge", now):
        purged = await purge(journal, days, now)
        log.info("purged exchanges=%d people=%d", purged.exchanges, purged.people)


async def purge(journal: Journal, days: int, now: dt.datetime) -> Purged:
    """Erase what is older than `days`, in exports, too; then give the room back."""
    async with journal.engine.begin() as connection:
        purged = await erase_old(connection, days, now)
    await journal.exports.sweep()
    await vacuum(journal.engine)
    return purged


async def erase_old(connection: AsyncConnection, days: int, now: dt.datetime) -> Purged:
    """Erase what is older than `days`, within a transaction."""
    oldest = now - dt.timedelta(days=days)
    old = await connection.execute(delete(exchanges).where(exchanges.c.hour < oldest))
    await drop_empty(connection)
    unseen = await connection.execute(delete(people).where(people.c.seen < oldest.date()))
    await connection.execute(delete(erasures).where(erasures.c.hour < now - KEPT_FOR))
    return Purged(old.rowcount, unseen.rowcount)


async def _mine(journal: Journal, name: str, now: dt.datetime) -> bool:
    """Whether this process is the one that does a daily piece of work now."""
    due = update(chores).where(chores.c.name == name, chores.c.done <= now - EVERY).values(done=now)
    try:
        async with journal.engine.begin() as connection:
            if (await connection.execute(due)).rowcount:
                return True
            # the first time there is no row yet; where there is one, it isn't due
            await connection.execute(insert(chores).values(name=name, done=now))
    except IntegrityError:
        return False
    return True
