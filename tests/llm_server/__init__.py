"""A server of a provider's protocol on loopback whose model is played by a test: good, lying, slow or broken."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.llm_server.wires import OPENAI, Wire


@dataclass(frozen=True)
class Play:
    """How the model behaves with one question."""

    text: str = ""
    status: int = 200
    before: float = 0.0
    """Seconds before the first word."""
    between: float = 0.0
    """Seconds between words."""
    cut: bool = False
    """Whether the connection breaks in the middle."""
    endless: bool = False
    raw: bytes | None = None
    """Bytes sent in place of a stream of events."""
    elsewhere: str = ""
    """The address to which the server sends whoever asks."""


@dataclass
class Asked:
    """What came in with one question."""

    system: str
    user: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.user)

    def facts(self) -> dict[str, list[str]]:
        """Give the facts of every record, by its short id."""
        return {one["id"]: one["facts"] for one in self.data["records"]}


@dataclass
class Server:
    """Serves one protocol; `play` may be changed between questions."""

    play: Callable[[Asked], Play]
    wire: Wire = OPENAI
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._runner = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post(self.wire.path, self._complete)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}{self.wire.base}"
        return runner

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(*self.wire.said(body), body, headers)
        self.asked.append(asked)
        play = self.play(asked)
        if play.elsewhere:
            return web.Response(status=307, headers={"Location": play.elsewhere})
        if play.status != 200:
            return web.json_response(
                {"error": {"message": asked.user, "code": play.status}}, status=play.status
            )
        await asyncio.sleep(play.before)
        response = web.StreamResponse(headers={"Content-Type": self.wire.kind})
        await response.prepare(request)
        if play.raw is not None:
            await response.write(play.raw)
            return response
        pieces = [play.text[at : at + 40] for at in range(0, len(play.text), 40)]
        try:
            await response.write(self.wire.begin)
            for number, piece in enumerate(pieces):
                if play.cut and number >= len(pieces) // 2:
                    request.transport.close()
                    return response
                await response.write(self.wire.word(piece))
                await asyncio.sleep(play.between)
            while play.endless:
                await response.write(self.wire.word("и так далее " * 20))
                await asyncio.sleep(0)
            await response.write(self.wire.end)
        except (ConnectionError, asyncio.CancelledError):
            return response
        return response


def sentences(*told: tuple[str, list[str]]) -> str:
    """Write a reply of sentences with what they cite."""
    return json.dumps(
        {"sentences": [{"text": text, "cites": cites} for text, cites in told]}, ensure_ascii=False
    )


def faithful(asked: Asked) -> Play:
    """Play a good model: it tells the first facts of the first record, and puts questions anew in their own words."""
    if "questions" in asked.system and "previous" in asked.data:
        both = f"{asked.data['previous']} {asked.data['question']}".strip()
        return Play(json.dumps({"questions": [both]}, ensure_ascii=False))
    return Play(sentences(*((fact, ["r1"]) for fact in asked.facts()["r1"][:3])))
