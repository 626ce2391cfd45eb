"""The offer check over the fake Bot API: pasted, forwarded, and behind its command, in four written languages."""

from __future__ import annotations

import pytest

from bot.i18n import tr
from tests.answering.test_offer import HONEST, OPEN
from tests.e2e.conftest import chooses, in_each_language

pytestmark = pytest.mark.slow
START = 120


async def test_offers_in_four_written_languages(tg, ogoh):
    async with ogoh.running():
        await in_each_language(tg, asks)
    written = ogoh.written()
    assert "подъёмные".encode() not in written
    assert "Мудофаа".encode() not in written


async def asks(person, language):
    passports = await chooses(person, language, START)
    person.press(passports.labels[0], passports)
    await person.next()
    person.say(OPEN[language])
    verdict = await person.next()
    assert verdict.plain.startswith(tr(language, "offer.verdict.clear"))
    assert len(verdict.plain) <= 1000
    person.press(verdict.labels[0], verdict)
    assert (await person.next()).plain.startswith(tr(language, "offer.signs-title"))
    person.press(tr(language, "button.steps"), verdict)
    assert "▪️" in (await person.next()).plain
    person.forward(OPEN["ru"])
    assert (await person.next()).plain.startswith(tr(language, "offer.verdict.clear"))
    person.say("/offer")
    assert (await person.next()).plain == tr(language, "offer.ask")
    person.say(HONEST[language])
    assert (await person.next()).plain.startswith(tr(language, "offer.verdict.none"))
    person.say(f"/offer {OPEN['tg']}")
    assert (await person.next()).plain.startswith(tr(language, "offer.verdict.clear"))
