"""Sessions and waits over either database."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from bot.staff.accounts import Accounts
from bot.staff.sessions import HALFWAY, IDLE, Sessions
from bot.staff.throttle import FREE, Throttle
from tests.journal.examples import NOON

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def sessions(journal):
    accounts = Accounts(journal.engine, journal.vault, PasswordHasher(time_cost=1, memory_cost=64))
    for name in ("lola", "rustam"):
        await accounts.add(name, "editor", NOON)
    return Sessions(journal.engine, journal.vault)


async def test_a_session_is_found_by_its_cookie_alone(sessions, journal):
    token = await sessions.open("lola", "signed-in", "Firefox, Linux", NOON)
    found = await sessions.find(token, NOON)
    assert (found.account, found.role, found.device) == ("lola", "editor", "Firefox, Linux")
    assert await sessions.find(found.id, NOON) is None
    async with journal.engine.begin() as connection:
        assert token not in repr((await connection.execute(text("SELECT * FROM sessions"))).all())


async def test_looking_without_use_does_not_keep_it_awake(sessions):
    token = await sessions.open("lola", "signed-in", "?", NOON)
    assert await sessions.find(token, NOON + 20 * MINUTE, use=False)
    assert await sessions.find(token, NOON + IDLE, use=False) is None
    assert await sessions.list(NOON) == []


async def test_half_a_sign_in_lasts_ten_minutes_and_is_no_session(sessions):
    token = await sessions.open("lola", "password", "?", NOON)
    assert await sessions.list(NOON) == []
    assert await sessions.find(token, NOON + HALFWAY - MINUTE)
    assert await sessions.find(token, NOON + HALFWAY) is None


async def test_nobody_ends_the_session_of_another_as_his_own(sessions):
    token = await sessions.open("lola", "signed-in", "?", NOON)
    (mine,) = await sessions.list(NOON, "lola")
    assert await sessions.end(mine.id, "rustam") is None
    assert await sessions.find(token, NOON)
    assert await sessions.end(mine.id) == "lola"
    assert await sessions.find(token, NOON) is None


async def test_waits_double_and_are_forgotten(journal):
    throttle = Throttle(journal.engine, journal.vault)
    waits, now = [], NOON
    for _ in range(FREE + 4):
        while wait := await throttle.attempt(["lola"], now):
            waits.append(wait)
            now += dt.timedelta(seconds=wait)
    assert waits == [2, 4, 8, 16]
    assert await throttle.attempt(["rustam"], now) == 0
    assert await throttle.attempt(["rustam", "lola"], now) == 32
    await throttle.passed(["lola"])
    assert await throttle.attempt(["lola"], now) == 0


async def test_of_many_attempts_at_once_a_few_get_through(journal):
    throttle = Throttle(journal.engine, journal.vault)
    await throttle.attempt(["lola"], NOON)
    waits = await asyncio.gather(*(throttle.attempt(["lola"], NOON) for _ in range(20)))
    assert waits.count(0) == FREE - 1
