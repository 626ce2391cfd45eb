"""An exchange as the journal keeps it."""

from __future__ import annotations

from typing import Final

from bot.dialogue.turn import Exchange
from bot.journal.exchange import Exchange as Entry
from bot.journal.exchange import Said
from bot.journal.person import Person

NAMED: Final = 64
"""Letters of a model's or a prompt's name that are kept."""


def entry(exchange: Exchange, person: Person) -> Entry:
    """Give the journal's form of an exchange with `person`."""
    answer = exchange.answer
    return Entry(
        exchange.text,
        answer.language,
        answer.urgency,
        str(answer.outcome),
        tuple(Said(one.text, one.cites, one.role) for one in (*answer.card, *answer.statements)),
        passport=person.passport,
        link=person.link,
        topic=next(iter(answer.records), None),
        scores=answer.scores,
        ms=round(exchange.ms),
        corpus=exchange.corpus,
        token=exchange.token,
        model=answer.model and answer.model[:NAMED],
        prompts=answer.prompts and answer.prompts[:NAMED],
    )
