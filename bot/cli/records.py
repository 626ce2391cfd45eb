"""The records that every answer rests on, and the index made from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import guarded, progress, settings_or_fail

app = typer.Typer(help="The records that every answer rests on.", no_args_is_help=True)


@app.command("check")
def records_check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of records; by default those in use.")
    ] = None,
) -> None:
    """Check every record, and name every fault: file, field, what is wrong, what would be right."""
    from bot.answering.live import corpus  # noqa: PLC0415
    from knowledge.corpus import read  # noqa: PLC0415

    found = guarded(lambda: read(folder) if folder else corpus(settings_or_fail()))
    typer.echo(f"{len(found)} records, no faults.")


def index(
    *, rebuild: Annotated[bool, typer.Option(help="Embed every text again, not only what changed.")] = False
) -> None:
    """Bring the index up to the records; only what changed is embedded again."""
    from bot.answering.live import describe, refresh  # noqa: PLC0415

    with progress() as tell:
        manifest, difference = guarded(lambda: refresh(settings_or_fail(), tell, afresh=rebuild))
    keys = sum(manifest.keys.values())
    typer.echo(f"Index {manifest.generation}: {describe(difference)}.")
    typer.echo(f"{len(manifest.digests)} records, {keys} vectors, {manifest.embedded} texts embedded.")
