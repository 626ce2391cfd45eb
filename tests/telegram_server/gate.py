"""Where requests come in: the token is looked at, ordered faults happen, every call is written down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from . import wire
from .errors import BotApiError
from .faults import Fault, Faults
from .methods import Methods
from .sent import Call, Json, Upload

UPLOADS = 64 * 1024 * 1024
DOWNLOAD = "file"
Work = Callable[[Call], Awaitable[web.Response]]


class AnswerLostError(Exception):
    """The connection is gone, and no answer will ever go over it."""


class Gate:
    """The HTTP side of the server; downloads count as calls of a method named `file`."""

    def __init__(
        self, token: str, methods: Methods, faults: Faults, on_call: Callable[[Call], None] | None
    ) -> None:
        self.token = token
        self.methods = methods
        self.faults = faults
        self.on_call = on_call
        self.calls: list[Call] = []
        self.closing = asyncio.Event()
        self.app = web.Application(client_max_size=UPLOADS)
        self.app.router.add_route("*", "/bot{token}/{method}", self.call)
        self.app.router.add_get("/file/bot{token}/{file_id}/{name}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            parameters = await wire.read(request)
        except BotApiError as error:
            return refusal(error)
        return await self._serve(request, Call(request.match_info["method"], parameters), self._perform)

    async def download(self, request: web.Request) -> web.StreamResponse:
        parameters: Json = {"file_id": request.match_info["file_id"]}
        return await self._serve(request, Call(DOWNLOAD, parameters), self._content)

    async def _serve(self, request: web.Request, call: Call, work: Work) -> web.Response:
        call.at = time.monotonic()
        self.calls.append(call)
        try:
            answer = await self._answer(request, call, work)
        except AnswerLostError:
            return web.Response()
        except BotApiError as error:
            answer = refusal(error)
        call.status = answer.status
        self._report(call)
        return answer

    async def _answer(self, request: web.Request, call: Call, work: Work) -> web.Response:
        if request.match_info["token"] != self.token:
            raise BotApiError(401)
        fault = self.faults.take_fault(call.method, call.parameters)
        if fault is None:
            return await work(call)
        done = await work(call) if fault.delivered else None
        return await self._befall(request, call, fault, done)

    async def _befall(
        self,
        request: web.Request,
        call: Call,
        fault: Fault,
        done: web.Response | None,
    ) -> web.Response:
        if fault.kind == "slow" and done is not None:
            await asyncio.sleep(fault.seconds)
            return done
        if fault.kind == "answer":
            if fault.status >= 500:
                return web.Response(status=fault.status, text=fault.page, content_type="text/html")
            raise fault.error
        self._report(call)
        if fault.kind == "hang":
            await self.closing.wait()
        if request.transport is not None:
            request.transport.abort()
        raise AnswerLostError

    async def _perform(self, call: Call) -> web.Response:
        return wire.reply(await self.methods.perform(call.method, call.parameters))

    async def _content(self, call: Call) -> web.Response:
        file: Upload | None = self.methods.world.files.get(call.parameters["file_id"])
        if file is None:
            raise BotApiError(404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _report(self, call: Call) -> None:
        if self.on_call is not None:
            self.on_call(call)


def refusal(error: BotApiError) -> web.Response:
    return web.json_response(error.body, status=error.status)
