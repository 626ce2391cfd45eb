"""Accounts over either database: their names, their codes, and nothing in clear."""

from __future__ import annotations

import asyncio
import datetime as dt

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from bot.journal.tables import accounts as table
from bot.staff.accounts import AccountFaultError, Accounts
from tests.journal.examples import NOON

LATER = NOON + dt.timedelta(seconds=60)


@pytest.fixture
def accounts(journal):
    return Accounts(journal.engine, journal.vault, PasswordHasher(time_cost=1, memory_cost=64))


async def test_passwords_are_kept_as_argon2id(journal):
    await Accounts(journal.engine, journal.vault).add("lola", "editor", NOON)
    async with journal.engine.begin() as connection:
        kept = await connection.scalar(select(table.c.password))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("name", ["", "L", "lola@x", "-lola", "л" * 5, "a" * 40, "lola "])
async def test_a_name_that_is_none(accounts, name):
    with pytest.raises(AccountFaultError, match="no name"):
        await accounts.add(name, "editor", NOON)


async def test_a_name_is_taken_once(accounts):
    await accounts.add("lola", "editor", NOON)
    with pytest.raises(AccountFaultError, match="reset lola"):
        await accounts.add("lola", "admin", NOON)
    with pytest.raises(AccountFaultError, match="no account"):
        await accounts.disable("rustam")


async def test_of_two_who_show_the_same_code_at_once_one_gets_in(accounts):
    await accounts.add("lola", "editor", NOON)
    secret = await accounts.secret("lola")
    code = pyotp.TOTP(secret).at(LATER)
    shown = await asyncio.gather(*(accounts.right_code("lola", code, LATER) for _ in range(4)))
    assert sorted(shown) == [False, False, False, True]


async def test_codes_of_a_minute_away_are_refused(accounts):
    await accounts.add("lola", "editor", NOON)
    code = pyotp.TOTP(await accounts.secret("lola")).at(NOON)
    assert not await accounts.right_code("lola", code, NOON + dt.timedelta(seconds=90))
    assert not await accounts.right_code("lola", code, NOON - dt.timedelta(seconds=90))
    assert not await accounts.right_code("lola", "", NOON)
    assert await accounts.right_code("lola", f" {code[:3]} {code[3:]}", NOON)


async def test_neither_secret_nor_codes_stand_in_clear(accounts, journal):
    await accounts.add("lola", "editor", NOON)
    secret = await accounts.secret("lola")
    codes = await accounts.enrol("lola", pyotp.TOTP(secret).at(NOON), "a password of my own", NOON)
    async with journal.engine.begin() as connection:
        stored = repr((await connection.execute(text("SELECT * FROM accounts"))).all())
        stored += repr((await connection.execute(text("SELECT * FROM recovery"))).all())
    for word in (secret, "a password", *codes, codes[0].replace("-", "")):
        assert word not in stored
