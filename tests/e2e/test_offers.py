"""The offer check over the fake Bot API: pasted, forwarded, and behind its command, in four written languages."""

from __future__ import annotations

import pytest

from bot.i18n import tr
from tests.answering.test_offer import HONEST, OPEN

pytestmark = pytest.mark.slow
START = 120


async def test_offers_in_four_written_languages(tg, ali, ogoh):
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
            ali.say(OPEN[language])
            verdict = await ali.next()
            assert verdict.plain.startswith(tr(language, "offer.verdict.clear"))
            assert len(verdict.plain) <= 1000
            ali.press(verdict.labels[0], verdict)
            assert (await ali.next()).plain.startswith(tr(language, "offer.signs-title"))
            ali.press(tr(language, "button.steps"), verdict)
            assert "▪️" in (await ali.next()).plain
            ali.forward(OPEN["ru"])
            assert (await ali.next()).plain.startswith(tr(language, "offer.verdict.clear"))
            ali.say("/offer")
            assert (await ali.next()).plain == tr(language, "offer.ask")
            ali.say(HONEST[language])
            assert (await ali.next()).plain.startswith(tr(language, "offer.verdict.none"))
            ali.say(f"/offer {OPEN['tg']}")
            assert (await ali.next()).plain.startswith(tr(language, "offer.verdict.clear"))
    written = ogoh.written()
    assert "подъёмные".encode() not in written
    assert "Мудофаа".encode() not in written
