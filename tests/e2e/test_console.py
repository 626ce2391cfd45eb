"""`ogoh run --console`: the bot and the console in one process, over one journal."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from tests.e2e.test_run import QUESTIONS, START

pytestmark = pytest.mark.slow


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


async def test_the_console_beside_the_bot(tg, ali, ogoh):
    port = free_port()
    async with ogoh.running("--console", OGOH_CONSOLE_PORT=str(port)) as process:
        ali.say(QUESTIONS["ru"])
        assert "[1]" in (await ali.next(START)).plain
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
            assert (await browser.get("/health")).text == "ok"
            assert (await browser.get("/conversations")).headers["location"].startswith("/sign-in")
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0
    assert "127.0.0.1:" not in ogoh.log.read_text()
