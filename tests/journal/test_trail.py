"""The trail: what stands in a chat is known as long as it can be deleted, and to nobody who reads the tables."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import text

from bot.journal.trail import Traces

NOON = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)


def later(hours):
    return NOON + dt.timedelta(hours=hours)


async def test_the_newest_comes_first_and_each_once(journal, ali):
    await journal.trail.add(ali, [3, 4], NOON)
    await journal.trail.add(ali, [4, 9], later(1))
    assert await journal.trail.list(ali, later(2)) == Traces((9, 4, 3))


async def test_what_is_too_old_is_only_counted(journal, ali):
    await journal.trail.add(ali, [3, 4], NOON)
    await journal.trail.add(ali, [5], later(20))
    assert await journal.trail.list(ali, later(48)) == Traces((5, 4, 3))
    assert await journal.trail.list(ali, later(50)) == Traces((5,), old=2)


async def test_purging_leaves_what_can_be_deleted_or_told(journal, ali):
    await journal.trail.add(ali, [3, 4], NOON)
    await journal.trail.add(ali, [5], later(40))
    assert await journal.trail.purge(later(71)) == 0
    assert await journal.trail.purge(later(74)) == 2
    assert await journal.trail.list(ali, later(74)) == Traces((5,))


async def test_one_person_s_trail_is_not_another_s(journal, ali):
    vali = journal.pseudonym(1002)
    await journal.trail.add(ali, [3], NOON)
    await journal.trail.add(vali, [4], NOON)
    await journal.trail.drop(ali)
    assert await journal.trail.list(ali, NOON) == Traces()
    assert await journal.trail.list(vali, NOON) == Traces((4,))


async def test_forgetting_a_person_erases_the_trail(journal, ali):
    await journal.inbox.accept(7, ali, "{}", 3)
    await journal.inbox.sent(7, 1, ali, [4])
    await journal.inbox.traced(ali, [5])
    assert (await journal.trail.list(ali, dt.datetime.now(dt.UTC))).numbers == (5, 4, 3)
    await journal.forget(ali)
    assert await journal.trail.list(ali, dt.datetime.now(dt.UTC)) == Traces()


async def rows(journal, table):
    async with journal.engine.connect() as connection:
        return (await connection.execute(text(f"SELECT * FROM {table}"))).mappings().all()


async def test_the_table_holds_neither_numbers_nor_minutes(journal, ali):
    await journal.trail.add(ali, [123456], NOON)
    (row,) = await rows(journal, "trail")
    assert b"123456" not in bytes(row["body"])
    assert row["hour"] * 3600 == NOON.replace(minute=0).timestamp()


async def test_a_number_passed_over_is_known_and_holds_nothing(journal):
    assert await journal.inbox.pass_over(7)
    assert not await journal.inbox.pass_over(7)
    (row,) = await rows(journal, "updates")
    assert (row["update_id"], row["pseudonym"], row["body"]) == (7, None, None)
