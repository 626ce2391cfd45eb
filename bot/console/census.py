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
    """Counts the choices of a filter, and remembers them for a minute."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._counted: tuple[float, Choices] | None = None

    async def choices(self, corpus: Corpus) -> Choices:
        """Give the topics and links that occur."""
        at = asyncio.get_running_loop().time()
        if self._counted is None or at - self._counted[0] > LASTS:
            self._counted = (at, await self._count(corpus))
        return self._counted[1]

    async def _count(self, corpus: Corpus) -> Choices:
        topics = await self._journal.exchanges.tally("topic")
        links = await self._journal.exchanges.tally("link")
        names = {self._journal.vault.tag(record.id): record.id for record in corpus}
        known = {names[tag]: count for tag, count in topics.items() if tag in names}
        return Choices(_sorted(known), _sorted({link: count for link, count in links.items() if link}))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
