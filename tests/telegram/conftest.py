from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.journal.store import Journal
from bot.journal.vault import Vault
from bot.settings import Settings
from bot.telegram.app import open_doors
from bot.telegram.client import client
from tests.telegram.parrot import Parrot
from tests.telegram_server import FakeTelegram

TOKEN = "1000:TEST-TOKEN"


@pytest.fixture
async def tg():
    async with FakeTelegram(TOKEN) as server:
        yield server


@pytest.fixture
def ali(tg):
    return tg.person(1, language_code="uz")


@pytest.fixture
def parrot():
    bird = Parrot()
    yield bird
    bird.release.set()


@pytest.fixture
async def journal(tmp_path):
    opened = await Journal.open(f"sqlite+aiosqlite:///{tmp_path}/ogoh.db", Vault(bytes(32)))
    yield opened
    await opened.close()


@pytest.fixture
def chosen(tg, tmp_path):
    """Settings for a bot that talks to the server."""

    def choose(token=TOKEN, **others):
        return Settings(
            _env_file=None,
            TELEGRAM_BOT_TOKEN=token,
            bot_api_base_url=tg.base_url,
            data=tmp_path,
            threads=4,
            **others,
        )

    return choose


@pytest.fixture
async def bot(chosen):
    """The bare client."""
    async with client(chosen(), asyncio.Event()) as one:
        yield one


@pytest.fixture
def running(chosen, parrot, journal):
    """`async with running() as stop:` a whole bot that talks to the server; `token` may be a wrong one."""

    @contextlib.asynccontextmanager
    async def run(token=TOKEN, conversation=parrot, **others):
        stop = asyncio.Event()
        task = asyncio.create_task(open_doors(chosen(token, **others), conversation, journal, stop))
        task.stop = stop
        try:
            yield task
        finally:
            stop.set()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return run


async def kill(task):
    """End a bot as a crash does: nothing more is written down."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def heard(parrot, times=1):
    """Wait until the conversation was asked so many times."""
    async with asyncio.timeout(10):
        while len(parrot.heard) < times:  # noqa: ASYNC110 - it is heard in another thread
            await asyncio.sleep(0.01)
