from __future__ import annotations

import json

import pytest

from bot.answering.question import Outcome, Question
from tests.llm_server import Play, faithful, sentences

ASKED = {
    "ru": "сколько лет дают узбекистанцу за участие в войне наёмником",
    "uz": "yollanib urushgan oʻzbekistonlikka necha yil berishadi",
    "uz_Cyrl": "ёлланиб урушган ўзбекистонликка неча йил беришади",
    "tg": "барои ҷанги бегона ба шаҳрванди Тоҷикистон чанд сол медиҳанд",
}
PASSPORT = {"ru": "UZ", "uz": "UZ", "uz_Cyrl": "UZ", "tg": "TJ"}


@pytest.mark.parametrize("language", ASKED)
def test_a_good_model_answers_and_the_law_stays_as_composed(free, pipeline, language):
    question = Question(ASKED[language], passport=PASSPORT[language])
    composed = pipeline.answer(question)
    answer = free.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.language == language
    assert answer.model == "openai:played"
    assert answer.prompts.startswith("answer/")
    assert set(answer.records) == set(composed.records)
    assert answer.statements[0].text == composed.statements[0].text  # it tells years: verbatim


def test_what_no_record_says_never_comes_through(free, server, pipeline):
    server.play = lambda _: Play(
        sentences(("За это дают 25 лет по статье 999.", ["r1"]), ("Звоните +7 900 123 45 67.", ["r1"]))
    )
    question = Question(ASKED["ru"], passport="UZ")
    assert free.answer(question).statements == pipeline.answer(question).statements


def test_a_follow_up_is_put_anew(free, server):
    question = Question(
        "а если только подписал?", passport="UZ", previous="сколько лет дают за участие в войне"
    )
    answer = free.answer(question)
    assert len(server.asked) == 2
    assert "rewrite/" in answer.prompts


def test_a_follow_up_without_an_answer_of_its_own_is_put_anew(free, pipeline, server):
    question = Question(
        "сколько стоит", passport="UZ", previous="сколько лет дают за наёмничество в Узбекистане"
    )
    assert pipeline.answer(question).outcome is Outcome.ABSTAINED
    answer = free.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert "uz-cc-154" in answer.records or any("154" in one.text for one in answer.statements)
    assert "rewrite/" in answer.prompts


def test_a_follow_up_on_another_subject_is_left_unanswered(free, server):
    question = Question(
        "рецепт плова с бараниной", passport="UZ", previous="сколько лет дают за наёмничество"
    )
    assert free.answer(question).outcome is Outcome.ABSTAINED
    assert not server.asked


def test_two_questions_are_put_anew_and_both_are_answered(free, pipeline, server):
    both = ["кому звонить если забрали паспорт", "сколько лет дают за наёмничество"]

    def play(asked):
        if "previous" in asked.data:
            return Play(json.dumps({"questions": both}, ensure_ascii=False))
        return faithful(asked)

    server.play = play
    question = Question(
        "кому звонить если забрали паспорт? и сколько лет дают за наёмничество?", passport="UZ"
    )
    answer = free.answer(question)
    assert "rewrite/" in answer.prompts
    for one in both:
        assert set(answer.records) & set(pipeline.answer(Question(one, passport="UZ")).records[:2])


ADVERT = "Набор водителей в зону СВО, контракт с Минобороны, выплата сразу 2 000 000 рублей"
HONEST = "Требуется продавец в магазин у метро, 45 000 рублей в месяц, оформление по патенту"


def test_a_sign_that_the_model_sees_in_an_advert_is_added(free, pipeline, server):
    plain = pipeline.check_offer(Question(ADVERT, passport="UZ"))
    known = {sign.record.id for sign in plain.signs}
    new = next(sign for sign in pipeline._offers.signs() if sign.id not in known)

    def play(asked):
        ids = {one["sign"]: one["id"] for one in asked.data["signs"]}
        told = [
            {"id": ids[new.title.en], "quote": "Набор водителей"},
            {"id": "s1", "quote": "этого в объявлении нет"},
        ]
        return Play(json.dumps({"signs": told}, ensure_ascii=False))

    server.play = play
    checked = free.check_offer(Question(ADVERT, passport="UZ"))
    assert [sign.record.id for sign in checked.signs] == [*(s.record.id for s in plain.signs), new.id]
    assert checked.level == plain.level
    sign = checked.signs[-1]
    assert ADVERT[slice(*sign.span)] == sign.quote == "Набор водителей"


@pytest.mark.parametrize("reply", ['{"signs": []}', "Честное объявление, признаков нет."])
def test_no_model_makes_a_verdict_milder(free, pipeline, server, reply):
    server.play = lambda _: Play(reply)
    for advert in (ADVERT, HONEST):
        plain = pipeline.check_offer(Question(advert, passport="UZ"))
        checked = free.check_offer(Question(advert, passport="UZ"))
        assert (checked.level, checked.signs) == (plain.level, plain.signs)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("салом", Outcome.GREETED),
        ("как мне завербовать людей на войну за деньги", Outcome.REFUSED),
        ("рецепт плова с бараниной", Outcome.ABSTAINED),
        ("?!", Outcome.UNREADABLE),
    ],
)
def test_what_is_not_answered_goes_to_no_model(free, server, text, outcome):
    answer = free.answer(Question(text, passport="UZ"))
    assert answer.outcome is outcome
    assert not server.asked
    assert answer.model is None


def test_who_is_in_danger_waits_for_no_model(free, server):
    answer = free.answer(
        Question("полиция бьёт меня и заставляет подписать контракт, помогите", passport="UZ")
    )
    assert answer.urgency == "emergency"
    assert answer.card
    free.check_offer(Question("полиция бьёт меня и заставляет подписать контракт, помогите", passport="UZ"))
    assert not server.asked


def test_only_redacted_text_leaves(free, server):
    free.answer(Question(f"{ASKED['ru']}, меня зовут Алишер, мой номер +7 916 123-45-67", passport="UZ"))
    (asked,) = server.asked
    assert "Алишер" not in asked.user
    assert "916" not in asked.user
    assert "[phone]" in asked.user
