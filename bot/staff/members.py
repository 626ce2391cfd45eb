"""Which partner an account of the role partner belongs to."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.tables import members, partners
from bot.staff.accounts import AccountFaultError


class Members:
    """An account belongs to one partner, and sees the links and figures of no other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def partner_of(self, account: str) -> int | None:
        """Give the number of an account's partner."""
        query = select(members.c.partner).where(members.c.account == account)
        async with self._engine.connect() as connection:
            return await connection.scalar(query)

    async def known(self, partner: str) -> int:
        """Give a partner's number.

        Raises AccountFaultError where there is no such partner.
        """
        async with self._engine.connect() as connection:
            number: int | None = await connection.scalar(
                select(partners.c.id).where(partners.c.name == partner)
            )
        if number is None:
            raise AccountFaultError(f"there is no partner {partner!r}; `ogoh partner list` shows them")
        return number

    async def join(self, account: str, partner: str) -> None:
        """Let an account belong to a partner, and to no other; raises as `known` does."""
        number = await self.known(partner)
        async with self._engine.begin() as connection:
            await connection.execute(delete(members).where(members.c.account == account))
            await connection.execute(insert(members).values(account=account, partner=number))
