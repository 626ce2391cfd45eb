"""Partners' links over the fake Bot API: the welcome, the count, and codes that are none."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.journal.linkcode import spaced
from bot.journal.store import Journal
from bot.journal.vault import Vault

pytestmark = pytest.mark.slow
START = 120
NOW = dt.datetime.now(dt.UTC)


async def counted(journal, link):
    return {one.measure: one.count for one in await journal.partners.sums([link.code])}


async def test_a_link_greets_in_its_language_and_counts_once(tg, ogoh):
    journal = await Journal.open(ogoh.environment["OGOH_DATABASE"], Vault(bytes(32)))
    await journal.partners.add("Sana Sezim", NOW, welcomes=True)
    link = await journal.partners.add_link("Sana Sezim", "poster", "tg", NOW)
    ali, vali = tg.person(11, language_code="en"), tg.person(12, language_code="ru")
    async with ogoh.running():
        ali.start(link.code)
        greeting = await ali.next(START)
        assert "Ассалому алайкум" in greeting.plain
        assert "Sana Sezim" in greeting.plain
        ali.start(link.code)
        await ali.next()
        vali.say(spaced(link.code).lower())
        assert "Sana Sezim" in (await vali.next()).plain
        mistyped = link.code[:-1] + ("7" if link.code[-1] != "7" else "6")
        for wrong in (mistyped, "x" * 64, ""):
            vali.start(wrong or None)
            greeting = await vali.next()
            assert "Sana Sezim" not in greeting.plain
            assert "Русский" in greeting.labels
        vali.say("Сколько лет дают за подписание контракта?")
        await vali.next()
        async with asyncio.timeout(10):
            while (await counted(journal, link)).get("asked") is None:  # noqa: ASYNC110 - another process counts
                await asyncio.sleep(0.1)
    found = await counted(journal, link)
    assert (found["came"], found["asked"], found["language:ru"]) == (2, 1, 1)
    await journal.close()
    log = ogoh.log.read_bytes()
    assert log
    assert not [line for line in log.splitlines() if link.code.encode() in line]
