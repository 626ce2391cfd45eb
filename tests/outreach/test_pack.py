"""The answer pack: what is in it, and that it finds the right entry in a real browser with the network off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from typing import cast, get_args

import pypdfium2
import pytest
from playwright.sync_api import Page

from bot.answering.evaluation import Asked, read_questions
from bot.answering.question import PASSPORTS, Passport
from bot.i18n import tr
from bot.outreach.pack.booklet import booklet
from bot.outreach.pack.contents import Chapter, Pack
from bot.outreach.pack.leaflets import LONGEST, RULE, leaflets
from bot.outreach.pack.page import page as written
from bot.settings import ROOT
from knowledge.corpus import Corpus, holds_for
from knowledge.script import WRITTEN, WrittenLang, fold

Packed = Callable[[WrittenLang, Passport], Pack]
Opened = Callable[[WrittenLang, Passport], Page]
MEGABYTE = 1_000_000
FOUND = 0.85
"""The share of questions whose right entry must be among the first three."""

FIND = """texts => {
    const data = JSON.parse(document.getElementById('keys').textContent);
    const search = Ogoh.index(data.entries);
    return texts.map(text => search(Ogoh.fold(text, data.rules), 3).map(n => data.entries[n].i));
}"""
FOLD = """texts => {
    const rules = JSON.parse(document.getElementById('keys').textContent).rules;
    return texts.map(text => Ogoh.fold(text, rules));
}"""


def questions() -> list[Asked]:
    """Give the dev questions that want an answer and stand alone."""
    asked = read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl")
    return [one for one in asked if one.expect == "answer" and one.gold and not one.follows]


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("passport", PASSPORTS)
def test_every_pack_is_light_dated_and_of_its_own_law(
    packed: Packed, corpus: Corpus, language: WrittenLang, passport: Passport
) -> None:
    pack = packed(language, passport)
    page = written(pack)
    assert len(page.encode()) < MEGABYTE
    assert pack.edition in page
    assert pack.version in pack.edition
    assert "2026" in pack.edition
    law = None if passport == "other" else passport
    assert all(holds_for(corpus[entry.id], law) for entry in pack.entries if entry.id != "courts")
    assert pack.entries[0].chapter == "emergency"
    assert not re.search(r"\b(?:src|href)=[\"'](?!tel:)", page), "nothing is fetched"


def test_contacts_carry_the_day_of_their_check(packed: Packed) -> None:
    for entry in packed("ru", "TJ").of("contacts"):
        assert any("2026" in line for line in entry.lines), entry.title


@pytest.mark.parametrize("language", WRITTEN)
def test_pieces_can_be_forwarded_alone(packed: Packed, language: WrittenLang) -> None:
    pack = packed(language, "UZ")
    head, *pieces, _contacts = leaflets(pack).split(RULE)
    assert pack.edition in head
    assert len(pieces) > 50
    for piece in pieces:
        assert pack.version in piece.splitlines()[-1]
        assert "t.me/ogoh_test_bot" in piece
        assert len(piece) <= LONGEST or len(piece.splitlines()) == 3, piece


@pytest.mark.parametrize(("language", "passport"), [("tg", "TJ"), ("uz_Cyrl", "UZ")])
def test_the_booklet_holds_every_title_in_letters_of_its_own(
    packed: Packed, language: WrittenLang, passport: Passport
) -> None:
    pack = packed(language, passport)
    document = pypdfium2.PdfDocument(BytesIO(booklet(pack)))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    text = re.sub(r"\s+", " ", text)
    assert pack.version in text
    for chapter in get_args(Chapter):
        assert tr(language, f"pack.chapter.{chapter}") in text
    missing = [entry.title for entry in pack.entries if re.sub(r"\s+", " ", entry.title) not in text]
    assert not missing
    assert "\ufffd" not in text
    document.close()


@pytest.mark.slow
def test_the_page_folds_as_the_bot_does(opened: Opened, corpus: Corpus) -> None:
    texts = [one.text for one in read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl")]
    texts += [ask for record in corpus for _, ask in corpus.asks(record)][::7]
    texts += ["к0нтракт", "C В О", "ʻʼ'`", "қ\u0306ўй", "so\u200bldat", "ҚЎЛ ҚЎЙ", "don't", "ﬁrma", ""]
    folded = opened("uz", "UZ").evaluate(FOLD, texts)
    different = [
        (text, key, fold(text)) for text, key in zip(texts, folded, strict=True) if key != fold(text)
    ]
    assert not different[:5]


@pytest.mark.slow
def test_dev_questions_find_their_entry_among_the_first_three(opened: Opened) -> None:
    by_pack: dict[tuple[WrittenLang, Passport], list[Asked]] = defaultdict(list)
    for asked in questions():
        by_pack[asked.lang, cast("Passport", asked.passport or "other")].append(asked)
    found: dict[str, list[bool]] = defaultdict(list)
    for (language, passport), group in by_pack.items():
        page = opened(language, passport)
        for asked, ids in zip(group, page.evaluate(FIND, [one.text for one in group]), strict=True):
            found[language].append(all(set(ids) & set(gold) for gold in asked.gold))
        page.close()
    shares = {language: sum(right) / len(right) for language, right in found.items()}
    assert sum(map(sum, found.values())) / sum(map(len, found.values())) >= FOUND, shares


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "passport", "typed", "wanted"),
    [
        ("uz", "UZ", "sudya necha yil beradi kontrakt uchun", "yil"),
        ("tg", "TJ", "дар пулис мачбур мекунанд имзо кун", "имзо"),
    ],
)
def test_a_person_types_and_reads(
    opened: Opened, language: WrittenLang, passport: Passport, typed: str, wanted: str
) -> None:
    page = opened(language, passport)
    assert page.locator("#chapters .emergency summary").first.is_visible()
    page.fill("#q", typed)
    page.keyboard.press("Enter")
    first = page.locator("#found details").first
    first.wait_for()
    assert first.get_attribute("open") is not None
    assert wanted in first.inner_text()
    assert not page.locator("#chapters").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("#q", "")
    page.locator("#chapters").wait_for(state="visible")
    page.fill("#q", "zzzzqqq")
    page.get_by_text(tr(language, "pack.nothing")).wait_for()
