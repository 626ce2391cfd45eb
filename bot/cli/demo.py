"""A look at the console with made-up conversations, in a data folder of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from bot.cli.common import fail, live_pipeline, settings_or_fail, with_journal
from bot.cli.console import open_console
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answering.pipeline import Pipeline
    from bot.journal.store import Journal
    from bot.staff.accounts import Role

NAME: Final = "demo"
ACCOUNTS: Final[tuple[Role, ...]] = ("admin", "editor", "moderator", "partner")
"""One account of each role, named after it: what one editor drafts another one approves."""
PARTNER: Final = "Umid (made up)"
PLACES: Final = {
    "ngo-tashkent": "Tashkent, station",
    "ngo-moscow": "Moscow, canteen",
    "ngo-dushanbe": "Dushanbe, bus station",
}
"""Where the partner's links are put up, by their names in the conversations."""
WAITING: Final = "contact-uz-embassy-moscow"
"""A record that an editor has marked as checked; another one is to stand by it."""
CODES: Final = 5
"""Codes in a line."""
MARK: Final = "DEMO"
"""A file that tells a folder made here from one that holds what people wrote."""


class Entrance(NamedTuple):
    """What signs in: each code works once, in place of one from an app."""

    password: str
    secret: str
    codes: list[str]


def demo(
    *,
    folder: Annotated[
        Path | None, typer.Option(help="Where its database lies; `demo` in the data folder without.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Listen there instead of OGOH_CONSOLE_PORT.")] = None,
    serve: Annotated[bool, typer.Option(help="Open the console, too.")] = True,
) -> None:
    """Fill a database of its own with made-up conversations, and open the console over it."""
    settings = settings_or_fail()
    home = folder or settings.data / NAME
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        fail(f"{home} is not empty, and `ogoh demo` didn't make it: name another with --folder")
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("Made by `ogoh demo`; nothing in here is real.\n", encoding="utf-8")
    own = settings.model_copy(
        update={
            "data": home, "database": None, "key": None, "console_tls": False, "console_host": "127.0.0.1",
            "console_port": settings.console_port if port is None else port,
        }
    )  # fmt: skip
    pipeline = live_pipeline(settings)
    for name, entrance in with_journal(own, lambda journal: fill(journal, pipeline, _now())).items():
        _tell(name, entrance)
    typer.echo(
        "Sign in with a name, its password, and one of its codes: each works once. For codes without end"
    )
    typer.echo("put the secret into an app for one-time codes. docs/console.md tells what to look at first.")
    if serve:
        of_records = sandbox(settings, own)
        open_console(of_records, of_records)


def sandbox(settings: Settings, own: Settings) -> Settings:
    """Copy records and index into the demo's folder, anew each time: what is approved there changes nothing real.

    Where the vectors lie on a Chroma server, they are worked out once more instead.
    """
    from bot.answering.live import home  # noqa: PLC0415 - a job loads only what it needs
    from knowledge.corpus import RECORDS  # noqa: PLC0415

    records = own.data / "records"
    for copied in (records, home(own)):
        shutil.rmtree(copied, ignore_errors=True)
    shutil.copytree(settings.records or RECORDS, records)
    beside = settings.data / "records"
    if settings.records is None and beside.is_dir():
        shutil.copytree(beside, records, dirs_exist_ok=True)
    if settings.chroma is None:
        shutil.copytree(home(settings), home(own))
    model, place = settings.data / settings.embedding, own.data / settings.embedding
    if model.is_dir() and not place.exists():
        place.symlink_to(model.resolve())
    return own.model_copy(update={"records": records, "chroma": None})


def _tell(name: str, entrance: Entrance) -> None:
    """Print how an account signs in."""
    typer.echo(f"name:     {name}\npassword: {entrance.password}\nsecret:   {entrance.secret}")
    for start in range(0, len(entrance.codes), CODES):
        typer.echo(f"{'codes:' if not start else '':<9} {'  '.join(entrance.codes[start : start + CODES])}")
    typer.echo("")


