from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from bot.journal.spending import SharedBudget, Spending, mark_of
from bot.journal.tables import spending


@pytest.fixture
def account(journal):
    return Spending(journal.engine, (1000, 0), (300, 0))


async def test_a_person_and_a_day_have_an_end(account, ali, vault):
    assert await account.take(300, 5, ali)
    assert not await account.take(1, 0, ali)
    vali = vault.pseudonym(1002)
    assert await account.take(300, 5, vali)
    assert not await account.take(500, 0, None)
    assert await account.take(400, 0, None)


async def test_what_does_not_fit_takes_nothing(account, ali):
    assert not await account.take(301, 0, ali)
    assert await account.take(300, 0, ali)


async def test_two_at_once_never_take_the_same(account):
    taken = await asyncio.gather(*(account.take(200, 0, None) for _ in range(9)))
    assert sum(taken) == 5


async def test_what_was_reserved_is_put_right(account, ali):
    await account.take(300, 0, ali)
    await account.put_right(-100, 0, ali)
    assert await account.take(100, 0, ali)


async def test_no_pseudonym_stands_in_the_account_and_forget_erases_it(account, journal, ali):
    await account.take(10, 0, ali)
    async with journal.engine.connect() as connection:
        marks = set((await connection.scalars(select(spending.c.mark))).all())
    assert ali not in marks
    assert len(marks) == 2
    await journal.forget(ali)
    async with journal.engine.connect() as connection:
        assert set((await connection.scalars(select(spending.c.mark))).all()) == {""}


async def test_threads_share_the_account(account, ali):
    budget = SharedBudget(account, asyncio.get_running_loop())
    assert await asyncio.to_thread(budget.reserve, 300, 0, ali)
    assert not await asyncio.to_thread(budget.reserve, 300, 0, ali)
    await asyncio.to_thread(budget.settle, -300, 0, ali)
    assert await asyncio.to_thread(budget.reserve, 300, 0, ali)


def test_a_mark_is_of_one_day(ali):
    assert mark_of(ali, dt.date(2026, 1, 1)) != mark_of(ali, dt.date(2026, 1, 2))
