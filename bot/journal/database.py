"""The way into the database: SQLite in a file, or PostgreSQL; its tables are brought up to date on the way in."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.journal import tables
from bot.journal.vault import KeyFaultError, Vault

MIGRATIONS: Final = Path(__file__).parent / "migrations"
PRAGMAS: Final = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
)
OUTSIDE: Final = "outside_transaction"
DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
LOCK: Final = 0x6F676F68
"""The name of the lock, among PostgreSQL's advisory ones, that a change of keys takes and everything else shares."""

TROUBLES: Final = (OperationalError, InterfaceError, NoConnectionError)
"""Faults of the database that may pass: locked, full, or out of reach for a while."""


class JournalFaultError(Exception):
    """The database can't be opened."""


class _Closing(sqlite3.Connection):
    """A connection that gives the file free when it is closed.

    A task that was cancelled while a statement ran refers to it for as long as anything refers to the task, and
    SQLite keeps what the statement locked, rolled back or not, until it is finalized.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, *args: Any, **settings: Any) -> Any:
        cursor = super().cursor(*args, **settings)
        self._cursors.add(cursor)
        return cursor

    def close(self) -> None:
        for cursor in list(self._cursors):
            cursor.close()
        super().close()


async def connect(url: str, vault: Vault) -> tuple[AsyncEngine, Vault]:
    """Open the database at `url` and bring its tables up to date; give the vault as of the key it was written with.

    Raises KeyFaultError where it was written with another key (and changes nothing then), and
    JournalFaultError where it can't be opened at all.
    """
    try:
        engine = _engine(url)
    except (ArgumentError, SQLAlchemyError, ImportError, OSError) as error:
        raise JournalFaultError(f"OGOH_DATABASE can't be used: {type(error).__name__}") from error
    try:
        async with engine.begin() as connection:
            vault = await connection.run_sync(_prepare, vault)
    except KeyFaultError:
        await engine.dispose()
        raise
    except (DBAPIError, NoConnectionError, OSError) as error:
        await engine.dispose()
        raise JournalFaultError(f"the database can't be opened: {_reason(error)}") from error
    _guard(engine, vault)
    return engine, vault


async def wipe_traces(engine: AsyncEngine) -> None:
    """Empty SQLite's write-ahead log, where erased pages would lie on for a while."""
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        await connection.execution_options(**{OUTSIDE: True})
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


async def vacuum(engine: AsyncEngine) -> None:
    """Give back the room of what was erased, so that nothing of it stays behind in free pages."""
    outside = {OUTSIDE: True} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    async with engine.connect() as connection:
        await connection.execution_options(**outside)
        await connection.exec_driver_sql("VACUUM")
        await connection.exec_driver_sql("ANALYZE")
    await wipe_traces(engine)


async def lock_out(connection: AsyncConnection) -> None:
    """Wait until no other transaction goes on, and let none begin before this one ends."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _engine(url: str) -> AsyncEngine:
    parsed = _with_driver(make_url(url))
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    if parsed.database:
        _make_private(Path(parsed.database))
    # SQLite writes one at a time anyway: with one connection nobody ever meets a lock inside this process
    engine = create_async_engine(
        parsed, hide_parameters=True, pool_size=1, max_overflow=0, connect_args={"factory": _Closing}
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _with_driver(url: URL) -> URL:
    """Choose the driver where the URL names none, and say in its words what libpq calls `sslmode`."""
    name = "postgresql" if url.drivername == "postgres" else url.drivername
    url = url.set(drivername=DRIVERS.get(name, name))
    if url.drivername == DRIVERS["postgresql"] and "sslmode" in url.query:
        url = url.update_query_dict({"ssl": url.query["sslmode"]}).difference_update_query(["sslmode"])
    return url


def _make_private(file: Path) -> None:
    """Make the file, to be read by its owner alone; SQLite gives its companions the same rights."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _set_pragmas(connection: Any, _: object) -> None:
    connection.isolation_level = None  # Python's driver would not put changes of tables into transactions
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    if OUTSIDE not in connection.get_execution_options():
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _guard(engine: AsyncEngine, vault: Vault) -> None:
    """Let no transaction go on after the keys were changed by another process: its pseudonyms would be of yesterday."""

    def check(connection: Connection) -> None:
        if OUTSIDE in connection.get_execution_options():
            return
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
        if connection.scalar(select(tables.vault.c.fingerprint)) != vault.fingerprint:
            raise KeyFaultError("the key was changed meanwhile: start this process again")

    event.listen(engine.sync_engine, "begin", check)


def _prepare(connection: Connection, vault: Vault) -> Vault:
    known = None
    if inspect(connection).has_table(tables.vault.name):
        known = connection.scalar(select(tables.vault.c.fingerprint))
        if known is not None:
            vault = vault.as_of(known)
    migrate(connection)
    if known is None:
        connection.execute(insert(tables.vault).values(fingerprint=vault.fingerprint))
    return vault


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, within the transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _reason(error: Exception) -> str:
    """Tell the driver's own words: they name files and hosts, never what people wrote."""
    return str(getattr(error, "orig", None) or error)
