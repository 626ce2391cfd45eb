"""Gaps: what people asked in vain, alike together."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Final

from starlette.responses import Response

from bot.console.visit import STAFF, Page, Visit
from bot.curation.form import KINDS
from bot.curation.gaps import MOST, Gap

DAYS: Final = (7, 30, 180)
LISTED: Final = 100
"""Groups on the page; the largest come first."""


async def gaps(visit: Visit) -> Response:
    """List the groups, the largest first."""
    days = _days(visit)
    found = await _groups(visit, days)
    await visit.audit("gaps-seen")
    total = sum(len(gap.entries) for gap in found)
    return visit.render(
        "gaps.html", gaps=found[:LISTED], groups=len(found), total=total, most=MOST, days=days, choices=DAYS
    )


async def gap(visit: Visit) -> Response:
    """Show the questions of one group, each with what was answered."""
    number = int(visit.request.path_params["exchange"])
    found = await _groups(visit, _days(visit))
    chosen = next((one for one in found if any(entry.id == number for entry in one.entries)), None)
    if chosen is None:
        return visit.render("fault.html", 404, key="missing")
    for conversation in dict.fromkeys(entry.conversation for entry in chosen.entries):
        await visit.audit("gap-seen", conversation)
    judged = await visit.services.journal.reviews.judgements([entry.id for entry in chosen.entries])
    return visit.render(
        "gap.html", gap=chosen, judged=judged, corpus=visit.services.live().corpus, kinds=list(KINDS)
    )


async def _groups(visit: Visit, days: int) -> list[Gap]:
    since = visit.now - dt.timedelta(days=days)
    entries = await visit.services.journal.exchanges.unmet(since, MOST)
    pipeline = visit.services.live()
    return await asyncio.to_thread(
        visit.services.grouping.group, entries, pipeline.likeness, pipeline.version
    )


def _days(visit: Visit) -> int:
    sent = visit.request.query_params.get("days", "")
    return int(sent) if sent.isdecimal() and int(sent) in DAYS else max(DAYS)


PAGES: Final = (
    Page("/gaps", "gaps", gaps, STAFF, nav="console.nav.gaps"),
    Page("/gaps/{exchange:int}", "gap", gap, STAFF),
)
