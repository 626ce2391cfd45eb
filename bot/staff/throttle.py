"""Failures slow down whoever makes them, and whoever's account they concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.tables import throttle
from bot.journal.vault import Vault

FREE: Final = 8
"""Attempts that cost no wait: people mistype, and one sign-in is two of them."""
LONGEST: Final = 900
"""Seconds to wait at most."""
FORGOTTEN: Final = dt.timedelta(days=1)


class Throttle:
    """Waits double from failure to failure; neither accounts nor addresses stand in the table in clear."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def attempt(self, names: Sequence[str], now: dt.datetime) -> int:
        """Count an attempt against each of these, and give 0; or give the seconds to wait, and count nothing.

        It is counted before it is known to fail, so that of many at once all but a few wait; `passed` takes it back.
        """
        moment = int(now.timestamp())
        sources = self._stamps(names)
        async with self._engine.begin() as connection:
            known = select(throttle).where(throttle.c.source.in_(sources)).with_for_update()
            rows = {row["source"]: row for row in (await connection.execute(known)).mappings()}
            if (wait := max((row["until"] - moment for row in rows.values()), default=0)) > 0:
                return int(wait)
            old = moment - int(FORGOTTEN.total_seconds())
            await connection.execute(delete(throttle).where(throttle.c.latest < old))
            for source in sources:
                row = rows.get(source)
                failures = 1 if row is None or row["latest"] < old else row["failures"] + 1
                wait = min(2 ** min(failures - FREE + 1, 20), LONGEST) if failures >= FREE else 0
                values = {"failures": failures, "until": moment + wait, "latest": moment}
                changed = update(throttle).where(throttle.c.source == source).values(values)
                if (await connection.execute(changed)).rowcount == 0:
                    await connection.execute(insert(throttle).values(source=source, **values))
        return 0

    async def passed(self, names: Sequence[str]) -> None:
        """Forget the attempts of these."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(throttle).where(throttle.c.source.in_(self._stamps(names))))

    def _stamps(self, names: Sequence[str]) -> list[str]:
        return [self._vault.stamp("throttle", name) for name in names]
