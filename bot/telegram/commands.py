"""What the bot says of itself in Telegram: its commands and descriptions, in each language of the app."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.dialogue.conversation import COMMANDS
from bot.i18n import Language, tr
from bot.telegram.faults import code, wait_told

LANGUAGES: Final[tuple[tuple[str, Language], ...]] = (("", "ru"), ("ru", "ru"), ("uz", "uz"), ("tg", "tg"))
"""The app's language code (none: everybody else) and the language that is spoken then."""

ATTEMPTS: Final = 3
LONGEST_WAIT: Final = 120.0
Call = Callable[[], Awaitable[object]]

log = logging.getLogger(__name__)


async def introduce(bot: Bot) -> None:
    """Set commands and descriptions; the bot serves without them where that fails."""
    for app, language in LANGUAGES:
        for call in _calls(bot, app, language):
            await _try(call)


def _calls(bot: Bot, app: str, language: Language) -> Iterator[Call]:
    commands = [BotCommand(name, tr(language, f"command.{name}")) for name in COMMANDS]
    yield lambda: bot.set_my_commands(commands, language_code=app or None)
    yield lambda: bot.set_my_description(tr(language, "bot.description"), language_code=app or None)
    yield lambda: bot.set_my_short_description(tr(language, "bot.short"), language_code=app or None)


async def _try(call: Call) -> None:
    for _ in range(ATTEMPTS):
        try:
            await call()
        except RetryAfter as fault:
            log.warning("introduction-failed %s", code(fault))
            await asyncio.sleep(min(wait_told(fault) or 0, LONGEST_WAIT))
        except TelegramError as fault:
            log.warning("introduction-failed %s", code(fault))
            return
        else:
            return
