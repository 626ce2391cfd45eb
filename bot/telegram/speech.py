"""Voice messages become words: fetched into memory, heard by the operator's server, and dropped."""

from __future__ import annotations

import asyncio
import logging
from pathlib import PurePosixPath
from typing import Final

import httpx
from telegram import Bot
from telegram.error import TelegramError

from bot.dialogue.turn import Thing
from bot.dialogue.voice import MOST_SECONDS
from bot.settings import Settings
from bot.telegram.faults import code
from bot.telegram.letter import Letter

MOST_BYTES: Final = 5 * 1024 * 1024
LONGEST_WAIT: Final = 60.0
"""Seconds for fetching and hearing a message together."""

PATH: Final = "/v1/audio/transcriptions"
LANGUAGES: Final = {"uz": "uz", "uz_Cyrl": "uz", "ru": "ru", "tg": "tg"}

log = logging.getLogger(__name__)


class Speech:
    """Asks an OpenAI-compatible server what was said."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        self._bot = bot
        self._model = settings.stt_model
        key = settings.stt_key.get_secret_value() if settings.stt_key else None
        self._server = httpx.AsyncClient(
            base_url=settings.stt_url or "",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=LONGEST_WAIT,
            trust_env=False,
        )

    async def close(self) -> None:
        await self._server.aclose()

    async def hear(self, letter: Letter, language: str | None) -> Thing:
        """Give what was said in a voice message, or why that can't be told; `language` is a hint."""
        thing = Thing("voice", letter.caption)
        if letter.file is None:
            return thing
        if (letter.seconds or 0) > MOST_SECONDS or (letter.size or 0) > MOST_BYTES:
            return Thing("voice", letter.caption, trouble="long")
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                name, sound = await self._fetch(letter.file)
                if len(sound) > MOST_BYTES:
                    return Thing("voice", letter.caption, trouble="long")
                words = await self._words(name, sound, language)
        except (TelegramError, httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as fault:
            log.warning("speech-failed %d %s", letter.update, code(fault))
            return Thing("voice", letter.caption, trouble="fault")
        return Thing("voice", letter.caption, words=words, trouble=None if words else "empty")

    async def _fetch(self, file_id: str) -> tuple[str, bytes]:
        file = await self._bot.get_file(file_id)
        name = PurePosixPath(file.file_path or "voice.oga").name
        return name, bytes(await file.download_as_bytearray())

    async def _words(self, name: str, sound: bytes, language: str | None) -> str:
        form = {"model": self._model, "response_format": "json"}
        if language in LANGUAGES:
            form["language"] = LANGUAGES[language]
        answer = await self._server.post(PATH, data=form, files={"file": (name, sound)})
        answer.raise_for_status()
        words = answer.json()["text"]
        if not isinstance(words, str):
            raise TypeError("the server gave no text")
        return words.strip()
