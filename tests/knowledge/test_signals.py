"""The examples of what people type besides questions."""

from collections import Counter
from dataclasses import replace

import pytest

from knowledge.corpus import Corpus, topic_of
from knowledge.schema import Guidance
from knowledge.script import WRITTEN
from knowledge.signals import CRIES, FOLLOW_UPS, INTENTS, Signals


@pytest.fixture(scope="module")
def signals() -> Signals:
    return Signals.read()


def test_before_every_cry_stands_guidance_that_exists(corpus: Corpus, signals: Signals) -> None:
    strange = {card for _, card, _ in signals.cards if not isinstance(corpus.records.get(card), Guidance)}
    assert not strange


@pytest.mark.parametrize("written", WRITTEN)
def test_cries_are_examples_of_danger_and_of_their_cards(signals: Signals, written: str) -> None:
    cries = {cry for cry, _, lang in signals.cards if lang == written}
    assert len(cries) > 500
    assert cries <= set(dict(signals.examples["emergency"])[written])


def test_no_message_is_a_cry_and_its_calm_twin(signals: Signals) -> None:
    both = {line for _, line in signals.lines("emergency")} & {
        line for _, line in signals.lines("calm_twins")
    }
    assert not both


def test_a_cry_without_a_card_is_told_apart_at_once(tmp_path) -> None:
    for written in WRITTEN:
        (tmp_path / written).mkdir()
        (tmp_path / written / CRIES).write_text("-\tпомогите\n", encoding="utf-8")
        (tmp_path / written / FOLLOW_UPS).write_text("", encoding="utf-8")
    assert not Signals.read(tmp_path).cards
    (tmp_path / "ru" / CRIES).write_text("помогите\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a tab should stand before 'помогите'"):
        Signals.read(tmp_path)


def test_a_follow_up_without_its_topic_is_told_at_once(tmp_path) -> None:
    for written in WRITTEN:
        (tmp_path / written).mkdir()
        (tmp_path / written / CRIES).write_text("", encoding="utf-8")
        (tmp_path / written / FOLLOW_UPS).write_text("сколько лет\tа водителю?\n", encoding="utf-8")
    with pytest.raises(ValueError, match="its topic should stand in 'сколько лет"):
        Signals.read(tmp_path)


def test_every_language_has_every_class() -> None:
    classes = {written: {file.name for file in (INTENTS / written).iterdir()} for written in WRITTEN}
    assert all(names == classes["ru"] for names in classes.values())


def test_every_topic_of_a_family_exists_and_is_of_no_other(corpus: Corpus, signals: Signals) -> None:
    topics = [topic for topic, _ in signals.families]
    assert len(topics) == len(set(topics))
    assert set(topics) <= {topic_of(record) for record in corpus}
    assert min(Counter(family for _, family in signals.families).values()) > 1


def test_other_families_ask_for_another_index(signals: Signals) -> None:
    assert replace(signals, families=signals.families[1:]).digest != signals.digest
