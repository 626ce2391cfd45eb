"""The way into the database."""

import asyncio
import contextlib

import pytest
from sqlalchemy import text

from bot.journal.store import Journal
from bot.journal.vault import Vault

SLOW = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
SELECT count(*) FROM n UNION ALL SELECT 1
"""


@pytest.fixture
async def journal(tmp_path):
    opened = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/ogoh.db", Vault(bytes(32)))
    yield opened
    await opened.close()


async def test_who_is_cancelled_while_a_statement_runs_locks_nobody_out(journal):
    begun = asyncio.Event()

    async def asks():
        async with journal.engine.begin() as connection:
            await connection.execute(text("CREATE TABLE half_done (x)"))
            begun.set()
            await connection.execute(text(SLOW))

    cancelled = asyncio.create_task(asks())
    await begun.wait()
    await asyncio.sleep(0.05)
    cancelled.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await cancelled
    async with asyncio.timeout(5):  # who waits for a lock waits ten seconds
        async with journal.engine.begin() as connection:
            made = await connection.scalar(
                text("SELECT count(*) FROM sqlite_master WHERE name = 'half_done'")
            )
    assert made == 0
    assert cancelled.cancelled()
