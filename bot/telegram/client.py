"""The way to Telegram: the token, the network's patience, the first acquaintance."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.telegram.faults import code, wait_told
from bot.telegram.patience import waits

TIMEOUT: Final = 8.0
CONNECTIONS: Final = 64
TOKEN: Final = re.compile(r"\d+:[\w-]+", re.ASCII)

log = logging.getLogger(__name__)


class TokenFaultError(Exception):
    """Telegram doesn't know the bot's token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not accept TELEGRAM_BOT_TOKEN: copy the token from @BotFather once more"
        )


class Client(Bot):
    """PTB's bot; notices when the token is revoked while it polls, which PTB's Updater tells nobody."""

    def __init__(self, rejected: asyncio.Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rejected = rejected

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        try:
            return await super().get_updates(*args, **kwargs)
        except InvalidToken:
            self._rejected.set()
            raise


def client(settings: Settings, rejected: asyncio.Event) -> Client:
    token = settings.token or ""
    if not TOKEN.fullmatch(token):
        raise TokenFaultError
    return Client(
        rejected,
        token=token,
        base_url=settings.bot_api_base_url,
        base_file_url=f"{settings.bot_api_base_url.removesuffix('/bot')}/file/bot",
        request=_request(settings, CONNECTIONS),
        get_updates_request=_request(settings, 2),
    )


def _request(settings: Settings, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        proxy=settings.proxy,
        read_timeout=TIMEOUT,
        write_timeout=TIMEOUT,
        connect_timeout=TIMEOUT,
        pool_timeout=TIMEOUT,
    )


async def acquaint(bot: Bot) -> None:
    """Make Telegram's acquaintance, however long the network takes to come.

    Raises TokenFaultError where Telegram doesn't know the token.
    """
    for wait in waits():
        try:
            await bot.initialize()
        except InvalidToken as fault:
            raise TokenFaultError from fault
        except TelegramError as fault:
            log.warning("start-failed %s", code(fault))
            await asyncio.sleep(wait_told(fault) or wait)
        else:
            return
