"""The language model of the settings, for subcommands that answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.common import fail
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answering.generate.model import Model
    from bot.journal.store import Journal


def model_or_fail(settings: Settings) -> Model | None:
    """Open the model that is switched on; one that can't be had is told of and ends the program."""
    if not settings.llm:
        return None
    from bot.answering.generate.model import model_of  # noqa: PLC0415
    from bot.answering.generate.providers import ModelSettingError  # noqa: PLC0415

    try:
        return model_of(settings)
    except ModelSettingError as error:
        fail(str(error), code=2)


@contextmanager
def accounted(settings: Settings) -> Iterator[Model | None]:
    """Give the model that is switched on, on the account in the database that all processes share."""
    model = model_or_fail(settings)
    if model is None:
        yield None
        return
    from bot.journal.access import open_journal  # noqa: PLC0415
    from bot.journal.database import JournalFaultError  # noqa: PLC0415
    from bot.journal.spending import shared_budget  # noqa: PLC0415
    from bot.journal.vault import KeyFaultError  # noqa: PLC0415

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="journal", daemon=True)
    thread.start()
    try:
        journal = asyncio.run_coroutine_threadsafe(open_journal(settings), loop).result()

        async def account() -> None:
            model.budget = shared_budget(settings, journal.engine)

        asyncio.run_coroutine_threadsafe(account(), loop).result()
        try:
            yield model
        finally:
            model.close()
            asyncio.run_coroutine_threadsafe(journal.close(), loop).result()
    except (KeyFaultError, JournalFaultError) as fault:
        fail(str(fault))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def on_account(settings: Settings, journal: Journal) -> Iterator[Model | None]:
    """Give the model that is switched on, on the account in an open journal; within the loop that the journal is of."""
    model = model_or_fail(settings)
    if model is None:
        yield None
        return
    from bot.journal.spending import shared_budget  # noqa: PLC0415

    model.budget = shared_budget(settings, journal.engine)
    try:
        yield model
    finally:
        model.close()
