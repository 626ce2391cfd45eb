from __future__ import annotations

import pytest

from bot.answering.generate.model import model_of
from bot.answering.live import LivePipeline
from bot.settings import Settings
from tests.llm_server import Server, faithful


@pytest.fixture(scope="module")
def server():
    with Server(faithful) as running:
        yield running


@pytest.fixture(autouse=True)
def _good_again(server):
    server.play = faithful
    server.asked.clear()


@pytest.fixture(scope="module")
def llm_settings(server):
    return Settings(
        _env_file=None, llm="openai:played", llm_url=server.url, llm_first_token=1.2, llm_timeout=2.0
    )


@pytest.fixture
def model(llm_settings):
    opened = model_of(llm_settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def free(settings, llm_settings):
    """The pipeline with the played model behind it, which has its time on a busy machine."""
    opened = model_of(llm_settings.model_copy(update={"llm_first_token": 3.0, "llm_timeout": 6.0}))
    yield LivePipeline(settings, opened)()
    opened.close()
