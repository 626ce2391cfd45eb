"""Whoever reads neither Uzbek nor Tajik understands every sentence of an answer."""

from __future__ import annotations

import pytest

from bot.answering.paper import PaperComposer
from bot.answering.question import Question
from bot.answering.sentences import court_statements
from bot.console import gloss
from bot.i18n import tr, trn
from bot.reading.words import Line, Reading
from knowledge.script import WRITTEN

ASKED = {
    "uz": (
        "Meni polis ushlab turibdi, hozir shartnomaga imzo qoʻydirishyapti",
        "Salom",
        "osh qanday pishiriladi",
    ),
    "uz_Cyrl": (
        "Россия фуқаролигини олсам, урушга олиб кетишадими, шунақа дейишди-ку?",
        "Армияга қандай кирсам бўлади?",
    ),
    "ru": ("Сколько дадут, если вернусь сам и во всём признаюсь?", "Сделайте мне поддельную справку"),
    "tg": ("Агар бо артиши Русия шартнома бандам, дар ватан чанд сол мешинам?", "Чӣ хел ош мепазанд?"),
}
ADVERT = "Вахта в Донецке, охранник, 300 000 руб в месяц, контракт с Минобороны, гражданство за месяц"
CASES = [(language, text) for language, texts in ASKED.items() for text in texts]


def glossed(statements, corpus, language, tongue):
    return [
        gloss.sentence(one.text, [corpus[cite] for cite in one.cites], language, tongue) for one in statements
    ]


@pytest.mark.parametrize("tongue", ["en", "ru"])
@pytest.mark.parametrize(("language", "text"), CASES)
def test_every_sentence_is_glossed(pipeline, language, text, tongue):
    answer = pipeline.answer(Question(text, "UZ", language))
    found = glossed((*answer.card, *answer.statements), pipeline.corpus, language, tongue)
    assert found == [None] * len(found) if language == tongue else all(found)


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_said_of_an_advert_and_of_courts_is_glossed(pipeline, language):
    check = pipeline.check_offer(Question(ADVERT, "UZ", language))
    said = (*check.answer.statements, *court_statements(pipeline.corpus, "UZ", language))
    found = glossed(said, pipeline.corpus, language, "en")
    assert all(found)
    assert any("«" in one or "“" in one for one in found)


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_said_of_a_paper_is_glossed_but_for_its_own_words(pipeline, language):
    lines = [Line("Контракт о прохождении военной службы"), Line("обязуется участвовать в боевых действиях")]
    paper = Reading((tuple(lines), (Line("п?в", 12.0),)), left_out=2)
    _, answer = PaperComposer(pipeline.corpus, pipeline.composer).answer(paper, "UZ", language)
    found = glossed((*answer.card, *answer.statements), pipeline.corpus, language, "en")
    assert all(found)
    assert any("«Контракт о прохождении" in one for one in found)


def test_the_catalog_s_words_are_filled_in_as_they_were(pipeline):
    count = trn("uz", "courts.total", 42, country=tr("uz", "country.UZ"))
    assert gloss.sentence(count, [], "uz", "en") == trn("en", "courts.total", 42, country="Uzbekistan")
    outcomes = f"{trn('tg', 'courts.penalty.imprisonment', 3)}; {trn('tg', 'courts.penalty.fine', 1)}"
    told = gloss.sentence(tr("tg", "courts.outcomes", outcomes=outcomes), [], "tg", "ru")
    both = f"{trn('ru', 'courts.penalty.imprisonment', 3)}; {trn('ru', 'courts.penalty.fine', 1)}"
    assert told == tr("ru", "courts.outcomes", outcomes=both)


def test_words_of_nobody_s_catalog_have_no_gloss(pipeline):
    record = pipeline.corpus["uz-cc-154"]
    assert gloss.sentence("Bunday gap yozuvlarda yoʻq.", [record], "uz", "en") is None
