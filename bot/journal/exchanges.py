"""The exchanges: written down once, listed by what a moderator looks for, judged and commented."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.exchange import Entry, Exchange, Feedback, Verdict, about_comment, about_content, read_entry
from bot.journal.partners import count_exchange
from bot.journal.tables import RANK, citations, contents, conversations, exchanges
from bot.journal.vault import KeyFaultError, Vault
from bot.redaction import redact

PAUSE: Final = dt.timedelta(hours=6)
"""A longer silence ends a conversation."""

Order = Literal["urgent", "newest"]
Column = Literal[
    "language", "passport", "link", "topic", "urgency", "outcome", "feedback", "human", "verdict", "corpus"
]
Position = tuple[int, int]
"""Rank and id of an entry: where a page ended."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filter:
    """What a moderator looks for; what is None doesn't matter."""

    language: str | None = None
    passport: str | None = None
    topic: str | None = None
    link: str | None = None
    urgency: str | None = None
    outcome: str | None = None
    feedback: str | None = None
    human: str | None = None
    """Where a wish for a human stands, or `waiting`: for a first or for another word of a moderator."""
    verdict: str | None = None
    """A verdict, or `none` for what nobody has judged."""
    assignee: str | None = None
    conversation: str | None = None
    record: str | None = None
    """The id of a record that the answer cites."""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Page:
    """Some entries of a list, and where the next page begins; nothing where this is the last."""

    entries: tuple[Entry, ...]
    after: Position | None


