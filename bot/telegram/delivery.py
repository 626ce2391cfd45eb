"""Sending: every message once, whatever the network does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram import Message as Sent
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.dialogue.message import Message
from bot.journal.inbox import Inbox
from bot.telegram.faults import Fate, code, fate, wait_told
from bot.telegram.intake import Errand
from bot.telegram.limiter import Pace
from bot.telegram.patience import patiently, waits

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
Send = Callable[[], Awaitable[Sent]]

log = logging.getLogger(__name__)


class Track:
    """Writes down how far the answer to an update has come; without an update, nothing."""

    def __init__(self, inbox: Inbox, update: int | None = None, sent: int = 0, pseudonym: str = "") -> None:
        self._inbox = inbox
        self._update = update
        self._pseudonym = pseudonym
        self.sent = sent

    async def under_way(self) -> None:
        if (update := self._update) is not None:
            await patiently(lambda: self._inbox.sending(update))

    async def at_rest(self, arrived: int | None = None) -> None:
        """Note that nothing is under way; `arrived` is the number of a message that has come to its chat."""
        messages = () if arrived is None else (arrived,)
        self.sent += len(messages)
        if (update := self._update) is not None:
            await patiently(lambda: self._inbox.sent(update, self.sent, self._pseudonym, messages))
        elif self._pseudonym and messages:
            await patiently(lambda: self._inbox.traced(self._pseudonym, messages))


class Courier:
    """Hands messages to Telegram and writes down how far it came."""

    def __init__(self, bot: Bot, inbox: Inbox, pace: Pace) -> None:
        self._bot = bot
        self._inbox = inbox
        self._pace = pace

    async def deliver(self, errand: Errand, messages: Sequence[Message]) -> Fate:
        """Send what has not been sent yet of an answer; stop where the person is gone, or doubt begins."""
        update = errand.letter.update
        track = Track(self._inbox, update, errand.sent, errand.pseudonym)
        for message in messages[errand.sent :]:
            end = await self._send(errand.letter.person, message, track)
            if end is not Fate.DELIVERED:
                log.info("update-%s %d after=%d", end.value, update, track.sent)
                return end
        return Fate.DELIVERED

    async def post(self, chat: int, message: Message, pseudonym: str = "") -> Fate:
        """Send one message of which nothing is written down but, with a pseudonym, that it stands in the chat."""
        return await self._send(chat, message, Track(self._inbox, pseudonym=pseudonym))

    async def offer(self, chat: int, message: Message, pseudonym: str) -> Fate:
        """Do as `post`, but give up after one attempt: WAIT says that another may help."""
        return await self._send(chat, message, Track(self._inbox, pseudonym=pseudonym), once=True)

    async def _send(self, chat: int, message: Message, track: Track, *, once: bool = False) -> Fate:
        for dress in _dresses(self._bot, chat, message):
            end = await self._attempt(chat, dress, track, once=once)
            if end is not Fate.MALFORMED:
                return end
        return Fate.GONE

    async def _attempt(self, chat: int, send: Send, track: Track, *, once: bool) -> Fate:
        """Try until it is known what became of the message, or `once`."""
        for wait in waits():
            await self._pace.turn(chat)
            await track.under_way()
            try:
                sent = await send()
            except TelegramError as fault:
                end = fate(fault)
                log.warning("send-failed %s %s", end.value, code(fault))
                if end is Fate.UNKNOWN:
                    return end
                await track.at_rest()
                if end is not Fate.WAIT or once:
                    return end
                await asyncio.sleep(wait_told(fault) or wait)
            else:
                await track.at_rest(sent.message_id)
                return Fate.DELIVERED
        raise AssertionError("waits() has no end")


def _dresses(bot: Bot, chat: int, message: Message) -> Sequence[Send]:
    """Give the ways to send a message, the best first: as it is, without picture, without markup, without buttons."""

    def send(text: str, mode: str | None, markup: InlineKeyboardMarkup | None) -> Send:
        return lambda: bot.send_message(
            chat,
            text,
            parse_mode=mode,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            disable_notification=message.silent or None,
        )

    markup = keyboard(message)
    dresses = (
        send(message.text, ParseMode.HTML, markup),
        send(message.plain, None, markup),
        send(message.plain, None, None),
    )
    if (picture := message.picture) is None:
        return dresses
    return (
        lambda: bot.send_photo(
            chat,
            picture,
            caption=message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            has_spoiler=message.hushed or None,
            disable_notification=message.silent or None,
        ),
        *dresses,
    )


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """Give a message's buttons as Telegram wants them."""
    if not message.rows:
        return None
    rows = [
        [
            InlineKeyboardButton(button.label, url=button.url)
            if button.url
            else InlineKeyboardButton(button.label, callback_data=button.action.write())
            for button in row
        ]
        for row in message.rows
    ]
    return InlineKeyboardMarkup(rows)
