"""Questions that are alike come together, in whatever language; what was answered well is no gap."""

from __future__ import annotations

import datetime as dt

from bot.curation.gaps import Grouping
from tests.journal.examples import DAY, NOON, exchange

CARD = {
    "ru": "карту в банке дадут без регистрации?",
    "uz": "Roʻyxatsiz bank kartasi ochsa boʻladimi?",
    "uz_Cyrl": "рўйхатсиз банк картаси очса бўладими",
    "tg": "бе қайд корти бонкӣ мекушоянд?",
}
SCHOOL = {"ru": "Как отправить ребёнка в школу без прописки?", "uz": "bolamni maktabga qanday joylashtiraman"}


async def asked(journal, text, language, **changes):
    made = exchange(text, language=language, **{"outcome": "abstained", "answer": ()} | changes)
    return await journal.exchanges.record("p" * 32, made, NOON)


async def test_the_same_question_in_four_written_languages_is_one_gap(journal, pipeline):
    for texts in (CARD, SCHOOL):
        for language, text in texts.items():
            await asked(journal, text, language)
    entries = await journal.exchanges.unmet(NOON - DAY, 100)
    gaps = Grouping().group(entries, pipeline.likeness, pipeline.version)
    assert [{entry.exchange.question for entry in gap.entries} for gap in gaps] == [
        set(CARD.values()),
        set(SCHOOL.values()),
    ]
    assert dict(gaps[0].languages) == dict.fromkeys(CARD, 1)


async def test_what_counts_as_asked_in_vain(journal):
    for number, (outcome, feedback, verdict) in enumerate(
        [
            ("abstained", None, None),
            ("unreadable", None, None),
            ("answered", "wrong", None),
            ("answered", None, "partly"),
            ("answered", None, "wrong"),
            ("answered", "helped", None),
            ("abstained", "wrong", "right"),
            ("refused", None, None),
        ]
    ):
        made = exchange(f"{number}", outcome=outcome)
        await journal.exchanges.record("p" * 32, made, NOON)
        if feedback:
            await journal.exchanges.rate("p" * 32, made.token, feedback)
        if verdict:
            found = await journal.exchanges.find("p" * 32, made.token)
            await journal.exchanges.judge(found.id, verdict)
    entries = await journal.exchanges.unmet(NOON - DAY, 100)
    assert {entry.exchange.question for entry in entries} == {"0", "1", "2", "3", "4"}
    assert await journal.exchanges.unmet(NOON + dt.timedelta(hours=2), 100) == []


async def test_vectors_are_worked_out_once_while_their_questions_are_there(journal, pipeline):
    await asked(journal, CARD["ru"], "ru")
    seen = []

    def likeness(texts):
        seen.append(len(texts))
        return pipeline.likeness(texts)

    grouping = Grouping()
    for more in ("uz", "tg"):
        await asked(journal, CARD[more], more)
        grouping.group(await journal.exchanges.unmet(NOON - DAY, 100), likeness, "g1")
    grouping.group(await journal.exchanges.unmet(NOON - DAY, 100), likeness, "g2")
    assert seen == [2, 1, 3]
