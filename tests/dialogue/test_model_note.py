from __future__ import annotations

import pytest

from bot.dialogue.basics import Basics
from bot.dialogue.model_note import model_note
from bot.dialogue.turn import Moment
from bot.journal.person import Person
from knowledge.script import WRITTEN


@pytest.mark.parametrize("language", WRITTEN)
def test_privacy_tells_who_runs_the_model_where_one_is_on(language):
    moment = Moment(Person(), None, language)
    off = Basics().commands["privacy"](moment, "").messages[0].plain
    on = Basics("llm.example.org").commands["privacy"](moment, "").messages[0].plain
    assert "llm.example.org" in on
    assert on.startswith(off)
    assert model_note(language, None) == ""
