"""Who may use the console."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import fail, settings_or_fail, with_journal

if TYPE_CHECKING:
    from bot.journal.store import Journal
    from bot.staff.accounts import Account

app = typer.Typer(help="Accounts of the moderators' console.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The account's name.")]


class Role(str, Enum):  # noqa: UP042 - typer takes str enums
    """What an account may do."""

    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"
    PARTNER = "partner"


@app.command()
def add(
    name: Name,
    *,
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    partner: Annotated[str | None, typer.Option(help="The organisation of a partner's account.")] = None,
) -> None:
    """Make an account, and print the password for its first sign-in."""
    if (role is Role.PARTNER) != (partner is not None):
        fail("--partner names the organisation of an account with --role partner, and of no other", code=2)

    async def job(journal: Journal) -> str:
        from bot.staff.accounts import Accounts  # noqa: PLC0415 - a job loads only what it needs
        from bot.staff.members import Members  # noqa: PLC0415

        accounts, members = Accounts(journal.engine, journal.vault), Members(journal.engine)
        if partner is not None:
            await members.known(partner)
        password = await accounts.add(name, role.value, _now())
        if partner is not None:
            await members.join(name, partner)
        await _noted(journal, f"user-added {role.value}", name)
        return password

    _hand_over(name, with_journal(settings_or_fail(), job))


@app.command("list")
def list_() -> None:
    """List the accounts."""

    async def job(journal: Journal) -> list[Account]:
        from bot.staff.accounts import Accounts  # noqa: PLC0415

        return await Accounts(journal.engine, journal.vault).list()

    for one in with_journal(settings_or_fail(), job):
        typer.echo(f"{one.name:<20} {one.role:<10} {one.state:<9} {one.made:%Y-%m-%d}")


@app.command()
def reset(name: Name) -> None:
    """Give an account another first password; one-time codes begin anew, and it is signed out everywhere."""

    async def job(journal: Journal) -> str:
        from bot.staff.accounts import Accounts  # noqa: PLC0415

        password = await Accounts(journal.engine, journal.vault).reset(name)
        await _noted(journal, "user-reset", name)
        return password

    _hand_over(name, with_journal(settings_or_fail(), job))


@app.command()
def disable(name: Name) -> None:
    """Let an account in no more, and sign it out everywhere; `reset` lets it in again."""

    async def job(journal: Journal) -> None:
        from bot.staff.accounts import Accounts  # noqa: PLC0415

        await Accounts(journal.engine, journal.vault).disable(name)
        await _noted(journal, "user-disabled", name)

    with_journal(settings_or_fail(), job)
    typer.echo(f"{name} is disabled.")


async def _noted(journal: Journal, deed: str, name: str) -> None:
    from bot.staff.audit import Audit  # noqa: PLC0415

    await Audit.beside(journal.engine, journal.vault, settings_or_fail().data).add(None, deed, name, _now())


def _hand_over(name: str, password: str) -> None:
    typer.echo(f"name:     {name}\npassword: {password}")
    typer.echo(
        "Hand it over in person or by a safe channel. At first sign-in it is replaced by one of", err=True
    )
    typer.echo("its owner's own, together with one-time codes from an app.", err=True)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
