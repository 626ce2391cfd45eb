"""Numbers that belong to one person: phones, passports, identity and tax numbers, bank cards.

A long number is taken for such unless its form or its neighbours say that it is a sum, a date or a range of years;
the telephone plans of the six countries tell a phone from other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import phonenumbers

from bot.redaction.span import Kind, Span

REGIONS: Final = ("RU", "UZ", "TJ", "KG", "KZ", "TM")
SHORTEST: Final = 8
"""Digits from which on a number that is no sum and no date belongs to somebody."""
CARD: Final = range(13, 20)
CARD_GROUPS: Final = (4, 4, 4, 4)
IDENTITY: Final = 14
RUSSIAN_PASSPORT: Final = 10
NEAR: Final = 24
"""Characters before a number in which a word tells what it is."""

RUN: Final = re.compile(
    r"(?<![\w№])\+?\s?\(?\d(?:[ \u00a0\-\u2013\u2212.()]{0,3}\d)*(?![\d\w])|(?<![\w№])\+?\d{7,}"
)
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH: Final = r"(?:0?[1-9]|1[0-2])"
YEAR: Final = r"(?:19|20)\d\d"
CALENDAR: Final = re.compile(
    rf"(?<!\d)(?:{DAY}\s?[./]\s?{MONTH}\s?[./]\s?(?:{YEAR}|\d\d)|{DAY}-{MONTH}-{YEAR}|{YEAR}[./-]{MONTH}[./-]{DAY}"
    rf"|{YEAR}\s?[-\u2013]\s?{YEAR})(?!\d|-\d)"
)
THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+")
ROUND: Final = re.compile(r"0{3}\)?$")
MONEY: Final = re.compile(
    r"\s*(?:-\s*)?(?:so['\u02bb\u2019`\u2018]?m|sum\b|сум|сўм|сом|руб|р\.|rubl|\u20bd|\$|дол|dol|usd|usdt|тенге|tenge|"
    r"тг\b|сомон|ман[аа]т|manat|евро|yevro|млн|mln|миллион|million|тысяч|ming\b|минг\b|ҳазор|тыс)",
    re.IGNORECASE,
)
PHONE_WORD: Final = re.compile(
    r"тел|phone|tel\b|tel[ .:]|telefon|номер|nomer|raqam|рақам|занг|звон|qo.?ng.?iroq|қўнғироқ|whats|ватсап|воцап",
    re.IGNORECASE,
)
PASSPORT_WORD: Final = re.compile(
    r"pas+port|паспорт|шиноснома|загран|сери|seri|\bid\b|удостов|guvohnoma", re.IGNORECASE
)
SHORT_PHONE: Final = re.compile(r"\d{3}[ -]\d\d[ -]\d\d|\d\d[ -]\d\d[ -]\d\d[ -]\d\d")

LETTERED: Final = re.compile(
    r"(?<!\w)(?:[A-ZА-Я]{2}[ -]?(?:[№N] ?)?\d{7}|[A-ZА-Я][ -]?(?:[№N] ?)?\d{7,8})(?!\d)"
)
CARELESS: Final = re.compile(r"(?<!\w)[A-Za-zА-Яа-я]{1,2}[ -]?(?:[№N] ?)?\d{7,8}(?!\d)")
SERIES: Final = re.compile(
    r"(?:сери|seri)\w*\W{1,3}([A-ZА-Яa-zа-я]{1,2}|\d\d ?\d\d)(?:\W{1,3}(?:номер\w*|raqam\w*|рақам\w*|nomer\w*|№|N))?"
    r"\W{0,3}(\d{6,7})(?!\d)",
    re.IGNORECASE,
)
RUSSIAN: Final = re.compile(r"(?<!\d)\d\d ?\d\d ?[№N] ?\d{6}(?!\d)")


def numbers(text: str) -> Iterator[Span]:
    yield from _papers(text)
    # dates of the same length in dots, so that no number goes through them
    masked = CALENDAR.sub(lambda found: "·" * len(found[0]), text)
    for found in RUN.finditer(masked):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        kind = _kind(found[0].strip(), masked[max(0, start - NEAR) : start], masked[found.end() :])
        if kind is not None:
            yield Span(start, found.end(), kind)


def _papers(text: str) -> Iterator[Span]:
    for found in SERIES.finditer(text):
        yield Span(found.start(1), found.end(1), "passport")
        yield Span(found.start(2), found.end(2), "passport")
    pattern = CARELESS if PASSPORT_WORD.search(text) else LETTERED
    for found in pattern.finditer(text):
        is_sum = " " in found[0] and (ROUND.search(found[0]) or MONEY.match(text, found.end()))
        if not is_sum:
            yield Span(found.start(), found.end(), "passport")
    for found in RUSSIAN.finditer(text):
        yield Span(found.start(), found.end(), "passport")


def _kind(run: str, before: str, after: str) -> Kind | None:
    """Tell what a run of digits is, by its form and its neighbours; None where it belongs to nobody."""
    digits = re.sub(r"\D", "", run)
    if len(digits) < SHORTEST:
        return _short(run, digits, before, after)
    if not run.startswith("+") and _is_sum(run, digits, before, after):
        return None
    if len(digits) in CARD and (_luhn(digits) or tuple(map(len, re.findall(r"\d+", run))) == CARD_GROUPS):
        return "card"
    if PASSPORT_WORD.search(before) and len(digits) <= RUSSIAN_PASSPORT:
        return "passport"
    if run.startswith("+") or (len(digits) < IDENTITY and _is_phone(digits)):
        return "phone"
    return "id"


def _short(run: str, digits: str, before: str, after: str) -> Kind | None:
    """Tell what six or seven digits are: nothing, unless a word or their grouping says so."""
    if len(digits) < SHORTEST - 2 or MONEY.match(after):
        return None
    if run.startswith("+") or (len(digits) == SHORTEST - 1 and SHORT_PHONE.fullmatch(run)):
        return "phone"
    if ROUND.search(run):
        return None
    if PASSPORT_WORD.search(before):
        return "passport"
    return "phone" if PHONE_WORD.search(before) else None


def _is_sum(run: str, digits: str, before: str, after: str) -> bool:
    if len(digits) >= CARD.start:
        return bool(re.fullmatch(r"\d{1,6}0{9,}", digits))
    if MONEY.match(after) and not PHONE_WORD.search(before):
        return True
    parts = re.split(r"\s?[-\u2013]\s?", run)
    return all(ROUND.search(part) and (part.isdigit() or THOUSANDS.fullmatch(part)) for part in parts)


def _luhn(digits: str) -> bool:
    """Check a card's number by its last digit (ISO/IEC 7812)."""
    doubled = [int(one) * (2 if at % 2 else 1) for at, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004 - decimal digits


@lru_cache(maxsize=4096)
def _is_phone(digits: str) -> bool:
    """Whether some country's plan knows the number, with its country's code or without."""
    for number, region in ((f"+{digits}", None), *((digits, region) for region in REGIONS)):
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) and phonenumbers.region_code_for_number(parsed) in REGIONS:
            return True
    return False
