from __future__ import annotations

import pytest

from bot.answering.question import Outcome, Question
from tests.llm_server import Play, sentences

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
    assert not server.asked


def test_only_redacted_text_leaves(free, server):
    free.answer(Question(f"{ASKED['ru']}, меня зовут Алишер, мой номер +7 916 123-45-67", passport="UZ"))
    (asked,) = server.asked
    assert "Алишер" not in asked.user
    assert "916" not in asked.user
    assert "[phone]" in asked.user
