"""Which of the records that were found leads the answer, which answers a second question, which stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answering.compose import is_aside
from bot.answering.contacts import is_near, is_regional
from bot.answering.first_aid import HAS_SIGNED, NATURALISED
from bot.answering.wording import denies_signing, names_russian_citizenship, questions
from knowledge.corpus import topic_of
from knowledge.cues import origin, places
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Contact, Guidance, Record, Report, Sign, Urgency
from knowledge.search import Hit
from knowledge.signals import SIGNPOST

CITED: Final = 5
"""Records that an answer cites at most, but for those on its card."""

SIGN_DOUBT: Final = 0.15
"""How much better a sign must fit than an answer or guidance to lead: a sign warns, it answers nothing."""

WAR: Final = frozenset({"RU", "UA"})
"""Countries whose reports concern all."""

HOMES: Final = frozenset({"UZ", "TJ", "KG", "KZ", "TM"})
"""Countries from which people come to Russia: whoever helps there helps those at home."""

FOR_OTHERS: Final = 0.4
"""How much worse guidance for Russia's new citizens fits who is none."""

BESIDE: Final = 3
"""Records among the first that may lead."""

SECOND: Final = 0.6
"""How much worse than the first a record may fit and still be the answer to a second question."""

SECOND_FITS: Final = 0.0
"""How well it must fit all the same: of worse ones two in three are wrong."""

TWO_QUESTIONS: Final = 7
"""Words that a message with two questions has at least."""

ASIDE: Final = 1.3
"""How much worse than the first a record may fit and still be offered by its title."""

LEAST: Final = -0.55
"""How well it must fit at least: of worse ones one in a hundred answers."""

OFFICES: Final = "embassy"
"""The topic of answers that name all offices of a country."""

OF_THE_TOWN: Final = 0.75
"""How much worse than such an answer the office of the town fits that a message names, and still leads."""

CALM: Final = {"guide-relative-pow": 0.0, "prisoner-of-war": 0.0, "guide-released-not-signed": 0.4}
"""Topics of no hour, with the score from which they are what a message is about: what can be done for a captive can be
done tomorrow, and who was let go is held no longer. No card is made for either."""


def led(hits: Sequence[Hit], passport: str | None, text: str) -> list[Hit]:
    """Order what was found: of the first few an answer or guidance leads, unless a sign fits clearly better.

    Where an answer that names all offices of a country would lead, the office leads of the town that `text` names. A
    report on other countries than that of the passport stands nowhere, unless `text` names one of these; nor does
    whoever helps in such a country, unless he fits best. What is for Russia's new citizens stands behind what fits
    nearly as well where neither passport nor `text` tells of one; what is for who has signed, nowhere where `text`
    says that nothing is signed.
    """
    unsigned = denies_signing(text)
    russian = passport in {None, "RU"} or names_russian_citizenship(text)
    near = {passport, origin(text)}

    def fit(hit: Hit) -> float:
        return hit.score - FOR_OTHERS * (hit.record.id == NATURALISED and not russian)

    def concerns(hit: Hit) -> bool:
        if unsigned and hit.record.id in HAS_SIGNED:
            return False
        countries = set(hit.record.countries) if isinstance(hit.record, Report) else set()
        if isinstance(hit.record, Contact) and hit.record.located_in and hit is not hits[0]:
            countries = {hit.record.located_in.country} & HOMES
        return passport is None or countries <= WAR or bool(countries & near)

    own = [hit for hit in hits if concerns(hit)]
    ranked = sorted(own or hits, key=fit, reverse=True)
    lead = max(ranked[:BESIDE], key=lambda hit: fit(hit) - SIGN_DOUBT * isinstance(hit.record, Sign))
    if topic_of(lead.record) == OFFICES:
        lead = _office(ranked, lead.score - OF_THE_TOWN, text, passport) or lead
    return [lead, *(hit for hit in ranked if hit is not lead)]


def _office(hits: Sequence[Hit], least: float, text: str, passport: str | None) -> Hit | None:
    """Give the office of the town that `text` names, if one fits at `least` so well."""
    named = places(text)
    return next(
        (
            hit
            for hit in hits
            if isinstance(hit.record, Contact)
            and hit.score > least
            and is_regional(hit.record)
            and is_near(hit.record, named, passport)
        ),
        None,
    )


def is_signpost(record: Record) -> bool:
    """Tell whether `record` shows who knows about another subject."""
    return topic_of(record).startswith(SIGNPOST)


def is_calm(lead: Hit) -> bool:
    """Tell whether what answers best is about what no hour changes, whatever words of danger stand in it."""
    return lead.score > CALM.get(topic_of(lead.record), float("inf"))


def second_answer(hits: Sequence[Hit], text: str) -> Record | None:
    """Give the record that answers the second question of `text`, where it seems to hold two."""
    if len(text.split()) < TWO_QUESTIONS or len(questions(text)) < 2:  # noqa: PLR2004
        return None
    lead = hits[0]
    close = (
        hit.record
        for hit in hits[1:CITED]
        if hit.score > max(lead.score - SECOND, SECOND_FITS) and topic_of(hit.record) != topic_of(lead.record)
    )
    answers = (record for record in close if isinstance(record, KnownAnswer) and not is_aside(record))
    return next(answers, None)


def beside(hits: Sequence[Hit]) -> list[Record]:
    """Give the records of the first message: the lead, and those that fit not much worse than it."""
    least = max(hits[0].score - ASIDE, LEAST)
    return [hits[0].record, *(hit.record for hit in hits[1:CITED] if hit.score > least)]


def urgency_of(record: Record) -> Urgency:
    """Give the urgency of a record; what has none can wait."""
    return record.urgency if isinstance(record, KnownAnswer | Guidance) else "plan"
