"""Helpers for tests of the conversation: pressing buttons, and what Telegram would take."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import CAPTION, LONGEST, Message
from bot.dialogue.turn import Turn


class Checker(HTMLParser):
    """Reads Telegram's HTML and counts what is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "a", "tg-spoiler"}, tag
        assert all(name == "href" for name, _ in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_sendable(message: Message) -> None:
    checker = Checker()
    checker.feed(message.text)
    assert not checker.open
    most = LONGEST if message.picture is None else CAPTION
    assert 0 < len(message.plain.encode("utf-16-le")) // 2 <= most
    for row in message.rows:
        for button in row:
            assert button.label
            assert 1 <= len(button.action.write().encode()) <= 64
            assert button.url is None or button.url.startswith("https://")


def labels(turn: Turn) -> list[str]:
    return [button.label for row in turn.messages[-1].rows for button in row]


def press(conversation: Conversation, turn: Turn, label: str) -> Turn:
    assert turn.person is not None
    for message in turn.messages:
        for row in message.rows:
            for button in row:
                if button.label == label:
                    return conversation.press(button.action.write(), turn.person, None)
    raise AssertionError(f"no button {label!r} among {labels(turn)}")