async def fill(journal: Journal, pipeline: Callable[[], Pipeline], now: dt.datetime) -> dict[str, Entrance]:
    """Fill an empty journal with the conversations, once, and make the accounts; give what signs in, by name."""
    if not await journal.exchanges.count():
        links = await _links(journal, now)
        for number, talk in enumerate(conversations()):
            await _talk(journal, pipeline, number, talk | {"link": links.get(talk.get("link", ""))}, now)
        await _draft(journal, pipeline(), now)
    return {role: await _account(journal, role, now) for role in ACCOUNTS}


async def _links(journal: Journal, now: dt.datetime) -> dict[str, str]:
    """Make the partner and its links; give their codes."""
    began = now - dt.timedelta(weeks=1)
    await journal.partners.add(PARTNER, began)
    made = {
        name: await journal.partners.add_link(PARTNER, place, None, began) for name, place in PLACES.items()
    }
    return {name: link.code for name, link in made.items()}


async def _draft(journal: Journal, pipeline: Pipeline, now: dt.datetime) -> None:
    """Let the editor say that a record still holds, so that there is something to stand by."""
    from bot.curation.drafts import Drafts  # noqa: PLC0415 - a job loads only what it needs
    from bot.curation.upkeep import checked  # noqa: PLC0415

    record = pipeline.corpus.records.get(WAITING)
    if record is not None:
        body, grounds = checked(record, "page", now.date()), f"page · {record.sources[0].url}"
        await Drafts(journal.engine).begin(body, "editor", now, replaces=record.id, grounds=grounds)


def conversations() -> list[dict[str, Any]]:
    """Read the made-up conversations."""
    import yaml  # noqa: PLC0415 - a job loads only what it needs

    from bot.settings import ROOT  # noqa: PLC0415

    file = ROOT / "bot" / "console" / "demo.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


async def _talk(
    journal: Journal, pipeline: Callable[[], Pipeline], number: int, talk: Mapping[str, Any], now: dt.datetime
) -> None:
    """Put one conversation through the bot."""
    from bot.dialogue.conversation import Conversation  # noqa: PLC0415
    from bot.journal.person import Person  # noqa: PLC0415
    from bot.journal.reviews import Judgement  # noqa: PLC0415
    from bot.telegram.entries import entry  # noqa: PLC0415

    conversation = Conversation(pipeline)
    pseudonym = journal.pseudonym(f"demo {number}")
    person = Person(passport=talk.get("passport"))
    hour = now - dt.timedelta(hours=talk["hours"])
    for line in talk["says"]:
        turn = conversation.say(line["text"], person, None)
        person = turn.person or person
        if turn.exchange is None:
            continue
        exchange = replace(entry(turn.exchange, person), link=talk.get("link"))
        kept = await journal.exchanges.record(pseudonym, exchange, hour)
        if "feedback" in line:
            await journal.exchanges.rate(pseudonym, exchange.token, line["feedback"], line.get("comment"))
        if "verdict" in line:
            judgement = Judgement(line["verdict"], "moderator", now, 0, line.get("right"))
            await journal.reviews.judge(kept, judgement)
        if "human" in line:
            await journal.relay.ask(pseudonym, exchange.token, -1 - number, now, line["human"])


async def _account(journal: Journal, role: Role, now: dt.datetime) -> Entrance:
    """Make the account of a role, or give it a new password and codes; the same way in as for anybody."""
    import pyotp  # noqa: PLC0415

    from bot.staff.accounts import Accounts, new_password  # noqa: PLC0415
    from bot.staff.members import Members  # noqa: PLC0415

    accounts = Accounts(journal.engine, journal.vault)
    if await accounts.get(role) is None:
        await accounts.add(role, role, now)
        if role == "partner" and PARTNER in await journal.partners.names():
            await Members(journal.engine).join(role, PARTNER)
    else:
        await accounts.reset(role)
    password = new_password()
    secret = await accounts.secret(role)
    codes = await accounts.enrol(role, pyotp.TOTP(secret).at(now - dt.timedelta(seconds=30)), password, now)
    if codes is None:
        raise AssertionError("a code of its own secret is right")
    return Entrance(password, secret, list(codes))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
