"""The way into the database."""

import asyncio
import contextlib

from sqlalchemy import inspect, text

SLOW = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
SELECT count(*) FROM n UNION ALL SELECT 1
"""


async def test_who_is_cancelled_while_a_statement_runs_locks_nobody_out(journal):
    begun = asyncio.Event()

    async def asks():
        async with journal.engine.begin() as connection:
            await connection.execute(text("CREATE TABLE half_done (x INTEGER)"))
            begun.set()
            await connection.execute(text(SLOW))

    cancelled = asyncio.create_task(asks())
    await asyncio.wait_for(begun.wait(), 10)
    await asyncio.sleep(0.05)
    cancelled.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await cancelled
    async with asyncio.timeout(5):  # who waits for a lock waits ten seconds
        async with journal.engine.begin() as connection:
            assert not await connection.run_sync(lambda sync: inspect(sync).has_table("half_done"))
    assert cancelled.cancelled()
