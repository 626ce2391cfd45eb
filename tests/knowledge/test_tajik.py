"""Tajik in Latin letters."""

from __future__ import annotations

from string import ascii_lowercase

from knowledge.signals import Signals
from knowledge.tajik import HABITS, tajik_latin


def test_there_is_no_one_spelling() -> None:
    spellings = [tajik_latin("Хоҳарам ҷавоб надод", number) for number in range(len(HABITS))]
    assert spellings == ["khoharam javob nadod", "xoharam javob nadod", "hoharam djavob nadod"]


def test_no_letter_of_what_people_type_stays_cyrillic() -> None:
    lines = [line for written, line in Signals.read().lines("calm_twins") if written == "tg"]
    letters = {letter for line in lines for letter in tajik_latin(line, 0) if letter.isalpha()}
    assert letters <= set(ascii_lowercase)
