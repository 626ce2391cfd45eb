"""A person and a moderator write to each other; the way to him is kept no longer than it is needed."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import text

from bot.journal.relay import LEASE, Note, Outgoing, OutOfReachError
from bot.journal.store import Journal
from tests.journal.examples import DAY, HOUR, NOON, exchange

CHAT = 987_654_321
SECOND = dt.timedelta(seconds=1)
ONE, TWO = "one process", "another"


@pytest.fixture
async def asked(journal, ali):
    """A request of Ali's for a human."""
    one = exchange()
    await journal.exchanges.record(ali, one, NOON)
    return await journal.relay.ask(ali, one.token, CHAT, NOON, "tel yoʻq, ali@example.com")


async def test_both_write_and_neither_learns_who_the_other_is(journal, ali, asked):
    relay = journal.relay
    number = await relay.reply(asked.id, "lola", "Salom, advokat topildi", NOON)
    assert (await relay.request(asked.exchange)).state == "taken"
    assert await relay.take(ONE, NOON) == Outgoing(number, asked.token, CHAT, "uz", "Salom, advokat topildi")
    assert await relay.take(ONE, NOON) is None
    await relay.sent(number, ONE, "delivered")
    assert await relay.hear(ali, asked.token, "rahmat, ali@example.com", CHAT, NOON)
    hour = NOON.replace(minute=0, second=0)
    assert await relay.thread(asked.id) == [
        Note(1, None, "tel yoʻq, [email]", "received", hour),
        Note(2, "lola", "Salom, advokat topildi", "delivered", hour),
        Note(3, None, "rahmat, [email]", "received", hour),
    ]
    assert (await relay.open_for(ali)).state == "answered"
    assert (await journal.exchanges.get(1)).human == "answered"


async def test_asking_again_is_the_same_request(journal, ali, asked):
    one = (await journal.exchanges.get(1)).exchange
    again = await journal.relay.ask(ali, one.token, CHAT, NOON + DAY)
    assert (again.id, again.token) == (asked.id, asked.token)
    assert again.until > asked.until


async def test_nobody_asks_or_writes_for_another(journal, vault, asked):
    other = vault.pseudonym(1002)
    token = (await journal.exchanges.get(1)).token
    assert await journal.relay.ask(other, token, 5, NOON) is None
    assert not await journal.relay.hear(other, asked.token, "x", 5, NOON)
    assert await journal.relay.open_for(other) is None


@pytest.fixture
async def other(journal, url, vault, tmp_path):
    """The relay of a second process over the same database."""
    opened = await Journal.open(url, vault, tmp_path)
    yield opened.relay
    await opened.close()


async def test_a_reply_goes_back_where_the_network_fails(journal, other, asked):
    number = await journal.relay.reply(asked.id, "lola", "Salom", NOON)
    await journal.relay.take(ONE, NOON)
    await journal.relay.sent(number, ONE, "queued")
    assert not (await other.take(TWO, NOON)).doubtful


async def test_two_processes_never_send_the_same_reply(journal, other, asked):
    for number in range(6):
        await journal.relay.reply(asked.id, "lola", f"{number}", NOON)
    taken = [one for _ in range(4) for one in await both(journal.relay, other)]
    assert sorted(one.text for one in taken if one) == [*"012345"]
    assert [one.doubtful for one in taken if one] == [False] * 6
    # a second process that starts while the first is sending leaves that alone, however long it takes
    later = NOON
    for _ in range(5):
        later += LEASE / 2 * SECOND
        assert all(
            [
                await journal.relay.hold(one.id, ONE, later) or await other.hold(one.id, TWO, later)
                for one in taken
                if one
            ]
        )
        assert await other.take("the third", later) is None


async def both(first, second):
    return await asyncio.gather(first.take(ONE, NOON), second.take(TWO, NOON))


async def test_what_a_process_left_when_it_ended_is_taken_up_once_and_in_doubt(journal, other, asked):
    number = await journal.relay.reply(asked.id, "lola", "Salom", NOON)
    await journal.relay.take(ONE, NOON)
    assert await other.take(TWO, NOON + (LEASE - 1) * SECOND) is None
    again = await other.take(TWO, NOON + LEASE * SECOND)
    assert (again.id, again.doubtful) == (number, True)
    assert await journal.relay.take("the third", NOON + LEASE * SECOND) is None
    # the first was only asleep: what it says now counts no more
    assert not await journal.relay.hold(number, ONE, NOON + LEASE * SECOND)
    await journal.relay.sent(number, ONE, "queued")
    assert [note.state for note in await other.thread(asked.id)][-1] == "sending"
    await other.doubt(number, TWO)
    assert (await journal.relay.take(ONE, NOON)).doubtful


async def test_a_closed_request_drops_the_way_to_the_person(journal, ali, asked):
    await journal.relay.reply(asked.id, "lola", "Salom", NOON)
    await journal.relay.close(asked.id)
    await nobody_is_reachable(journal)
    assert await journal.relay.take(ONE, NOON) is None
    assert [note.state for note in await journal.relay.thread(asked.id)] == ["received", "late"]
    with pytest.raises(OutOfReachError):
        await journal.relay.reply(asked.id, "lola", "Salom", NOON)
    assert not await journal.relay.hear(ali, asked.token, "x", CHAT, NOON)


async def test_after_72_hours_the_way_is_dropped(journal, asked):
    assert await journal.relay.expire(NOON + 72 * HOUR) == 0
    assert await journal.relay.expire(NOON + 73 * HOUR) == 1
    await nobody_is_reachable(journal)
    assert (await journal.relay.request(asked.exchange)).state == "closed"


async def test_forgetting_takes_replies_that_wait_along(journal, ali, asked):
    await journal.relay.reply(asked.id, "lola", "Salom", NOON)
    await journal.forget(ali)
    assert await journal.relay.take(ONE, NOON) is None
    assert await journal.relay.thread(asked.id) == []
    with pytest.raises(OutOfReachError):
        await journal.relay.reply(asked.id, "lola", "Salom", NOON)


async def nobody_is_reachable(journal):
    async with journal.engine.begin() as connection:
        assert (await connection.execute(text("SELECT reach, until FROM requests"))).all() == [(None, None)]
