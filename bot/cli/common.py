"""What every subcommand needs: settings, the pipeline, progress, and faults told in words."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

import typer
from pydantic import ValidationError

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answering.generate.model import Model
    from bot.answering.live import LivePipeline
    from bot.journal.store import Journal
    from knowledge.search import Searcher

Result = TypeVar("Result")


def settings_or_fail() -> Settings:
    """Read the settings; wrong ones are named and end the program."""
    try:
        return Settings()
    except ValidationError as error:
        names = {
            name: field.validation_alias or f"OGOH_{name.upper()}"
            for name, field in Settings.model_fields.items()
        }
        faults = [f"{names.get(str(e['loc'][0]), e['loc'][0])}: {e['msg']}" for e in error.errors()]
        fail("the settings are wrong:\n" + "\n".join(faults), code=2)


def live_pipeline(settings: Settings, model: Model | None = None) -> LivePipeline:
    """Open the pipeline, once the index is up to date; with a language `model` behind it where one is given."""
    from bot.answering.live import LivePipeline, ensure  # noqa: PLC0415

    with progress() as tell:
        news = guarded(lambda: ensure(settings, tell))
    if news:
        typer.echo(news, err=True)
    return LivePipeline(settings, model)


def searcher(settings: Settings) -> Searcher:
    """Open the search without what is built upon it."""
    from bot.answering.live import embedder, home  # noqa: PLC0415
    from knowledge.index import Index  # noqa: PLC0415
    from knowledge.search import Searcher  # noqa: PLC0415

    return Searcher(Index.open(home(settings), settings.chroma), embedder(settings))


def guarded(job: Callable[[], Result]) -> Result:
    """Do `job`; what an operator can mend is told in words and ends the program."""
    from knowledge.corpus import CorpusFaultError  # noqa: PLC0415
    from knowledge.e5 import WeightsError  # noqa: PLC0415
    from knowledge.encoders import EncoderMissingError  # noqa: PLC0415
    from knowledge.index import IndexMissingError  # noqa: PLC0415
    from knowledge.manifest import IndexBusyError  # noqa: PLC0415

    try:
        return job()
    except CorpusFaultError as error:
        fail(f"{error}\n{len(error.faults)} faults; the index stays as it was")
    except (WeightsError, EncoderMissingError, IndexBusyError, IndexMissingError) as error:
        fail(str(error))


def with_journal(settings: Settings, job: Callable[[Journal], Awaitable[Result]]) -> Result:
    """Do `job` with the journal open; what an operator can mend is told in words and ends the program."""
    from bot.journal.access import open_journal  # noqa: PLC0415
    from bot.journal.database import JournalFaultError  # noqa: PLC0415
    from bot.journal.vault import KeyFaultError  # noqa: PLC0415
    from bot.staff.accounts import AccountFaultError  # noqa: PLC0415

    async def work() -> Result:
        journal = await open_journal(settings)
        try:
            return await job(journal)
        finally:
            await journal.close()

    try:
        return asyncio.run(work())
    except (JournalFaultError, KeyFaultError, AccountFaultError, OSError) as error:
        fail(str(error))


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show long jobs on standard error: a bar on a terminal, a line a stage elsewhere."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, object] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
                if not console.is_terminal:
                    typer.echo(f"{stage} ...", err=True)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


@contextmanager
def opened(name: str) -> Iterator[TextIO]:
    """Open a file to be read; `-` is standard input."""
    if name == "-":
        yield sys.stdin
        return
    with Path(name).open(encoding="utf-8") as file:
        yield file


def fail(words: str, code: int = 1) -> NoReturn:
    """Say what is wrong, and end the program."""
    typer.echo(f"ogoh: {words}", err=True)
    raise typer.Exit(code)
