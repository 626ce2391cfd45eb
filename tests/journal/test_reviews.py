"""What moderators say of exchanges and to each other: sealed, redacted, gone with what it is about."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from bot.journal.retention import purge
from bot.journal.reviews import Judgement, Note
from tests.journal.examples import DAY, NOON, exchange

HOUR = NOON.replace(minute=0, second=0)
WRONG = Judgement("wrong", "lola", NOON, 1, "Call +998 90 123 45 67")


@pytest.fixture
async def number(journal, ali):
    return await journal.exchanges.record(ali, exchange(), NOON)


async def conversation(journal, number):
    return (await journal.exchanges.get(number)).conversation


async def test_a_verdict_is_kept_changed_and_taken_back(journal, number):
    reviews = journal.reviews
    assert await reviews.judge(number, WRONG)
    assert await reviews.judgements([number, 99]) == {
        number: Judgement("wrong", "lola", HOUR, 1, "Call [phone]")
    }
    assert (await journal.exchanges.get(number)).verdict == "wrong"
    await reviews.judge(number, Judgement("right", "rustam", NOON))
    assert await reviews.judgements([number]) == {number: Judgement("right", "rustam", HOUR)}
    await reviews.withdraw(number)
    assert await reviews.judgements([number]) == {}
    assert not await reviews.judge(99, WRONG)


async def test_notes_stand_in_their_order(journal, number):
    talk = await conversation(journal, number)
    assert await journal.reviews.write(talk, "lola", "ali@example.com wrote", NOON)
    assert await journal.reviews.write(talk, "rustam", "seen", NOON)
    assert await journal.reviews.notes(talk) == [
        Note(1, "lola", "[email] wrote", HOUR),
        Note(2, "rustam", "seen", HOUR),
    ]
    assert not await journal.reviews.write("nowhere", "lola", "x", NOON)


async def test_no_word_of_it_stands_in_clear(journal, number):
    await journal.reviews.judge(number, WRONG)
    await journal.reviews.write(await conversation(journal, number), "lola", "secret", NOON)
    async with journal.engine.begin() as connection:
        stored = [await connection.scalar(text(f"SELECT body FROM {name}")) for name in ("verdicts", "notes")]
    assert not any(word in bytes(body) for body in stored for word in (b"secret", b"Call"))


@pytest.mark.parametrize("way", ["forgotten", "too old"])
async def test_it_goes_with_its_conversation(journal, ali, number, way):
    await journal.reviews.judge(number, WRONG)
    await journal.reviews.write(await conversation(journal, number), "lola", "secret", NOON)
    if way == "forgotten":
        await journal.forget(ali)
    else:
        await purge(journal, 30, NOON + 31 * DAY + dt.timedelta(hours=1))
    async with journal.engine.begin() as connection:
        for name in ("verdicts", "notes"):
            assert await connection.scalar(text(f"SELECT count(*) FROM {name}")) == 0
