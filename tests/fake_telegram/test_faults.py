"""Telegram in trouble: limits of pace, errors, hangs, dropped connections."""

import asyncio
import time

import aiohttp
import pytest
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from tests.fake_telegram.clients import TOKEN, client, fetch, refused
from tests.telegram_server import FakeTelegram


async def test_one_a_second_in_a_chat_with_one_in_burst():
    async with FakeTelegram(TOKEN, chat_rate=2.0) as tg, client(tg) as bot:
        ali, olim = tg.person(7), tg.person(8)
        for text in "12":
            await bot.send_message(ali.id, text)
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(ali.id, "3")
        assert wait.value.retry_after.total_seconds() == 1
        await bot.send_message(olim.id, "1")
        await asyncio.sleep(0.55)
        await bot.send_message(ali.id, "3")


async def test_thirty_a_second_over_all():
    async with FakeTelegram(TOKEN, overall_rate=3.0) as tg, client(tg) as bot:
        people = [tg.person(number) for number in range(1, 5)]
        for person in people[:3]:
            await bot.send_message(person.id, "x")
        with refused("Flood control exceeded", RetryAfter):
            await bot.send_message(people[3].id, "x")
        assert tg.calls[-1].status == 429


async def test_429_names_the_wait_and_passes(tg, bot, ali):
    fault = tg.fail("sendMessage", status=429, retry_after=2, times=1)
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ali.id, "x")
    assert wait.value.retry_after.total_seconds() == 2
    await bot.send_message(ali.id, "x")
    assert (fault.met, fault.left) == (1, 0)


async def test_403_for_one_chat_only(tg, bot, ali):
    tg.fail("sendMessage", status=403, chat_id=ali.id)
    await bot.send_message(tg.person(8).id, "x")
    with refused("bot was blocked by the user", Forbidden):
        await bot.send_message(ali.id, "x")


async def test_400_in_any_words(tg, bot, ali):
    tg.fail("sendMessage", status=400, description="Bad Request: PEER_ID_INVALID")
    with refused("PEER_ID_INVALID"):
        await bot.send_message(ali.id, "x")


async def test_5xx_comes_as_a_gateways_page(tg, bot, ali, caplog):
    caplog.set_level("ERROR", logger="telegram")  # a bot that ran in this process before has quieted it
    tg.fail("*", status=502, times=2)
    with refused("Bad Gateway", NetworkError):
        await bot.send_message(ali.id, "x")
    assert "<h1>502 Bad Gateway</h1>" in (await fetch(tg, "getMe"))[1]
    assert "<h1>502" in caplog.text


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_hang_with_or_without_delivery(tg, bot, ali, delivered):
    tg.hang("sendMessage", delivered=delivered)
    with pytest.raises(TimedOut):
        await bot.send_message(ali.id, "x", read_timeout=0.1)
    assert [sent.plain for sent in ali.messages] == ["x"] * delivered
    assert tg.calls[-1].status == 0


async def test_a_server_that_closes_lets_go_of_those_that_hang():
    async with FakeTelegram(TOKEN) as tg:
        tg.hang("getMe", delivered=False)
        waiting = asyncio.create_task(fetch(tg, "getMe"))
        await tg.wait_for_call("getMe")
    with pytest.raises(aiohttp.ClientError):
        await waiting


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_dropped_connection(tg, bot, ali, delivered):
    tg.drop("sendMessage", delivered=delivered)
    with pytest.raises(NetworkError):
        await bot.send_message(ali.id, "x")
    assert len(ali.messages) == delivered


async def test_a_slow_answer(tg, bot, ali):
    tg.slow("sendMessage", 0.2)
    began = time.monotonic()
    await bot.send_message(ali.id, "x")
    assert time.monotonic() - began >= 0.2


async def test_what_was_ordered_can_be_called_off(tg, bot):
    tg.fail("getMe", status=500, times=99)
    tg.calm()
    await bot.get_me()


async def test_a_person_blocks_the_bot_and_comes_back(bot, ali):
    ali.block()
    with refused("bot was blocked by the user", Forbidden):
        await bot.send_message(ali.id, "x")
    ali.unblock()
    await bot.send_message(ali.id, "x")
    statuses = [update.my_chat_member.new_chat_member.status for update in await bot.get_updates()]
    assert statuses == ["kicked", "member"]
