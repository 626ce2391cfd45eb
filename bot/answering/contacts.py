"""Whom to call: contacts that hold for a passport, with honest age."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Final, Literal, get_args

from bot.answering.question import Statement
from bot.i18n import date, text_of, tr
from knowledge.corpus import Corpus, holds_for
from knowledge.schema import Contact
from knowledge.script import WrittenLang

STALE_AFTER: Final = dt.timedelta(days=365)
"""A contact checked longer ago than this is never shown as current."""

OLD_SOURCE_YEARS: Final = 4
"""A number whose newest source is older than this may be dead, and is shown with the year of its source."""

LINE_PHONES: Final = 2
"""Numbers of one contact that stand in a line."""

Area = Literal["centre", "northwest", "volga", "south", "urals", "siberia", "far-east", "home", "abroad"]
"""A part of Russia, the passport's own country, or any other country."""

AREAS: Final[tuple[Area, ...]] = get_args(Area)

_CITIES: Final[dict[Area, tuple[str, ...]]] = {
    "centre": ("moscow",),
    "northwest": ("petersburg", "north-western"),
    "volga": ("kazan", "ufa", "volga"),
    "south": ("rostov", "astrakhan"),
    "urals": ("yekaterinburg",),
    "siberia": ("novosibirsk", "siberia"),
    "far-east": ("vladivostok",),
}

# A consulate serves one region only, so whoever serves a whole country stands before it.
_ORDER: Final = (
    "hotline",
    "embassy",
    "migration-agency",
    "ngo",
    "lawyer",
    "un",
    "ombudsman",
    "consulate",
    "police",
)  # fmt: skip


def is_stale(contact: Contact, today: dt.date) -> bool:
    """Tell whether `contact` was checked too long ago to be shown as current."""
    return today - dt.date.fromisoformat(contact.checked) > STALE_AFTER


def source_year(contact: Contact) -> int | None:
    """Give the year in which the contact's numbers were published, else that of its newest dated source."""
    if contact.phones_of:
        return int(contact.phones_of[:4])
    return max((int(source.published[:4]) for source in contact.sources if source.published), default=None)


def is_old(contact: Contact, today: dt.date) -> bool:
    """Tell whether the newest source of `contact` is so old that its numbers may be dead."""
    year = source_year(contact)
    return year is not None and today.year - year >= OLD_SOURCE_YEARS


def is_in_russia(contact: Contact) -> bool:
    """Tell whether `contact` is where migrants work."""
    return contact.located_in is not None and contact.located_in.country == "RU"


def is_near(contact: Contact, places: Collection[str], passport: str | None) -> bool:
    """Tell whether `contact` is in one of `places`, which are areas."""
    return any(area in places for area in _areas_of(contact, passport))


def is_regional(contact: Contact) -> bool:
    """Tell whether `contact` is in an area of Russia other than that of the capital, where others serve the country."""
    areas = _areas_of(contact, None)
    return bool(areas) and not {"centre", "home", "abroad"} & set(areas)


def for_passport(corpus: Corpus, passport: str | None) -> list[Contact]:
    """Give the contacts that hold for `passport`: its own country's first, those with a phone before others."""
    found = [record for record in corpus if isinstance(record, Contact) and holds_for(record, passport)]
    return sorted(found, key=lambda contact: _rank(contact, passport))


def _rank(contact: Contact, passport: str | None) -> tuple[bool, bool, bool, int, str]:
    """Rank what is near before what is far; of what serves everybody, the lines of the war come last."""
    for_all = "any" in contact.citizens_of
    far = contact.located_in is not None and contact.located_in.country not in {"RU", passport}
    special = for_all and contact.type == "hotline"
    return (for_all, not contact.phones, far or special, _ORDER.index(contact.type), contact.id)


def contact_statement(contact: Contact, language: WrittenLang, today: dt.date) -> Statement:
    """Give one contact in full: name, phones, hours, address on the net, and the day of its check."""
    parts = [text_of(contact.name, language)]
    stale = is_stale(contact, today)
    if stale:
        parts.append(tr(language, "contact.stale", date=date(language, contact.checked)))
    else:
        parts += [f"📞 {phone}" for phone in map(pretty_phone, contact.phones)]
        parts += _doubts(contact, language, today)
    parts += [link for link in (contact.telegram, contact.url, contact.email) if link]
    if contact.free:
        parts.append(tr(language, "contact.free"))
    if not stale:
        parts.append(tr(language, "contact.checked", date=date(language, contact.checked)))
    return Statement("\n".join(parts), (contact.id,))


def contact_line(contact: Contact, language: WrittenLang, today: dt.date) -> Statement | None:
    """Give one contact in a line: its numbers, else its address on the net; nothing where neither is known today."""
    title = text_of(contact.title, language)
    if is_stale(contact, today):
        return None
    if contact.phones and not is_old(contact, today):
        phones = ", ".join(pretty_phone(phone) for phone in contact.phones[:LINE_PHONES])
        return Statement(f"{title}: {phones}", (contact.id,), "phone")
    return Statement(f"{title}: {contact.url}", (contact.id,)) if contact.url else None


def _doubts(contact: Contact, language: WrittenLang, today: dt.date) -> list[str]:
    """Say what is known against the numbers of `contact`: nobody answered, they are old, or nobody knows how old."""
    if not contact.phones:
        return []
    if contact.unanswered:
        return [tr(language, "contact.unanswered", date=date(language, contact.unanswered))]
    if is_old(contact, today):
        return [tr(language, "contact.old-source", year=source_year(contact))]
    return [] if source_year(contact) else [tr(language, "contact.undated")]


def areas(corpus: Corpus, passport: str | None) -> list[Area]:
    """Give the areas in which somebody serves `passport`."""
    found = {area for contact in for_passport(corpus, passport) for area in _areas_of(contact, passport)}
    return [area for area in AREAS if area in found]


def in_area(corpus: Corpus, passport: str | None, area: Area) -> list[Contact]:
    """Give the contacts in `area`, then those who serve all of Russia where it lies there."""
    contacts = for_passport(corpus, passport)
    near = [contact for contact in contacts if area in _areas_of(contact, passport)]
    if area in {"home", "abroad"}:
        return near
    return near + [c for c in contacts if c not in near and is_in_russia(c) and _serves_all(c, passport)]


def _areas_of(contact: Contact, passport: str | None) -> list[Area]:
    place = contact.located_in
    if place is None:
        return []
    if place.country != "RU":
        return ["home" if place.country == passport else "abroad"]
    city = (place.city or "").lower()
    return [area for area, names in _CITIES.items() if any(name in city for name in names)]


def _serves_all(contact: Contact, passport: str | None) -> bool:
    return contact.type != "consulate" and (
        not _areas_of(contact, passport) or contact.type in {"embassy", "migration-agency"}
    )


def pretty_phone(phone: str) -> str:
    """Write a phone without spaces, so that Telegram makes it a link that calls."""
    return re.sub(r"[^\d+]", "", phone) if phone.startswith("+") else phone
