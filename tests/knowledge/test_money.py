"""Sums as adverts write them."""

from __future__ import annotations

import pytest

from knowledge.money import sums


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("от 210 000 ₽ в месяц + 2,3 млн подъёмные", [(210_000, "RUB", "month"), (2_300_000, None, "once")]),
        ("выплата 2.1 млн руб сразу", [(2_100_000, "RUB", "once")]),
        ("ЗП 280 000 – 350 000\nпитание", [(350_000, None, "month")]),
        ("210к в месяц", [(210_000, None, "month")]),
        ("7 500 в сутки", [(7_500, None, "day")]),
        ("285 000 ₽ за вахту", [(285_000, "RUB", "stint")]),
        ("5 млн за год", [(5_000_000, None, "year")]),
        ("oyiga 200 ming, tajriba kerakmas", [(200_000, None, "month")]),
        ("oylik 8 mln so'm", [(8_000_000, "UZS", "month")]),
        ("ойига 220 минг рубль", [(220_000, "RUB", "month")]),
        ("моҳе 205 ҳазор", [(205_000, None, "month")]),
        ("маош 4500 сомонӣ", [(4_500, "TJS", "month")]),
        ("два миллиона за подпись", [(2_000_000, None, "once")]),
        ("1800 dollar oyiga", [(1_800, "USD", "month")]),
    ],
)
def test_a_sum_has_its_amount_its_currency_and_its_time(
    text: str, found: list[tuple[float, str | None, str | None]]
) -> None:
    assert [(one.amount, one.currency, one.per) for one in sums(text)] == found


@pytest.mark.parametrize(
    "text",
    ["8 900 123-45-67", "+7 925 045 47 44", "ИНН 7204000000", "18-60 лет", "вахта 60/30", "20 км от метро"],
)
def test_other_numbers_are_no_sums(text: str) -> None:
    assert not list(sums(text))


def test_a_sum_knows_where_it_stands() -> None:
    text = "Платят 210 000 ₽"
    (one,) = sums(text)
    assert text[one.start : one.end].strip() == "210 000"
