"""The relay: a person and a moderator write to each other, and neither learns who the other is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, RowMapping, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.exchange import Human, new_token
from bot.journal.exchanges import rerank
from bot.journal.tables import conversations, exchanges, relay, requests
from bot.journal.vault import Vault
from bot.redaction import redact

REACH_FOR: Final = dt.timedelta(hours=72)
"""How long the way to a person is kept after he last wrote."""

LEASE: Final = 45
"""Seconds for which words that were taken are left to who took them, unless he holds on to them."""

State = Literal["received", "queued", "sending", "doubtful", "delivered", "gone", "late"]
"""`received` is from the person; the others are on the way to him.

`doubtful` may have arrived and is sent again, `gone` was blocked, `late` ran out of time.
"""


class OutOfReachError(Exception):
    """The way to the person is no longer kept: the request was closed, erased, or 72 hours have passed."""


@dataclass(frozen=True)
class Request:
    """A person's wish that a human answers."""

    id: int
    token: str
    exchange: int
    language: str
    state: Human
    opened: dt.datetime
    until: dt.datetime | None
    """Until when the person can be reached; None where he can't be any more."""


@dataclass(frozen=True)
class Note:
    """What one side wrote; `author` is the moderator's account, or None for the person."""

    id: int
    author: str | None
    text: str
    state: State
    hour: dt.datetime


@dataclass(frozen=True)
class Outgoing:
    """A moderator's words on their way to the person's chat."""

    id: int
    request: str
    """The request's token, for the button that answers."""
    chat: int
    language: str
    text: str
    doubtful: bool = False
    """Whether it may have arrived before: it was handed over when a process ended."""


