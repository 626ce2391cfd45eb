"""The audit log: what accounts did, so that nothing can be taken out, changed or cut off unnoticed.

Every row carries a stamp that only the key can make, of the row itself and of the stamp before it. How far the log
had come stands in a file beside the key as well: whoever cuts the end off would have to change both.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import audit
from bot.journal.vault import Vault

FILE: Final = "audit.anchor"
LOCK: Final = 0x617564697400
"""The name of the lock, among PostgreSQL's advisory ones, under which rows are added."""
BATCH: Final = 1000
PURPOSE: Final = "audit"


@dataclass(frozen=True)
class Deed:
    """What an account did: signed in, looked at a conversation, judged, replied, exported, changed."""

    id: int
    at: dt.datetime
    account: str | None
    deed: str
    subject: str | None


@dataclass(frozen=True)
class Finding:
    """What verification found: how many rows stand, and where the first fault is."""

    rows: int
    fault: str | None = None


class Audit:
    """`anchor` is the file beside the key; None keeps none."""

    def __init__(self, engine: AsyncEngine, vault: Vault, anchor: Path | None) -> None:
        self._engine = engine
        self._vault = vault
        self._anchor = anchor

    @classmethod
    def beside(cls, engine: AsyncEngine, vault: Vault, home: Path) -> Audit:
        return cls(engine, vault, home / FILE)

    async def add(self, account: str | None, deed: str, subject: str | None, now: dt.datetime) -> int:
        """Append a row; give its number."""
        async with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            newest = select(audit.c.id, audit.c.stamp).order_by(audit.c.id.desc()).limit(1)
            last = (await connection.execute(newest)).one_or_none()
            number, before = (1, "") if last is None else (last[0] + 1, last[1])
            row = {
                "id": number,
                "at": int(now.timestamp()),
                "account": account,
                "deed": deed,
                "subject": subject,
            }
            stamp = self._vault.stamp(PURPOSE, _bound(row, before))
            await connection.execute(insert(audit).values(**row, stamp=stamp))
        await asyncio.to_thread(self._drop_anchor, number, stamp)
        return number

    async def list(
        self, limit: int = 100, before: int | None = None, account: str | None = None
    ) -> Sequence[Deed]:
        """Give the newest rows, those before number `before` where it is given."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        if account is not None:
            query = query.where(audit.c.account == account)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        names = ("id", "account", "deed", "subject")
        return [
            Deed(at=dt.datetime.fromtimestamp(row["at"], dt.UTC), **{name: row[name] for name in names})
            for row in rows
        ]

    async def verify(self) -> Finding:
        """Go through the whole log; tell the first row that was changed, taken out or cut off."""
        async with self._engine.begin() as connection:
            return await self._verify(connection)

    async def _verify(self, connection: AsyncConnection) -> Finding:
        anchor = self._read_anchor()
        count, before, number = 0, "", 0
        anchored = anchor is None or anchor[0] == 0
        while True:
            query = select(audit).where(audit.c.id > number).order_by(audit.c.id).limit(BATCH)
            rows = (await connection.execute(query)).mappings().all()
            for row in rows:
                if row["id"] != number + 1:
                    return Finding(count, f"row {number + 1} is missing")
                if not self._vault.is_stamp(row["stamp"], PURPOSE, _bound(row, before)):
                    return Finding(count, f"row {row['id']} was changed, or one before it")
                number, before, count = row["id"], row["stamp"], count + 1
                if anchor is not None and anchor[0] == number:
                    if anchor[1] != before:
                        return Finding(count, f"row {number} is not the one that {self._anchor} tells of")
                    anchored = True
            if len(rows) < BATCH:
                break
        if not anchored and anchor is not None:
            return Finding(count, f"{anchor[0]} rows were written, {count} are left: the end was cut off")
        if anchor is None and count and self._anchor is not None:
            return Finding(count, f"{self._anchor} is missing: whether the end was cut off can't be told")
        return Finding(count)

    def _read_anchor(self) -> tuple[int, str] | None:
        try:
            number, stamp = (self._anchor.read_text(encoding="ascii") if self._anchor else "").split()
            return int(number), stamp
        except (OSError, ValueError):
            return None

    def _drop_anchor(self, number: int, stamp: str) -> None:
        """Write how far the log has come; another process may have come further already."""
        if self._anchor is None:
            return
        self._anchor.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._anchor.with_suffix(".lock")):
            known = self._read_anchor()
            if known is not None and known[0] >= number:
                return
            draft = self._anchor.with_suffix(".draft")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(f"{number} {stamp}\n")
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self._anchor)


def _bound(row: Any, before: str) -> str:
    """Write a row and the stamp before it as one text that means nothing else."""
    return json.dumps([before, *(row[name] for name in ("id", "at", "account", "deed", "subject"))])
