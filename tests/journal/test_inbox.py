"""The way of an update through the inbox."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from bot.journal.inbox import Kept, Stage
from bot.journal.store import Journal
from bot.journal.tables import updates


async def test_an_update_is_accepted_once(journal, ali):
    assert await journal.inbox.accept(7, ali, "words") is True
    assert await journal.inbox.accept(7, ali, "words") is False
    await journal.inbox.done(7)
    assert await journal.inbox.accept(7, ali, "words") is False


async def test_what_is_unfinished_outlives_the_process_in_order(journal, ali, url, vault):
    for number in (9, 7, 8, 10, 11):
        await journal.inbox.accept(number, ali, f"words {number}")
    await journal.inbox.sent(8, 1)
    await journal.inbox.sending(9)
    await journal.inbox.done(10)
    await journal.inbox.noted(11)
    await journal.close()

    again = await Journal.open(url, vault)
    assert await again.inbox.unfinished() == [
        Kept(7, ali, "words 7", Stage.WAITING, 0),
        Kept(8, ali, "words 8", Stage.WAITING, 1),
        Kept(9, ali, "words 9", Stage.SENDING, 0),
    ]
    await again.close()


async def test_a_doubtful_update_is_found_by_its_own_person_alone(journal, ali, vault):
    await journal.inbox.accept(7, ali, "words")
    assert await journal.inbox.find(7, ali) is None
    await journal.inbox.noted(7)
    assert (await journal.inbox.find(7, ali)).body == "words"
    assert await journal.inbox.find(7, vault.pseudonym(1002)) is None


async def test_only_the_number_stays_of_an_answered_update(journal, ali):
    await journal.inbox.accept(7, ali, "words")
    await journal.inbox.done(7)
    async with journal.engine.begin() as connection:
        row = (await connection.execute(select(updates))).mappings().one()
    assert (row["update_id"], row["pseudonym"], row["body"], row["stage"]) == (7, None, None, "done")


async def test_old_numbers_are_purged_and_old_questions_are_not(journal, ali):
    for number in (1, 2, 3):
        await journal.inbox.accept(number, ali, "words")
    await journal.inbox.done(1)
    await journal.inbox.noted(2)
    today = dt.datetime.now(dt.UTC).date()
    assert await journal.inbox.purge(today + dt.timedelta(days=7)) == 0
    assert await journal.inbox.purge(today + dt.timedelta(days=8)) == 2
    assert [kept.update_id for kept in await journal.inbox.unfinished()] == [3]


async def test_an_update_that_cannot_be_read_stops_nothing(journal, ali):
    await journal.inbox.accept(1, ali, "words")
    await journal.inbox.accept(2, ali, "words")
    async with journal.engine.begin() as connection:
        await connection.execute(update(updates).where(updates.c.update_id == 1).values(body=b"0"))
    assert [kept.update_id for kept in await journal.inbox.unfinished()] == [2]
