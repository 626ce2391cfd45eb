"""The listening socket, which a test may shut and open again."""

from __future__ import annotations

import asyncio

from aiohttp import web

HOST = "127.0.0.1"


class Door:
    """Serves an application on one port, the same one after every shutting."""

    def __init__(self, app: web.Application, port: int) -> None:
        # without cancellation, the long poll of a killed bot would swallow the updates of its successor
        self.runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        self.port = port
        self.site: web.TCPSite | None = None

    async def start(self) -> None:
        await self.runner.setup()
        await self.open()

    async def open(self) -> None:
        self.site = web.TCPSite(self.runner, HOST, self.port)
        await self.site.start()
        self.port = self.site.port

    async def shut(self) -> None:
        """Stops listening and breaks every connection, as a network that fails does."""
        if self.site is None:
            return
        await self.site.stop()
        self.site = None
        if self.runner.server is not None:
            for connection in self.runner.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()
        await asyncio.sleep(0)

    async def stop(self) -> None:
        await self.shut()
        await self.runner.cleanup()
