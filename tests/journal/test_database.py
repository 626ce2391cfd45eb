"""The way into the database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.database import wipe_traces

SLOW = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
SELECT count(*) FROM n UNION ALL SELECT count(*) FROM vault
"""


@contextlib.asynccontextmanager
async def cancelled(engine: AsyncEngine, *before: str) -> AsyncIterator[None]:
    """Inside, a task was cancelled in the middle of a statement, and something refers to it still."""
    begun = asyncio.Event()

    async def asks() -> None:
        async with engine.begin() as connection:
            for statement in before:
                await connection.execute(text(statement))
            begun.set()
            await connection.execute(text(SLOW))

    task = asyncio.create_task(asks())
    await asyncio.wait_for(begun.wait(), 10)
    await asyncio.sleep(0.05)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):  # who waits for a lock waits ten seconds
        yield
    assert task.cancelled()


class TestWhoIsCancelledWhileAStatementRuns:
    async def test_locks_nobody_out_and_changes_nothing(self, journal):
        halfway = cancelled(journal.engine, "CREATE TABLE half_done (x INTEGER)")
        async with halfway, journal.engine.begin() as connection:
            assert not await connection.run_sync(lambda sync: inspect(sync).has_table("half_done"))

    @pytest.mark.parametrize("change", [(), ("UPDATE vault SET fingerprint = 'half done'",)])
    async def test_does_not_read_on_either(self, journal, change):
        async with cancelled(journal.engine, *change):
            await wipe_traces(journal.engine)  # waits for everybody who reads
