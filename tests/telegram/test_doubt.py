"""Where nobody knows whether a message arrived: no question is lost, and none is answered twice."""

from __future__ import annotations

import asyncio

import pytest

from tests.telegram.conftest import heard, kill


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("bot.telegram.client.TIMEOUT", 1.0)


async def test_a_connection_that_broke_leaves_a_note_whose_button_answers(tg, ali, running, journal):
    async with running():
        tg.drop("sendMessage", delivered=False)
        ali.say("question")
        note = await ali.next()
        assert (note.plain, note.labels) == ("interrupted", ["show"])
        ali.press("show")
        assert (await ali.next()).plain == "- → question"
        ali.press("show")
        assert (await ali.next()).plain.startswith("pressed resume:")
    assert await journal.inbox.unfinished() == []


async def test_an_answer_that_arrived_unheard_is_not_sent_again(tg, ali, running):
    async with running():
        tg.drop("sendMessage", delivered=True)
        ali.say("question")
        assert (await ali.next()).plain == "- → question"
        assert (await ali.next()).plain == "interrupted"
        ali.say("next")
        assert (await ali.next()).plain.endswith("next")
        await ali.quiet(0.3)


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_time_out_leaves_a_note(tg, ali, running, delivered):
    async with running():
        tg.hang("sendMessage", delivered=delivered)
        ali.say("question")
        if delivered:
            assert (await ali.next()).plain == "- → question"
        assert (await ali.next()).plain == "interrupted"


async def test_a_gateway_s_time_out_leaves_a_note(tg, ali, running):
    tg.fail("sendMessage", status=504, delivered=True)
    async with running():
        ali.say("question")
        assert (await ali.next()).plain == "- → question"
        assert (await ali.next()).plain == "interrupted"


async def test_only_what_did_not_arrive_is_shown_again(tg, ali, running):
    async with running():
        ali.say("card|slow-answer")
        assert (await ali.next()).plain == "- → card"
        assert (await ali.next()).plain == "- → slow-answer"
        ali.say("second card|second answer")
        assert (await ali.next()).plain == "card|slow-answer → second card"
        tg.drop("sendMessage", delivered=False)
        assert (await ali.next()).plain == "interrupted"
        ali.press("show")
        assert (await ali.next()).plain == "card|slow-answer → second answer"
        await ali.quiet(0.3)


async def test_a_note_that_was_lost_itself_comes_again(tg, ali, running):
    async with running():
        tg.drop("sendMessage", delivered=False, times=2)
        ali.say("question")
        assert (await ali.next()).plain == "interrupted"
        ali.press("show")
        assert (await ali.next()).plain == "- → question"


async def test_a_crash_while_computing_loses_nothing(ali, running, parrot):
    async with running() as bot:
        ali.say("slow")
        ali.say("after")
        await heard(parrot)
        await kill(bot)
    parrot.release.set()
    async with running():
        assert (await ali.next()).plain == "- → slow"
        assert (await ali.next()).plain == "slow → after"
        await ali.quiet(0.3)


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_crash_while_sending_leaves_a_note_whose_button_answers(tg, ali, running, delivered):
    fault = tg.hang("sendMessage", delivered=delivered)
    async with running() as bot:
        ali.say("question")
        await tg.wait_for_call("sendMessage")
        assert fault.met
        await kill(bot)
    async with running():
        if delivered:
            assert (await ali.next()).plain == "- → question"
        assert (await ali.next()).plain == "interrupted"
        await ali.quiet(0.3)
        ali.press("show")
        assert (await ali.next()).plain == "- → question"
    async with running():
        await ali.quiet(0.5)


async def test_a_crash_between_two_messages_sends_the_rest(ali, running):
    async with running() as bot:
        ali.say("one|two|three")
        assert (await ali.next()).plain == "- → one"
        assert (await ali.next()).plain == "- → two"
        await asyncio.sleep(0.2)
        await kill(bot)
    async with running():
        assert (await ali.next()).plain == "- → three"
        await ali.quiet(0.3)


async def test_forget_forgets_what_was_in_doubt(tg, ali, running):
    async with running():
        tg.drop("sendMessage", delivered=False)
        ali.say("question")
        note = await ali.next()
        ali.say("/forget")
        await ali.next()
        ali.press("show", note)
        assert (await ali.next()).plain.startswith("pressed resume:")
