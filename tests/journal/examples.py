"""Exchanges for tests, made up."""

from __future__ import annotations

import datetime as dt

from bot.journal.exchange import Exchange, Said

NOON = dt.datetime(2026, 3, 1, 12, 34, 56, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def exchange(question="Shartnoma imzolasam qamashadimi?", **changes):
    values = {
        "language": "uz",
        "urgency": "plan",
        "outcome": "answered",
        "answer": (Said("Ha.", ("answer-uz-contract",), "lead"), Said("154-modda.", ("uz-cc-154",))),
        "passport": "UZ",
        "topic": "contract",
        "scores": {"answer-uz-contract": 0.9, "uz-cc-154": 0.5},
        "ms": 40,
        "corpus": "g1",
    }
    return Exchange(question, **values | changes)
