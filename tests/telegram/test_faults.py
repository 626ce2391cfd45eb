"""What each failure means for the message: try again, tell of a doubt, or leave it."""

from __future__ import annotations

import datetime as dt

import httpx
import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.faults import Fate, code, fate, wait_told


def caused(fault, cause):
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (RetryAfter(3), Fate.WAIT),
        (InvalidToken(), Fate.WAIT),
        (Forbidden("bot was blocked by the user"), Fate.GONE),
        (BadRequest("Chat not found"), Fate.GONE),
        (BadRequest("Can't parse entities"), Fate.MALFORMED),
        (NetworkError("Internal Server Error (500)"), Fate.WAIT),
        (
            caused(NetworkError("Bad Gateway (502). Parsing ..."), TelegramError("Invalid server response")),
            Fate.WAIT,
        ),
        (NetworkError("Gateway Timeout (504)"), Fate.UNKNOWN),
        (caused(NetworkError("x"), httpx.ConnectError("refused")), Fate.WAIT),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Fate.WAIT),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Fate.WAIT),
        (caused(NetworkError("x"), httpx.ProxyError("x")), Fate.WAIT),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Fate.UNKNOWN),
        (caused(NetworkError("x"), httpx.ReadError("x")), Fate.UNKNOWN),
        (caused(NetworkError("x"), httpx.WriteError("x")), Fate.UNKNOWN),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Fate.UNKNOWN),
        (caused(NetworkError("x"), RuntimeError("x")), Fate.UNKNOWN),
        (TelegramError("Invalid server response"), Fate.UNKNOWN),
    ],
)
def test_fate(fault, expected):
    assert fate(fault) is expected


def test_the_wait_that_telegram_tells():
    assert wait_told(RetryAfter(3)) == wait_told(RetryAfter(dt.timedelta(seconds=3))) == 3.0
    assert wait_told(TimedOut()) is None


def test_a_fault_is_named_without_its_words():
    assert code(caused(NetworkError("canary"), httpx.ReadError("canary"))) == "NetworkError/ReadError"
