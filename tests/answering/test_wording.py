"""What single words of a message tell, in four written languages."""

from __future__ import annotations

import pytest

from bot.answering.wording import (
    denies_signing,
    gives_thanks,
    names_russian_citizenship,
    questions,
    speaks_of_death,
    speaks_of_kin,
    speaks_of_signing,
)


@pytest.mark.parametrize(
    "text",
    [
        "ukam ketib qoldi",
        "углим телефон кутармаяпти",
        "мой племянник в колонии",
        "хоҳарам дар Алабуга",
        "акам асир",
        "язнаамро аз стройка бурданд",
        "barodaram dar front",
    ],
)
def test_a_relative_is_spoken_of(text: str) -> None:
    assert speaks_of_kin(text)


@pytest.mark.parametrize(
    "text", ["новый акаунт", "men oʻzim imzoladim", "нас везут в часть", "ман дар полигон", "арабский хор"]
)
def test_nobody_but_the_writer_is_spoken_of(text: str) -> None:
    assert not speaks_of_kin(text)


@pytest.mark.parametrize(
    "text",
    [
        "у меня паспорт РФ",
        "Rossiya pasportim bor",
        "русча эмас, россия фуқаросиман",
        "ду паспорт дорам",
        "шаҳрванди Русия",
    ],
)
def test_russian_citizenship_is_named(text: str) -> None:
    assert names_russian_citizenship(text)


@pytest.mark.parametrize("text", ["узбекский паспорт", "Rossiyada ishlayman", "паспорти тоҷикӣ дорам"])
def test_russian_citizenship_is_not_named(text: str) -> None:
    assert not names_russian_citizenship(text)


@pytest.mark.parametrize(
    "text", ["qoʻl qoʻydim", "имзо чектиришди", "я подписал бумагу", "имзо кардам", "розман дедим"]
)
def test_a_signature_is_spoken_of(text: str) -> None:
    assert speaks_of_signing(text)


@pytest.mark.parametrize(
    "text", ["akam oʻlgan deyishdi", "жасадини олиб келиш", "муж погиб", "часади писарам"]
)
def test_death_is_spoken_of(text: str) -> None:
    assert speaks_of_death(text)


def test_two_questions_are_told_apart() -> None:
    assert len(questions("Сколько лет дают за это, и куда мне звонить?")) == 2


def test_thanks_are_heard() -> None:
    assert gives_thanks("катта рахмат сизга")
    assert not gives_thanks("ёрдам беринг")


@pytest.mark.parametrize(
    "text",
    [
        "imzo qoʻymadim",
        "ҳали имзолагани йўқ",
        "кул куймаган хали",
        "я ничего не подписал",
        "имзо накардам",
        "сын подписал согласие на проверку, но контракт не подписал",
    ],
)
def test_nothing_is_signed(text: str) -> None:
    assert denies_signing(text)


@pytest.mark.parametrize(
    "text",
    [
        "имзо кардам",
        "не знаю, что подписал",
        "hali imzo qoʻymagan edi, qoʻrqib imzolab qoʻyibdi",
        "хозир уйдаман",
    ],
)
def test_nobody_says_that_nothing_is_signed(text: str) -> None:
    assert not denies_signing(text)
