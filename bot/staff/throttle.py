"""Failures slow down whoever makes them, and whoever's account they concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.tables import throttle
from bot.journal.vault import Vault

FREE: Final = 4
"""Failures that cost nothing: people mistype."""
LONGEST: Final = 900
"""Seconds to wait at most."""
FORGOTTEN: Final = dt.timedelta(days=1)


class Throttle:
    """Waits double from failure to failure; neither accounts nor addresses stand in the table in clear."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def wait(self, names: Sequence[str], now: dt.datetime) -> int:
        """Give the seconds to wait before the next attempt of any of these."""
        query = select(func.max(throttle.c.until)).where(throttle.c.source.in_(self._stamps(names)))
        async with self._engine.begin() as connection:
            until = await connection.scalar(query)
        return max(0, (until or 0) - int(now.timestamp()))

    async def failed(self, names: Sequence[str], now: dt.datetime) -> None:
        """Count a failure against each of these."""
        moment = int(now.timestamp())
        old = moment - int(FORGOTTEN.total_seconds())
        async with self._engine.begin() as connection:
            await connection.execute(delete(throttle).where(throttle.c.latest < old))
            for source in self._stamps(names):
                mine = throttle.c.source == source
                failures = (await connection.scalar(select(throttle.c.failures).where(mine)) or 0) + 1
                wait = min(2 ** min(failures - FREE, 20), LONGEST) if failures >= FREE else 0
                values = {"failures": failures, "until": moment + wait, "latest": moment}
                known = await connection.execute(update(throttle).where(mine).values(values))
                if known.rowcount == 0:
                    await connection.execute(insert(throttle).values(source=source, **values))

    async def passed(self, names: Sequence[str]) -> None:
        """Forget the failures of these."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(throttle).where(throttle.c.source.in_(self._stamps(names))))

    def _stamps(self, names: Sequence[str]) -> list[str]:
        return [self._vault.stamp("throttle", name) for name in names]
