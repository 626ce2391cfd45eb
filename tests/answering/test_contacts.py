"""Whom to call: nothing stale as current, the own state first; the clock is moved where age matters."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.contacts import (
    STALE_AFTER,
    areas,
    contact_statement,
    for_passport,
    in_area,
    is_old,
    is_stale,
    pretty_phone,
)
from bot.i18n import tr
from knowledge.corpus import Corpus
from knowledge.schema import Contact
from knowledge.script import WRITTEN, WrittenLang

CHECKED = dt.date(2026, 11, 22)
LINE = "+79251155047"


def contact(**further: object) -> Contact:
    words = {"en": "Help line", "ru": "Линия помощи", "uz": "Yordam liniyasi", "tg": "Хати ёрӣ"}
    fields: dict[str, object] = {
        "id": "line",
        "kind": "contact",
        "title": words,
        "summary": words,
        "name": words,
        "type": "hotline",
        "citizens_of": ["KG"],
        "phones": [LINE],
        "url": "https://example.org/",
        "sources": [
            {"url": "https://example.org/", "publisher": "Example", "lang": "en", "published": "2025-03-01"}
        ],
        "checked": CHECKED.isoformat(),
    }
    return Contact.model_validate(fields | further)


def published(*days: str | None) -> list[dict[str, object]]:
    return [{"url": "https://e.org/", "publisher": "E", "lang": "en", "published": day} for day in days]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_number_checked_long_ago_is_not_shown(language: WrittenLang) -> None:
    today = CHECKED + STALE_AFTER + dt.timedelta(days=1)
    shown = contact_statement(contact(), language, today).text
    assert LINE not in shown
    assert "https://example.org/" in shown
    assert tr(language, "contact.stale", date="").split("(")[0] in shown


@pytest.mark.parametrize("language", WRITTEN)
def test_a_number_checked_within_the_limit_is_shown_with_the_day_of_its_check(language: WrittenLang) -> None:
    shown = contact_statement(contact(), language, CHECKED + STALE_AFTER).text
    assert f"📞 {LINE}" in shown
    assert "2026" in shown


def test_the_day_of_the_check_is_told_once() -> None:
    shown = contact_statement(contact(), "ru", CHECKED + 2 * STALE_AFTER).text
    assert shown.count("2026") == 1


@pytest.mark.parametrize(
    ("days", "today", "old"),
    [
        (["2018-10-22"], CHECKED, True),
        (["2022"], CHECKED, True),
        (["2023-01"], CHECKED, False),
        (["2018", "2024-11-29"], CHECKED, False),
        ([None], CHECKED, False),
        (["2024-11-29", None], dt.date(2028, 1, 1), True),
    ],
)
def test_a_number_from_an_old_source_says_so(days: list[str | None], today: dt.date, *, old: bool) -> None:
    one = contact(sources=published(*days))
    assert is_old(one, today) is old
    shown = contact_statement(one, "ru", min(today, CHECKED + STALE_AFTER)).text
    if today == CHECKED:
        assert ("может не работать" in shown) is old


def test_a_number_says_what_is_known_against_it() -> None:
    fresh = contact(phones_of="2025", sources=published(None))
    assert "📞" in contact_statement(fresh, "ru", CHECKED).text
    assert "не отв" not in contact_statement(fresh, "ru", CHECKED).text
    assert "нет даты" in contact_statement(contact(sources=published(None)), "ru", CHECKED).text
    silent = contact_statement(contact(unanswered="2024-11"), "ru", CHECKED).text
    assert "не ответили" in silent
    assert "ноябрь 2024" in silent
    assert is_old(contact(phones_of="2015", sources=published("2026-01-01")), CHECKED)


@pytest.mark.parametrize("passport", ["UZ", "TJ", "KG", "KZ", "TM", "RU", None])
def test_every_area_that_is_offered_has_somebody_who_serves_the_passport(
    corpus: Corpus, passport: str | None
) -> None:
    for area in areas(corpus, passport):
        found = in_area(corpus, passport, area)
        assert found
        assert set(found) <= set(for_passport(corpus, passport))


def test_a_place_shows_its_own_consulate_first_and_no_other_towns(corpus: Corpus) -> None:
    ids = [one.id for one in in_area(corpus, "UZ", "far-east")]
    assert ids[0] == "contact-uz-consulate-vladivostok"
    assert "contact-uz-embassy-moscow" in ids
    assert "contact-uz-consulate-kazan" not in ids


def test_a_contact_without_phones_needs_no_word_on_old_numbers() -> None:
    shown = contact_statement(contact(phones=[], sources=published("2018")), "ru", CHECKED).text
    assert "может не работать" not in shown


def test_a_year_and_a_day_on_no_number_of_the_records_is_shown_as_current(corpus: Corpus) -> None:
    contacts = [record for record in corpus if isinstance(record, Contact)]
    today = max(dt.date.fromisoformat(one.checked) for one in contacts) + STALE_AFTER + dt.timedelta(days=1)
    for one in contacts:
        assert is_stale(one, today)
        shown = contact_statement(one, "ru", today).text
        assert not [phone for phone in one.phones if phone.startswith("+") and pretty_phone(phone) in shown]
        assert "📞" not in shown


@pytest.mark.parametrize("passport", ["UZ", "TJ", "KG", "KZ", "TM", "RU", None])
def test_contacts_hold_for_the_passport_and_the_own_state_comes_first(
    corpus: Corpus, passport: str | None
) -> None:
    found = for_passport(corpus, passport)
    assert found
    assert all({"any", passport} & set(one.citizens_of) for one in found)
    for_all = ["any" in one.citizens_of for one in found]
    assert for_all == sorted(for_all)


def test_who_is_near_comes_before_who_is_far(corpus: Corpus) -> None:
    ids = [one.id for one in for_passport(corpus, "TJ")]
    assert ids.index("tj-labour-office-russia") < ids.index("tj-embassy-kyiv")


@pytest.mark.parametrize("passport", ["KZ", "TM", None])
def test_the_lines_of_the_war_are_not_the_first_help_offered(corpus: Corpus, passport: str | None) -> None:
    first = [one for one in for_passport(corpus, passport) if "any" in one.citizens_of][:2]
    assert not {"hotline-i-want-to-live", "hotline-ru-mod-117"} & {one.id for one in first}


@pytest.mark.parametrize(
    ("phone", "pretty"),
    [("+7 925 115-50-47", "+79251155047"), ("117", "117"), ("0800 0000 189", "0800 0000 189")],
)
def test_a_phone_is_written_so_that_a_tap_calls(phone: str, pretty: str) -> None:
    assert pretty_phone(phone) == pretty
