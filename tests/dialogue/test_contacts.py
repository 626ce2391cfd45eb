"""`/contacts`: whom to call, by passport and place."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Conversation
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", WRITTEN)
def test_a_place_shows_who_serves_there(conversation: Conversation, language: WrittenLang) -> None:
    turn = conversation.command("contacts", Person(language=language, passport="UZ"), None)
    assert_sendable(turn.messages[0])
    near = press(conversation, turn, tr(language, "place.far-east"))
    assert_sendable(near.messages[0])
    assert "+74232604800" in near.messages[0].plain
    assert "2018" in near.messages[0].plain


def test_where_nobody_answered_it_is_said(conversation: Conversation) -> None:
    turn = conversation.command("contacts", Person(language="ru", passport="TJ"), None)
    siberia = press(conversation, turn, "Сибирь").messages[0].plain
    assert "не ответили" in siberia
    assert "проверено" in siberia


def test_without_a_passport_it_is_asked_below_the_contacts(conversation: Conversation) -> None:
    turn = conversation.command("contacts", Person(language="ru"), None)
    assert "Узбекистан" in labels(turn)
