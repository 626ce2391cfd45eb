"""How long a moderator waits for a page of the console with 100,000 exchanges in the journal."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import httpx

from benchmarks.journal import COUNT, fill
from benchmarks.measure import Result, quantile
from bot.answering.live import LivePipeline
from bot.console import gloss
from bot.console.app import application
from bot.console.services import Services
from bot.journal.store import Journal
from bot.journal.vault import Vault
from bot.settings import Settings

RUNS: Final = 15
NOW: Final = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
COOKIE: Final = "__Host-ogoh-session"
ADDRESS: Final = "https://console.test"
PAGES: Final = {
    "the queue": "/conversations",
    "newest first": "/conversations?order=newest",
    "a page in the middle": f"/conversations?after=0.{COUNT // 2}",
    "Tajik": "/conversations?language=tg",
    "passport of 1 in 100": "/conversations?passport=TM",
    "one link": "/conversations?link=ngo-3",
    "wrong, last week": "/conversations?verdict=wrong&days=7",
    "one day, three weeks ago": "/conversations?since=2026-03-10&until=2026-03-10",
    "two days, wrong, Tajik": "/conversations?since=2026-03-10&until=2026-03-11&verdict=wrong&language=tg",
    "until the second day": "/conversations?until=2026-03-02",
    "a day, one link, one topic": "/conversations?since=2026-03-10&until=2026-03-10&link=ngo-3&topic=nothing",
    "not judged, Tajik": "/conversations?verdict=none&language=tg",
    "emergencies": "/conversations?kind=emergency",
    "mine": "/conversations?mine=1",
    "nothing there is": "/conversations?topic=nothing&language=tg",
    "a conversation": "/conversations/{conversation}?language=tg&at=1.{number}",
    "a conversation of chosen days": "/conversations/{conversation}?language=tg&since=2026-03-01&at=1.{number}",
    "the audit log": "/audit",
}


def run(settings: Settings) -> Result:
    """Fill a database of SQLite, and ask the whole application for its pages, each with its audit row."""
    live = LivePipeline(settings)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(settings, live, Path(folder)))


def line(result: Result) -> str:
    name, slowest = max(result["page, ms"].items(), key=lambda item: item[1]["slowest"])
    return f"A page of the console among {result['exchanges']:,}: at most {slowest['slowest']} ms ({name})"


async def _run(settings: Settings, live: LivePipeline, folder: Path) -> Result:
    journal = await Journal.open(f"sqlite:///{folder}/ogoh.db", Vault(bytes(32)), folder)
    await fill(journal)
    services = Services.of(settings.model_copy(update={"data": folder}), journal, live, lambda: NOW)
    await services.accounts.add("lola", "admin", NOW)
    token = await services.sessions.open("lola", "signed-in", "benchmark", NOW)
    result: Result = {"exchanges": COUNT, "page, ms": {}}
    transport = httpx.ASGITransport(application(services))
    await services.census.choices(live().corpus)  # as the server does before it opens
    gloss.warm()
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, cookies={COOKIE: token}) as client:
        for name, path in PAGES.items():
            result["page, ms"][name] = await _time(client, await _filled_in(client, path))
    await journal.close()
    return result


async def _filled_in(client: httpx.AsyncClient, path: str) -> str:
    if "{" not in path:
        return path
    shown = (await client.get("/conversations?language=tg")).text
    found = re.search(r'href="/conversations/(\w+)\?[^"]*at=\d+\.(\d+)', shown)
    if found is None:
        raise AssertionError("the queue is empty")
    return path.format(conversation=found[1], number=found[2])


async def _time(client: httpx.AsyncClient, path: str) -> dict[str, float]:
    times = [took async for took in _runs(client, path)]
    return {"first": times[0], "median": round(quantile(times, 0.5), 1), "slowest": max(times)}


async def _runs(client: httpx.AsyncClient, path: str) -> AsyncIterator[float]:
    for _ in range(RUNS):
        started = time.perf_counter()
        answer = await client.get(path)
        answer.raise_for_status()
        yield round((time.perf_counter() - started) * 1000, 1)
