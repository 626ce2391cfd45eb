"""The law, the courts and the contacts over the fake Bot API, with real bytes."""

from __future__ import annotations

import pytest

from bot.i18n import tr

pytestmark = pytest.mark.slow
START = 120


async def test_courts_law_and_contacts_in_four_written_languages(tg, ali, ogoh):
    async with ogoh.running():
        for language, button in (
            ("uz", "Oʻzbekcha"),
            ("uz_Cyrl", "Ўзбекча"),
            ("ru", "Русский"),
            ("tg", "Тоҷикӣ"),
        ):
            ali.start()
            ali.press(button, await ali.next(START))
            await ali.next()
            if language == "uz":
                ali.press("Oʻzbekiston", await ali.next())
                await ali.next()
            ali.say("/cases")
            summary = await ali.next()
            ali.press(tr(language, "cases.chart"), summary)
            chart = await ali.next()
            assert chart.method == "sendPhoto"
            assert chart.content.startswith(b"\x89PNG")
            assert len(chart.content) < 60_000
            assert summary.plain.split("\n")[0] in chart.plain
            ali.press(tr(language, "cases.read"), summary)
            ali.press((listed := await ali.next()).labels[0], listed)
            assert "http" in (await ali.next()).text
            ali.say("/law")
            ali.press((countries := await ali.next()).labels[0], countries)
            ali.press((articles := await ali.next()).labels[0], articles)
            assert articles.labels[0] in (await ali.next()).plain
            ali.say("/contacts")
            ali.press(tr(language, "place.centre"), await ali.next())
            assert "+79250454744" in (await ali.next()).plain
