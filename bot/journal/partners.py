"""Partners: organisations that pass the bot on, their links, and how many came, without who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.journal.exchange import Exchange
from bot.journal.linkcode import new_code, read_code
from bot.journal.tables import links, partners, visits, weeks
from bot.journal.vault import Vault

LONGEST: Final = 80
"""Characters of a partner's name and of a place."""

CAME: Final = "came"
ASKED: Final = "asked"


class PartnerFaultError(Exception):
    """A partner or a link can't be had; says why."""


@dataclass(frozen=True)
class Link:
    """A way in."""

    code: str
    partner: str
    place: str
    language: str | None
    """The language in which whoever comes by it is greeted."""
    revoked: bool
    welcomes: bool
    opened: dt.datetime


@dataclass(frozen=True)
class Sum:
    """How often something was counted for a link in one week."""

    link: str
    week: dt.date
    measure: str
    count: int


class Partners:
    """Partners and links, in the journal's database."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def add(self, name: str, now: dt.datetime, *, welcomes: bool = False) -> None:
        """Add a partner.

        Raises PartnerFaultError where the name is empty, too long, or there already.
        """
        if not 0 < len(name.strip()) <= LONGEST:
            raise PartnerFaultError(f"a partner's name has 1 to {LONGEST} characters")
        try:
            async with self._engine.begin() as connection:
                values = {"name": name.strip(), "welcomes": welcomes, "opened": now}
                await connection.execute(insert(partners).values(values))
        except IntegrityError as error:
            raise PartnerFaultError(f"there is a partner {name.strip()!r} already") from error

    async def names(self) -> list[str]:
        async with self._engine.connect() as connection:
            return list(await connection.scalars(select(partners.c.name).order_by(partners.c.name)))

    async def ids(self) -> dict[int, str]:
        """Give all partners' names by their numbers."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(partners.c.id, partners.c.name).order_by(partners.c.name))
            return {number: name for number, name in rows}  # noqa: C416 - rows are no pairs to mypy

    async def add_link(self, partner: str, place: str, language: str | None, now: dt.datetime) -> Link:
        """Make a link for a place of `partner`.

        Raises PartnerFaultError where there is no such partner, or the place's name is empty or too long.
        """
        if not 0 < len(place.strip()) <= LONGEST:
            raise PartnerFaultError(f"a place's name has 1 to {LONGEST} characters")
        code = new_code(self._vault)
        async with self._engine.begin() as connection:
            owner = await connection.scalar(select(partners.c.id).where(partners.c.name == partner))
            if owner is None:
                raise PartnerFaultError(f"there is no partner {partner!r}; `ogoh partner add` makes one")
            values = {"code": code, "partner": owner, "place": place.strip(), "language": language}
            await connection.execute(insert(links).values(**values, revoked=False, opened=now))
        return await self._known(code)

    async def all_links(self, partner: str | None = None) -> list[Link]:
        """Give the links, of one partner where it is named, the newest first."""
        query = _LINKS.order_by(links.c.opened.desc(), links.c.code)
        if partner is not None:
            query = query.where(partners.c.name == partner)
        async with self._engine.connect() as connection:
            return [Link(*row) for row in await connection.execute(query)]

    async def revoke(self, typed: str) -> Link:
        """Stop counting for a link; who follows it still meets the bot.

        Raises PartnerFaultError where there is no such link.
        """
        code = read_code(self._vault, typed)
        if code is None:
            raise PartnerFaultError(f"{typed!r} is no link's code")
        async with self._engine.begin() as connection:
            await connection.execute(update(links).where(links.c.code == code).values(revoked=True))
        return await self._known(code)

    async def arrive(self, pseudonym: str, typed: str, now: dt.datetime) -> Link | None:
        """Count somebody who came by a link, once; None where the code is none, mistyped or revoked."""
        code = read_code(self._vault, typed)
        if code is None:
            return None
        async with self._engine.begin() as connection:
            row = (await connection.execute(_LINKS.where(links.c.code == code))).first()
            if row is None or Link(*row).revoked:
                return None
            known = select(visits.c.link).where(visits.c.link == code, visits.c.pseudonym == pseudonym)
            if await connection.scalar(known) is None:
                await connection.execute(insert(visits).values(link=code, pseudonym=pseudonym, hour=now))
                await _count(connection, code, now, [CAME])
        return Link(*row)

    async def sums(self, codes: Sequence[str]) -> list[Sum]:
        """Give all sums of the links `codes`: bare ones, for which `bot.outreach.figures` knows what may be shown."""
        query = select(weeks.c.link, weeks.c.week, weeks.c.measure, weeks.c.count)
        async with self._engine.connect() as connection:
            return [Sum(*row) for row in await connection.execute(query.where(weeks.c.link.in_(codes)))]

    async def _known(self, code: str) -> Link:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_LINKS.where(links.c.code == code))).first()
        if row is None:
            raise PartnerFaultError(f"there is no link {code}")
        return Link(*row)


_LINKS: Final = select(
    links.c.code,
    partners.c.name,
    links.c.place,
    links.c.language,
    links.c.revoked,
    partners.c.welcomes,
    links.c.opened,
).join(partners)


async def count_exchange(connection: AsyncConnection, exchange: Exchange, now: dt.datetime) -> None:
    """Count an exchange for the link through which the person came, within the caller's transaction."""
    if exchange.link is None:
        return
    found = await connection.scalar(select(links.c.revoked).where(links.c.code == exchange.link))
    if found is not False:
        return
    measures = [ASKED, f"language:{exchange.language}"]
    measures += [f"topic:{exchange.topic}"[:64]] if exchange.topic else []
    measures += ["emergency"] if exchange.urgency == "emergency" else []
    measures += ["answered"] if exchange.outcome in {"answered", "signposted"} else []
    await _count(connection, exchange.link, now, measures)


def monday(now: dt.datetime) -> dt.date:
    """Give the Monday of a moment's week."""
    return now.date() - dt.timedelta(days=now.weekday())


async def _count(connection: AsyncConnection, code: str, now: dt.datetime, measures: Sequence[str]) -> None:
    for measure in measures:
        await connection.run_sync(_add_one, code, monday(now), measure)


def _add_one(connection: Connection, code: str, week: dt.date, measure: str) -> None:
    row = (weeks.c.link == code) & (weeks.c.week == week) & (weeks.c.measure == measure)
    more = update(weeks).where(row).values(count=weeks.c.count + 1)
    if connection.execute(more).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(weeks).values(link=code, week=week, measure=measure, count=1))
    except IntegrityError:  # another process was first
        connection.execute(more)
