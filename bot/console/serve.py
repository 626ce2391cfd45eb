"""The console's server: uvicorn, which writes no line about who came."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Generator
from typing import Final

import uvicorn

from bot.console import gloss
from bot.console.app import application
from bot.console.services import Services

GRACE: Final = 5
"""Seconds for requests under way when the server is to end."""

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Leaves signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take an address; port 0 is any free one.

    Raises OSError where it is taken or can't be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


async def serve(services: Services, listening: socket.socket, stop: asyncio.Event) -> None:
    """Serve the console at an address that was taken, until `stop` is set.

    Behind a reverse proxy on this machine, the address that failures slow down is the one that the proxy tells.
    """
    config = uvicorn.Config(
        application(services),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )
    await services.census.choices(services.live().corpus)
    await asyncio.to_thread(gloss.warm)
    serving = Server(config)
    working = asyncio.create_task(serving.serve(sockets=[listening]))
    waiting = asyncio.create_task(stop.wait())
    try:
        log.info("console-open %d", listening.getsockname()[1])
        await asyncio.wait((waiting, working), return_when=asyncio.FIRST_COMPLETED)
    finally:
        serving.should_exit = True
        waiting.cancel()
        await working
