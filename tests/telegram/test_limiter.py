"""The pace of messages."""

from __future__ import annotations

import asyncio
import time

from bot.telegram.limiter import Pace


async def timed(pace, chats):
    begun = time.monotonic()
    await asyncio.gather(*(pace.turn(chat) for chat in chats))
    return time.monotonic() - begun


async def test_two_messages_in_a_chat_go_at_once_and_the_third_waits():
    pace = Pace(chat=(2, 0.4))
    assert await timed(pace, [1, 1]) < 0.1
    assert 0.1 < await timed(pace, [1]) < 0.4


async def test_one_chat_does_not_hold_up_another():
    pace = Pace(chat=(1, 60))
    assert await timed(pace, [1, 2, 3]) < 0.1


async def test_all_chats_together_keep_the_overall_pace():
    pace = Pace(overall=(5, 0.5))
    assert await timed(pace, range(5)) < 0.1
    assert 0.3 < await timed(pace, range(5, 10)) < 1


async def test_idle_chats_are_forgotten():
    pace = Pace(overall=(1000, 1), remembered=10)
    await timed(pace, range(100))
    assert len(pace) == 10
