"""What is handed out: packs of answers for those who can't reach the bot, and the corpus as open data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import fail, guarded, progress, settings_or_fail


def pack(
    lang: Annotated[str | None, typer.Option(help="uz, uz_Cyrl, ru or tg.")] = None,
    passport: Annotated[str | None, typer.Option(help="UZ, TJ, KG, KZ, TM, RU or other.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every language for every passport.")] = False,
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("packs"),
    link: Annotated[str | None, typer.Option(help="Where readers find a newer pack, as `t.me/NAME`.")] = None,
) -> None:
    """Write the answers as a page, a booklet and plain text, to be carried offline."""
    from bot.answering.live import corpus as records  # noqa: PLC0415
    from bot.answering.question import PASSPORTS  # noqa: PLC0415 - a job loads only what it needs
    from bot.outreach.pack.writing import write_packs  # noqa: PLC0415
    from knowledge.script import WRITTEN  # noqa: PLC0415

    if every == (lang is not None or passport is not None) or (lang is None) != (passport is None):
        fail("give --lang and --passport, or --all", code=2)
    languages = [one for one in WRITTEN if every or one == lang]
    passports = [one for one in PASSPORTS if every or one == passport]
    if not languages or not passports:
        fail(f"languages are {', '.join(WRITTEN)}; passports are {', '.join(PASSPORTS)}", code=2)
    corpus = guarded(lambda: records(settings_or_fail()))
    today = dt.datetime.now(dt.UTC).date()
    wanted = [(one, other) for one in languages for other in passports]
    try:
        with progress() as tell:
            files = write_packs(corpus, wanted, out, today, link, tell)
    except OSError as error:
        fail(f"{error.filename or out}: {error.strerror}")
    for file in files:
        typer.echo(f"{file}  {file.stat().st_size // 1024} KB")


def export(
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("open-data"),
) -> None:
    """Write the corpus as open data: JSON Lines, CSV, a data sheet, the licence; no person is in it."""
    from bot.answering.live import corpus as records  # noqa: PLC0415
    from bot.outreach.opendata import export as write  # noqa: PLC0415

    corpus = guarded(lambda: records(settings_or_fail()))
    try:
        files = write(corpus, out, dt.datetime.now(dt.UTC).date())
    except OSError as error:
        fail(f"{error.filename or out}: {error.strerror}")
    for file in files:
        typer.echo(f"{file}  {file.stat().st_size // 1024} KB")
