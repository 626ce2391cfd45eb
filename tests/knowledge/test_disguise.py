"""Words written so that no filter finds them, read as they are meant."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.disguise import unmask


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("к0нтракт", "контракт"),
        ("С В О", "СВО"),
        ("С.В.О.", "СВО."),
        ("едем в С В О и назад", "едем в СВО и назад"),
        ("зона CBO, контракт с MO РФ", "зона СВО, контракт с МО РФ"),
        ("к-о-н-т-р-а-к-т", "контракт"),
        ("м и н о б о р о н ы", "минобороны"),
        ("к\u200bонтр\u00adакт", "контракт"),
        ("с̶л̶у̶ж̶б̶а", "служба"),
        ("кон_тракт кон*тракт", "контракт контракт"),
        ("кoнтpaкт с Latin", "контракт с Latin"),
        ("минo6oрoны", "минобороны"),
        ("0храна, 4ВК", "охрана, чВК"),
        ("𝐊𝐎𝐍𝐓𝐑𝐀𝐊𝐓", "KONTRAKT"),
        ("m1llion, minob0rona", "million, minoborona"),
        ("21О тысяч", "210 тысяч"),
    ],
)
def test_what_is_disguised_is_read(written: str, read: str) -> None:
    assert unmask(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "210к, 2млн, 60/30, категории B, C, E",
        "КАМАЗ 5320, т34, 18лет",
        "Oʻzbekistonga qoʻngʻiroq: qo'l qo'y",
        "ёлка, йўл, ҳуҷҷат",
        "сутки/двое, г.Москва, 5-10 человек",
    ],
)
def test_what_is_honest_stays(text: str) -> None:
    assert unmask(text).text == text


def test_a_span_is_quoted_in_its_own_spelling() -> None:
    text = "Срочно! к\u200b0нтр\u00adакт, С В О."
    advert = unmask(text)
    start = advert.text.index("контракт")
    begin, end = advert.origin(start, start + len("контракт"))
    assert text[begin:end] == "к\u200b0нтр\u00adакт"
    start = advert.text.index("СВО")
    begin, end = advert.origin(start, start + 3)
    assert text[begin:end] == "С В О"


@given(st.text(max_size=80))
def test_every_letter_knows_its_place(text: str) -> None:
    places = unmask(text).places
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(one.start <= two.start for one, two in pairwise(places))
