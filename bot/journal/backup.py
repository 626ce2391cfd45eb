"""Backups: everything in one sealed file, from either kind of database to either.

A file is a line that names the format, then frames: four bytes of length, and a sealed piece. The first piece tells
what follows and with which key, the last one how many rows there were; each is sealed about its place in this file.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import secrets
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    Column,
    Connection,
    Date,
    LargeBinary,
    MetaData,
    RowMapping,
    Table,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal import tables
from bot.journal.database import MIGRATIONS, OUTSIDE, lock_out, migrate
from bot.journal.erasure import carry_out, recorded
from bot.journal.retention import erase_old
from bot.journal.rotation import rekey
from bot.journal.store import Journal
from bot.journal.vault import KeyFaultError, Vault

MAGIC: Final = b"ogoh-backup 1\n"
BATCH: Final = 1000
LENGTH: Final = 4
APART: Final = ("alembic_version", "vault")
"""Tables that are told by the first piece and not row by row."""

Tell = Callable[[str, int, int], None]


class BackupFaultError(Exception):
    """The file is no backup, is cut short, or can't be put back here."""


@dataclass(frozen=True)
class Header:
    """What a backup is: its number, the revision of its tables, the key, and how many rows."""

    number: str
    revision: str
    fingerprint: str
    rows: int


