"""A fake Telegram without limits of pace, a bot's client and a person."""

import pytest

from tests.fake_telegram.clients import TOKEN, client
from tests.telegram_server import FakeTelegram


@pytest.fixture(autouse=True)
def new_retry_after(monkeypatch):
    """PTB warns about its old way to tell seconds, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def tg():
    async with FakeTelegram(TOKEN, chat_rate=None, overall_rate=None) as server:
        yield server


@pytest.fixture
async def bot(tg):
    async with client(tg) as one:
        yield one


@pytest.fixture
def ali(tg):
    return tg.person(7, language_code="uz", first_name="Али")
