"""Voice messages: what was heard is shown, and answered at a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.turn import Thing
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow
QUESTION = "я только подписал контракт и не воевал, это преступление"
HELD = "меня задержали, заставляют подписать контракт сейчас"


def test_what_was_heard_is_answered_after_a_yes(conversation: Conversation) -> None:
    shown = conversation.show(Thing("voice", words=QUESTION), Person(language="ru", passport="UZ"), None)
    assert QUESTION in shown.messages[0].plain
    assert shown.exchange is None
    assert shown.person is not None
    assert shown.person.subject == QUESTION
    answered = press(conversation, shown, "Да, это мой вопрос")
    assert "154-1" in answered.messages[0].plain
    assert answered.person is not None
    assert answered.person.subject is None


def test_a_no_asks_for_words_and_forgets_what_was_heard(conversation: Conversation) -> None:
    shown = conversation.show(Thing("voice", words=QUESTION), Person(language="ru"), None)
    typed = press(conversation, shown, "Нет, напишу")
    assert "словами" in typed.messages[0].plain
    assert typed.person is not None
    assert typed.person.subject is None
    late = press(conversation, replace(shown, person=typed.person), "Да, это мой вопрос")
    assert "ещё раз" in late.messages[0].plain


def test_whatever_else_is_done_forgets_it_too(conversation: Conversation) -> None:
    shown = conversation.show(Thing("voice", words=QUESTION), Person(language="ru"), None)
    assert shown.person is not None
    after = conversation.say("сколько лет дают за контракт", shown.person, None)
    assert after.person is not None
    assert after.person.subject is None


def test_a_cry_for_help_is_answered_at_once(conversation: Conversation) -> None:
    turn = conversation.show(Thing("voice", words=HELD), Person(language="ru"), None)
    assert turn.messages[0].plain.startswith("🆘")
    assert HELD in turn.messages[-1].plain


def test_what_was_said_cannot_become_markup(conversation: Conversation) -> None:
    turn = conversation.show(Thing("voice", words="<b>контракт</b> & что"), Person(language="ru"), None)
    assert_sendable(turn.messages[0])


@pytest.mark.parametrize("language", WRITTEN)
def test_every_trouble_is_told_kindly(conversation: Conversation, language: WrittenLang) -> None:
    told = {
        conversation.show(Thing("voice", trouble=trouble), Person(language=language), None).messages[0].plain
        for trouble in (None, "long", "fault", "empty")
    }
    assert len(told) == 4
    shown = conversation.show(Thing("voice", words="?"), Person(language=language), None)
    assert len(labels(shown)) == 2
