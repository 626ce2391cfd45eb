"""Upkeep: which records want to be compared with their sources, and the draft that says that one was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, Literal, get_args

from bot.answering.contacts import is_old, is_stale
from knowledge.corpus import Corpus, references
from knowledge.schema import Answer, Contact, Record, Source

DOUBTFUL_DAYS: Final = 30
"""Days for which a contact of which something speaks against its numbers is left alone after a check."""

Look = Literal["page", "answered", "silent"]
"""What was done: a page looked at; called, and somebody answered; called, and nobody did."""

LOOKS: Final[tuple[Look, ...]] = get_args(Look)


def age(record: Record, today: dt.date) -> int:
    """Give the days since a record was compared with its source."""
    return (today - dt.date.fromisoformat(record.checked)).days


def is_due(contact: Contact, today: dt.date, oldest: int) -> bool:
    """Whether somebody should call: checked long ago, or doubtful and not looked at for a month.

    Doubtful is what comes from an old source, or once nobody answered.
    """
    doubtful = is_stale(contact, today) or is_old(contact, today) or contact.unanswered is not None
    return age(contact, today) > (min(DOUBTFUL_DAYS, oldest) if doubtful else oldest)


def sources(record: Record, corpus: Corpus) -> list[Source]:
    """Give the pages that a record rests on; an answer's are also those of the records that it cites."""
    cited = (
        [corpus[name] for _, name in references(record) if name in corpus]
        if isinstance(record, Answer)
        else []
    )
    return list({one.url: one for origin in (record, *cited) for one in origin.sources}.values())


def checked(record: Record, look: Look, today: dt.date) -> dict[str, Any]:
    """Give the record's content as it is after a check; a contact also tells whether somebody answered."""
    body = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    body["checked"] = today.isoformat()
    if look == "answered":
        body.pop("unanswered", None)
    elif look == "silent":
        body["unanswered"] = today.isoformat()
    return {"kind": record.kind} | body


def changes(record: Record, body: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Give where a draft differs from the record that it changes: the field, what stands there, what would."""
    before = dict(_flat(record.model_dump(mode="json", by_alias=True, exclude_defaults=True), ""))
    after = dict(_flat(body, ""))
    places = dict.fromkeys([*before, *after])
    found = ((one, before.get(one, ""), after.get(one, "")) for one in places if one != "kind")
    return [(one, old, new) for one, old, new in found if old != new]


def _flat(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _flat(one, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _flat(one, f"{where}.{number}")
    elif value is not None:
        yield where, str(value)
