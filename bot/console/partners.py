"""Partners: an organisation sees its own links and figures; editors look after all of them."""

from __future__ import annotations

import asyncio
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Final, Literal, get_args

from starlette.responses import Response

from bot.console.charts import bars, columns
from bot.console.visit import EDITORS, PARTNER, Page, Visit
from bot.journal.linkcode import spaced
from bot.journal.partners import ASKED, CAME, Link, PartnerFaultError
from bot.outreach.figures import Figures, as_csv
from bot.outreach.figures import figures as figures_of
from bot.outreach.poster.writing import address, write_posters
from bot.outreach.report import KINDS, report, topic_titles
from knowledge.script import WRITTEN, WrittenLang

Form = Literal["csv", "pdf"]
TYPES: Final = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf", "zip": "application/zip"}
WEEKS: Final = 26


async def partners(visit: Visit) -> Response:
    """List the partners, for those who add them."""
    names = await visit.services.journal.partners.ids()
    links = await visit.services.journal.partners.all_links()
    counts = {
        name: sum(link.partner == name and not link.revoked for link in links) for name in names.values()
    }
    return visit.render(
        "partners.html", partners=names, counts=counts, fault=visit.request.query_params.get("fault", "")
    )


async def add(visit: Visit) -> Response:
    """Add a partner."""
    name = visit.form.get("name", "").strip()
    try:
        await visit.services.journal.partners.add(name, visit.now, welcomes="welcomes" in visit.form)
    except PartnerFaultError:
        return visit.redirect("partners", "fault=name")
    known = await visit.services.journal.partners.ids()
    number = next(number for number, one in known.items() if one == name)
    await visit.audit("partner-added", str(number))
    return visit.redirect("partner-of", partner=number)


async def own(visit: Visit) -> Response:
    """Show a partner what is his own."""
    return await _show(visit, await visit.services.members.partner_of(visit.account))


async def one(visit: Visit) -> Response:
    """Show any partner's links and figures to who looks after them."""
    return await _show(visit, _number(visit))


async def add_link(visit: Visit) -> Response:
    """Make a link for a place."""
    number = _number(visit)
    name = (await visit.services.journal.partners.ids()).get(number)
    if name is None:
        return visit.render("fault.html", 404, key="missing")
    language = visit.form.get("language") if visit.form.get("language") in WRITTEN else None
    try:
        made = await visit.services.journal.partners.add_link(
            name, visit.form.get("place", ""), language, visit.now
        )
    except PartnerFaultError:
        return visit.redirect("partner-of", "fault=place", partner=number)
    await visit.audit("link-added", made.code)
    return visit.redirect("partner-of", partner=number)


async def revoke(visit: Visit) -> Response:
    """Count for a link no more."""
    number, code = _number(visit), visit.form.get("code", "")
    if code in {link.code for link in await _links(visit, number)}:
        await visit.services.journal.partners.revoke(code)
        await visit.audit("link-revoked", code)
    return visit.redirect("partner-of", partner=number)


async def own_figures(visit: Visit) -> Response:
    """Give a partner his figures as a file."""
    return await _file(visit, await visit.services.members.partner_of(visit.account))


async def figures(visit: Visit) -> Response:
    """Give a partner's figures as a file to who looks after them."""
    return await _file(visit, _number(visit))


async def own_posters(visit: Visit) -> Response:
    """Give a partner the posters of one of his links."""
    return await _posters(visit, await visit.services.members.partner_of(visit.account))


async def posters(visit: Visit) -> Response:
    """Give the posters of a link to who looks after partners."""
    return await _posters(visit, _number(visit))


def _number(visit: Visit) -> int:
    return int(visit.request.path_params["partner"])


async def _links(visit: Visit, number: int | None) -> list[Link]:
    """Give the links of one partner, and of nobody else."""
    name = (await visit.services.journal.partners.ids()).get(number) if number is not None else None
    return [] if name is None else await visit.services.journal.partners.all_links(name)


