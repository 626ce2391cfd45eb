"""Every kind of provider through its own package, over a server that speaks his protocol."""

from __future__ import annotations

import sys

import pytest
from langchain.chat_models.base import _get_chat_model_creator
from pydantic import SecretStr

from bot.answering.compose import Composer
from bot.answering.generate.budget import Purse
from bot.answering.generate.draft import Draft
from bot.answering.generate.generator import Generator
from bot.answering.generate.model import ModelFaultError, model_of
from bot.answering.generate.prompts import prompt
from bot.answering.generate.providers import PROVIDERS, ModelSettingError
from bot.answering.grounding import Checker
from bot.answering.question import Answer, Outcome
from bot.settings import Settings
from knowledge.corpus import read
from tests.llm_server import Play, Server, faithful, sentences
from tests.llm_server.wires import GOT, PUT, WIRES

LEAD = "guide-passport-taken"
TRUE = "Никто не вправе держать ваш паспорт против вашей воли."
WORDS = {"language": "Russian", "examples": "", "material": "{}"}
ENVIRONMENT = {
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL",
    "GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL", "MISTRAL_API_KEY", "MISTRAL_BASE_URL",
    "OLLAMA_HOST", "OLLAMA_API_KEY", "LANGSMITH_API_KEY", "LANGSMITH_GATEWAY_API_KEY",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    return read()


@pytest.fixture(params=WIRES)
def provider(request):
    return request.param


@pytest.fixture
def server(provider):
    with Server(faithful, WIRES[provider]) as running:
        yield running


@pytest.fixture
def settings_of(provider, server, monkeypatch):
    for name in ENVIRONMENT:
        monkeypatch.setenv(name, "http://127.0.0.1:9" if "URL" in name or "HOST" in name else "another")
    return Settings(
        _env_file=None,
        llm=f"{provider}:played",
        llm_url=server.url,
        llm_key=SecretStr("the-operators"),
        llm_first_token=8.0,
        llm_timeout=12.0,
    )


@pytest.fixture
def asked_model(settings_of):
    model = model_of(settings_of, Purse())
    yield model
    model.close()


def improved(model, corpus):
    record = corpus[LEAD]
    composed = Answer("ru", "plan", Outcome.ANSWERED, Composer(corpus).first([record], "ru"))
    return composed, Generator(model, Checker()).improve("паспорт забрали", composed, {LEAD: record}, "UZ")


def test_a_good_reply_is_kept_and_its_tokens_are_counted(provider, server, asked_model, corpus):
    server.play = lambda _: Play(sentences((TRUE, ["r1"])))
    _, answer = improved(asked_model, corpus)
    assert answer.statements[0].text == TRUE
    assert asked_model.budget.spent.tokens == PUT + GOT
    (asked,) = server.asked
    assert asked.headers[WIRES[provider].key].removeprefix("Bearer ") == "the-operators"
    assert "another" not in str(asked.headers)
    assert WIRES[provider].shape(asked.body)["properties"]["sentences"]


FAULTS = {
    "rate": Play(status=429),
    "key": Play(status=401),
    "shape": Play("Конечно!"),
    "connection": Play("x" * 400, cut=True),
}


def test_a_fault_is_counted_and_the_composed_answer_goes_out(server, asked_model, corpus):
    for code, play in FAULTS.items():
        server.play = lambda _, play=play: play
        composed, answer = improved(asked_model, corpus)
        assert answer.statements == composed.statements
        assert asked_model.counts[f"fault-{code}"] == 1, code
    assert len(server.asked) == len(FAULTS)  # nothing is asked twice


def test_nobody_is_followed_elsewhere(provider, server, asked_model):
    with Server(faithful, WIRES[provider]) as other:
        server.play = lambda _: Play(elsewhere=other.url + WIRES[provider].path.removeprefix("/v1"))
        with pytest.raises(ModelFaultError):
            asked_model.ask(prompt("answer"), Draft, asked_model.deadline(), **WORDS)
        assert not other.asked


def test_a_server_that_knows_no_shapes_is_asked_without(provider, server, asked_model, corpus):
    wire = WIRES[provider]
    server.play = lambda asked: (
        Play(status=400) if wire.shape(asked.body) else Play(sentences((TRUE, ["r1"])))
    )
    improved(asked_model, corpus)
    assert asked_model.counts["fault-request"] == 1
    assert improved(asked_model, corpus)[1].statements[0].text == TRUE


def test_a_key_that_is_missing_is_told(provider, settings_of):
    lacking = settings_of.model_copy(update={"llm_url": None, "llm_key": None})
    if PROVIDERS[provider].wants_key:
        with pytest.raises(ModelSettingError, match="OGOH_LLM_KEY"):
            model_of(lacking)
    else:
        model_of(lacking).close()


def test_a_missing_package_is_named_with_its_install_line(provider, settings_of, monkeypatch):
    _get_chat_model_creator.cache_clear()
    for module in (f"langchain_{provider}", "openai", "langchain_google_genai"):
        monkeypatch.setitem(sys.modules, module, None)
    extra = {"google_genai": "google", "mistralai": "mistral", "openai": "llm"}.get(provider, provider)
    with pytest.raises(ModelSettingError, match=rf"pip install 'ogoh\[{extra}\]'"):
        model_of(settings_of)
