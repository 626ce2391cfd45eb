from __future__ import annotations

import pytest

from bot.dialogue.message import short
from bot.dialogue.model_note import model_note
from bot.dialogue.privacy import Privacy
from bot.dialogue.public import Public
from bot.dialogue.turn import Moment
from bot.journal.person import Person
from knowledge.script import WRITTEN


@pytest.mark.parametrize("depth", ["screen", "full"])
@pytest.mark.parametrize("language", WRITTEN)
def test_privacy_tells_who_runs_the_model_where_one_is_on(language, depth):
    moment = Moment(Person(), None, language)
    off, on = (
        Privacy(Public(model_operator=operator)).presses["privacy"](moment, (depth, short(language)))
        for operator in (None, "llm.example.org")
    )
    assert "llm.example.org" in on.messages[0].plain
    assert on.messages[0].plain.startswith(off.messages[0].plain)
    assert model_note(language, None) == ""