async def _figures(visit: Visit, links: list[Link]) -> Figures:
    sums = await visit.services.journal.partners.sums([link.code for link in links])
    return figures_of(links, sums, visit.now)


async def _show(visit: Visit, number: int | None) -> Response:
    name = (await visit.services.journal.partners.ids()).get(number) if number is not None else None
    if name is None or number is None:
        return visit.render("partner_none.html", 200 if visit.has("partner") else 404)
    links = await _links(visit, number)
    shown = await _figures(visit, links)
    weeks = shown.weeks[-WEEKS:]
    titles = topic_titles(visit.services.live().corpus, visit.words.tongue)

    def by_week(measure: str) -> list[tuple[str, int | None]]:
        return [(visit.words.day(week), shown.by_week(week, measure) or None) for week in weeks]

    bot = (visit.services.settings.bot_name or "").lstrip("@")
    return visit.render(
        "partner.html",
        number=number,
        name=name,
        links=links,
        shown=shown,
        charts={measure: columns(by_week(measure)) for measure in (CAME, ASKED, "emergency")},
        places=bars((link.place, shown.by_link(link.code, CAME) or None) for link in links),
        languages=bars(shown.kinds("language")[:KINDS]),
        topics=bars((titles.get(name, name), count) for name, count in shown.kinds("topic")[:KINDS]),
        spaced=spaced,
        bot=bot,
        address=address,
        written=WRITTEN,
        is_own=visit.has("partner"),
        fault=visit.request.query_params.get("fault", ""),
    )


async def _file(visit: Visit, number: int | None) -> Response:
    form, links = visit.request.path_params["form"], await _links(visit, number)
    if form not in get_args(Form) or not links:
        return visit.render("fault.html", 404, key="missing")
    shown = await _figures(visit, links)
    await visit.audit("figures-exported", f"{number} {form}")
    if form == "csv":
        return _download(as_csv(shown).encode("utf-8-sig"), "ogoh-figures.csv")
    tongue = visit.words.tongue
    titles = topic_titles(visit.services.live().corpus, tongue)
    made = await asyncio.to_thread(report, links[0].partner, shown, tongue, visit.now.date(), titles)
    return _download(made, "ogoh-figures.pdf")


async def _posters(visit: Visit, number: int | None) -> Response:
    code = visit.request.path_params["code"]
    link = next((one for one in await _links(visit, number) if one.code == code), None)
    bot = (visit.services.settings.bot_name or "").lstrip("@")
    wanted = visit.request.query_params.get("language", "")
    language = next((one for one in WRITTEN if one == wanted), None)
    if link is None or language is None or not bot:
        return visit.render("fault.html", 404, key="missing")
    await visit.audit("posters-taken", code)
    made = await asyncio.to_thread(_zipped, link, bot, language)
    return _download(made, f"ogoh-{code}-{language}.zip")


def _zipped(link: Link, bot: str, language: WrittenLang) -> bytes:
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in write_posters(link, bot, [language], Path(name)):
            archive.write(file, file.name)
    return packed.getvalue()


def _download(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type=TYPES[name.rpartition(".")[2]],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


PAGES: Final = (
    Page("/partner", "own-partner", own, PARTNER, nav="console.nav.partner"),
    Page("/partner/figures/{form}", "own-figures", own_figures, PARTNER),
    Page("/partner/posters/{code}", "own-posters", own_posters, PARTNER),
    Page("/partners", "partners", partners, EDITORS, nav="console.nav.partners"),
    Page("/partners/add", "add-partner", add, EDITORS, "POST"),
    Page("/partners/{partner:int}", "partner-of", one, EDITORS),
    Page("/partners/{partner:int}/link", "add-link", add_link, EDITORS, "POST"),
    Page("/partners/{partner:int}/revoke", "revoke-link", revoke, EDITORS, "POST"),
    Page("/partners/{partner:int}/figures/{form}", "partner-figures", figures, EDITORS),
    Page("/partners/{partner:int}/posters/{code}", "posters", posters, EDITORS),
)
