"""What comes from outside private chats: inline queries and groups. It lives in memory only and may be lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final

from telegram import Bot, InlineQuery, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.dialogue.conversation import Conversation
from bot.journal.store import Journal
from bot.telegram import groups, inline
from bot.telegram.delivery import NO_PREVIEW, keyboard
from bot.telegram.faults import code
from bot.telegram.limiter import Pace
from bot.telegram.patience import patiently

MOST: Final = 50
"""Things under way; beyond that the next is passed over, so that nobody in a private chat waits for a group."""

GROUP_PACE: Final = (18, 60.0)
"""Telegram takes twenty messages a minute in a group."""

log = logging.getLogger(__name__)


class Square:
    """Answers inline queries and what is said to the bot in groups."""

    def __init__(self, bot: Bot, journal: Journal, conversation: Conversation) -> None:
        self._bot = bot
        self._journal = journal
        self._conversation = conversation
        self._pace = Pace(chat=GROUP_PACE)
        self._computing = asyncio.Semaphore(1)
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Take what is for here; of a group's message the update's number is written down, and of others nothing."""
        if update.inline_query is not None:
            self._begin(self._offer(update.inline_query))
        elif update.message is not None and self._conversation.public.username is not None:
            call = groups.addressed(update.update_id, update.message, self._bot.bot)
            if call is not None and await patiently(lambda: self._journal.inbox.pass_over(call.update)):
                self._begin(self._reply(call))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        if len(self._tasks) >= MOST:
            log.warning("outdoors-busy")
            work.close()
            return
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _offer(self, query: InlineQuery) -> None:
        async with self._computing:
            offers = await asyncio.to_thread(self._conversation.outdoors.offers, query.query)
        await inline.answer(self._bot, query, offers)

    async def _reply(self, call: groups.Call) -> None:
        outdoors, public = self._conversation.outdoors, self._conversation.public
        async with self._computing:
            message = await asyncio.to_thread(groups.reply, call, outdoors, public)
        await self._pace.turn(call.chat)
        await self._bot.send_message(
            call.chat,
            message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message),
            link_preview_options=NO_PREVIEW,
            message_thread_id=call.thread,
            reply_parameters=ReplyParameters(call.message, allow_sending_without_reply=True),
        )
        log.info("group-done %d", call.update)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except TelegramError as fault:
        log.info("outdoors-failed %s", code(fault))
    except Exception:
        log.exception("outdoors-failed")
