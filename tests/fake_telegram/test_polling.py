"""How updates are fetched, confirmed and lost."""

import asyncio
import contextlib

from telegram.error import Conflict

from tests.fake_telegram.clients import client, fetch, refused


async def test_unconfirmed_updates_come_again_and_confirmed_ones_do_not(tg, bot, ali):
    first, second = ali.say("1"), ali.say("2")
    for _ in range(2):
        assert [update.update_id for update in await bot.get_updates()] == [first, second]
    assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
    assert tg.pending == [second]


async def test_a_repeated_update_comes_once_more_after_it_was_confirmed(tg, bot, ali):
    update_id = ali.say("помогите")
    assert await bot.get_updates(offset=update_id + 1) == ()
    tg.repeat(update_id)
    again = await bot.get_updates(offset=update_id + 1)
    assert [update.message.text for update in again] == ["помогите"]
    assert await bot.get_updates(offset=update_id + 1) == ()


async def test_long_polling_waits_for_news(bot, ali):
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    assert not poll.done()
    ali.say("вот")
    assert len(await poll) == 1


async def test_limit_and_negative_offset(bot, ali):
    for text in "abc":
        ali.say(text)
    assert [update.message.text for update in await bot.get_updates(limit=1)] == ["a"]
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["c"]


async def test_kinds_that_are_not_allowed_are_lost(bot, ali):
    await bot.get_updates(allowed_updates=["callback_query"])
    ali.say("мимо")
    assert await bot.get_updates() == ()


async def test_who_polls_second_throws_out_the_first(tg, bot):
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.wait_for_call("getUpdates")
    async with client(tg) as rival:
        await rival.get_updates()
    with refused("terminated by other getUpdates", Conflict):
        await first


async def test_the_poll_of_a_dead_bot_does_not_stand_in_the_way(tg, bot, ali):
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(fetch(tg, "getUpdates", data={"timeout": "30"}), 0.1)
    ali.say("есть кто?")
    assert len(await bot.get_updates(timeout=5)) == 1


async def test_a_webhook_excludes_polling(bot):
    await bot.set_webhook("https://bot.example/hook")
    assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
    with refused("webhook is active", Conflict):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_dropping_pending_updates_loses_cries_for_help(tg, bot, ali):
    ali.say("помогите")
    await bot.delete_webhook(drop_pending_updates=True)
    assert tg.pending == []
