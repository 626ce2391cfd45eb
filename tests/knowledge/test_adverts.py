"""What the offer check learns from, and what is kept from it."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.offer_check import KEPT
from knowledge.adverts import INNOCENT, Advert, Offers, read_adverts
from knowledge.corpus import Corpus
from knowledge.schema import Sign
from knowledge.script import fold


@pytest.fixture(scope="module")
def offers() -> Offers:
    return Offers.read()


@pytest.fixture(scope="module")
def kept() -> list[Advert]:
    return read_adverts(KEPT)


def test_nothing_is_learned_from_the_kept_adverts(offers: Offers, kept: list[Advert]) -> None:
    learned = {fold(advert.text) for advert in offers.adverts}
    assert not learned & {fold(advert.text) for advert in kept}
    assert {advert.split for advert in kept} == {"test"}
    assert {advert.split for advert in offers.adverts} == {"train"}


def test_both_labels_stand_in_every_language(offers: Offers, kept: list[Advert]) -> None:
    assert len(kept) + len(offers.adverts) >= 400
    for adverts in (kept, offers.adverts):
        counts = Counter((advert.lang, advert.label) for advert in adverts)
        for lang in ("ru", "uz", "uz_Cyrl", "tg"):
            assert min(counts[lang, "recruitment"], counts[lang, "honest"]) >= 10, lang


def test_every_sign_has_phrases_and_every_phrase_a_sign(
    corpus: Corpus, offers: Offers, kept: list[Advert]
) -> None:
    signs = {record.id for record in corpus if isinstance(record, Sign)}
    assert offers.phrases.keys() - {INNOCENT} == signs
    assert {name for advert in (*kept, *offers.adverts) for name in advert.signs} <= signs
    assert all(bool(advert.signs) == (advert.label == "recruitment") for advert in kept)


def test_no_phrase_stands_for_two_things(corpus: Corpus, offers: Offers) -> None:
    pairs = offers.signs(corpus)
    innocent = {fold(text) for text, name in pairs if name == INNOCENT}
    assert not innocent & {fold(text) for text, name in pairs if name != INNOCENT}


def test_the_same_adverts_give_the_same_lesson(corpus: Corpus, offers: Offers) -> None:
    talk = [["вопрос один", "вопрос два", "вопрос три", "вопрос четыре"]]
    assert offers.kinds(talk) == Offers.read().kinds(talk)
    assert offers.verdicts(corpus) == Offers.read().verdicts(corpus)
    assert {label for _, label in offers.kinds(talk)} == {"offer", "talk"}
