"""What accounts of the console did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import fail, settings_or_fail, with_journal

if TYPE_CHECKING:
    from bot.journal.store import Journal
    from bot.staff.audit import Deed, Finding

app = typer.Typer(
    help="What accounts of the console did; nothing of it can be changed unnoticed.", no_args_is_help=True
)


@app.command()
def verify() -> None:
    """Go through the whole log, and find what was changed, taken out or cut off; the status is 1 then."""
    settings = settings_or_fail()

    async def job(journal: Journal) -> Finding:
        from bot.staff.audit import Audit  # noqa: PLC0415 - a job loads only what it needs

        return await Audit.beside(journal.engine, journal.vault, settings.data).verify()

    found = with_journal(settings, job)
    if found.fault is not None:
        fail(f"the audit log was tampered with: {found.fault}")
    typer.echo(f"{found.rows} rows, each as it was written.")


@app.command("list")
def list_(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    account: Annotated[str | None, typer.Option(help="Only what this account did.")] = None,
) -> None:
    """List what accounts did, the newest first; times are in UTC."""
    settings = settings_or_fail()

    async def job(journal: Journal) -> Sequence[Deed]:
        from bot.staff.audit import Audit  # noqa: PLC0415

        return await Audit.beside(journal.engine, journal.vault, settings.data).list(limit, account=account)

    for one in with_journal(settings, job):
        who = one.account or "-"
        typer.echo(
            f"{one.id:>6} {one.at:%Y-%m-%d %H:%M:%S} {who:<20} {one.deed:<22} {one.subject or ''}".rstrip()
        )
