"""A real browser without a network, and packs written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from bot.answering.question import Passport
from bot.outreach.pack.contents import Pack, contents
from bot.outreach.pack.page import page as written
from knowledge.corpus import Corpus
from knowledge.script import WrittenLang
from tests.browser import browser

__all__ = ["browser"]

DAY = dt.date(2026, 11, 27)


@pytest.fixture(scope="session")
def packed(corpus: Corpus) -> Callable[[WrittenLang, Passport], Pack]:
    @cache
    def pack(language: WrittenLang, passport: Passport) -> Pack:
        return contents(corpus, language, passport, DAY, "t.me/ogoh_test_bot")

    return pack


@pytest.fixture
def opened(
    browser: Browser,
    packed: Callable[[WrittenLang, Passport], Pack],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[WrittenLang, Passport], Page]]:
    """`opened("tg", "TJ")`: the page of that pack, on a phone's screen, with the network off."""
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 640})
    folder = tmp_path_factory.mktemp("packs")

    def show(language: WrittenLang, passport: Passport) -> Page:
        file = folder / f"{language}-{passport}.html"
        file.write_text(written(packed(language, passport)), encoding="utf-8")
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        page.goto(file.as_uri())
        return page

    yield show
    context.close()
