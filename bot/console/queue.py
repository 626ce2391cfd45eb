"""The queue: what waits for a moderator, the most urgent first."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.answering.question import PASSPORTS
from bot.console.filters import DAYS, KINDS, LANGUAGES, VERDICTS, Wanted, position
from bot.console.visit import STAFF, Page, Visit
from bot.console.words import Words
from bot.journal.exchange import Entry
from knowledge.corpus import Corpus

SIZE: Final = 50

WHY: Final = {
    7: "human-emergency",
    6: "emergency",
    5: "human",
    4: "wrong",
    3: "abstained",
    2: "refused",
    1: "low",
}
"""Why an entry of that rank stands where it does."""
COLOURS: Final = {7: "red", 6: "red", 5: "amber", 4: "amber", 3: "blue", 2: "plain", 1: "plain"}


async def queue(visit: Visit) -> Response:
    """List exchanges by what is looked for."""
    wanted = Wanted.read(visit.request.query_params)
    after = position(visit.request.query_params.get("after", ""))
    found = await visit.services.journal.exchanges.page(
        wanted.filter(visit.account, visit.now), wanted.listed, after, SIZE
    )
    corpus = visit.services.live().corpus
    choices = await visit.services.census.choices(corpus)
    await visit.audit("queue-seen", None if after is None else f"{after[0]}.{after[1]}")
    return visit.render(
        "queue.html",
        entries=found.entries,
        after=found.after,
        is_first=after is None,
        wanted=wanted,
        kinds=KINDS,
        languages=LANGUAGES,
        passports=PASSPORTS,
        verdicts=VERDICTS,
        days=DAYS,
        choices=choices,
        title_of=lambda record_id: title(corpus, record_id, visit.words),
        why=why,
    )


def title(corpus: Corpus, record_id: str, words: Words) -> str:
    """Name a record in the moderator's language; by its id where it is gone."""
    record = corpus.records.get(record_id)
    return record_id if record is None else record.title.of(words.tongue)


def why(entry: Entry) -> tuple[str, str] | None:
    """Tell why an entry wants to be looked at, and in which colour; None where it doesn't."""
    return (WHY[entry.rank], COLOURS[entry.rank]) if entry.rank in WHY else None


PAGES: Final = (Page("/conversations", "queue", queue, STAFF, nav="console.nav.queue"),)
