"""Logs hold ids and codes; a token or a word of anybody never gets in."""

from __future__ import annotations

import asyncio
import io
import logging
import warnings

import pytest

from bot.logs import QUIET, report, set_up

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def logged():
    """What the log would hold; logging is as before afterwards."""
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in QUIET}
    before, handlers, show = root.level, root.handlers[:], warnings.showwarning
    out = io.StringIO()
    set_up("DEBUG", out)
    yield out
    logging.captureWarnings(capture=False)
    warnings.showwarning = show
    root.handlers[:] = handlers
    root.setLevel(before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_an_own_line_is_logged(logged):
    logging.getLogger("bot.telegram").debug("update-done %d", 7)
    assert "DEBUG bot.telegram update-done 7" in logged.getvalue()


def test_a_token_is_blanked_wherever_it_comes_from(logged):
    logging.getLogger("elsewhere").info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert "AAHdq" not in logged.getvalue()
    assert "/bot[token]/getMe" in logged.getvalue()


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore.http11", "telegram.ext.Updater", "telegram.Bot", "aiosqlite"]
)
def test_libraries_that_tell_too_much_are_quiet_even_at_debug(logged, name):
    logging.getLogger(name).debug("canary")
    logging.getLogger(name).error("canary")
    assert logged.getvalue() == ""


def test_a_fault_is_told_by_kind_and_place_without_its_words(logged):
    try:
        {}["canary-inside"]
    except KeyError:
        try:
            int("canary-outside")
        except ValueError:
            logging.getLogger("bot").exception("answer-failed %d", 7)
    text = logged.getvalue()
    assert "answer-failed 7" in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py:" in text
    assert "canary" not in text


async def test_a_fault_that_nobody_awaited_is_told_the_same_way(logged):
    report(asyncio.get_running_loop(), {"message": "canary", "exception": ValueError("canary")})
    assert "task-failed" in logged.getvalue()
    assert "canary" not in logged.getvalue()
