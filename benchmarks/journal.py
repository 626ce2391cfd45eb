"""How fast a moderator's list is with 100,000 exchanges, and how fast the journal is kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, update

from benchmarks.measure import Result, quantile, quiet
from bot.journal.backup import new_file, restore, write_backup
from bot.journal.database import vacuum
from bot.journal.exchange import Exchange, Said, about_content
from bot.journal.exchanges import Filter
from bot.journal.retention import purge
from bot.journal.rotation import rekey
from bot.journal.store import Journal
from bot.journal.tables import RANK, citations, contents, conversations, exchanges
from bot.journal.vault import Vault
from bot.settings import Settings

COUNT: Final = 100_000
TALK: Final = 4
"""Exchanges in a conversation."""
TOPICS: Final = 120
MOST_CITED: Final = 0.1
"""Answers that cite the record that is cited most."""
BATCH: Final = 5000
RUNS: Final = 15
NOW: Final = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
ANSWER: Final = (
    Said(
        "Ha. Begona armiyaga kirish jangsiz ham jazolanadi: 154-1-modda, jarima yoki 3 yilgacha axloq tuzatish.",
        ("a",),
        "lead",
    ),
    Said(
        "Bir kishi 2025-yil aprelda imzolagan, oʻqishda boʻlgan, keyin elchixonaga qochgan: 3 yil.",
        ("b", "c"),
    ),
    Said("Advokatga boring, hech narsaga imzo qoʻymang.", ("d",), "step"),
)
WANTS: Final = {
    "everything": Filter(),
    "Russian": Filter(language="ru"),
    "Turkmenistan (1 of 100)": Filter(passport="TM"),
    "one topic": Filter(topic="topic 7"),
    "wrong by verdict": Filter(verdict="wrong"),
    "not judged, Tajik": Filter(verdict="none", language="tg"),
    "one link, last week": Filter(link="ngo-3", since=NOW - dt.timedelta(days=7)),
    "abstained": Filter(outcome="abstained"),
    "emergencies in Tajik": Filter(urgency="emergency", language="tg"),
    "one day": Filter(since=NOW - dt.timedelta(days=3), until=NOW - dt.timedelta(days=2)),
    "one moderator's": Filter(assignee="lola"),
    "nothing there is": Filter(language="ru", outcome="none"),
    "citing the record cited most": Filter(record="a"),
}


def run(settings: Settings) -> Result:
    """Fill a database of SQLite, and time what a moderator and an operator do."""
    _ = settings
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder)))


def line(result: Result) -> str:
    slowest = max(result["page, ms"].items(), key=lambda item: item[1]["slowest"])
    return f"A page of 50 among {result['exchanges']:,}: at most {slowest[1]['slowest']} ms ({slowest[0]})"


async def _run(folder: Path) -> Result:
    vault = Vault(bytes(32))
    journal = await Journal.open(f"sqlite:///{folder}/ogoh.db", vault, folder)
    await _fill(journal)
    result: Result = {"exchanges": COUNT, "page, ms": {}}
    result["database, MB"] = round((folder / "ogoh.db").stat().st_size / 1e6, 1)
    for name, want in WANTS.items():
        for order in ("urgent", "newest"):
            result["page, ms"][f"{name}, {order} first"] = await _pages(journal, want, order)
    result["record, ms"] = await _records(journal)
    started = time.perf_counter()
    with new_file(folder / "backup") as out:
        await write_backup(journal, out, quiet)
    result["backup, s"] = _since(started)
    result["backup, MB"] = round((folder / "backup").stat().st_size / 1e6, 1)
    started = time.perf_counter()
    new = Vault(bytes(32), b"n" * 32)
    async with journal.engine.begin() as connection:
        await rekey(connection, vault, new, quiet)
    result["rotate, s"] = _since(started)
    await journal.engine.dispose()
    journal = await Journal.open(f"sqlite:///{folder}/ogoh.db", new, folder)
    started = time.perf_counter()
    await restore(journal, new, folder / "backup", 180, NOW, quiet)
    result["restore under a newer key, s"] = _since(started)
    await journal.engine.dispose()
    journal = await Journal.open(f"sqlite:///{folder}/ogoh.db", new, folder)
    started = time.perf_counter()
    done = await purge(journal, 15, NOW)
    result["purge of half, s"] = _since(started)
    result["purged"] = done.exchanges
    await journal.close()
    return result


async def _pages(journal: Journal, want: Filter, order: Any) -> dict[str, float]:
    """Time the first page and one in the middle of the list."""
    times = []
    for after in (None, (0, COUNT // 2) if order == "newest" else (1, COUNT // 2)):
        for _ in range(RUNS):
            started = time.perf_counter()
            await journal.exchanges.page(want, order, after)
            times.append((time.perf_counter() - started) * 1000)
    return {"median": round(quantile(times, 0.5), 1), "slowest": round(max(times), 1)}


async def _records(journal: Journal) -> dict[str, float]:
    times = []
    for number in range(50):
        one = _exchange(random.Random(number))
        started = time.perf_counter()
        await journal.exchanges.record(f"{number:032}", one, NOW)
        times.append((time.perf_counter() - started) * 1000)
    return {"median": round(quantile(times, 0.5), 1), "slowest": round(max(times), 1)}


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 1)


def _exchange(dice: random.Random) -> Exchange:
    return Exchange(
        "Akam armiya bilan shartnoma imzolabdi, endi qaytsa qamashadimi, necha yil berishadi? "
        * dice.randint(1, 3),
        dice.choices(("uz", "uz_Cyrl", "ru", "tg"), (4, 2, 3, 1))[0],
        dice.choices(("plan", "soon", "emergency"), (90, 7, 3))[0],
        dice.choices(("answered", "abstained", "refused", "greeted"), (85, 8, 2, 5))[0],
        ANSWER if dice.random() < MOST_CITED else ANSWER[1:],
        passport=dice.choices(("UZ", "TJ", "KG", "KZ", "TM", None), (50, 20, 8, 4, 1, 17))[0],
        link=dice.choices((None, *(f"ngo-{n}" for n in range(20))), (80, *([1] * 20)))[0],
        topic=f"topic {dice.randrange(TOPICS)}",
        scores={"a": dice.random() * 2, "b": 0.1},
        ms=dice.randint(20, 400),
        corpus="g1",
    )


async def _fill(journal: Journal) -> None:
    dice = random.Random(5)
    for start in range(0, COUNT, BATCH):
        rows = list(_rows(journal.vault, dice, range(start + 1, start + BATCH + 1)))
        async with journal.engine.begin() as connection:
            for table in (conversations, exchanges, contents, citations):
                await connection.execute(insert(table), [row for name, row in rows if name == table.name])
    async with journal.engine.begin() as connection:
        await connection.execute(update(exchanges).values(rank=RANK))
    await vacuum(journal.engine)


def _rows(vault: Vault, dice: random.Random, numbers: range) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in numbers:
        one = _exchange(dice)
        hour = NOW - dt.timedelta(days=30) * (1 - number / COUNT)
        talk = f"{(number - 1) // TALK:032}"
        if number % TALK == 1:
            assignee = dice.choices((None, "lola", "rustam"), (98, 1, 1))[0]
            yield (
                "conversations",
                {"id": talk, "pseudonym": talk, "opened": hour, "latest": hour, "assignee": assignee},
            )
        plain = (
            "token",
            "language",
            "passport",
            "link",
            "urgency",
            "outcome",
            "ms",
            "corpus",
            "model",
            "prompts",
        )
        yield "exchanges", {
            **{name: getattr(one, name) for name in plain},
            "id": number, "conversation": talk, "hour": hour, "topic": vault.tag(one.topic or ""),
            "score": max(one.scores.values()), "rank": 0, "human": None,
            "feedback": dice.choices((None, "helped", "not", "wrong"), (80, 15, 3, 2))[0],
            "verdict": dice.choices((None, "right", "partly", "wrong", "unsafe"), (60, 30, 6, 3, 1))[0],
        }  # fmt: skip
        yield "contents", {"exchange": number, "body": vault.seal(one.dump(), about_content(one.token))}
        for record in one.records:
            yield "citations", {"exchange": number, "record": vault.tag(record)}
