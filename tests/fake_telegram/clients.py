"""What tests of the fake Bot API share: python-telegram-bot's own client, and requests by hand."""

import contextlib
import re

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

TOKEN = "1000:TEST-TOKEN"
CONTACTS = InlineKeyboardButton("☎ Контакты", callback_data="contacts:1")


def client(tg):
    return Bot(TOKEN, base_url=tg.base_url, base_file_url=tg.base_file_url)


def keyboard(*buttons):
    return InlineKeyboardMarkup([[button] for button in buttons])


@contextlib.contextmanager
def refused(words, kind=BadRequest):
    with pytest.raises(kind, match=f"(?i){re.escape(words)}"):
        yield


async def fetch(tg, method, token=TOKEN, **kwargs):
    """One request by hand, for what PTB would not send."""
    url = f"{tg.base_url}{token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, **kwargs) as answer:
        return answer.status, await answer.text()
