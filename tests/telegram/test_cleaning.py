"""Cleaning a chat, as it looks from the person's phone."""

from __future__ import annotations

import datetime as dt

from bot.dialogue.deeds import Cleaned
from bot.journal.trail import Traces
from bot.telegram.cleaning import clean


def standing(person):
    return [sent for sent in person.chat if not sent.deleted]


async def test_both_sides_messages_go_but_for_the_report(tg, ali, running, journal):
    async with running():
        for word in ("one", "two|three"):
            ali.say(word)
        for _ in range(3):
            await ali.next()
        ali.press("again")
        await ali.next()
        ali.say("/clean")
        report = await ali.next()
    assert report.plain == "CleanChat Cleaned(gone=7, left=0, again=False, screen=False)"
    assert standing(ali) == [report]
    kept = await journal.trail.list(journal.pseudonym(1), dt.datetime.now(dt.UTC))
    assert kept == Traces((report.message_id,))


async def test_it_works_after_a_restart_and_touches_nobody_else(tg, ali, running):
    vali = tg.person(2)
    async with running():
        ali.say("one")
        vali.say("mine")
        await ali.next()
        await vali.next()
    async with running():
        ali.say("/clean")
        assert "gone=3" in (await ali.next()).plain
    assert len(standing(vali)) == 2


async def test_what_telegram_no_longer_deletes_is_counted(tg, ali, running):
    async with running():
        ali.say("one")
        await ali.next()
        ali.grow_old(49)
        ali.say("two")
        await ali.next()
        ali.say("/clean")
        assert "gone=3, left=2" in (await ali.next()).plain
    assert [sent.plain for sent in standing(ali)][:2] == ["one", "- → one"]


async def test_what_the_person_deleted_himself_is_gone_too(tg, ali, running):
    async with running():
        ali.say("one")
        await ali.next()
        ali._chat.delete(1)
        ali.say("/clean")
        assert "left=0" in (await ali.next()).plain


async def test_messages_go_by_the_hundred(tg, ali, bot):
    numbers = [ali._world.post(ali._chat, "text", {}, by_bot=False).message_id for _ in range(250)]
    assert await clean(bot, ali.id, numbers) == Cleaned(250)
    assert [len(call.parameters["message_ids"]) for call in tg.called("deleteMessages")] == [100, 100, 50]
    assert standing(ali) == []


async def test_limits_and_gateways_are_waited_out(tg, ali, bot):
    tg.fail("deleteMessages", status=429, retry_after=1)
    tg.fail("deleteMessages", status=502)
    number = ali._world.post(ali._chat, "text", {}, by_bot=False).message_id
    assert await clean(bot, ali.id, [number]) == Cleaned(1)


async def test_an_outage_is_told_and_can_be_tried_again(tg, ali, bot, monkeypatch):
    monkeypatch.setattr("bot.telegram.cleaning.ATTEMPTS", 1)
    number = ali._world.post(ali._chat, "text", {}, by_bot=False).message_id
    async with tg.outage():
        assert await clean(bot, ali.id, [number]) == Cleaned(0, 1, again=True)
    assert await clean(bot, ali.id, [number]) == Cleaned(1)


async def test_one_who_blocked_the_bot_keeps_his_chat(tg, ali, bot):
    number = ali._world.post(ali._chat, "text", {}, by_bot=False).message_id
    ali.block()
    assert await clean(bot, ali.id, [number]) == Cleaned(0, 1)