class Relay:
    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    # ---- the person's side ----

    async def ask(
        self, pseudonym: str, exchange: str, chat: int, now: dt.datetime, words: str | None = None
    ) -> Request | None:
        """Note that the person wants a human for his exchange of that token, and how to reach him meanwhile.

        `words` are what he adds. Asking again opens the same request anew. None where the exchange is not his, or gone.
        """
        async with self._engine.begin() as connection:
            his = await connection.execute(
                select(exchanges.c.id, exchanges.c.language)
                .join(conversations)
                .where(exchanges.c.token == exchange, conversations.c.pseudonym == pseudonym)
            )
            found = his.one_or_none()
            if found is None:
                return None
            number, language = found
            token = await connection.scalar(select(requests.c.token).where(requests.c.exchange == number))
            values = self._reach(token or (token := new_token()), chat, now) | {"state": "asked"}
            known = await connection.execute(
                update(requests).where(requests.c.exchange == number).values(values)
            )
            if known.rowcount == 0:
                values |= {"token": token, "exchange": number, "pseudonym": pseudonym}
                await connection.execute(insert(requests).values(**values, language=language, opened=now))
            await _mark(connection, number, "asked")
            request = await _one(connection, requests.c.exchange == number)
            if request is not None and words:
                await self._write(connection, request, None, redact(words), "received", now)
            return request

    async def hear(self, pseudonym: str, request: str, text: str, chat: int, now: dt.datetime) -> bool:
        """Keep, redacted, what the person writes to the moderator; he can be reached for 72 hours more.

        False where the request is not his, closed, or gone.
        """
        async with self._engine.begin() as connection:
            found = await _one(connection, requests.c.token == request, requests.c.pseudonym == pseudonym)
            if found is None or found.state == "closed":
                return False
            await self._write(connection, found, None, redact(text), "received", now)
            values = self._reach(found.token, chat, now) | {"state": "answered"}
            await connection.execute(update(requests).where(requests.c.id == found.id).values(values))
            await _mark(connection, found.exchange, "answered")
        return True

    async def open_for(self, pseudonym: str) -> Request | None:
        """Give the person's newest request that is not closed."""
        async with self._engine.begin() as connection:
            return await _one(connection, requests.c.pseudonym == pseudonym, requests.c.state != "closed")

    # ---- the moderator's side ----

    async def request(self, exchange: int) -> Request | None:
        """Give the request that belongs to an exchange."""
        async with self._engine.begin() as connection:
            return await _one(connection, requests.c.exchange == exchange)

    async def thread(self, request: int) -> list[Note]:
        """Give what both sides wrote, in its order."""
        query = (
            select(relay, requests.c.token)
            .join(requests)
            .where(requests.c.id == request)
            .order_by(relay.c.id)
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [Note(row["id"], row["author"], self._open(row), row["state"], row["hour"]) for row in rows]

    async def reply(self, request: int, author: str, text: str, now: dt.datetime) -> int:
        """Queue a moderator's words to the person; give their id.

        Raises OutOfReachError where he can't be reached any more.
        """
        async with self._engine.begin() as connection:
            found = await _one(connection, requests.c.id == request)
            if found is None or found.until is None or found.until < now - dt.timedelta(hours=1):
                raise OutOfReachError("the person can't be reached any more")
            number = await self._write(connection, found, author, text, "queued", now)
            await self._state(connection, found, "taken")
        return number

    async def close(self, request: int) -> None:
        """End a request: the way to the person is erased, what was not sent yet is not sent."""
        async with self._engine.begin() as connection:
            await self._close(connection, requests.c.id == request)

    # ---- the messenger's side ----

    async def take(self, holder: str, now: dt.datetime) -> Outgoing | None:
        """Take the next words to be sent; no other holder takes them, too, before `LEASE` has passed.

        What a holder let lapse, because its process ended, may have arrived: it is doubtful.
        """
        async with self._engine.begin() as connection:
            return await self._take(connection, holder, now)

    async def hold(self, number: int, holder: str, now: dt.datetime) -> bool:
        """Hold on to words that were taken, for another `LEASE`; False where somebody else took them meanwhile."""
        return await self._mark_held(number, holder, held=_seconds(now) + LEASE)

    async def sent(self, number: int, holder: str, state: Literal["delivered", "queued"]) -> None:
        """Note what became of words that this holder took; `queued` puts them back."""
        await self._mark_held(number, holder, state=state, holder=None, held=None)

    async def doubt(self, number: int, holder: str) -> None:
        """Put words back that may have arrived: when they are sent again, they say so."""
        await self._mark_held(number, holder, state="doubtful", holder=None, held=None)

    async def lose(self, number: int, holder: str) -> None:
        """Note that the person is gone, or blocked the bot: the request ends, and so does the way to him."""
        await self._mark_held(number, holder, state="gone", holder=None, held=None)
        async with self._engine.begin() as connection:
            mine = select(relay.c.request).where(relay.c.id == number)
            await self._close(connection, requests.c.id.in_(mine))

    async def expire(self, now: dt.datetime) -> int:
        """Erase the ways to people that are older than 72 hours; give how many there were."""
        async with self._engine.begin() as connection:
            return await self._close(connection, requests.c.until < now)

    async def _take(self, connection: AsyncConnection, holder: str, now: dt.datetime) -> Outgoing | None:
        lapsed = and_(relay.c.state == "sending", or_(relay.c.held.is_(None), relay.c.held <= _seconds(now)))
        waiting = or_(relay.c.state.in_(("queued", "doubtful")), lapsed)
        query = _outgoing().add_columns(relay.c.state).where(waiting).limit(1)
        rows = await connection.execute(query.with_for_update(skip_locked=True, of=relay))
        row = rows.mappings().one_or_none()
        if row is None:
            return None
        values = {"state": "sending", "holder": holder, "held": _seconds(now) + LEASE}
        await connection.execute(update(relay).where(relay.c.id == row["id"]).values(values))
        return self._outgoing(row, doubtful=row["state"] != "queued")

    async def _mark_held(self, number: int, by: str, **values: Any) -> bool:
        """Change words that are still held by who took them; False where they aren't."""
        mine = (relay.c.id == number) & (relay.c.holder == by)
        async with self._engine.begin() as connection:
            return (await connection.execute(update(relay).where(mine).values(values))).rowcount > 0

    async def _close(self, connection: AsyncConnection, which: ColumnElement[bool]) -> int:
        ids = list((await connection.scalars(select(requests.c.id).where(which))).all())
        await connection.execute(
            update(relay)
            .where(relay.c.request.in_(ids), relay.c.state.in_(("queued", "sending", "doubtful")))
            .values(state="late")
        )
        numbers = select(requests.c.exchange).where(requests.c.id.in_(ids))
        await connection.execute(
            update(requests).where(requests.c.id.in_(ids)).values(state="closed", reach=None, until=None)
        )
        await connection.execute(update(exchanges).where(exchanges.c.id.in_(numbers)).values(human="closed"))
        await rerank(connection, exchanges.c.id.in_(numbers))
        return len(ids)

    async def _state(self, connection: AsyncConnection, request: Request, state: Human) -> None:
        await connection.execute(update(requests).where(requests.c.id == request.id).values(state=state))
        await _mark(connection, request.exchange, state)

    async def _write(
        self,
        connection: AsyncConnection,
        request: Request,
        author: str | None,
        text: str,
        state: State,
        now: dt.datetime,
    ) -> int:
        body = self._vault.seal(text, about_note(request.token))
        values = {"request": request.id, "author": author, "body": body, "state": state, "hour": now}
        added = await connection.execute(insert(relay).values(values).returning(relay.c.id))
        return int(added.scalar_one())

    def _reach(self, token: str, chat: int, now: dt.datetime) -> dict[str, Any]:
        return {"reach": self._vault.seal(str(chat), about_reach(token)), "until": now + REACH_FOR}

    def _open(self, row: RowMapping) -> str:
        return self._vault.unseal(row["body"], about_note(row["token"]))

    def _outgoing(self, row: RowMapping, *, doubtful: bool) -> Outgoing:
        chat = int(self._vault.unseal(row["reach"], about_reach(row["token"])))
        return Outgoing(row["id"], row["token"], chat, row["language"], self._open(row), doubtful)


def _outgoing() -> Any:
    return (
        select(relay.c.id, relay.c.body, requests.c.token, requests.c.reach, requests.c.language)
        .join(requests)
        .where(requests.c.reach.is_not(None))
        .order_by(relay.c.id)
    )


async def _one(connection: AsyncConnection, *which: ColumnElement[bool]) -> Request | None:
    names = ("id", "token", "exchange", "language", "state", "opened", "until")
    query = (
        select(*(requests.c[name] for name in names)).where(*which).order_by(requests.c.id.desc()).limit(1)
    )
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else Request(**row)


async def _mark(connection: AsyncConnection, exchange: int, state: Human) -> None:
    await connection.execute(update(exchanges).where(exchanges.c.id == exchange).values(human=state))
    await rerank(connection, exchanges.c.id == exchange)


def _seconds(now: dt.datetime) -> int:
    return int(now.timestamp())


def about_note(token: str) -> str:
    return f"note {token}"


def about_reach(token: str) -> str:
    return f"reach {token}"
