"""What the models learn from."""

import pytest

from knowledge.corpus import Corpus
from knowledge.lessons import lessons
from knowledge.script import WRITTEN
from knowledge.signals import Signals


@pytest.fixture(scope="module")
def signals() -> Signals:
    return Signals.read()


def test_of_a_question_after_another_the_topic_is_learned(corpus: Corpus, signals: Signals) -> None:
    assert {written for *_, written in signals.follow_ups} == set(WRITTEN)
    learned = set(lessons(corpus, signals)["topics"].pairs)
    assert {(text, topic) for text, topic, _ in signals.follow_ups} <= learned


def test_what_is_a_cry_anywhere_is_calm_nowhere(corpus: Corpus, signals: Signals) -> None:
    danger = lessons(corpus, signals)["danger"]
    cries = {text for text, label in danger.pairs if label == "emergency"}
    assert len(cries) > 2000
    assert not cries & {text for text, label in danger.pairs if label == "calm"}


def test_a_message_has_one_intent(corpus: Corpus, signals: Signals) -> None:
    intents = lessons(corpus, signals)["intents"]
    harmful = {text for text, label in intents.pairs if label == "harmful"}
    assert not harmful & {text for text, label in intents.pairs if label == "ask"}
