"""Rotation: everything is sealed anew with the newest key, under new pseudonyms, in one transaction.

Nobody's Telegram id is needed for that: a new pseudonym is made of the old one. Whoever stole an old key and the
database of today can open nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Column, FromClause, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import lock_out
from bot.journal.exchange import about_comment, about_content
from bot.journal.inbox import about_update
from bot.journal.relay import about_note, about_reach
from bot.journal.tables import (
    citations,
    contents,
    exchanges,
    metadata,
    people,
    relay,
    requests,
    updates,
    vault,
)
from bot.journal.vault import KeyFaultError, Vault

BATCH: Final = 1000
Tell = Callable[[str, int, int], None]
T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sealed:
    """A sealed column: where its rows are read, and what each one is sealed about."""

    column: Column[Any]
    about: Callable[[Mapping[Any, Any]], str]
    beside: tuple[Column[Any], ...] = ()
    """Columns that `about` needs besides those of the table itself."""
    source: FromClause | None = None


def _token(about: Callable[[str], str]) -> Callable[[Mapping[Any, Any]], str]:
    return lambda row: about(row["token"])


SEALED: Final = (
    Sealed(people.c.state, lambda row: str(row["pseudonym"])),
    Sealed(updates.c.body, lambda row: about_update(row["update_id"], row["pseudonym"])),
    Sealed(exchanges.c.comment, _token(about_comment)),
    Sealed(contents.c.body, _token(about_content), (exchanges.c.token,), contents.join(exchanges)),
    Sealed(requests.c.reach, _token(about_reach)),
    Sealed(relay.c.body, _token(about_note), (requests.c.token,), relay.join(requests)),
)
"""Every sealed column there is: one that is missing here could not be read after a rotation."""


async def rekey(connection: AsyncConnection, old: Vault, new: Vault, tell: Tell) -> int:
    """Seal everything anew within a transaction; give how many pieces could not be opened and stay as they are."""
    await lock_out(connection)
    unreadable = 0
    tags = Tags(old, new)
    for one in SEALED:
        unreadable += await _seal(
            connection, one, old, new, tags if one.column is contents.c.body else None, tell
        )
    await _replace(connection, exchanges.c.topic, tags.topics)
    await _replace(connection, citations.c.record, tags.records)
    for table in metadata.sorted_tables:
        if "pseudonym" in table.c:
            await _rename(connection, table.c.pseudonym, old, new)
    await connection.execute(update(vault).values(fingerprint=new.fingerprint))
    return unreadable


class Tags:
    """The tags of then and of now, learned from what is opened on the way."""

    def __init__(self, old: Vault, new: Vault) -> None:
        self._old = old
        self._new = new
        self.topics: dict[str, str] = {}
        self.records: dict[str, str] = {}

    def learn(self, body: str) -> None:
        words = json.loads(body)
        if words["topic"] is not None:
            self.topics[self._old.tag(words["topic"])] = self._new.tag(words["topic"])
        for said in words["answer"]:
            for record in said["cites"]:
                self.records[self._old.tag(record)] = self._new.tag(record)


async def _seal(
    connection: AsyncConnection, one: Sealed, old: Vault, new: Vault, tags: Tags | None, tell: Tell
) -> int:
    table = one.column.table
    keys = list(table.primary_key.columns)
    source = table if one.source is None else one.source
    (key,) = keys
    names = list((await connection.scalars(select(key).where(one.column.is_not(None)))).all())
    change = update(table).where(and_(key == bindparam("key"))).values({one.column.name: bindparam("sealed")})
    unreadable = done = 0
    for some in _batches(names):
        query = select(*table.c, *one.beside).select_from(source).where(key.in_(some))
        changes = []
        for row in (await connection.execute(query)).mappings():
            try:
                content = old.unseal(row[one.column.name], one.about(row))
            except KeyFaultError:
                unreadable += 1
                continue
            if tags is not None:
                tags.learn(content)
            renamed = dict(row)
            if row.get("pseudonym"):
                renamed["pseudonym"] = new.renamed(row["pseudonym"], since=old.generation)
            changes.append({"key": row[key.name], "sealed": new.seal(content, one.about(renamed))})
        if changes:
            await connection.execute(change, changes)
        done += len(some)
        tell(f"sealing {table.name}", done, len(names))
    if unreadable:
        log.warning("unreadable %s %d", table.name, unreadable)
    return unreadable


async def _rename(connection: AsyncConnection, column: Column[Any], old: Vault, new: Vault) -> None:
    names = (await connection.scalars(select(column).where(column.is_not(None)).distinct())).all()
    await _replace(connection, column, {name: new.renamed(name, since=old.generation) for name in names})


async def _replace(connection: AsyncConnection, column: Column[Any], names: Mapping[str, str]) -> None:
    if names:
        change = (
            update(column.table).where(column == bindparam("then")).values({column.name: bindparam("now")})
        )
        await connection.execute(change, [{"then": then, "now": now} for then, now in names.items()])


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
