"""Partners' links: opaque, hard to mistype, counted once a person, and nobody's name behind a sum."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.journal.exchange import Exchange, Said
from bot.journal.linkcode import looks_like_code, new_code, read_code, spaced
from bot.journal.partners import PartnerFaultError
from bot.journal.retention import purge
from bot.journal.vault import Vault

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def asked(link, **changes):
    said = (Said("Да.", ("answer-uz-only-signed",)),)
    return Exchange("вопрос", "ru", "plan", "answered", said, link=link, topic="only-signed", **changes)


async def sums(journal, code):
    return {(one.week, one.measure): one.count for one in await journal.partners.sums([code])}


def test_a_code_is_read_however_it_is_typed(vault):
    code = new_code(vault)
    assert len(code) == 10
    cyrillic = code.translate(str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ"))
    for typed in (code, code.lower(), spaced(code), f" {spaced(code)} ", cyrillic):
        assert read_code(vault, typed) == code


def test_what_is_no_code_is_none_and_another_key_knows_none(vault):
    code = new_code(vault)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for typed in (wrong, "", "salom", "K7Q2M", code * 2, "нарх қанча???"):
        assert read_code(vault, typed) is None
    assert read_code(Vault(bytes(31) + b"1"), code) is None
    assert all(looks_like_code(new_code(vault)) for _ in range(200))
    assert looks_like_code("K7Q2M-4XF6T")
    assert not looks_like_code("assalomuya")


def test_a_code_stays_good_when_the_key_changes(vault):
    assert read_code(Vault(bytes(32), bytes(31) + b"2"), new_code(vault)) is not None


async def test_whoever_comes_by_a_link_is_counted_once(journal, ali):
    await journal.partners.add("Sana Sezim", NOW, welcomes=True)
    link = await journal.partners.add_link("Sana Sezim", "poster, bus station", "tg", NOW)
    for _ in range(3):
        found = await journal.partners.arrive(ali, spaced(link.code), NOW)
        assert found is not None
        assert (found.partner, found.language, found.welcomes) == ("Sana Sezim", "tg", True)
    assert await sums(journal, link.code) == {(dt.date(2026, 11, 23), "came"): 1}


async def test_a_revoked_or_mistyped_code_counts_nothing_and_breaks_nothing(journal, ali):
    await journal.partners.add("A", NOW)
    link = await journal.partners.add_link("A", "leaflet", None, NOW)
    await journal.partners.revoke(link.code)
    for typed in (link.code, "nonsense", "", "x" * 64):
        assert await journal.partners.arrive(ali, typed, NOW) is None
    await journal.finish([1], ali, await journal.person(ali), asked(link.code))
    assert await sums(journal, link.code) == {}


async def test_questions_are_counted_for_the_link_once_each(journal, ali):
    await journal.partners.add("A", NOW)
    link = await journal.partners.add_link("A", "leaflet", None, NOW)
    one = asked(link.code)
    for update in (1, 2):
        await journal.finish([update], ali, await journal.person(ali), one)
    found = {measure: count for (_, measure), count in (await sums(journal, link.code)).items()}
    assert found == {"asked": 1, "answered": 1, "language:ru": 1, "topic:only-signed": 1}


async def test_the_person_goes_and_the_sum_stays(journal, ali):
    await journal.partners.add("A", NOW)
    link = await journal.partners.add_link("A", "leaflet", None, NOW)
    await journal.partners.arrive(ali, link.code, NOW)
    await journal.forget(ali)
    await journal.partners.arrive(ali, link.code, NOW)
    assert (await sums(journal, link.code))[dt.date(2026, 11, 23), "came"] == 2
    await purge(journal, 30, NOW + dt.timedelta(days=31))
    assert (await sums(journal, link.code))[dt.date(2026, 11, 23), "came"] == 2


async def test_faults_are_told_in_words(journal):
    await journal.partners.add("A", NOW)
    with pytest.raises(PartnerFaultError, match="already"):
        await journal.partners.add(" A ", NOW)
    with pytest.raises(PartnerFaultError, match="1 to 80"):
        await journal.partners.add(" ", NOW)
    with pytest.raises(PartnerFaultError, match="no partner 'B'"):
        await journal.partners.add_link("B", "x", None, NOW)
    with pytest.raises(PartnerFaultError, match="no link's code"):
        await journal.partners.revoke("nonsense")
