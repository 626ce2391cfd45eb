"""Careless typing is made the same way each time, and leaves a message that a person would understand."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from benchmarks.measure import dev_questions
from benchmarks.noise import KEYS, RATE, retype

TEXTS = [asked.text for asked in dev_questions()]


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def test_the_same_seed_gives_the_same_slips_and_another_seed_others() -> None:
    first = [retype(text, RATE, 1) for text in TEXTS]
    assert first == [retype(text, RATE, 1) for text in TEXTS]
    assert first != [retype(text, RATE, 2) for text in TEXTS]


def test_slips_of_one_message_do_not_hang_on_the_others() -> None:
    assert retype(TEXTS[7], RATE, 1) == [retype(text, RATE, 1) for text in TEXTS][7]


def test_without_a_rate_all_stays() -> None:
    assert [retype(text, 0.0) for text in TEXTS] == TEXTS


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.1])
def test_about_the_share_asked_for_slips(rate: float) -> None:
    changed = total = 0
    for text in TEXTS:
        noisy = retype(text, rate, 5)
        same = sum(
            block.size
            for block in SequenceMatcher(
                None, text.lower(), noisy.lower(), autojunk=False
            ).get_matching_blocks()
        )
        plain = retype(text, 1e-9, 5)
        kept = sum(
            block.size
            for block in SequenceMatcher(
                None, text.lower(), plain.lower(), autojunk=False
            ).get_matching_blocks()
        )
        changed += max(0, kept - same)
        total += letters(text)
    assert 0.3 * rate < changed / total < 1.2 * rate


def test_the_meaning_stays_in_bounds() -> None:
    for text in TEXTS:
        noisy = retype(text, RATE, 3)
        assert [c for c in noisy if c.isdigit()] == [c for c in text if c.isdigit()]
        assert abs(letters(noisy) - letters(text)) <= 4 + 0.1 * letters(text), (text, noisy)
        assert noisy.strip()


@pytest.mark.parametrize(
    "text",
    ["не на СВО", "men bu yo", "мо на ба он", "154-2 123 000", "2026"],
    ids=["ru", "uz", "tg", "article", "year"],
)
def test_short_words_and_numbers_stay(text: str) -> None:
    for seed in range(30):
        assert retype(text, 0.9, seed).lower() == text.lower()


def test_apostrophes_and_marks_are_left_out_by_habit() -> None:
    uzbek = {retype("oʻlim toʻgʻri", 1e-9, seed).lower() for seed in range(30)}
    assert "olim togri" in uzbek
    tajik = {retype("ҷанг қонунӣ", 1e-9, seed).lower() for seed in range(30)}
    assert "чанг конуни" in tajik


def test_neighbours_lie_beside_each_other_on_both_keyboards() -> None:
    assert set(KEYS["s"]) == set("qweadzxc")
    assert "в" in KEYS["ы"]
    assert "п" not in KEYS["ы"]
    assert all(key in KEYS[other] for key, near in KEYS.items() for other in near)
