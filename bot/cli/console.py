"""The moderators' console."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Iterator
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import fail, live_pipeline, settings_or_fail, with_journal
from bot.cli.models import on_account
from bot.settings import Settings

if TYPE_CHECKING:
    import socket

    from bot.answering.live import LivePipeline
    from bot.journal.store import Journal


def console(
    *,
    host: Annotated[str | None, typer.Option(help="Listen there instead of OGOH_CONSOLE_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen there instead of OGOH_CONSOLE_PORT.")] = None,
) -> None:
    """Serve the moderators' console until Ctrl-C."""
    settings = settings_or_fail()
    settings = settings.model_copy(
        update={
            "console_host": host or settings.console_host,
            "console_port": settings.console_port if port is None else port,
        }
    )
    open_console(settings, settings)


def open_console(settings: Settings, of_journal: Settings) -> None:
    """Serve the console over the journal that `of_journal` means, and the records of `settings`."""
    from bot.logs import set_up  # noqa: PLC0415 - a job loads only what it needs

    set_up(settings.log_level)
    listening = taken(of_journal)
    live = live_pipeline(settings)
    typer.echo(f"The console: {address(of_journal, listening)}", err=True)
    with_journal(of_journal, lambda journal: _serve(of_journal, journal, live, listening))


def taken(settings: Settings) -> socket.socket:
    """Take the console's address; where it is taken already, say so and end the program."""
    from bot.console.serve import listen  # noqa: PLC0415

    try:
        return listen(settings.console_host, settings.console_port)
    except OSError as error:
        fail(
            f"the console can't listen at {settings.console_host}, port {settings.console_port}: {error.strerror}"
        )


def address(settings: Settings, listening: socket.socket) -> str:
    """Give the address to open in a browser on this machine."""
    host = settings.console_host
    with contextlib.suppress(ValueError):  # a name
        if ip_address(host).is_loopback or ip_address(host).is_unspecified:
            host = "localhost"
    return f"http://{host}:{listening.getsockname()[1]}/"


def beside(
    settings: Settings, live: LivePipeline, listening: socket.socket
) -> Callable[[Journal, asyncio.Event], Coroutine[Any, Any, None]]:
    """Give what serves the console along with the bot."""
    from bot.console.serve import serve  # noqa: PLC0415
    from bot.console.services import Services  # noqa: PLC0415

    async def serving(journal: Journal, stop: asyncio.Event) -> None:
        with on_account(settings, journal) as model:
            await serve(Services.of(settings, journal, live, model=model), listening, stop)

    return serving


async def _serve(settings: Settings, journal: Journal, live: LivePipeline, listening: socket.socket) -> None:
    from bot.answering.reload import watch  # noqa: PLC0415

    stop = asyncio.Event()
    watching = asyncio.create_task(watch(live))
    try:
        with _signals(stop):
            await beside(settings, live, listening)(journal, stop)
    finally:
        watching.cancel()


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    try:
        yield
    finally:
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(one)
