from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.windows import windows


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Работа в тылу. Форма бесплатно", ["Работа в тылу", "Форма бесплатно"]),
        ("выплата 2,3 млн, форма", ["выплата 2,3 млн", "форма", "выплата 2,3 млн, форма"]),
        ("✅ Кредиты спишем ✅ Паспорт сразу", ["Кредиты спишем", "Паспорт сразу"]),
        ("210.5 тысяч\nзвоните", ["210.5 тысяч", "звоните"]),
        ("«»!", []),
    ],
)
def test_an_advert_falls_into_the_parts_that_say_one_thing(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in windows(text)] == parts


@given(st.text(max_size=100))
def test_windows_lie_within_the_text_and_hold_no_blanks_at_their_ends(text: str) -> None:
    for start, end in windows(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