class Exchanges:
    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def record(self, pseudonym: str, exchange: Exchange, now: dt.datetime) -> int:
        """Write an exchange down, redacted and sealed; give its id."""
        async with self._engine.begin() as connection:
            return await self.add(connection, pseudonym, exchange, now)

    async def add(
        self, connection: AsyncConnection, pseudonym: str, exchange: Exchange, now: dt.datetime
    ) -> int:
        """Do what `record` does, within a transaction; one that is known by its token is not written twice."""
        known = await connection.scalar(select(exchanges.c.id).where(exchanges.c.token == exchange.token))
        if known is not None:
            return int(known)
        conversation = await _conversation(connection, pseudonym, now)
        row = self._row(exchange) | {"conversation": conversation, "hour": now, "rank": 0}
        added = await connection.execute(insert(exchanges).values(row).returning(exchanges.c.id))
        number = added.scalar_one()
        body = self._vault.seal(exchange.dump(), about=about_content(exchange.token))
        await connection.execute(insert(contents).values(exchange=number, body=body))
        if exchange.records:
            tags = [{"exchange": number, "record": self._vault.tag(one)} for one in exchange.records]
            await connection.execute(insert(citations), tags)
        await rerank(connection, exchanges.c.id == number)
        await count_exchange(connection, exchange, now)
        return int(number)

    async def page(
        self,
        want: Filter | None = None,
        order: Order = "urgent",
        after: Position | None = None,
        size: int = 50,
    ) -> Page:
        """List entries, the most urgent or the newest first; `after` is where the page before ended."""
        place = (exchanges.c.rank, exchanges.c.id) if order == "urgent" else (exchanges.c.id,)
        # the page is chosen by the lean rows first; words are fetched for what is shown
        query = select(exchanges.c.id).where(*self._where(want or Filter()))
        if after is not None:
            query = query.where(tuple_(*place) < tuple_(*(after if order == "urgent" else after[1:])))
        query = query.order_by(*(column.desc() for column in place)).limit(size + 1)
        async with self._engine.begin() as connection:
            ids = list((await connection.scalars(query)).all())
            entries = await self._entries(connection, exchanges.c.id.in_(ids[:size]))
        entries.sort(key=lambda entry: ids.index(entry.id))
        full = len(ids) > size and entries
        return Page(tuple(entries), (entries[-1].rank, entries[-1].id) if full else None)

    async def beside(
        self, want: Filter, order: Order, at: Position
    ) -> tuple[tuple[Position, str] | None, tuple[Position, str] | None]:
        """Give what stands before and after a position in a list: where it stands, and its conversation."""
        place = (exchanges.c.rank, exchanges.c.id) if order == "urgent" else (exchanges.c.id,)
        here = tuple_(*(at if order == "urgent" else at[1:]))
        query = select(exchanges.c.rank, exchanges.c.id, exchanges.c.conversation).where(*self._where(want))
        before = query.where(tuple_(*place) > here).order_by(*place).limit(1)
        after = query.where(tuple_(*place) < here).order_by(*(column.desc() for column in place)).limit(1)
        async with self._engine.begin() as connection:
            found = [(await connection.execute(one)).one_or_none() for one in (before, after)]
        first, second = (None if row is None else ((row[0], row[1]), str(row[2])) for row in found)
        return first, second

    async def conversation(self, conversation: str) -> list[Entry]:
        """Give a whole conversation in its order."""
        async with self._engine.begin() as connection:
            return await self._entries(connection, exchanges.c.conversation == conversation)

    async def get(self, number: int) -> Entry | None:
        """Give one entry by its id."""
        async with self._engine.begin() as connection:
            found = await self._entries(connection, exchanges.c.id == number)
        return found[0] if found else None

    async def find(self, pseudonym: str, token: str) -> Entry | None:
        """Give the person's own exchange of that token; nobody else's."""
        async with self._engine.begin() as connection:
            found = await self._entries(connection, _own(pseudonym, token))
        return found[0] if found else None

    async def rate(self, pseudonym: str, token: str, feedback: Feedback, comment: str | None = None) -> bool:
        """Keep what the person says of an answer; without a comment, one that was given stays.

        False where the exchange is not his, or gone.
        """
        values: dict[str, object] = {"feedback": feedback}
        if comment is not None:
            values["comment"] = self._vault.seal(redact(comment), about=about_comment(token))
        return await self._set(_own(pseudonym, token), values)

    async def judge(self, number: int, verdict: Verdict | None) -> bool:
        """Keep a moderator's verdict, or take it back; False where the exchange is gone."""
        return await self._set(exchanges.c.id == number, {"verdict": verdict})

    async def assign(self, conversation: str, account: str | None) -> bool:
        """Give a conversation to a moderator's account, or to nobody; False where it is gone."""
        query = update(conversations).where(conversations.c.id == conversation).values(assignee=account)
        async with self._engine.begin() as connection:
            return (await connection.execute(query)).rowcount > 0

    async def unmet(self, since: dt.datetime, most: int) -> list[Entry]:
        """Give what stayed unanswered, or was answered wrongly as the person or a moderator says; the newest `most`."""
        judged = exchanges.c.verdict
        failed = or_(
            exchanges.c.outcome.in_(("abstained", "unreadable")),
            exchanges.c.feedback == "wrong",
            judged.in_(("partly", "wrong")),
        )
        # a moderator's word goes before the person's and the bot's own
        wanted = and_(failed, or_(judged.is_(None), judged != "right"), exchanges.c.hour >= since)
        newest = select(exchanges.c.id).where(wanted).order_by(exchanges.c.id.desc()).limit(most)
        async with self._engine.begin() as connection:
            return await self._entries(connection, exchanges.c.id.in_(newest))

    async def chosen(self, numbers: Sequence[int]) -> list[Entry]:
        """Give the exchanges of these ids that are still there."""
        async with self._engine.begin() as connection:
            return await self._entries(connection, exchanges.c.id.in_(numbers))

    async def count(self, want: Filter | None = None) -> int:
        """Count what a filter lets through."""
        query = select(func.count()).select_from(exchanges).where(*self._where(want or Filter()))
        async with self._engine.begin() as connection:
            return int(await connection.scalar(query) or 0)

    async def tally(self, column: Column, want: Filter | None = None) -> dict[str | None, int]:
        """Count by the values of a column; topics stand under `Vault.tag`."""
        query = select(exchanges.c[column], func.count()).where(*self._where(want or Filter()))
        async with self._engine.begin() as connection:
            rows = await connection.execute(query.group_by(exchanges.c[column]))
            return {value: count for value, count in rows}  # noqa: C416 - rows are no pairs to mypy

    async def daily(self, want: Filter | None = None) -> dict[dt.date, int]:
        """Count questions by the day (UTC)."""
        query = select(exchanges.c.hour, func.count()).where(*self._where(want or Filter()))
        days: dict[dt.date, int] = {}
        async with self._engine.begin() as connection:
            for hour, count in await connection.execute(query.group_by(exchanges.c.hour)):
                days[hour.date()] = days.get(hour.date(), 0) + count
        return dict(sorted(days.items()))

    async def durations(self, want: Filter | None = None) -> list[int]:
        """Give how many ms each answer took, sorted."""
        query = select(exchanges.c.ms).where(*self._where(want or Filter())).order_by(exchanges.c.ms)
        async with self._engine.begin() as connection:
            return list((await connection.scalars(query)).all())

    async def cited(self, record_ids: Sequence[str]) -> dict[str, int]:
        """Count the answers that cite each of these records; those that none cites are left out."""
        names = {self._vault.tag(record): record for record in record_ids}
        query = select(citations.c.record, func.count()).group_by(citations.c.record)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).all()
        return {names[tag]: count for tag, count in rows if tag in names}

    async def _set(self, which: ColumnElement[bool], values: Mapping[str, object]) -> bool:
        async with self._engine.begin() as connection:
            found = await connection.execute(update(exchanges).where(which).values(values))
            await rerank(connection, which)
        return found.rowcount > 0

    async def _entries(self, connection: AsyncConnection, which: ColumnElement[bool]) -> list[Entry]:
        rows = await connection.execute(whole().where(which).order_by(exchanges.c.id))
        entries = []
        for row in rows.mappings():
            try:
                entries.append(read_entry(row, self._vault.unseal))
            except KeyFaultError:
                log.exception("exchange-unreadable %d", row["id"])
        return entries

    def _row(self, exchange: Exchange) -> dict[str, Any]:
        names = (
            "token",
            "language",
            "passport",
            "link",
            "urgency",
            "outcome",
            "ms",
            "corpus",
            "model",
            "prompts",
        )
        row = {name: getattr(exchange, name) for name in names}
        row["topic"] = None if exchange.topic is None else self._vault.tag(exchange.topic)
        row["score"] = max(exchange.scores.values(), default=None)
        return row

    def _where(self, want: Filter) -> list[ColumnElement[bool]]:
        plain = ("language", "passport", "link", "urgency", "outcome", "feedback", "conversation")
        found = [exchanges.c[name] == value for name in plain if (value := getattr(want, name)) is not None]
        if want.human is not None:
            states = ("asked", "answered") if want.human == "waiting" else (want.human,)
            found.append(exchanges.c.human.in_(states))
        if want.topic is not None:
            found.append(exchanges.c.topic == self._vault.tag(want.topic))
        if want.verdict is not None:
            judged = exchanges.c.verdict
            found.append(judged.is_(None) if want.verdict == "none" else judged == want.verdict)
        if want.assignee is not None:
            mine = select(conversations.c.id).where(conversations.c.assignee == want.assignee)
            found.append(exchanges.c.conversation.in_(mine))
        if want.record is not None:
            cites = select(citations.c.exchange).where(citations.c.record == self._vault.tag(want.record))
            found.append(exchanges.c.id.in_(cites))
        if want.since is not None:
            found.append(exchanges.c.hour >= want.since)
        if want.until is not None:
            found.append(exchanges.c.hour < want.until)
        return found


