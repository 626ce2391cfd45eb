"""Papers by photo over the fake Bot API, with real images through a real Tesseract."""

from __future__ import annotations

import pytest

from bot.i18n import tr
from tests.papers import SIDEWAYS, needs_tesseract, photos

pytestmark = [pytest.mark.slow, needs_tesseract]
START = 120


async def test_a_contract_in_bad_light_and_a_bundle_that_hides_one(tg, ali, ogoh):
    async with ogoh.running():
        ali.say("салом")
        await ali.next(START)
        ali.photo(*photos("kept-military_contract-1"), caption="shuni imzola deyishyapti")
        verdict = await ali.next(60)
        assert verdict.plain.splitlines()[0] == f"🆘 {tr('uz', 'paper.is.military_contract')}"
        shown = await ali.next()
        assert "«" in shown.plain
        assert shown.labels
        await ali.next()
        ali.album(list(photos("kept-mixed-1", SIDEWAYS)))
        assert tr("uz", "paper.is.military_contract") in (await ali.next(90)).plain
        assert tr("uz", "paper.name.labour_contract") in (await ali.next()).plain
        ali.document("qaror.pdf", b"%PDF-1.4 nothing")
        assert (await ali.next(30)).plain == tr("uz", "paper.fault.broken")
    written = ogoh.written()
    for canary in ("Муродов", "КОНТРАКТ", "imzola deyishyapti", "JFIF", "Содиков"):
        assert canary.encode() not in written, canary
