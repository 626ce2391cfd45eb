"""Accounts: a password, a one-time code, and what to do where the phone is lost."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import RowMapping, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.tables import about_totp, accounts, recovery, sessions
from bot.journal.vault import Vault

Role = Literal["moderator", "editor", "admin", "partner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
State = Literal["new", "active", "disabled"]
"""`new` has yet to choose a password and show a one-time code."""

NAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")
SHORTEST: Final = 12
"""Characters of a password that is chosen."""
LONGEST: Final = 200
STEP: Final = 30
"""Seconds for which a one-time code holds; the one before and the one after are taken, too."""
CODES: Final = 10
AT_ONCE: Final = 2
"""Passwords that are hashed at once: each takes 64 MiB."""
ISSUER: Final = "Ogoh"


class AccountFaultError(Exception):
    """What was asked of an account can't be done; the words are for the operator."""


@dataclass(frozen=True)
class Account:
    """Somebody who may use the console."""

    name: str
    role: Role
    state: State
    made: dt.datetime


class Accounts:
    """Passwords are kept as Argon2id, with the costs of `hasher`: by default those of RFC 9106 for servers."""

    def __init__(self, engine: AsyncEngine, vault: Vault, hasher: PasswordHasher | None = None) -> None:
        self._engine = engine
        self._vault = vault
        self._hasher = hasher or PasswordHasher()
        self._hashing = asyncio.Semaphore(AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_hex())

    # ---- the operator's side ----

    async def add(self, name: str, role: Role, now: dt.datetime) -> str:
        """Make an account; give the password with which its owner signs in first.

        Raises AccountFaultError where the name is taken, or is none.
        """
        if not NAME.fullmatch(name):
            raise AccountFaultError(
                f"{name!r} is no name: 2 to 32 small Latin letters, digits, dots, dashes or underscores, a letter first"
            )
        password = new_password()
        values = {"name": name, "role": role, "state": "new", "made": int(now.timestamp())}
        async with self._engine.begin() as connection:
            if await _row(connection, name) is not None:
                raise AccountFaultError(
                    f"{name} is there already; `ogoh user reset {name}` gives a new password"
                )
            await connection.execute(insert(accounts).values(**values, password=await self._hash(password)))
        return password

    async def reset(self, name: str) -> str:
        """Begin anew: another password to sign in first, no one-time codes, nowhere signed in."""
        password = new_password()
        values = {"password": await self._hash(password), "totp": None, "step": None, "state": "new"}
        await self._change(name, values)
        return password

    async def disable(self, name: str) -> None:
        """Let an account in no more; what it did stays in the audit log."""
        await self._change(name, {"state": "disabled"})

    async def list(self) -> list[Account]:
        async with self._engine.begin() as connection:
            rows = (await connection.execute(select(accounts).order_by(accounts.c.name))).mappings().all()
        return [_account(row) for row in rows]

    async def get(self, name: str) -> Account | None:
        async with self._engine.begin() as connection:
            row = await _row(connection, name)
        return None if row is None else _account(row)

    # ---- the owner's side ----

    async def check(self, name: str, password: str) -> Account | None:
        """Give the account where the password is right; it takes as long where there is no such account."""
        async with self._engine.begin() as connection:
            row = await _row(connection, name)
        stored = self._nobody if row is None else str(row["password"])
        async with self._hashing:
            right = await asyncio.to_thread(self._verify, stored, password[:LONGEST])
        if row is None or not right or row["state"] == "disabled":
            return None
        return _account(row)

    async def secret(self, name: str) -> str:
        """Give the secret of one-time codes to an account that has yet to show one; it stays the same till then."""
        async with self._engine.begin() as connection:
            row = await _row(connection, name)
            if row is None or row["state"] != "new":
                raise AccountFaultError(f"{name} is no new account")
            if row["totp"] is not None:
                return self._vault.unseal(row["totp"], about_totp(name))
            secret = pyotp.random_base32()
            sealed = self._vault.seal(secret, about_totp(name))
            await connection.execute(update(accounts).where(accounts.c.name == name).values(totp=sealed))
        return secret

    async def enrol(self, name: str, code: str, password: str, now: dt.datetime) -> Sequence[str] | None:
        """Take the chosen password and the first one-time code; give the recovery codes, or None: a wrong code."""
        if not await self.right_code(name, code, now):
            return None
        codes = [new_code() for _ in range(CODES)]
        hashed = await self._hash(password)
        async with self._engine.begin() as connection:
            new = update(accounts).where(accounts.c.name == name, accounts.c.state == "new")
            await connection.execute(new.values(state="active", password=hashed))
            await connection.execute(delete(recovery).where(recovery.c.account == name))
            rows = [{"account": name, "code": self._stamp(name, one)} for one in codes]
            await connection.execute(insert(recovery), rows)
        return codes

    async def right_code(self, name: str, code: str, now: dt.datetime) -> bool:
        """Whether a one-time code is right and was not used before; then it is used."""
        code = re.sub(r"\s", "", code)
        async with self._engine.begin() as connection:
            row = await _row(connection, name)
            if row is None or row["totp"] is None or row["state"] == "disabled":
                return False
            totp = pyotp.TOTP(self._vault.unseal(row["totp"], about_totp(name)), interval=STEP)
            current = int(now.timestamp()) // STEP
            steps = [step for step in (current, current - 1, current + 1) if _is(totp, step, code)]
            if not steps:
                return False
            unused = or_(accounts.c.step.is_(None), accounts.c.step < steps[0])
            use = update(accounts).where(accounts.c.name == name, unused).values(step=steps[0])
            return (await connection.execute(use)).rowcount > 0

    async def spend(self, name: str, code: str) -> bool:
        """Whether a recovery code is one of the account's; then it is none any more."""
        code = re.sub(r"[\s-]", "", code).upper()
        async with self._engine.begin() as connection:
            mine = select(recovery.c.code).where(recovery.c.account == name)
            for stamp in (await connection.scalars(mine)).all():
                if self._vault.is_stamp(stamp, "recovery", f"{name} {code}"):
                    spent = await connection.execute(delete(recovery).where(recovery.c.code == stamp))
                    return spent.rowcount > 0
        return False

    async def codes_left(self, name: str) -> int:
        async with self._engine.begin() as connection:
            mine = select(recovery.c.code).where(recovery.c.account == name)
            return len((await connection.scalars(mine)).all())

    # ---- between ----

    async def _change(self, name: str, values: Mapping[str, object]) -> None:
        async with self._engine.begin() as connection:
            found = await connection.execute(update(accounts).where(accounts.c.name == name).values(values))
            if found.rowcount == 0:
                raise AccountFaultError(f"there is no account {name}; `ogoh user list` names them all")
            for table in (sessions, recovery):
                await connection.execute(delete(table).where(table.c.account == name))

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def _stamp(self, name: str, code: str) -> str:
        return self._vault.stamp("recovery", f"{name} {code.replace('-', '')}")


def address(name: str, secret: str) -> str:
    """Give the address that an app for one-time codes reads from a picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=name, issuer_name=ISSUER)


def new_password() -> str:
    """Give a password of 120 random bits in groups that can be read out."""
    return _grouped(secrets.token_bytes(15), 6).lower()


def new_code() -> str:
    """Give a recovery code of 80 random bits."""
    return _grouped(secrets.token_bytes(10), 4)


def _grouped(content: bytes, size: int) -> str:
    letters = base64.b32encode(content).decode().rstrip("=")
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))


def _is(totp: pyotp.TOTP, step: int, code: str) -> bool:
    return hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())


async def _row(connection: AsyncConnection, name: str) -> RowMapping | None:
    found = await connection.execute(select(accounts).where(accounts.c.name == name))
    return found.mappings().one_or_none()


def _account(row: RowMapping) -> Account:
    made = dt.datetime.fromtimestamp(row["made"], dt.UTC)
    return Account(row["name"], row["role"], row["state"], made)
