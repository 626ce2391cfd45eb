"""Debian's Chromium, driven by Playwright: a conftest that imports `browser` has the fixture."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser as AsyncBrowser
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, sync_playwright

from bot.settings import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
SCREENSHOTS = ROOT / "build" / "screenshots"


def chromium() -> str:
    """Where Debian's Chromium lies."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Debian's chromium is missing: scripts/debian installs what tests need")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@asynccontextmanager
async def asynchronous() -> AsyncIterator[AsyncBrowser]:
    """The same for tests in which servers run in the test's own loop."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        await started.close()


def screenshot(name: str) -> Path:
    """Where a screenshot is kept, to be looked at after the tests."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS / f"{name}.png"
