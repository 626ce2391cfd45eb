"""The records, for those who look after them: what there is, what is old, what answers rest on."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from starlette.responses import Response

from bot.answering.pipeline import Pipeline
from bot.console.visit import EDITORS, STAFF, Page, Visit
from bot.curation.form import KINDS as DRAFTED
from bot.curation.upkeep import DOUBTFUL_DAYS, LOOKS, age, checked, is_due, sources
from knowledge.corpus import KINDS, Corpus, references
from knowledge.schema import LANGS, Contact, Record

SIZE: Final = 50
LONGEST: Final = 1000
"""Letters of what a record was compared with."""
SHOWN: Final = ("all", "stale", "contacts", "cited")
"""Which records: all, those checked long ago, contacts that are due for a check, by how many answers cite them."""


async def records(visit: Visit) -> Response:
    """List the records that are looked for."""
    params = visit.request.query_params
    words = params.get("q", "").strip()[:200]
    kind = params.get("kind", "") if params.get("kind") in KINDS else ""
    shown = params.get("show", "") if params.get("show") in SHOWN else "all"
    page = int(params.get("page", "")) if params.get("page", "").isdecimal() else 0
    pipeline = visit.services.live()
    found = await asyncio.to_thread(_find, pipeline, words) if words else list(pipeline.corpus)
    cited = await visit.services.journal.exchanges.cited(list(pipeline.corpus.records))
    today, oldest = visit.now.date(), visit.services.settings.stale_days
    tests: dict[str, Callable[[Record], bool]] = {
        "stale": lambda record: age(record, today) > oldest,
        "contacts": lambda record: isinstance(record, Contact) and is_due(record, today, oldest),
        "cited": lambda record: record.id in cited,
    }
    chosen = [one for one in found if (not kind or one.kind == kind) and tests.get(shown, bool)(one)]
    if shown == "cited":
        chosen.sort(key=lambda record: -cited[record.id])
    elif shown != "all":
        chosen.sort(key=lambda record: record.checked)
    return visit.render(
        "records.html",
        records=chosen[page * SIZE : (page + 1) * SIZE],
        total=len(chosen),
        page=page,
        has_more=len(chosen) > (page + 1) * SIZE,
        cited=cited,
        kinds=KINDS,
        shows=SHOWN,
        kind=kind,
        show=shown,
        words=words,
        days=oldest,
        doubtful=min(DOUBTFUL_DAYS, oldest),
        is_stale=tests["stale"],
        counts=Counter(record.kind for record in pipeline.corpus),
        drafted=await visit.services.drafts.under_way(),
    )


async def record(visit: Visit) -> Response:
    """Show one record, in the languages that it is written in."""
    pipeline = visit.services.live()
    found = pipeline.corpus.records.get(visit.request.path_params["record"])
    if found is None:
        return visit.render("fault.html", 404, key="missing")
    cited = await visit.services.journal.exchanges.cited([found.id])
    today = visit.now.date()
    return visit.render(
        "record.html",
        record=found,
        langs=LANGS,
        cited=cited.get(found.id, 0),
        names=list(dict.fromkeys(name for _, name in references(found))),
        named_by=_named_by(pipeline.corpus, found.id),
        corpus=pipeline.corpus,
        is_stale=age(found, today) > visit.services.settings.stale_days,
        can_be_drafted=found.kind in DRAFTED,
        drafted=(await visit.services.drafts.under_way()).get(found.id),
        pages=sources(found, pipeline.corpus),
        looks=LOOKS if isinstance(found, Contact) and found.phones else LOOKS[:1],
        fault=visit.request.query_params.get("fault", ""),
        longest=LONGEST,
    )


async def check(visit: Visit) -> Response:
    """Make a draft that says that a record still holds; a second editor stands by it."""
    found = visit.services.live().corpus.records.get(visit.request.path_params["record"])
    if found is None:
        return visit.render("fault.html", 404, key="missing")
    look = next((one for one in LOOKS if one == visit.form.get("look")), None)
    with_ = visit.form.get("page", "").strip() or visit.form.get("other", "").strip()
    words = visit.form.get("words", "").strip()
    if look is None or (look == "page" and not re.match(r"https?://\S+$", with_)):
        return visit.redirect("record", "fault=look", "upkeep", record=found.id)
    if found.id in await visit.services.drafts.under_way():
        return visit.redirect("record", "fault=drafted", "upkeep", record=found.id)
    grounds = " · ".join(one for one in (look, with_ if look == "page" else "", words) if one)[:LONGEST]
    body = checked(found, look, visit.now.date())
    number = await visit.services.drafts.begin(
        body, visit.account, visit.now, replaces=found.id, grounds=grounds
    )
    await visit.audit("record-checked", f"{number} {found.id}"[:64])
    return visit.redirect("draft", draft=number)


def _find(pipeline: Pipeline, words: str) -> list[Record]:
    """Find by id and by words as they stand, then by meaning."""
    wanted = words.casefold()
    literal = [record for record in pipeline.corpus if _stands(record, wanted)]
    return list(dict.fromkeys([*literal, *(hit.record for hit in pipeline.everywhere(words))]))


def _stands(record: Record, wanted: str) -> bool:
    texts = [text.of(lang) for text in (record.title, record.summary) for lang in LANGS]
    return wanted in record.id or any(wanted in text.casefold() for text in texts)


def _named_by(corpus: Corpus, name: str) -> Sequence[str]:
    return [one.id for one in corpus if any(target == name for _, target in references(one))]


PAGES: Final = (
    Page("/records", "records", records, STAFF, nav="console.nav.records"),
    Page("/records/{record}", "record", record, STAFF),
    Page("/records/{record}/checked", "check-record", check, EDITORS, "POST"),
)
