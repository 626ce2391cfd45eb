"""Retyped questions are judged as they were, and points are counted of each language."""

from __future__ import annotations

from benchmarks.measure import dev_questions
from benchmarks.noise import retype
from benchmarks.robustness import retyped, shares
from bot.answering.evaluation import Asked, Reply, run


def perfect(asked: Asked, _before: Asked | None) -> Reply:
    return Reply(
        language=asked.lang,
        urgency="emergency" if asked.kind == "emergency" else "plan",
        abstained=asked.expect == "silence",
        refused=asked.expect == "refuse",
        records=[group[0] for group in asked.gold],
    )


def test_only_the_text_is_retyped() -> None:
    questions = dev_questions()
    typed = retyped(questions, 0.03, 1)
    assert [asked.text for asked in typed] == [retype(asked.text, 0.03, 1) for asked in questions]
    assert [asked.model_copy(update={"text": ""}) for asked in typed] == [
        asked.model_copy(update={"text": ""}) for asked in questions
    ]


def test_who_answers_all_rightly_has_a_hundred_points_everywhere() -> None:
    found = shares(run(dev_questions(), perfect))
    assert set(found) >= {"uz", "uz_Cyrl", "ru", "tg", "answers", "silences", "refusals"}
    assert set(found.values()) == {100.0}
