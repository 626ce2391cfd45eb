"""Shares of adverts are counted by label, and word lists are asked the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from benchmarks.offer_check import figures, has_any, words_alone
from knowledge.adverts import Advert, Label


@dataclass(frozen=True)
class Checked:
    """As much of a check as is counted."""

    level: str


def advert(text: str, label: Label) -> Advert:
    return Advert(id=text, text=text, lang="ru", label=label, signs=(), split="test")


def test_clear_and_serious_count_as_called_and_doubtful_does_not() -> None:
    levels = ["clear", "serious", "doubtful", "none"]
    checks = [(advert(f"r{level}", "recruitment"), Checked(level)) for level in levels]
    checks += [
        (advert(f"h{level}", "honest"), Checked(level)) for level in ("none", "none", "doubtful", "none")
    ]
    found = figures(checks)  # type: ignore[arg-type]
    assert found["found"] == pytest.approx(50)
    assert found["clear"] == pytest.approx(25)
    assert found["only doubtful"] == pytest.approx(25)
    assert found["false alarms"] == 0
    assert found["honest but doubtful"] == pytest.approx(25)


def test_a_word_list_calls_what_holds_a_word_of_it() -> None:
    adverts = [
        advert("Едем на СВО", "recruitment"),
        advert("Своя бригада", "honest"),
        advert("Курьер", "honest"),
    ]
    assert words_alone(adverts, has_any(("сво",))) == {"found": 100.0, "false alarms": 50.0}
