"""What is kept, in three depths; and the ways out of it."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.deeds import CleanChat, Cleaned
from bot.dialogue.public import Public
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press


def never() -> None:
    raise AssertionError("no records are needed here")


@pytest.fixture
def conversation() -> Conversation:
    return Conversation(never)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", WRITTEN)
def test_privacy_is_told_in_three_depths(conversation: Conversation, language: WrittenLang) -> None:
    line = conversation.command("privacy", Person(language=language), None)
    assert "\n" not in line.messages[0].plain
    assert len(line.messages[0].plain) <= 120
    screen = press(conversation, line, labels(line)[0])
    assert len(screen.messages[0].plain) <= 900
    assert "30" in screen.messages[0].plain
    full = press(conversation, screen, labels(screen)[0])
    assert all(f"\n{number}. " in full.messages[0].plain for number in range(1, 9))
    for turn in (line, screen, full):
        assert_sendable(turn.messages[0])
        assert any(label.startswith("🧹") for label in labels(turn))
        assert any(label.startswith("🔕") for label in labels(turn))


def test_the_policy_says_what_becomes_of_voice_messages() -> None:
    texts = []
    for hears in (False, True):
        conversation = Conversation(never, Public(hears=hears, kept_days=7))  # type: ignore[arg-type]
        turn = conversation.press("privacy:full:r", Person(), None)
        texts.append(turn.messages[0].plain)
    assert "не загружаются" in texts[0]
    assert "распознавания речи" in texts[1]
    assert "7 дней" in texts[1]


@pytest.mark.parametrize("asked", ["/clean", "clean:r", "clean:r:silent"])
def test_cleaning_is_for_the_door_to_do(conversation: Conversation, asked: str) -> None:
    person = Person(language="ru")
    turn = (
        conversation.command("clean", person, None)
        if asked == "/clean"
        else conversation.press(asked, person, None)
    )
    assert turn.messages == ()
    assert turn.deeds == (CleanChat("ru", silent=asked.endswith("silent")),)
    assert turn.person == person


@pytest.mark.parametrize("language", WRITTEN)
def test_the_report_counts_and_says_how_to_delete_the_rest(
    conversation: Conversation, language: WrittenLang
) -> None:
    deed = CleanChat(language)
    (report,) = conversation.told(deed, Cleaned(37, 2), Person())
    assert_sendable(report)
    assert "37" in report.plain
    assert "48" in report.plain
    assert "⋮" in report.plain
    (all_gone,) = conversation.told(deed, Cleaned(37), Person())
    assert "48" not in all_gone.plain.split("\n\n")[0]
    (again,) = conversation.told(deed, Cleaned(3, 9, again=True), Person())
    assert again.rows
    for outcome in (None, Cleaned(0, screen=True)):
        assert_sendable(conversation.told(deed, outcome, Person())[0])


def test_the_last_message_can_go_without_another_report(conversation: Conversation) -> None:
    (report,) = conversation.told(CleanChat("ru"), Cleaned(2), Person())
    last = conversation.press(report.rows[0][0].action.write(), Person(), None)
    assert last.deeds == (CleanChat("ru", silent=True),)
    assert conversation.told(last.deeds[0], Cleaned(1), Person()) == ()
    assert conversation.told(last.deeds[0], Cleaned(0, 1), Person())


def test_erasing_all_cleans_the_chat_first(conversation: Conversation) -> None:
    turn = conversation.press("forget:r", Person(language="ru", passport="UZ"), None)
    assert turn.person is None
    assert turn.deeds == (CleanChat("ru"),)
    assert "стёрто" in turn.messages[0].plain


@pytest.mark.parametrize("data", ["privacy:deep:r", "privacy:full", "clean", "quiet:loud:r", "forget:x"])
def test_a_button_of_another_age_is_met_with_help(conversation: Conversation, data: str) -> None:
    assert "ещё раз" in conversation.press(data, Person(), None).messages[0].plain
