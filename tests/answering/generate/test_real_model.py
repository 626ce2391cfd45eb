"""A small real model (SmolLM2, 135 million weights) through llama.cpp: it replies, and nothing is lost."""

from __future__ import annotations

import pytest

from benchmarks.small_model import served, settings_for, weights
from bot.answering.generate.model import model_of
from bot.answering.grounding import Checker, Claim, Given
from bot.answering.live import LivePipeline
from bot.answering.question import Question

QUESTION = Question("вербовщик пишет в телеграм, что делать", passport="KG")


@pytest.fixture(scope="module")
def url():
    pytest.importorskip("xllamacpp")
    try:
        weights()
    except FileNotFoundError as lacking:
        pytest.skip(str(lacking))
    with served() as address:
        yield address


@pytest.mark.slow
def test_a_weak_model_replies_and_costs_nothing_of_what_is_right(url, settings, pipeline):
    model = model_of(settings_for(url, settings))
    free = LivePipeline(settings, model)()
    answer, composed = free.answer(QUESTION), pipeline.answer(QUESTION)
    model.close()
    assert free.counts["replies"] == 1
    assert free.counts["tokens-out"] > 0
    assert answer.model == "openai:smollm2"
    assert set(answer.records) == set(composed.records)
    assert answer.statements[0].cites
    given = Given({name: pipeline.corpus[name] for name in composed.records}, "ru", "KG")
    own = set(answer.statements) - set(composed.statements)
    assert all(Checker().fault(Claim(one.text, one.cites), given) is None for one in own)
    print(free.counts)  # noqa: T201 - with -s, what became of its sentences
