"""The journal's keeping: backup and restore, export, purge, and a change of keys."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.cli.common import fail, progress, settings_or_fail
from bot.settings import Settings

app = typer.Typer(
    help="What was asked and answered: sealed, redacted, and kept for a limited time.", no_args_is_help=True
)

Result = TypeVar("Result")
Tell = Callable[[str, int, int], None]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
) -> None:
    """Write everything into one sealed file, while the bot goes on; keep it apart from the key."""
    from bot.journal.access import open_journal  # noqa: PLC0415 - a job loads only what it needs
    from bot.journal.backup import new_file, write_backup  # noqa: PLC0415

    async def job(tell: Tell) -> int:
        journal = await open_journal(settings_or_fail())
        try:
            with new_file(file) as out:
                return await write_backup(journal, out, tell)
        finally:
            await journal.close()

    typer.echo(f"{_done(job)} rows in {file}.")


@app.command()
def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that `ogoh journal backup` wrote.", exists=True, dir_okay=False)
    ],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in place of what the database holds.")
    ] = False,
) -> None:
    """Put a backup back; whoever was erased since, and what is too old, is erased again. Stop the bot first."""
    settings = settings_or_fail()
    done = _done(lambda tell: _restore(settings, file, tell, replace=replace))
    typer.echo(
        f"{done.rows} rows are back; {done.erased} people erased again, {done.expired} exchanges too old."
    )


async def _restore(settings: Settings, file: Path, tell: Tell, *, replace: bool) -> Any:
    from bot.journal.access import open_journal, vault_of  # noqa: PLC0415
    from bot.journal.backup import BackupFaultError, is_empty, restore  # noqa: PLC0415
    from bot.journal.retention import purge  # noqa: PLC0415

    journal = await open_journal(settings)
    try:
        if not replace and not await is_empty(journal):
            raise BackupFaultError(
                "the database holds data: back it up, stop the bot, and say --replace to put the backup in its place"
            )
        done = await restore(journal, vault_of(settings), file, settings.retention_days, _now(), tell)
    finally:
        await journal.close()
    journal = await open_journal(settings)
    try:
        await purge(journal, settings.retention_days, _now())
    finally:
        await journal.close()
    return done


@app.command()
def export(
    *,
    days: Annotated[int | None, typer.Option(min=1, help="Only the last days.")] = None,
    language: Annotated[str | None, typer.Option(help="Only uz, uz_Cyrl, ru or tg.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Only answered, abstained, refused, ...")] = None,
) -> None:
    """Write redacted conversations in clear to `exports/` in the data folder, where erasure still reaches them."""
    from bot.journal.access import open_journal  # noqa: PLC0415
    from bot.journal.exchanges import Filter  # noqa: PLC0415

    settings = settings_or_fail()
    want = Filter(
        language=language, outcome=outcome, since=_now() - dt.timedelta(days=days) if days else None
    )

    async def job(tell: Tell) -> Path:
        journal = await open_journal(settings)
        try:
            return await journal.exports.write(want, _now(), tell)
        finally:
            await journal.close()

    typer.echo(str(_done(job)))


@app.command()
def purge() -> None:
    """Erase what is older than OGOH_RETENTION_DAYS now; the bot does it by itself once a day."""
    from bot.journal.access import open_journal  # noqa: PLC0415
    from bot.journal.retention import purge  # noqa: PLC0415

    settings = settings_or_fail()

    async def job(_: Tell) -> Any:
        journal = await open_journal(settings)
        try:
            return await purge(journal, settings.retention_days, _now())
        finally:
            await journal.close()

    done = _done(job)
    typer.echo(
        f"{done.exchanges} exchanges and {done.people} people erased; older than {settings.retention_days} days."
    )


@app.command()
def rotate() -> None:
    """Seal everything anew under a new key and new pseudonyms. Stop the bot and make a backup first."""
    settings = settings_or_fail()
    unreadable = _done(lambda tell: _rotate(settings, tell))
    typer.echo("Everything is sealed with the new key. Keep the old ones: older backups need them.")
    if unreadable:
        typer.echo(f"{unreadable} pieces could not be opened before, and stay as they were.", err=True)


async def _rotate(settings: Settings, tell: Tell) -> int:
    from bot.journal.access import open_journal, vault_of  # noqa: PLC0415
    from bot.journal.database import vacuum  # noqa: PLC0415
    from bot.journal.rotation import rekey  # noqa: PLC0415
    from bot.journal.vault import KeyFaultError, add_key, new_key  # noqa: PLC0415

    journal = await open_journal(settings)
    try:
        if vault_of(settings).generation == journal.vault.generation:
            if settings.key is not None:
                raise KeyFaultError(
                    "OGOH_KEY holds one key only, or none newer than the database's: put a new one behind it, "
                    "after a comma (`openssl rand -base64 32` makes one), and call this again"
                )
            add_key(settings.key_file, new_key())
        async with journal.engine.begin() as connection:
            unreadable = await rekey(connection, journal.vault, vault_of(settings), tell)
    finally:
        await journal.engine.dispose()
    journal = await open_journal(settings)
    try:
        await vacuum(journal.engine)
    finally:
        await journal.close()
    return unreadable


def _done(job: Callable[[Tell], Coroutine[Any, Any, Result]]) -> Result:
    """Do `job` with progress; what an operator can mend is told in words and ends the program."""
    from bot.journal.backup import BackupFaultError  # noqa: PLC0415
    from bot.journal.database import JournalFaultError  # noqa: PLC0415
    from bot.journal.vault import KeyFaultError  # noqa: PLC0415

    try:
        with progress() as tell:
            return asyncio.run(job(tell))
    except (BackupFaultError, JournalFaultError, KeyFaultError, OSError) as error:
        fail(str(error))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
