"""What a paper is told to be, from its words; reading them from photos is tested in tests/reading."""

from __future__ import annotations

import random

import pytest

from benchmarks.papers.sheets import Sheet, sheets
from bot.answering.paper import ADVICE, PaperComposer, judge
from bot.answering.question import PASSPORTS
from bot.i18n import tr
from bot.reading.words import Line, Reading
from knowledge.corpus import read
from knowledge.papers import KINDS, WAR
from knowledge.script import WRITTEN

KEPT = list(sheets("kept"))
MISREAD = str.maketrans("нпоеиш", "иноснт")


def reading(sheet: Sheet, share: float = 0.0, seed: int = 1) -> Reading:
    """Read a paper letter by letter, a `share` of the words with one letter wrong, as Tesseract reads a bad photo."""
    dice = random.Random(seed)

    def word(text: str) -> str:
        if len(text) < 4 or dice.random() >= share:
            return text
        place = dice.randrange(len(text))
        return text[:place] + text[place].translate(MISREAD) + text[place + 1 :]

    pages = [
        tuple(Line(" ".join(word(one) for one in line.split())) for line in page.splitlines() if line.strip())
        for page in sheet.pages
    ]
    return Reading(tuple(pages))


@pytest.fixture(scope="module")
def composer(pipeline):
    return PaperComposer(pipeline.corpus, pipeline.composer)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_papers_kept_for_testing_are_recognised(share):
    wrong = [
        (sheet.name, found)
        for sheet in KEPT
        if (found := (judge(reading(sheet, share)).kinds or ("unclear",))[0]) != sheet.kinds[0]
    ]
    assert len(wrong) <= 3, wrong
    missed = [
        name for name, found in wrong if found not in WAR and any(kind in name for kind in (*WAR, "mixed"))
    ]
    assert len(missed) <= 1, missed


def test_no_paper_of_peace_rings_the_alarm():
    peace = [sheet for sheet in KEPT if sheet.kinds[0] not in WAR]
    assert not [sheet.name for sheet in peace if set(judge(reading(sheet)).kinds) & set(WAR)]


def test_a_contract_hidden_among_papers_of_work_leads_and_both_are_named():
    mixed = next(sheet for sheet in KEPT if len(sheet.kinds) > 1)
    judged = judge(reading(mixed))
    assert judged.kinds == ("military_contract", "labour_contract")
    assert any("военной службы" in quote for quote in judged.quotes)


def test_a_contract_hidden_on_the_same_page_leads_too():
    work = next(sheet for sheet in KEPT if sheet.kinds == ("labour_contract",)).pages[0]
    small = "Настоящим работник заключает контракт о прохождении военной службы в Вооруженных Силах"
    page = tuple(Line(line) for line in [*work.splitlines(), small] if line)
    assert judge(Reading((page,))).kinds[0] == "military_contract"


def test_all_advice_rests_on_records():
    ids = {record.id for record in read()}
    for advice in ADVICE.values():
        assert {*advice.means, *advice.related, advice.guidance or advice.means[0]} <= ids


@pytest.mark.slow
@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("passport", [None, *PASSPORTS])
def test_the_verdict_stands_first_and_facts_cite_records(composer, pipeline, language, passport):
    law = None if passport == "other" else passport
    for sheet in KEPT:
        judged, answer = composer.answer(reading(sheet), law, language)
        first, second = (answer.card + answer.statements)[:2]
        kind = judged.kinds[0] if judged.kinds else "unclear"
        assert first.text == tr(language, f"paper.is.{kind}")
        assert second.cites or second.role == "quote"
        for statement in answer.card + answer.statements:
            assert statement.cites or statement.role in {"note", "lead", "quote"}
            for name in statement.cites:
                holders = getattr(pipeline.corpus[name], "citizens_of", ["any"])
                assert "any" in holders or law in holders, name


def test_every_kind_has_its_words():
    for language in ("uz", "ru", "tg", "en"):
        for kind in KINDS:
            assert tr(language, f"paper.is.{kind}")
            assert tr(language, f"paper.name.{kind}")
    assert set(ADVICE) == {*KINDS, None}


def test_pages_that_stayed_dark_and_pages_left_out_are_told(composer):
    sheet = next(one for one in KEPT if one.kinds == ("summons",))
    dim = Reading((*reading(sheet).pages, (Line("п?в", 12.0),)), left_out=2)
    told = "\n".join(statement.text for statement in composer.answer(dim, "UZ", "ru")[1].statements)
    assert tr("ru", "paper.dark", pages="2") in told
    assert tr("ru", "paper.left-out", count=2) in told