@dataclass(frozen=True)
class Restored:
    """What was put back, and what was erased at once."""

    rows: int
    erased: int
    """People who were erased after the backup was made."""
    expired: int
    """Exchanges older than they are kept."""


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file that gets its name only once it is whole; for its owner alone.

    Raises FileExistsError where there is one of that name.
    """
    if file.exists():
        raise FileExistsError(f"{file} is there already: choose another name")
    draft = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


async def write_backup(journal: Journal, out: BinaryIO, tell: Tell) -> int:
    """Write everything there is; give how many rows that were. People are served meanwhile."""
    out.write(MAGIC)
    async with _snapshot(journal) as connection:
        found = await connection.run_sync(_reflect)
        sizes = [await connection.scalar(select(func.count()).select_from(table)) or 0 for table in found]
        revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        header = Header(secrets.token_hex(8), str(revision), journal.vault.fingerprint, sum(sizes))
        _put(out, journal.vault, "backup", vars(header))
        place = done = 0
        for table in found:
            rows = await connection.stream(select(table))
            async for some in rows.mappings().partitions(BATCH):
                piece = {"table": table.name, "rows": [_plain(row) for row in some]}
                _put(out, journal.vault, _about(header, place), piece)
                place += 1
                done += len(some)
                tell("backing up", done, header.rows)
    return done


def check(file: Path, vault: Vault) -> Header:
    """Read a backup to its end.

    Raises BackupFaultError where it is none or is cut short, and KeyFaultError where the key doesn't open it.
    """
    with file.open("rb") as source:
        header = _header(source, vault)
        rows = sum(len(piece["rows"]) for piece in _pieces(source, vault, header))
    if rows != header.rows:
        raise BackupFaultError(f"{file} is damaged: it holds {rows} rows instead of {header.rows}")
    _known(header.revision)
    return header


async def restore(
    journal: Journal, vault: Vault, file: Path, days: int, now: dt.datetime, tell: Tell
) -> Restored:
    """Put everything back as it was, in one transaction, in place of what is in the database.

    Who was erased since the backup, and what is older than `days`, is erased again. `vault` holds all keys. After
    this the journal is of yesterday: close it and open another. Raises what `check` does, before anything is changed.
    """
    header = check(file, vault)
    then = vault.as_of(header.fingerprint)
    async with journal.engine.begin() as connection:
        await lock_out(connection)
        known = [*await recorded(connection), *journal.receipts.read()]
        await connection.run_sync(_empty, header.revision)
        with file.open("rb") as source:
            await connection.run_sync(_fill, source, vault, _header(source, vault), tell)
        await connection.run_sync(migrate)
        await connection.execute(update(tables.vault).values(fingerprint=then.fingerprint))
        erased = await carry_out(connection, vault, known, then.generation)
        if then.generation < vault.generation:
            await rekey(connection, then, vault, tell)
        purged = await erase_old(connection, days, now)
    return Restored(header.rows, erased, purged.exchanges)


async def is_empty(journal: Journal) -> bool:
    """Whether nobody is remembered and nothing was asked."""
    async with journal.engine.begin() as connection:
        counts = [
            await connection.scalar(select(func.count()).select_from(table))
            for table in (tables.people, tables.conversations)
        ]
    return not any(counts)


@asynccontextmanager
async def _snapshot(journal: Journal) -> AsyncIterator[AsyncConnection]:
    """Give a connection that sees one moment, and stops nobody from writing."""
    async with journal.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            await connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            return
        await connection.execution_options(**{OUTSIDE: True})
        await connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            await connection.exec_driver_sql("ROLLBACK")


def _about(header: Header, place: int) -> str:
    return f"backup {header.number} {place}"


def _reflect(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in APART]


def _empty(connection: Connection, revision: str) -> None:
    """Take all tables away, and make those of a revision."""
    metadata = MetaData()
    metadata.reflect(connection)
    fingerprint = connection.scalar(select(tables.vault.c.fingerprint))
    metadata.drop_all(connection)
    migrate(connection, revision)
    connection.execute(insert(tables.vault).values(fingerprint=fingerprint))


def _fill(connection: Connection, source: BinaryIO, vault: Vault, header: Header, tell: Tell) -> None:
    found = {table.name: table for table in _reflect(connection)}
    done = 0
    for piece in _pieces(source, vault, header):
        table = found[piece["table"]]
        connection.execute(insert(table), [_rich(row, table) for row in piece["rows"]])
        done += len(piece["rows"])
        tell("restoring", done, header.rows)
    if connection.dialect.name == "postgresql":
        for table in found.values():
            for column in table.primary_key.columns:
                if column.server_default is not None:
                    _count_on(connection, column)


def _count_on(connection: Connection, column: Column[Any]) -> None:
    """Let PostgreSQL give new numbers after those that were put back."""
    counter = func.pg_get_serial_sequence(column.table.name, column.name)
    connection.execute(select(func.setval(counter, func.coalesce(func.max(column), 1))))


def _put(out: BinaryIO, vault: Vault, about: str, piece: dict[str, Any]) -> None:
    sealed = vault.seal_bytes(zlib.compress(json.dumps(piece).encode()), about)
    out.write(len(sealed).to_bytes(LENGTH, "big") + sealed)


def _header(source: BinaryIO, vault: Vault) -> Header:
    if source.read(len(MAGIC)) != MAGIC:
        raise BackupFaultError(f"{source.name} is no backup of Ogoh")
    try:
        piece = _get(source, vault, "backup")
    except KeyFaultError as error:
        raise KeyFaultError(
            f"{source.name} was written with another key: give the key of then; nothing was changed"
        ) from error
    if piece is None:
        raise BackupFaultError(f"{source.name} is cut short")
    return Header(**piece)


def _pieces(source: BinaryIO, vault: Vault, header: Header) -> Iterator[dict[str, Any]]:
    place = 0
    while (piece := _get(source, vault, _about(header, place))) is not None:
        yield piece
        place += 1


def _get(source: BinaryIO, vault: Vault, about: str) -> dict[str, Any] | None:
    length = source.read(LENGTH)
    if not length:
        return None
    size = int.from_bytes(length, "big")
    sealed = source.read(size)
    if len(length) < LENGTH or len(sealed) < size:
        raise BackupFaultError(f"{source.name} is cut short")
    found: dict[str, Any] = json.loads(zlib.decompress(vault.unseal_bytes(sealed, about)))
    return found


def _plain(row: RowMapping) -> dict[str, Any]:
    """Make a row fit for JSON; its columns tell on restoring what was what."""
    return {
        name: base64.b64encode(value).decode()
        if isinstance(value, bytes)
        else value.isoformat()
        if isinstance(value, dt.date | dt.datetime)
        else value
        for name, value in row.items()
    }


def _rich(row: dict[str, Any], table: Table) -> dict[str, Any]:
    found = dict(row)
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, LargeBinary):
            found[name] = base64.b64decode(value)
        elif value is not None and isinstance(kind, Date):
            found[name] = dt.date.fromisoformat(value)
    return found


def _known(revision: str) -> None:
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
    except CommandError as error:
        raise BackupFaultError(
            f"the backup is of a newer version of Ogoh (tables {revision}): update first"
        ) from error
