"""Partners who pass the bot on: links, posters, figures."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.common import fail, settings_or_fail

if TYPE_CHECKING:
    from bot.journal.partners import Link, Partners

app = typer.Typer(
    help="Partners who pass the bot on, their links, posters and figures.", no_args_is_help=True
)
Result = TypeVar("Result")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The organisation's name.")],
    *,
    welcome: Annotated[bool, typer.Option(help="The bot names the partner when it greets.")] = False,
) -> None:
    """Add a partner."""
    _with_partners(lambda partners: partners.add(name, _now(), welcomes=welcome))
    typer.echo(f"{name} is a partner now; `ogoh partner link` makes a link for a place.")


@app.command("list")
def show() -> None:
    """List partners and their links."""

    async def read(partners: Partners) -> tuple[list[str], list[Link]]:
        return await partners.names(), await partners.all_links()

    names, links = _with_partners(read)
    for name in names:
        typer.echo(name)
        for link in (one for one in links if one.partner == name):
            typer.echo(f"  {_told(link)}")


@app.command()
def link(
    partner: Annotated[str, typer.Argument(help="The partner's name.")],
    place: Annotated[str, typer.Argument(help="Where the link is put up: a poster, a leaflet, a channel.")],
    lang: Annotated[str | None, typer.Option(help="Greet in uz, uz_Cyrl, ru or tg.")] = None,
    bot: Annotated[str | None, typer.Option(help="The bot's name in Telegram, without @.")] = None,
) -> None:
    """Make a link for a place of a partner."""
    from knowledge.script import WRITTEN  # noqa: PLC0415 - a job loads only what it needs

    if lang not in {None, *WRITTEN}:
        fail(f"languages are {', '.join(WRITTEN)}", code=2)
    made = _with_partners(lambda partners: partners.add_link(partner, place, lang, _now()))
    typer.echo(_told(made))
    if bot:
        typer.echo(f"https://t.me/{bot}?start={made.code}")


@app.command()
def revoke(code: Annotated[str, typer.Argument(help="The link's code.")]) -> None:
    """Stop counting for a link; who follows it still meets the bot."""
    typer.echo(_told(_with_partners(lambda partners: partners.revoke(code))))


@app.command()
def poster(
    code: Annotated[str, typer.Argument(help="The link's code.")],
    bot: Annotated[str, typer.Option(help="The bot's name in Telegram, without @.")],
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("posters"),
    lang: Annotated[str | None, typer.Option(help="Only uz, uz_Cyrl, ru or tg.")] = None,
) -> None:
    """Write posters (A4), leaflets (A6) and wallet cards, open and neutral, as PDF, SVG and PNG."""
    from bot.outreach.poster.writing import write_posters  # noqa: PLC0415
    from knowledge.script import WRITTEN  # noqa: PLC0415

    links = _with_partners(lambda partners: partners.all_links())
    wanted = code.replace("-", "").upper()
    found = next((one for one in links if one.code == wanted), None)
    languages = [one for one in WRITTEN if lang in {None, one}]
    if found is None:
        fail(f"there is no link {code!r}; `ogoh partner list` shows them", code=2)
    if not languages:
        fail(f"languages are {', '.join(WRITTEN)}", code=2)
    for file in write_posters(found, bot.lstrip("@"), languages, out):
        typer.echo(f"{file}  {file.stat().st_size // 1024} KB")


@app.command()
def figures(
    partner: Annotated[str, typer.Argument(help="The partner's name.")],
    out: Annotated[Path, typer.Option(help="Write to this file: .csv or .pdf.")],
    lang: Annotated[str, typer.Option(help="The PDF's language: en, ru, uz, uz_Cyrl or tg.")] = "en",
) -> None:
    """Write a partner's figures: whole weeks, rounded so that nobody can be told apart."""
    from bot.answering.live import corpus as records  # noqa: PLC0415
    from bot.i18n import LANGUAGES  # noqa: PLC0415
    from bot.journal.partners import Sum  # noqa: PLC0415
    from bot.outreach.figures import as_csv  # noqa: PLC0415
    from bot.outreach.figures import figures as shown_of  # noqa: PLC0415
    from bot.outreach.report import report, topic_titles  # noqa: PLC0415

    async def counted(partners: Partners) -> tuple[list[Link], list[Sum]]:
        links = await partners.all_links(partner)
        return links, await partners.sums([one.code for one in links])

    language = next((one for one in LANGUAGES if one == lang), None)
    if language is None or out.suffix not in {".csv", ".pdf"}:
        fail(f"--out ends in .csv or .pdf; languages are {', '.join(LANGUAGES)}", code=2)
    links, sums = _with_partners(counted)
    if not links:
        fail(f"{partner!r} has no links; `ogoh partner list` shows partners", code=2)
    shown = shown_of(links, sums, _now())
    if out.suffix == ".csv":
        out.write_text(as_csv(shown), encoding="utf-8-sig")
    else:
        titles = topic_titles(records(settings_or_fail()), language)
        out.write_bytes(report(partner, shown, language, _now().date(), titles))
    typer.echo(f"{out}  {out.stat().st_size // 1024} KB")


def _with_partners(work: Callable[[Partners], Awaitable[Result]]) -> Result:
    """Do `work` with the partners of the operator's database; faults are told in words."""
    from bot.journal.database import JournalFaultError  # noqa: PLC0415
    from bot.journal.partners import PartnerFaultError  # noqa: PLC0415
    from bot.journal.store import Journal  # noqa: PLC0415
    from bot.journal.vault import KeyFaultError, Vault  # noqa: PLC0415

    settings = settings_or_fail()

    async def run() -> Result:
        vault = Vault.open(settings.key.get_secret_value() if settings.key else None, settings.key_file)
        journal = await Journal.open(settings.database_url, vault, settings.data)
        try:
            return await work(journal.partners)
        finally:
            await journal.close()

    try:
        return asyncio.run(run())
    except (PartnerFaultError, KeyFaultError, JournalFaultError) as error:
        fail(str(error))


def _told(link: Link) -> str:
    from bot.journal.linkcode import spaced  # noqa: PLC0415

    notes = [link.place, link.language or "any language", "revoked" if link.revoked else "counts"]
    return f"{spaced(link.code)}  {link.partner}: {', '.join(notes)}"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
