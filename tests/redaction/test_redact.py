"""What goes out of a text, and what stays; the made-up messages of the benchmark hold the whole of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measure import dev_questions
from benchmarks.redaction import HALVES, messages, score
from bot.redaction import find, redact


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nomerim +998 90 123 45 67, yozing", "Nomerim [phone], yozing"),
        ("звоните 8(999)8887766 или 0555 123456", "звоните [phone] или [phone]"),
        ("Pasportim AA1234567, ПИНФЛ 31203851234567", "Pasportim [passport], ПИНФЛ [id]"),
        ("паспорт серии 4510 номер 123456", "паспорт серии [passport] номер [passport]"),
        ("карта 4276 1234 5678 9014", "карта [card]"),
        ("@komandir, ali@mail.ru, https://t.me/joinchat/AbC!", "[username], [email], [link]!"),
        ("Меня зовут Фаррух, я из Оша", "Меня зовут [name], я из Оша"),
        ("men Farhodman, Andijondan", "men [name]man, Andijondan"),
        ("Номи ман Фаридун, аз Хатлон", "Номи ман [name], аз Хатлон"),
        ("мен Шерали бўламан", "мен [name] бўламан"),
        ("нас держат на ул. Мира, д. 12, кв. 45 второй день", "нас держат на [address] второй день"),
        ("hozir Lenin koʻchasi 15-uyda turibman", "hozir [address] turibman"),
        ("дар кӯчаи Айнӣ 14 ҳастем", "дар [address] ҳастем"),
    ],
)
def test_what_tells_who_somebody_is_goes_out(text, left):
    assert redact(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "статья 359 УК РФ, 154-1-modda 2-qism, моддаи 401-1",
        "2 300 000 рублей сразу и 210 000 в месяц, 5 000 000 soʻm, 150000-200000",
        "с 12.05.2023 по 12.05.2024, 2022-2025, 2024-yil 15-mart",
        "нас 15 человек, 8 узбеков и 7 таджиков, осталось 3 дня из 90",
        "звонил на 102, 112 и 1008",
        "Указ № 821 от 05.11.2025, 115-ФЗ, OʻRQ-772-son, PQ-4372",
        "меня зовут в армию; меня зовут работать на стройку",
        "Ismim yozilmagan edi, исмим сўрашди, ном ва насабро мепурсанд",
        "Toshkent viloyati Yuqorichirchiq tumani sudi",
        "улица не помню, держат в подвале",
        "lex.uz/docs/111457 va https://mvd.uz saytida",
    ],
)
def test_what_a_question_means_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize("half", HALVES)
def test_the_made_up_messages_are_redacted_as_promised(half):
    found = score(messages(half), find)
    assert found["formal"]["recall"] >= 97
    assert found["address and name"]["recall"] >= 90
    assert found["precision"] >= 97
    assert found["harmless messages changed"].startswith("0 of ")


def test_there_are_enough_messages_in_four_written_languages():
    assert sum(len(messages(half)) for half in HALVES) >= 300


def test_no_dev_question_loses_a_word():
    assert [asked.text for asked in dev_questions() if redact(asked.text) != asked.text] == []


@given(st.text(alphabet=st.sampled_from("aбў+@./- 0123456789AАЯ\nменязовут"), max_size=60))
def test_twice_is_as_once_and_spans_lie_apart(text):
    once = redact(text)
    assert redact(once) == once
    spans = find(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
