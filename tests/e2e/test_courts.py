"""The law, the courts and the contacts over the fake Bot API, with real bytes."""

from __future__ import annotations

import pytest

from bot.i18n import tr
from tests.e2e.conftest import chooses, in_each_language

pytestmark = pytest.mark.slow
START = 120


async def test_courts_law_and_contacts_in_four_written_languages(tg, ogoh):
    async with ogoh.running():
        await in_each_language(tg, reads)


async def reads(person, language):
    passports = await chooses(person, language, START)
    person.press(passports.labels[0], passports)
    await person.next()
    person.say("/cases")
    summary = await person.next()
    person.press(tr(language, "cases.chart"), summary)
    chart = await person.next()
    assert chart.method == "sendPhoto"
    assert chart.content.startswith(b"\x89PNG")
    assert len(chart.content) < 60_000
    assert summary.plain.split("\n")[0] in chart.plain
    person.press(tr(language, "cases.read"), summary)
    person.press((listed := await person.next()).labels[0], listed)
    assert "http" in (await person.next()).text
    person.say("/law")
    person.press((countries := await person.next()).labels[0], countries)
    person.press((articles := await person.next()).labels[0], articles)
    assert articles.labels[0] in (await person.next()).plain
    person.say("/contacts")
    person.press(tr(language, "place.centre"), await person.next())
    assert "+79250454744" in (await person.next()).plain
