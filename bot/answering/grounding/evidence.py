"""What a record bears out: its sentences in one language, as they are shown to people and to a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.answering.compose import split
from knowledge.schema import Answer, Contact, Guidance, Lang, Record, Sign, Statute, Text
from knowledge.script import WrittenLang, uzbek_cyrillic

BEFORE_NUMBER: Final = re.compile(r"(?<=[^\W\d_]{5}[.!?]) (?=\d)")
"""Where a sentence ends before one that begins with a number; after short words it may be an abbreviation."""

QUESTION: Final = re.compile(r"\?\s*$")


@lru_cache(maxsize=4096)
def sentences(record: Record, lang: Lang) -> tuple[str, ...]:
    """Give the sentences of `record`; its title too, unless that is a question."""
    whole = (one for text in _texts(record, lang) for one in split(text))
    return tuple(dict.fromkeys(part for one in whole for part in BEFORE_NUMBER.split(one) if part.strip()))


def shown(record: Record, language: WrittenLang) -> tuple[str, ...]:
    """Give the sentences in the script in which they are shown."""
    if language == "uz_Cyrl":
        return tuple(map(uzbek_cyrillic, sentences(record, "uz")))
    return sentences(record, language)


def _texts(record: Record, lang: Lang) -> Iterator[str]:
    if not QUESTION.search(record.title.of(lang)):
        yield record.title.of(lang)
    yield record.summary.of(lang)
    match record:
        case Answer():
            yield from (said.of(lang) for said in record.says)
        case Guidance():
            yield from (step.of(lang) for step in record.steps)
        case Sign():
            yield record.why.of(lang)
        case Statute():
            yield from _statute(record, lang)
        case Contact():
            yield from _contact(record, lang)
        case _:
            pass


def _statute(statute: Statute, lang: Lang) -> Iterator[str]:
    yield f"{statute.code.of(lang)}: {statute.article}"
    for part in statute.parts:
        yield part.act.of(lang)
    if isinstance(statute.exemption, Text):
        yield statute.exemption.of(lang)


def _contact(contact: Contact, lang: Lang) -> Iterator[str]:
    name = contact.name.of(lang)
    details = [
        *contact.phones,
        contact.hours or "",
        contact.email or "",
        contact.url or "",
        contact.telegram or "",
    ]
    yield f"{name}: {', '.join(filter(None, details))}"
