"""Figures of all that was asked, in steps of five."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from statistics import median
from typing import Final

from starlette.responses import Response

from bot.console.charts import bars, columns, share, told
from bot.console.visit import STAFF, Page, Visit
from bot.journal.exchanges import Exchanges, Filter
from bot.outreach.figures import STEP
from bot.outreach.report import topic_titles
from knowledge.corpus import topic_of

DAYS: Final = (7, 30, 90)
TOPICS: Final = 15
SPLITS: Final = ("language", "passport", "urgency", "outcome", "feedback", "verdict")
SILENT: Final = ("abstained", "unreadable")


async def figures(visit: Visit) -> Response:
    """Show what was asked in the last days, and how it was answered."""
    sent = visit.request.query_params.get("days", "")
    days = int(sent) if sent.isdecimal() and int(sent) in DAYS else DAYS[1]
    today = visit.now.date()
    first = today - dt.timedelta(days=days - 1)
    want = Filter(since=dt.datetime.combine(first, dt.time(), dt.UTC))
    exchanges = visit.services.journal.exchanges
    daily = await exchanges.daily(want)
    splits = {name: await exchanges.tally(name, want) for name in SPLITS}
    durations = await exchanges.durations(want)
    whole = sum(daily.values())
    every = [first + dt.timedelta(days=number) for number in range(days)]
    verdicts = splits["verdict"]
    judged = sum(count for verdict, count in verdicts.items() if verdict is not None)
    wrong = sum(verdicts.get(name, 0) for name in ("wrong", "partly", "unsafe"))
    return visit.render(
        "figures.html",
        days=days,
        choices=DAYS,
        asked=told(whole),
        daily=columns([(visit.words.day(day), told(daily.get(day, 0))) for day in every]),
        splits={name: bars(_split(visit, name, counts)) for name, counts in splits.items()},
        topics=bars((await _topics(visit, exchanges, want))[:TOPICS]),
        abstained=share(sum(splits["outcome"].get(name, 0) for name in SILENT), whole),
        said_wrong=share(splits["feedback"].get("wrong", 0), whole),
        judged_wrong=share(wrong, judged),
        ms=round(median(durations)) if len(durations) >= STEP else None,
        step=STEP,
    )


def _split(visit: Visit, name: str, counts: Mapping[str | None, int]) -> list[tuple[str, int | None]]:
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return [
        (visit.words(f"console.figures.{name}.{value or 'none'}"), told(count)) for value, count in ranked
    ]


async def _topics(visit: Visit, exchanges: Exchanges, want: Filter) -> list[tuple[str, int | None]]:
    """Count by topic; those of records that are gone count together with what had none."""
    corpus = visit.services.live().corpus
    titles = topic_titles(corpus, visit.words.tongue)
    tags = {visit.services.journal.vault.tag(one.id): titles[topic_of(one)] for one in corpus}
    counts: dict[str, int] = {}
    for tag, count in (await exchanges.tally("topic", want)).items():
        title = tags.get(tag or "", visit.words("console.figures.topic.none"))
        counts[title] = counts.get(title, 0) + count
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return [(title, shown) for title, count in ranked if (shown := told(count)) is not None]


PAGES: Final = (Page("/figures", "figures", figures, STAFF, nav="console.nav.figures"),)
