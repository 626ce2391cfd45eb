"""What a language model may still take today: one account for all processes, in the database."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections.abc import Coroutine
from typing import Final, TypeVar

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.database import JournalFaultError
from bot.journal.tables import spending
from bot.journal.vault import KeyFaultError
from bot.settings import Settings

Result = TypeVar("Result")
ALL: Final = ""
MILLION: Final = 1_000_000
PATIENCE: Final = 2.0
"""Seconds that a question waits for the account; then the model is not asked."""

log = logging.getLogger(__name__)


def mark_of(pseudonym: str, day: dt.date) -> str:
    """Give the mark under which a person's spending stands on one day, and which tells nothing on another."""
    return hashlib.sha256(f"{day.isoformat()} {pseudonym}".encode()).hexdigest()[:32]


class Spending:
    """The account; `day` and `person` are limits of tokens and of millionths of money, where 0 is none."""

    def __init__(self, engine: AsyncEngine, day: tuple[int, int], person: tuple[int, int]) -> None:
        self._engine = engine
        self._day = day
        self._person = person

    async def take(self, tokens: int, micros: int, pseudonym: str | None) -> bool:
        """Take from what is left of today, or nothing and tell that it doesn't fit; two at once never take the same."""
        today = _today()
        async with self._engine.connect() as connection, connection.begin() as transaction:
            fits = await self._add(connection, today, ALL, (tokens, micros), self._day)
            if fits and pseudonym:
                fits = await self._add(
                    connection, today, mark_of(pseudonym, today), (tokens, micros), self._person
                )
            if fits:
                await connection.execute(delete(spending).where(spending.c.day < today))
                await transaction.commit()
            else:
                await transaction.rollback()
            return fits

    async def put_right(self, tokens: int, micros: int, pseudonym: str | None) -> None:
        """Add to what was taken, or take from it."""
        today = _today()
        marks = [ALL, mark_of(pseudonym, today)] if pseudonym else [ALL]
        values = {"tokens": spending.c.tokens + tokens, "micros": spending.c.micros + micros}
        async with self._engine.begin() as connection:
            await connection.execute(
                update(spending).where(spending.c.day == today, spending.c.mark.in_(marks)).values(values)
            )

    async def _add(
        self,
        connection: AsyncConnection,
        day: dt.date,
        mark: str,
        cost: tuple[int, int],
        limits: tuple[int, int],
    ) -> bool:
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        row = make(spending).values(day=day, mark=mark, tokens=cost[0], micros=cost[1])
        more = {"tokens": spending.c.tokens + cost[0], "micros": spending.c.micros + cost[1]}
        row = row.on_conflict_do_update(index_elements=["day", "mark"], set_=more)
        used = (await connection.execute(row.returning(spending.c.tokens, spending.c.micros))).one()
        return all(not limit or amount <= limit for amount, limit in zip(used, limits, strict=True))


def shared_budget(settings: Settings, engine: AsyncEngine) -> SharedBudget:
    """Give the account with the limits of the settings; to be called in the loop that the database is used in."""
    day = (settings.llm_day_tokens, round(settings.llm_day_money * MILLION))
    person = (settings.llm_person_tokens, round(settings.llm_person_money * MILLION))
    return SharedBudget(Spending(engine, day, person), asyncio.get_running_loop())


class SharedBudget:
    """The account for those who ask a model from threads; where the database is ill, nothing is spent."""

    def __init__(self, account: Spending, loop: asyncio.AbstractEventLoop) -> None:
        self._account = account
        self._loop = loop

    def reserve(self, tokens: int, micros: int, pseudonym: str | None) -> bool:
        """Take from what is left of today, or nothing and tell so."""
        try:
            return self._wait(self._account.take(tokens, micros, pseudonym))
        except (SQLAlchemyError, JournalFaultError, KeyFaultError, TimeoutError, OSError):
            log.warning("llm-budget-unreachable")
            return False

    def settle(self, tokens: int, micros: int, pseudonym: str | None) -> None:
        """Put right what was reserved; what can't be put right stays spent."""
        try:
            self._wait(self._account.put_right(tokens, micros, pseudonym))
        except (SQLAlchemyError, JournalFaultError, KeyFaultError, TimeoutError, OSError):
            log.warning("llm-budget-unreachable")

    def _wait(self, work: Coroutine[None, None, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
