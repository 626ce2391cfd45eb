"""Exports: redacted conversations in files that are read outside, and that erasure still reaches.

They lie in a folder of the journal's own. Each line names its conversation, and lives no longer than that.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.journal.exchange import Entry
from bot.journal.exchanges import Exchanges, Filter, Position
from bot.journal.tables import conversations

SIZE: Final = 500
Tell = Callable[[str, int, int], None]


class Exports:
    def __init__(self, engine: AsyncEngine, exchanges: Exchanges, folder: Path | None) -> None:
        self._engine = engine
        self._exchanges = exchanges
        self._folder = folder

    async def write(self, want: Filter, now: dt.datetime, tell: Tell) -> Path:
        """Write what the filter lets through to a new file, one JSON object a line, the newest first."""
        if self._folder is None:
            raise ValueError("this journal has no folder for exports")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._folder / f"{now:%Y-%m-%dT%H%M%S}.jsonl"
        total, done = await self._exchanges.count(want), 0
        after: Position | None = None
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            while True:
                page = await self._exchanges.page(want, "newest", after, SIZE)
                out.writelines(json.dumps(_line(entry), ensure_ascii=False) + "\n" for entry in page.entries)
                done += len(page.entries)
                tell("exporting", done, total)
                if page.after is None:
                    return file
                after = page.after

    async def sweep(self) -> None:
        """Erase from all exports what is no longer in the database."""
        files = sorted(self._folder.glob("*.jsonl")) if self._folder else []
        for file in files:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            names = [json.loads(line)["conversation"] for line in lines]
            there = await self._there(set(names))
            kept = [line for line, name in zip(lines, names, strict=True) if name in there]
            if len(kept) < len(lines):
                _rewrite(file, kept)

    async def _there(self, names: set[str]) -> set[str]:
        found: set[str] = set()
        ordered = sorted(names)
        async with self._engine.begin() as connection:
            for start in range(0, len(ordered), SIZE):
                some = conversations.c.id.in_(ordered[start : start + SIZE])
                found.update((await connection.scalars(select(conversations.c.id).where(some))).all())
        return found


def _line(entry: Entry) -> dict[str, Any]:
    one = entry.exchange
    return {
        "conversation": entry.conversation,
        "hour": entry.hour.isoformat(),
        **{
            name: getattr(one, name)
            for name in ("language", "passport", "link", "topic", "urgency", "outcome")
        },
        "question": one.question,
        "answer": [dataclasses.asdict(said) for said in one.answer],
        **{name: getattr(entry, name) for name in ("feedback", "comment", "human", "verdict")},
        **{name: getattr(one, name) for name in ("ms", "corpus", "model", "prompts")},
    }


def _rewrite(file: Path, lines: Iterable[str]) -> None:
    """Write a file anew, and overwrite what it held."""
    draft = file.with_suffix(".draft")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.writelines(lines)
    with file.open("r+b") as old:
        old.write(bytes(file.stat().st_size))
        old.flush()
        os.fsync(old.fileno())
    if draft.stat().st_size:
        draft.replace(file)
    else:
        draft.unlink()
        file.unlink()
