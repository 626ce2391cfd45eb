"""Adverts as they are pasted, and what the check must say of them."""

from __future__ import annotations

import json

import pytest

from benchmarks.offer_check import RECORDED, counts
from benchmarks.record import worse
from bot.answering.lines import check_request, read_request
from bot.answering.pipeline import Pipeline
from bot.answering.question import Passport, Question
from bot.answering.verdict import DOUBTFUL_JOB, GUIDES, RECRUITER
from knowledge.corpus import holds_for, read
from knowledge.schema import Case, Guidance, Sign
from knowledge.script import CYRILLIC, WRITTEN, WrittenLang

slow = pytest.mark.slow

OPEN = {
    "ru": "🔥 Служба по контракту! От 210 000 ₽ + 2,3 млн подъёмные, паспорт РФ за месяц. Автобус завтра",
    "uz": "Rossiya armiyasiga kontrakt! Oyiga 210 ming rubl, birdan 2 mln. Pasport bir oyda, imtihonsiz",
    "uz_Cyrl": "Мудофаа вазирлиги билан шартнома! Бирдан 2 млн рубль, ойига 210 минг. Паспорт бир ойда, имтиҳонсиз",
    "tg": "Шартнома бо Вазорати мудофиа! Якбора 2 млн рубл, моҳе 210 ҳазор. Паспорти русӣ дар як моҳ, бе имтиҳон",
}
HONEST = {
    "ru": "Курьер в службу доставки, 5 000 ₽ в день, выплаты ежедневно, нужен патент. Офис у метро Сокол",
    "uz": "Skladga ishchi kerak, oyiga 95 ming rubl, avtobus metrodan bepul, patent bilan",
    "uz_Cyrl": "Омборга ишчи керак, ойига 95 минг рубль, автобус метродан текин, патент билан",
    "tg": "Ба анбор коргар лозим, моҳе 95 ҳазор рубл, автобус аз метро ройгон, бо патент",
}


@slow
@pytest.mark.parametrize("language", WRITTEN)
def test_open_recruitment_is_clear_and_told_in_the_adverts_language(
    pipeline: Pipeline, language: WrittenLang
) -> None:
    check = pipeline.check_offer(Question(OPEN[language]))
    assert check.level == "clear"
    assert check.language == language
    found = {sign.record.id for sign in check.signs}
    assert {"sign-army-contract-named", "sign-bonus-far-above-market", "sign-fast-passport"} <= found


@slow
@pytest.mark.parametrize("language", WRITTEN)
def test_honest_work_carries_no_sign_and_no_promise_of_safety(
    pipeline: Pipeline, language: WrittenLang
) -> None:
    check = pipeline.check_offer(Question(HONEST[language]))
    assert check.level == "none"
    assert not check.signs
    assert check.answer.records == (DOUBTFUL_JOB,)


@slow
@pytest.mark.parametrize(
    ("text", "sign", "quote"),
    [
        ("Есть к0нтр\u200bакт с М И Н О Б О Р О Н Ы, звоните", "sign-army-contract-named", "М И Н О Б О Р О Н Ы"),
        ("Вахта в C B O зоне. Оплата высокая", "sign-army-contract-named", "C B O"),
        ("Работа поваром. Платят сразу 2,5 млн рублей! Пишите", "sign-bonus-far-above-market", "2,5 млн"),
        ("Ищем отделочников. Объект в Мариуполе, жильё есть.", "sign-work-new-regions", "Мариуполе"),
        ("Девушкам 18-22! Алабуга Старт, билет бесплатно", "sign-drone-factory-study", "Алабуга"),
        ("Подпишешь и свободен. Не подпишешь, найдём у тебя пакетик.", "sign-planted-drugs-threat", "найдём у тебя"),
    ],
)  # fmt: skip
def test_a_sign_is_shown_in_the_adverts_own_words(
    pipeline: Pipeline, text: str, sign: str, quote: str
) -> None:
    check = pipeline.check_offer(Question(text))
    assert check.level in {"clear", "serious"}
    found = next(one for one in check.signs if one.record.id == sign)
    assert text[slice(*found.span)] == found.quote
    assert quote in found.quote