def whole() -> Select[Any]:
    """Select exchanges with their words and who looks after them."""
    return select(exchanges, contents.c.body, conversations.c.assignee).select_from(
        exchanges.join(contents).join(conversations)
    )


async def rerank(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Reckon anew how soon a moderator should look."""
    await connection.execute(update(exchanges).where(which).values(rank=RANK))


async def drop_empty(connection: AsyncConnection) -> None:
    """Erase conversations of which no exchange is left."""
    left = exists().where(exchanges.c.conversation == conversations.c.id)
    await connection.execute(delete(conversations).where(~left))


def _own(pseudonym: str, token: str) -> ColumnElement[bool]:
    his = select(conversations.c.id).where(conversations.c.pseudonym == pseudonym)
    return and_(exchanges.c.token == token, exchanges.c.conversation.in_(his))


async def _conversation(connection: AsyncConnection, pseudonym: str, now: dt.datetime) -> str:
    """Give the conversation that the person is in, or a new one."""
    his = conversations.c.pseudonym == pseudonym
    going = await connection.scalar(
        select(conversations.c.id)
        .where(his, conversations.c.latest >= now - PAUSE)
        .order_by(conversations.c.latest.desc())
        .limit(1)
    )
    if going is not None:
        await connection.execute(update(conversations).where(conversations.c.id == going).values(latest=now))
        return str(going)
    new = secrets.token_hex(8)
    await connection.execute(
        insert(conversations).values(id=new, pseudonym=pseudonym, opened=now, latest=now)
    )
    return new
