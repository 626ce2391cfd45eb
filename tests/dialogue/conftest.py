from __future__ import annotations

import pytest

from bot.answering.pipeline import Pipeline
from bot.dialogue.conversation import Conversation


@pytest.fixture(scope="session")
def conversation(pipeline: Pipeline) -> Conversation:
    """A conversation over all records of the project."""
    return Conversation(lambda: pipeline)
