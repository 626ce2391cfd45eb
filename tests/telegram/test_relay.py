"""What a moderator writes reaches the person, whatever happens, and his answer comes back."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.dialogue.conversation import Conversation
from tests.journal.examples import exchange
from tests.telegram.conftest import kill


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("bot.telegram.client.TIMEOUT", 1.0)
    monkeypatch.setattr("bot.telegram.relay.EVERY", 0.05)


@pytest.fixture
def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
async def asked(journal, ali, now):
    """A request of Ali's for a human."""
    one = exchange()
    pseudonym = journal.pseudonym(ali.id)
    await journal.exchanges.record(pseudonym, one, now)
    return await journal.relay.ask(pseudonym, one.token, ali.id, now)


async def states(journal, request):
    return [note.state for note in await journal.relay.thread(request.id)]


async def until(journal, request, *wanted):
    async with asyncio.timeout(10):
        while await states(journal, request) != list(wanted):  # noqa: ASYNC110 - the database tells
            await asyncio.sleep(0.05)


async def test_both_ways(journal, ali, asked, now, running, pipeline):
    async with running(conversation=Conversation(lambda: pipeline)):
        await journal.relay.reply(asked.id, "lola", "Advokat <b>topildi</b>", now)
        message = await ali.next()
        assert "Advokat <b>topildi</b>" in message.plain
        assert "lola" not in message.text
        await until(journal, asked, "delivered")
        ali.press(message.labels[0], message)
        assert "bitta xabarda" in (await ali.next()).plain
        ali.say("rahmat, ali@example.com")
        assert "Yetkazildi" in (await ali.next()).plain
    notes = await journal.relay.thread(asked.id)
    assert [(note.author, note.text) for note in notes] == [
        ("lola", "Advokat <b>topildi</b>"),
        (None, "rahmat, [email]"),
    ]


async def test_a_cry_for_help_is_answered_by_the_bot_at_once(journal, ali, asked, now, running, pipeline):
    async with running(conversation=Conversation(lambda: pipeline)):
        await journal.relay.reply(asked.id, "lola", "Salom", now)
        message = await ali.next()
        ali.press(message.labels[0], message)
        await ali.next()
        ali.say("Meni hozir ushlab turishibdi, kontraktga imzo qoʻydirishyapti!")
        assert (await ali.next()).plain.startswith("🆘")
    assert len(await journal.relay.thread(asked.id)) == 1


async def test_a_reply_waits_until_a_bot_runs(journal, ali, asked, now, running):
    await journal.relay.reply(asked.id, "lola", "Salom", now)
    async with running():
        assert "Salom" in (await ali.next()).plain
    async with running():
        await ali.quiet(0.3)


async def test_a_reply_that_may_have_arrived_says_so(tg, journal, ali, asked, now, running):
    await journal.relay.reply(asked.id, "lola", "Salom", now)
    async with running() as task:
        tg.hang("sendMessage", delivered=False)
        await tg.wait_for_call("sendMessage")
        await kill(task)
    async with running():
        again = (await ali.next()).plain
        assert "Salom" in again
        assert "oldin ham" in again
        await ali.quiet(0.3)


async def test_a_reply_to_one_who_blocked_the_bot_ends_it(journal, ali, asked, now, running):
    ali.block()
    await journal.relay.reply(asked.id, "lola", "Salom", now)
    async with running():
        await until(journal, asked, "gone")
        # asked while the bot still looks: to end it may cut a look short, and leave this process's database locked
        assert (await journal.relay.request(asked.exchange)).until is None


async def test_a_reply_to_one_who_was_erased_is_never_sent(tg, journal, ali, asked, now, running):
    async with running():
        async with tg.outage():
            await journal.relay.reply(asked.id, "lola", "Salom", now)
            await asyncio.sleep(0.5)
            await journal.forget(journal.pseudonym(ali.id))
        await ali.quiet(2)


async def test_other_replies_wait_out_an_outage(tg, journal, ali, asked, now, running):
    async with running():
        async with tg.outage():
            await journal.relay.reply(asked.id, "lola", "Salom", now)
            await asyncio.sleep(0.3)
        assert "Salom" in (await ali.next()).plain


async def test_writing_to_what_is_over(journal, ali, asked, now, running, pipeline):
    async with running(conversation=Conversation(lambda: pipeline)):
        await journal.relay.reply(asked.id, "lola", "Salom", now)
        message = await ali.next()
        await journal.relay.close(asked.id)
        ali.press(message.labels[0], message)
        await ali.next()
        ali.say("rahmat")
        assert "tugagan" in (await ali.next()).plain
