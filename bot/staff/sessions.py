"""Sessions: who is signed in, where, and until when."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import accounts, sessions
from bot.journal.vault import Vault
from bot.staff.accounts import Role

IDLE: Final = dt.timedelta(minutes=30)
LONGEST: Final = dt.timedelta(hours=8)
HALFWAY: Final = dt.timedelta(minutes=10)
"""How long somebody may take between his password and his one-time code."""
NOTED: Final = dt.timedelta(minutes=1)
"""How exactly it is kept when a session was used last."""

Stage = Literal["password", "signed-in"]


@dataclass(frozen=True)
class Session:
    """One sign-in on one device."""

    id: str
    account: str
    role: Role
    stage: Stage
    opened: dt.datetime
    seen: dt.datetime
    device: str


class Sessions:
    """The cookie holds a random token; here stands only its stamp."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def open(self, account: str, stage: Stage, device: str, now: dt.datetime) -> str:
        """Begin a session; give the token for the cookie."""
        token = secrets.token_urlsafe(32)
        moment = int(now.timestamp())
        values = {"id": self._id(token), "account": account, "stage": stage, "device": device}
        async with self._engine.begin() as connection:
            await _sweep(connection, now)
            await connection.execute(insert(sessions).values(**values, opened=moment, seen=moment))
        return token

    async def find(self, token: str, now: dt.datetime, *, use: bool = True) -> Session | None:
        """Give the session of a cookie unless it is over; `use` keeps it from falling asleep."""
        async with self._engine.begin() as connection:
            row = await _one(connection, self._id(token))
            if row is None or row["state"] == "disabled":
                return None
            session = _session(row)
            if _is_over(session, now):
                await connection.execute(delete(sessions).where(sessions.c.id == session.id))
                return None
            if use and now - session.seen >= NOTED:
                used = update(sessions).where(sessions.c.id == session.id).values(seen=int(now.timestamp()))
                await connection.execute(used)
        return session

    async def list(self, now: dt.datetime, account: str | None = None) -> list[Session]:
        """Give the sessions that go on, of one account or of all, the newest first."""
        query = _joined().where(sessions.c.stage == "signed-in").order_by(sessions.c.opened.desc())
        if account is not None:
            query = query.where(sessions.c.account == account)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [session for row in rows if not _is_over(session := _session(row), now)]

    async def end(self, number: str, account: str | None = None) -> str | None:
        """End a session, of `account` only where one is named; give whose it was."""
        which = [sessions.c.id == number]
        if account is not None:
            which.append(sessions.c.account == account)
        async with self._engine.begin() as connection:
            whose = await connection.scalar(select(sessions.c.account).where(*which))
            await connection.execute(delete(sessions).where(*which))
        return whose

    async def drop(self, token: str) -> None:
        """End the session of a cookie."""
        await self.end(self._id(token))

    def _id(self, token: str) -> str:
        return self._vault.stamp("session", token)


def _is_over(session: Session, now: dt.datetime) -> bool:
    if session.stage == "password":
        return now - session.opened >= HALFWAY
    return now - session.seen >= IDLE or now - session.opened >= LONGEST


async def _sweep(connection: AsyncConnection, now: dt.datetime) -> None:
    old = int((now - LONGEST).timestamp())
    await connection.execute(delete(sessions).where(sessions.c.opened <= old))


def _joined() -> Any:
    return select(sessions, accounts.c.role, accounts.c.state).join(accounts)


async def _one(connection: AsyncConnection, number: str) -> RowMapping | None:
    found = await connection.execute(_joined().where(sessions.c.id == number))
    return found.mappings().one_or_none()


def _session(row: RowMapping) -> Session:
    opened, seen = (dt.datetime.fromtimestamp(row[name], dt.UTC) for name in ("opened", "seen"))
    return Session(row["id"], row["account"], row["role"], row["stage"], opened, seen, row["device"])
