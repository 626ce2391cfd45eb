"""Drafts: records in the making, kept in the database until two editors stand by them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import drafts, exchanges, origins

State = Literal["open", "waiting", "approved", "dropped"]
"""Being written; waiting for a second editor; a record now; given up."""

Body = dict[str, Any]
LISTED: Final = 100


class DraftFaultError(Exception):
    """What was asked of a draft can't be done; `key` says why."""

    def __init__(self, key: Literal["gone", "state", "own"]) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Draft:
    """A record in the making."""

    id: int
    kind: str
    replaces: str | None
    """The id of the record that it changes."""
    body: Body = field(repr=False)
    state: State
    hands: tuple[str, ...]
    """Accounts that wrote on it, in their order."""
    approver: str | None
    changed: dt.datetime
    grounds: str | None = None
    """What the record was compared with, where the draft says that it still holds."""

    @property
    def record(self) -> str:
        """The id that its record is to have."""
        return str(self.body.get("id", ""))

    @property
    def digest(self) -> str:
        """Give a hash of its words: an editor approves what he has seen, and nothing that was written since."""
        return hashlib.sha256(_written(self.body).encode()).hexdigest()[:16]

    def may_approve(self, account: str) -> bool:
        """Whether it waits for a second editor, and the account is one: nobody approves what he wrote on."""
        return self.state == "waiting" and account not in self.hands


class Drafts:
    """The drafts in the journal's database; the questions behind them stay where they are."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(
        self,
        body: Body,
        account: str,
        now: dt.datetime,
        asked: Sequence[int] = (),
        replaces: str | None = None,
        grounds: str | None = None,
    ) -> int:
        """Begin a draft for the exchanges `asked`; give its number.

        With `grounds` it is whole already, and waits for a second editor.
        """
        values = {
            "kind": body["kind"],
            "replaces": replaces,
            "body": _written(body),
            "grounds": grounds,
            "state": "open" if grounds is None else "waiting",
            "hands": json.dumps([account]),
            "changed": int(now.timestamp()),
        }
        async with self._engine.begin() as connection:
            number = (
                await connection.execute(insert(drafts).values(values).returning(drafts.c.id))
            ).scalar_one()
            there = select(exchanges.c.id).where(exchanges.c.id.in_(asked))
            rows = [{"draft": number, "exchange": one} for one in (await connection.scalars(there)).all()]
            if rows:
                await connection.execute(insert(origins), rows)
        return int(number)

    async def get(self, number: int) -> Draft | None:
        async with self._engine.begin() as connection:
            return await _draft(connection, number)

    async def list(self) -> list[Draft]:
        """Give the drafts, what waits first, then the newest."""
        query = select(drafts).order_by(drafts.c.changed.desc(), drafts.c.id.desc()).limit(LISTED)
        async with self._engine.begin() as connection:
            found = [_read(row) for row in (await connection.execute(query)).mappings()]
        order = {"waiting": 0, "open": 1}
        return sorted(found, key=lambda draft: order.get(draft.state, 2))

    async def under_way(self) -> dict[str, int]:
        """Give the drafts that are not closed yet by the ids of the records that they change."""
        going = drafts.c.state.in_(("open", "waiting")) & drafts.c.replaces.is_not(None)
        query = select(drafts.c.replaces, drafts.c.id).where(going).order_by(drafts.c.id)
        async with self._engine.begin() as connection:
            return {replaces: number for replaces, number in await connection.execute(query)}  # noqa: C416 - rows are no pairs to mypy

    async def asked(self, number: int) -> Sequence[int]:
        """Give the ids of the exchanges behind a draft that are still there."""
        query = select(origins.c.exchange).where(origins.c.draft == number).order_by(origins.c.exchange)
        async with self._engine.begin() as connection:
            return (await connection.scalars(query)).all()

    async def write(self, number: int, body: Body, account: str, now: dt.datetime) -> None:
        """Keep what an editor wrote; a draft that waited is open again.

        Raises DraftFaultError where it is gone, or closed.
        """
        async with self._engine.begin() as connection:
            draft = await _wanted(connection, number, "open", "waiting")
            hands = [one for one in draft.hands if one != account] + [account]
            values = {"body": _written(body), "state": "open", "hands": json.dumps(hands)}
            await _set(connection, draft, now, values)

    async def hand_in(self, number: int, now: dt.datetime) -> None:
        """Let a draft wait for a second editor."""
        async with self._engine.begin() as connection:
            await _set(connection, await _wanted(connection, number, "open"), now, {"state": "waiting"})

    async def drop(self, number: int, now: dt.datetime) -> None:
        """Give a draft up."""
        async with self._engine.begin() as connection:
            draft = await _wanted(connection, number, "open", "waiting")
            await _set(connection, draft, now, {"state": "dropped"})

    async def approve(self, number: int, account: str, seen: str, now: dt.datetime) -> Draft:
        """Make a draft approved, once; `reopen` takes it back where its file can't be written.

        Raises DraftFaultError where it doesn't wait, the account wrote on it, or its digest is no more the one `seen`.
        """
        async with self._engine.begin() as connection:
            draft = await _wanted(connection, number, "waiting")
            if not draft.may_approve(account):
                raise DraftFaultError("own")
            if draft.digest != seen:
                raise DraftFaultError("state")
            await _set(connection, draft, now, {"state": "approved", "approver": account})
        return draft

    async def reopen(self, number: int, now: dt.datetime) -> None:
        """Let an approved draft wait again."""
        async with self._engine.begin() as connection:
            draft = await _wanted(connection, number, "approved")
            await _set(connection, draft, now, {"state": "waiting", "approver": None})


async def _draft(connection: AsyncConnection, number: int) -> Draft | None:
    row = (await connection.execute(select(drafts).where(drafts.c.id == number))).mappings().one_or_none()
    return None if row is None else _read(row)


async def _wanted(connection: AsyncConnection, number: int, *states: State) -> Draft:
    draft = await _draft(connection, number)
    if draft is None:
        raise DraftFaultError("gone")
    if draft.state not in states:
        raise DraftFaultError("state")
    return draft


async def _set(
    connection: AsyncConnection, draft: Draft, now: dt.datetime, values: Mapping[str, object]
) -> None:
    """Change a draft, unless somebody else did in the meantime."""
    row = (drafts.c.id == draft.id) & (drafts.c.state == draft.state)
    changed = {**values, "changed": int(now.timestamp())}
    found = await connection.execute(update(drafts).where(row).values(changed))
    if found.rowcount == 0:
        raise DraftFaultError("state")


def _read(row: RowMapping) -> Draft:
    return Draft(
        row["id"],
        row["kind"],
        row["replaces"],
        json.loads(row["body"]),
        row["state"],
        tuple(json.loads(row["hands"])),
        row["approver"],
        dt.datetime.fromtimestamp(row["changed"], dt.UTC),
        row["grounds"],
    )


def _written(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)
