"""How right the search is by itself, before anything is decided or composed, and where answers went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from bot.answering.evaluation import FIRST, Asked, Judged
from knowledge.script import WRITTEN
from knowledge.search import Searcher

DEPTH: Final = 30
"""Records down to which a right one counts for the mean reciprocal rank."""

Cause = Literal["language", "threshold", "ranking", "composition"]
Find = Callable[[Asked, Asked | None], list[str]]


@dataclass(frozen=True)
class Searched:
    """A question that wants an answer, with the ids that the search alone brought, best first."""

    asked: Asked
    ids: list[str]

    @property
    def recall(self) -> float:
        """The share of the groups of right records that have one among the first five."""
        first = set(self.ids[:FIRST])
        return fmean(bool(first & set(group)) for group in self.asked.gold)

    @property
    def reciprocal_rank(self) -> float:
        """One by the rank of the first right record, of whatever group."""
        right = {name for group in self.asked.gold for name in group}
        return next((1 / rank for rank, name in enumerate(self.ids, 1) if name in right), 0.0)


def finder(searcher: Searcher) -> Find:
    """Give the search as the evaluation asks it: with the known language and passport, a follow-up after its first."""

    def find(asked: Asked, before: Asked | None) -> list[str]:
        text = f"{before.text} {asked.text}" if before else asked.text
        return [hit.record.id for hit in searcher.search(text, asked.lang, asked.passport, limit=DEPTH).hits]

    return find


def search_all(questions: Sequence[Asked], find: Find) -> list[Searched]:
    """Search for every question that wants an answer."""
    by_id = {asked.id: asked for asked in questions}
    return [
        Searched(asked, find(asked, by_id.get(asked.follows or "")))
        for asked in questions
        if asked.expect == "answer" and asked.gold
    ]


def retrieval_figures(searched: Iterable[Searched]) -> dict[str, dict[str, float]]:
    """Give Recall@5 and the mean reciprocal rank, of each written language and of all."""
    rows = list(searched)
    groups = {lang: [row for row in rows if row.asked.lang == lang] for lang in WRITTEN} | {"all": rows}
    return {
        name: {
            "Recall@5": round(fmean(row.recall for row in group), 4),
            "MRR": round(fmean(row.reciprocal_rank for row in group), 4),
        }
        for name, group in groups.items()
        if group
    }


def cause(row: Judged, searched: Mapping[str, Searched]) -> Cause:
    """Guess what made a question fail; the first that applies.

    `language`: the reply is in another language or script. `threshold`: it was silent, refused, talked or
    rang the alarm where it should not have, or not where it should have. `ranking`: the search alone did not
    bring a record of every group among its first five. `composition`: it did, and the answer cites others.
    """
    if row.reply.language != row.asked.lang:
        return "language"
    if row.verdict in {"silent", "refused", "talked", "right"}:
        return "threshold"
    found = searched.get(row.asked.id)
    return "composition" if found is not None and found.recall == 1 and _lawful(found) else "ranking"


def _lawful(found: Searched) -> bool:
    return not set(found.ids[:FIRST]) & set(found.asked.wrong)
