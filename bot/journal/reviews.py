"""What moderators say of exchanges, and tell each other about conversations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.exchange import Verdict
from bot.journal.exchanges import rerank
from bot.journal.tables import conversations, exchanges, notes, verdicts
from bot.journal.vault import Vault
from bot.redaction import redact


@dataclass(frozen=True)
class Judgement:
    """A moderator's verdict on an answer."""

    verdict: Verdict
    account: str
    hour: dt.datetime
    sentence: int | None = None
    """Which sentence is wrong, counted from 0."""
    words: str | None = None
    """What would be right."""


@dataclass(frozen=True)
class Note:
    """What a moderator wrote for the others."""

    id: int
    account: str
    text: str
    hour: dt.datetime


class Reviews:
    """Verdicts and notes; all words are redacted and sealed, and go with their conversation."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def judge(self, exchange: int, judgement: Judgement) -> bool:
        """Keep a verdict in place of the one before; False where the exchange is gone."""
        async with self._engine.begin() as connection:
            token = await _token(connection, exchange)
            if token is None:
                return False
            words = judgement.words and redact(judgement.words)
            await connection.execute(delete(verdicts).where(verdicts.c.exchange == exchange))
            await connection.execute(
                insert(verdicts).values(
                    exchange=exchange,
                    account=judgement.account,
                    sentence=judgement.sentence,
                    body=self._vault.seal(words, about_verdict(token)) if words else None,
                    hour=judgement.hour,
                )
            )
            await _mark(connection, exchange, judgement.verdict)
        return True

    async def withdraw(self, exchange: int) -> None:
        """Take a verdict back: the exchange waits for one again."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(verdicts).where(verdicts.c.exchange == exchange))
            await _mark(connection, exchange, None)

    async def judgements(self, numbers: Sequence[int]) -> dict[int, Judgement]:
        """Give the verdicts on exchanges, by their ids."""
        query = (
            select(verdicts, exchanges.c.token, exchanges.c.verdict)
            .join(exchanges)
            .where(verdicts.c.exchange.in_(numbers), exchanges.c.verdict.is_not(None))
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return {
            row["exchange"]: Judgement(
                row["verdict"],
                row["account"],
                row["hour"],
                row["sentence"],
                row["body"] and self._vault.unseal(row["body"], about_verdict(row["token"])),
            )
            for row in rows
        }

    async def write(self, conversation: str, account: str, text: str, now: dt.datetime) -> bool:
        """Add a note to a conversation; False where it is gone."""
        known = select(conversations.c.id).where(conversations.c.id == conversation)
        body = self._vault.seal(redact(text), about_note(conversation))
        values = {"conversation": conversation, "account": account, "body": body, "hour": now}
        async with self._engine.begin() as connection:
            if await connection.scalar(known) is None:
                return False
            await connection.execute(insert(notes).values(values))
        return True

    async def notes(self, conversation: str) -> list[Note]:
        """Give a conversation's notes in their order."""
        query = select(notes).where(notes.c.conversation == conversation).order_by(notes.c.id)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            Note(
                row["id"],
                row["account"],
                self._vault.unseal(row["body"], about_note(conversation)),
                row["hour"],
            )
            for row in rows
        ]


async def _token(connection: AsyncConnection, exchange: int) -> str | None:
    return await connection.scalar(select(exchanges.c.token).where(exchanges.c.id == exchange))


async def _mark(connection: AsyncConnection, exchange: int, verdict: Verdict | None) -> None:
    """Keep the verdict with the exchange itself, too, where lists are made."""
    await connection.execute(update(exchanges).where(exchanges.c.id == exchange).values(verdict=verdict))
    await rerank(connection, exchanges.c.id == exchange)


def about_verdict(token: str) -> str:
    return f"verdict {token}"


def about_note(conversation: str) -> str:
    return f"moderators {conversation}"
