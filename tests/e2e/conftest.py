from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import sys

import pytest

from bot.settings import ROOT
from tests.telegram_server import FakeTelegram

TOKEN = "1000:TEST-TOKEN"
BUTTONS = {"uz": "Oʻzbekcha", "uz_Cyrl": "Ўзбекча", "ru": "Русский", "tg": "Тоҷикӣ"}
NUMBERS = {"uz": 21, "uz_Cyrl": 22, "ru": 23, "tg": 24}
"""Who talks in which language in `in_each_language`."""


class Ogoh:
    """`ogoh run` as a process of its own; a second start goes on with the same database."""

    def __init__(self, tg, settings, folder):
        self.folder = folder
        self.log = folder / "log"
        self.database = f"sqlite+aiosqlite:///{folder}/ogoh.db"
        (folder / "tmp").mkdir(exist_ok=True)
        self.data = folder / "data"
        self.data.mkdir(exist_ok=True)
        for (
            shared
        ) in settings.data.resolve().iterdir():  # the index; what is kept of people is each test's own
            if shared.is_dir() and shared.name != "exports":
                (self.data / shared.name).symlink_to(shared)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("OGOH_")},
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "OGOH_BOT_API_BASE_URL": tg.base_url,
            "OGOH_DATA": str(self.data),
            "OGOH_DATABASE": self.database,
            "OGOH_KEY": base64.b64encode(bytes(32)).decode(),
            "OGOH_LOG_LEVEL": "DEBUG",
            "TMPDIR": str(folder / "tmp"),
        }

    @contextlib.asynccontextmanager
    async def running(self, *options, **changes):
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", "run", *options, cwd=ROOT, env=self.environment | changes,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await asyncio.wait_for(process.wait(), 20)

    def written(self):
        """All that stands on disk: the database, its log, what was logged, and what lies about for a while."""
        files = (file for file in self.folder.rglob("*") if file.is_file() and file.suffix != ".db-shm")
        return b"".join(file.read_bytes() for file in files)


@pytest.fixture
async def tg():
    async with FakeTelegram(TOKEN) as server:
        yield server


@pytest.fixture
def ali(tg):
    return tg.person(987_654_321, language_code="uz", first_name="Kanareykabek")


@pytest.fixture
def ogoh(tg, settings, tmp_path):
    return Ogoh(tg, settings, tmp_path)


async def in_each_language(tg, talk):
    """`talk(person, language)` with somebody for each written language, all at once.

    In a chat the bot writes once a second: one person for all languages would wait four times as long.
    """
    async with asyncio.TaskGroup() as talks:
        for language, number in NUMBERS.items():
            talks.create_task(talk(tg.person(number), language))


async def chooses(person, language, wait):
    """Begin, and choose the language; gives the question for the passport."""
    person.start()
    person.press(BUTTONS[language], await person.next(wait))
    await person.next()
    return await person.next()


async def kill(process):
    process.kill()
    await process.wait()
