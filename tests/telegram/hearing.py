"""A speech-to-text server as OpenAI's: says what it is told to say, and remembers how it was asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Hearing:
    """`async with Hearing() as stt:` serves `/v1/audio/transcriptions` at `stt.url`."""

    says: str = "Меня задержали"
    status: int = 200
    body: str | None = None
    wait: float = 0
    asked: list[dict[str, object]] = field(default_factory=list)

    async def __aenter__(self):
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/audio/transcriptions", self._transcribe)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site.port}"
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()

    async def _transcribe(self, request):
        form = await request.post()
        sound = form["file"]
        with sound.file as file:
            content = file.read()
        self.asked.append(
            {
                **{name: value for name, value in form.items() if name != "file"},
                "name": sound.filename,
                "sound": content,
                "key": request.headers.get("Authorization"),
            }
        )
        await asyncio.sleep(self.wait)
        if self.body is not None:
            return web.Response(status=self.status, text=self.body)
        return web.json_response({"text": self.says}, status=self.status)
