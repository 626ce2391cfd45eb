"""What a message is, decided from the margins of the models."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.triage import Triage


def triage(lead: float) -> Triage:
    """A message that other subjects claim before questions, by so much."""
    intents = {"ask": 0.0, "harmful": -2.0, "greeting": -2.0, "off_topic": -2.0, "near_miss": lead}
    return Triage(-1.0, intents)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lead", "fit", "topic", "outside"),
    [
        (-0.5, 0.0, -1.0, False),
        (0.4, 0.2, -0.6, True),
        (0.0, 0.8, -0.2, False),
        (1.0, 0.8, -0.2, True),
        (1.0, 1.2, 0.3, False),
        (2.0, 1.2, 0.3, True),
    ],
    ids=["question", "nothing fits", "tie", "other subject", "topic is sure", "other subject is certain"],
)
def test_a_record_that_is_surely_meant_goes_before_another_subject(lead, fit, topic, outside) -> None:
    assert triage(lead).is_outside(fit, topic) is outside


@pytest.mark.parametrize(
    ("danger", "topic", "card", "likeness", "alarm"),
    [
        (0.1, "emergency", "emergency", -0.5, True),
        (0.1, "soon", "soon", -0.5, False),
        (0.4, "soon", "soon", 0.5, True),
        (-0.6, "emergency", "emergency", 0.0, False),
    ],
    ids=["all of danger", "for calmer times", "a plain cry", "a question about danger"],
)
def test_what_is_found_and_the_card_tell_danger_where_the_words_leave_it_open(
    danger, topic, card, likeness, alarm
) -> None:
    heard = replace(triage(0.0), danger=danger)
    assert heard.is_emergency([topic, "plan"], card, likeness) is alarm
