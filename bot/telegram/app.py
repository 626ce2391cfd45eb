"""The bot: everything is opened, served until a signal comes, and closed."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from telegram.error import TelegramError
from telegram.ext import Updater

from bot.answering.generate.model import Model
from bot.answering.reload import Live, watch
from bot.dialogue.conversation import Conversation
from bot.dialogue.public import Public
from bot.journal import retention
from bot.journal.access import open_journal
from bot.journal.database import JournalFaultError
from bot.journal.spending import shared_budget
from bot.journal.store import Journal
from bot.journal.vault import KeyFaultError
from bot.logs import report
from bot.reading.reader import PaperReader
from bot.settings import Settings
from bot.telegram.client import TokenFaultError, acquaint, client
from bot.telegram.commands import introduce
from bot.telegram.delivery import Courier
from bot.telegram.faults import code
from bot.telegram.handlers import Desk
from bot.telegram.intake import Intake
from bot.telegram.letter import ALLOWED
from bot.telegram.limiter import Pace
from bot.telegram.order import Lines
from bot.telegram.outdoors import Square
from bot.telegram.patience import patiently
from bot.telegram.relay import Messenger
from bot.telegram.speech import Speech

GRACE: Final = 8.0
"""Seconds for answers in flight after a signal to stop; Docker kills after ten."""

LONG_POLL: Final = dt.timedelta(seconds=20)
HOUR: Final = 3600

Beside = Callable[[Journal, asyncio.Event], Coroutine[Any, Any, None]]
"""Something else to be served until the event is set."""

log = logging.getLogger(__name__)


async def serve(
    settings: Settings, live: Live, model: Model | None = None, beside: Beside | None = None
) -> int:
    """Serve Telegram from the `live` pipeline until SIGTERM or SIGINT; give the exit status.

    `model` stands behind the pipeline; `beside` is served along with it, over the same journal.
    """
    asyncio.get_running_loop().set_exception_handler(report)
    try:
        journal = await open_journal(settings)
        try:
            if model is not None:
                model.budget = shared_budget(settings, journal.engine)
            await asyncio.to_thread(live().warm)
            async with (
                _stop_signals() as stop,
                _beside(watch(live), *([beside(journal, stop)] if beside else [])),
            ):
                conversation = Conversation(live, Public.of(settings), _reader(settings))
                await open_doors(settings, conversation, journal, stop)
        finally:
            await journal.close()
    except (TokenFaultError, KeyFaultError, JournalFaultError) as fault:
        log.error("%s", fault)  # noqa: TRY400 - a line for the operator, no traceback
        return 1
    return 0


def _reader(settings: Settings) -> PaperReader | None:
    """Give the reader of papers; tell the operator where it lacks something."""
    if not settings.papers:
        return None
    reader = PaperReader(settings.threads)
    if hint := reader.lacks():
        log.warning("%s", hint)
    return reader


async def open_doors(
    settings: Settings, conversation: Conversation, journal: Journal, stop: asyncio.Event
) -> None:
    """Answer people on Telegram until `stop` is set.

    Raises TokenFaultError where Telegram doesn't know the token.
    """
    rejected = asyncio.Event()
    bot = client(settings, rejected)
    async with contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(bot.shutdown)
        if not await _first(stop, acquaint(bot)):
            return
        conversation.public.username = bot.username
        square = Square(bot, journal, conversation)
        closing.push_async_callback(square.close)
        intake = Intake(journal, square.take)
        speech = Speech(bot, settings) if settings.stt_url else None
        if speech is not None:
            closing.push_async_callback(speech.close)
        courier = Courier(bot, journal.inbox, Pace())
        desk = Desk(bot, journal, conversation, courier, places(settings), speech)
        closing.push_async_callback(desk.close)
        lines = Lines(intake, desk.attend)
        closing.push_async_callback(lines.close, 0)
        messenger = Messenger(journal, courier)
        closing.push_async_callback(messenger.close, 0)
        await closing.enter_async_context(
            _beside(
                lines.run(),
                messenger.run(),
                _keep(journal, settings.retention_days),
                introduce(bot),
            )
        )
        await intake.restore()
        updater = Updater(bot, intake)
        await updater.initialize()
        closing.push_async_callback(_end, updater)
        await _poll(updater, stop, rejected)
        await asyncio.gather(_end(updater), lines.close(GRACE), messenger.close(GRACE))
    if rejected.is_set():
        raise TokenFaultError


def places(settings: Settings) -> int:
    """Give how many answers are worked out at once: those that wait for a model take no place from the others."""
    count = settings.threads + (settings.llm_parallel if settings.llm else 0)
    asyncio.get_running_loop().set_default_executor(
        ThreadPoolExecutor(count + 4, thread_name_prefix="answer")
    )
    return count


async def _poll(updater: Updater, stop: asyncio.Event, rejected: asyncio.Event) -> None:
    polling = updater.start_polling(
        poll_interval=0,
        timeout=LONG_POLL,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED,
        drop_pending_updates=False,
        error_callback=_tell,
    )
    if await _first(stop, polling):
        log.info("serving")
        await _first(stop, rejected.wait())
    log.info("stopping")


async def _end(updater: Updater) -> None:
    """Stop asking for updates; what could not be confirmed comes again, and is known then."""
    if updater.running:
        with contextlib.suppress(TimeoutError, TelegramError):
            async with asyncio.timeout(GRACE / 2):
                await updater.stop()


async def _keep(journal: Journal, days: int) -> None:
    """Erase what is no longer to be kept, once an hour."""
    while True:
        await patiently(lambda: retention.keep(journal, days, dt.datetime.now(dt.UTC)))
        await asyncio.sleep(HOUR)


async def _first(stop: asyncio.Event, work: Awaitable[object]) -> bool:
    """Do the work, unless the signal to stop comes first; tell whether the work was done."""
    job, signalled = asyncio.ensure_future(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((job, signalled), return_when=asyncio.FIRST_COMPLETED)
        if not job.done():
            return False
        job.result()
        return True
    finally:
        await _cancel((job, signalled))


async def _cancel(tasks: Iterable[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _beside(*jobs: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do jobs in the background while inside."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
    finally:
        await _cancel(tasks)


@contextlib.asynccontextmanager
async def _stop_signals() -> AsyncIterator[asyncio.Event]:
    """Give an event that the signals to stop set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for one in signals:
        loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            loop.remove_signal_handler(one)


def _tell(fault: TelegramError) -> None:
    log.warning("poll-failed %s", code(fault))