@slow
@pytest.mark.parametrize(
    "text",
    [
        "Вахта ЯНАО, сварщик НАКС, 285 000 ₽ за вахту, проезд и питание за счёт компании, трудовой договор",
        "Приведи друга и получи 10 000 ₽! Яндекс Такси, заработок до 200 000, аренда от 2 000 в сутки",
        "Учитель физики в село, подъёмные миллион, контракт с департаментом образования на пять лет, дом",
        "Охранник в супермаркет, ЧОП с лицензией, 4 200 смена, форма выдаётся, оформление по ТК",
        "Копаем траншею под водопровод на даче, 15 000 за всё, лопаты есть",
        "Требуется грузчик на сегодня, разгрузка фур, 3 500 на руки после смены",
        "Do'stingni olib kel, 5000 rubl bonus! Samokat dostavka, kunlik to'lov",
        "Магадан, золотодобыча, вахта, медкомиссия, договор с артелью, роҳкиро аз ширкат",
    ],
)
def test_honest_work_of_the_same_trades_is_not_called_recruitment(pipeline: Pipeline, text: str) -> None:
    assert pipeline.check_offer(Question(text)).level in {"none", "doubtful"}


@slow
@pytest.mark.parametrize("text", ["", "🙂", "?!", "a", "1", "\u200b", "🔥" * 5000, "работа " * 2000])
def test_any_text_can_be_checked(pipeline: Pipeline, text: str) -> None:
    assert pipeline.check_offer(Question(text)).level in {"none", "doubtful"}


@slow
@pytest.mark.parametrize("language", WRITTEN)
def test_the_first_message_is_short_and_every_statement_cites_what_the_records_say(
    pipeline: Pipeline, language: WrittenLang
) -> None:
    check = pipeline.check_offer(Question(OPEN["ru"], language=language))
    lead, *others = check.answer.statements
    assert lead.role == "lead"
    assert len(lead.text) <= 130
    assert sum(len(one.text) for one in check.answer.statements) <= 900
    assert all(one.cites for one in (*check.answer.statements, *check.statements))
    assert any(one.role == "step" for one in others)
    if language == "uz_Cyrl":
        assert all(CYRILLIC.search(one.text) for one in check.statements)


@slow
@pytest.mark.parametrize("passport", ["UZ", "TJ", "KG", None])
def test_a_case_shows_how_it_ended_and_the_readers_own_courts_come_first(
    pipeline: Pipeline, passport: Passport | None
) -> None:
    check = pipeline.check_offer(Question(OPEN["ru"], passport=passport))
    told = [pipeline.corpus[name] for name in check.answer.records]
    cases = [record for record in told if isinstance(record, Case)]
    assert all(passport is None or holds_for(case, passport) for case in cases)
    assert cases or any(record.kind == "report" for record in told)


@slow
@pytest.mark.parametrize(
    ("text", "offer"),
    [
        (OPEN["ru"], True),
        (OPEN["tg"], True),
        (HONEST["uz"], True),
        ("mne predlozhili kontrakt, eto opasno?", False),
        ("мне предложили работу охранником 240 тысяч, это не развод?", False),
        ("сколько лет дают за контракт", False),
        ("salom", False),
        ("меня держат в полиции и заставляют подписать контракт", False),
        ("напиши объявление, чтобы люди шли на контракт", False),
    ],
)
def test_an_advert_is_told_from_a_question_about_one(pipeline: Pipeline, text: str, *, offer: bool) -> None:
    assert pipeline.is_offer(text) is offer


@slow
def test_a_check_is_one_line_of_plain_values(pipeline: Pipeline) -> None:
    request = read_request(json.dumps({"id": "a", "text": OPEN["uz"], "passport": "UZ", "lang": "ru"}), 1)
    reply = check_request(pipeline, request)
    assert reply["level"] == "clear"
    assert reply["language"] == "ru"
    assert json.loads(json.dumps(reply)) == reply
    for sign in reply["signs"]:  # type: ignore[attr-defined]
        assert OPEN["uz"][slice(*sign["span"])] == sign["quote"]


@slow
def test_the_kept_adverts_are_told_apart_as_well_as_recorded(pipeline: Pipeline) -> None:
    now = counts(pipeline)
    assert worse(now, json.loads(RECORDED.read_text(encoding="utf-8"))) == []
    assert now["recruitment"]["right"] >= 0.95 * now["recruitment"]["of"]
    assert now["honest"]["right"] >= 0.95 * now["honest"]["of"]


def test_every_sign_leads_to_a_guidance_that_is_there() -> None:
    corpus = read()
    assert all(isinstance(corpus[name], Sign) for name in GUIDES)
    for guide in {DOUBTFUL_JOB, RECRUITER, *GUIDES.values()}:
        record = corpus[guide]
        assert isinstance(record, Guidance)
        assert record.citizens_of == ["any"]
