"""What a filter offers to choose from; counted now and then, not for every page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.journal.store import Journal
from knowledge.corpus import Corpus

LASTS: Final = 60
"""Seconds for which nothing is counted anew."""


@dataclass(frozen=True)
class Choices:
    """What there is, the most frequent first, with its counts."""

    topics: Mapping[str, int]
    """By the record's id."""
    links: Mapping[str, int]


class Census:
    """Counts the choices of a filter anew once a minute, beside the pages that show them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._choices: Choices | None = None
        self._until = 0.0
        self._counting: asyncio.Task[None] | None = None

    async def choices(self, corpus: Corpus) -> Choices:
        """Give the topics and links that occur; what was counted last while they are counted anew."""
        at = asyncio.get_running_loop().time()
        if self._choices is None:
            self._choices = await self._count(corpus)
            self._until = at + LASTS
        elif at > self._until and (self._counting is None or self._counting.done()):
            self._until = at + LASTS
            self._counting = asyncio.create_task(self._renew(corpus))
        return self._choices

    async def _renew(self, corpus: Corpus) -> None:
        self._choices = await self._count(corpus)

    async def _count(self, corpus: Corpus) -> Choices:
        topics = await self._journal.exchanges.tally("topic")
        links = await self._journal.exchanges.tally("link")
        names = {self._journal.vault.tag(record.id): record.id for record in corpus}
        known = {names[tag]: count for tag, count in topics.items() if tag in names}
        return Choices(_sorted(known), _sorted({link: count for link, count in links.items() if link}))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
