"""How to tell the real bot: its name, official pages, and what it never asks."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.public import Public
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable

PUBLIC = Public(username="ogoh_bot", links=("https://ngo.example/bot", "https://other.example"))


def told(public: Public, language: WrittenLang = "ru") -> str:
    conversation = Conversation(lambda: pytest.fail("no records are needed here"), public)
    (message,) = conversation.command("verify", Person(language=language), None).messages
    assert_sendable(message)
    return message.plain


@pytest.mark.parametrize("language", WRITTEN)
def test_name_and_pages_are_shown(language: WrittenLang) -> None:
    text = told(PUBLIC, language)
    assert "@ogoh_bot" in text
    assert "https://t.me/ogoh_bot" in text
    assert all(link in text for link in PUBLIC.links)


def test_what_the_real_one_never_asks_stands_there() -> None:
    text = told(PUBLIC)
    assert all(word in text for word in ("паспорт", "деньги", "имя", "код", "программу"))
    assert "Поддельный бот" in text


def test_a_terminal_has_no_name_and_says_so() -> None:
    assert "@" not in told(Public())
