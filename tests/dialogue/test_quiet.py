"""Quiet mode: whatever record is told, a locked screen shows a greeting and nothing of war."""

from __future__ import annotations

import re

import pytest

from bot.answering.compose import SECTIONS
from bot.answering.pipeline import Pipeline
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import LONGEST, Message, units
from bot.dialogue.quiet import hush, is_martial
from bot.dialogue.render import answer_messages, section_message
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, press
from tests.telegram_server.markup import parse

WAR = re.compile(
    r"\b(?:войн|воен|воин|арми|контракт|солдат|фронт|вербов|наёмн|мобилизац|штурм"
    r"|urush|harbiy|armiya|askar|shartnoma|yollan|yollash|safarbar"
    r"|уруш|ҳарбий|армия|аскар|шартнома|ёллан|ёллаш|сафарбар"
    r"|ҷанг|артиш|ҳарбӣ|сарбоз|ҷалб|зархарид)",
    re.IGNORECASE,
)
HELD = "Меня задержали в отделении, заставляют подписать контракт сейчас"


def shown_on_a_locked_screen(message: Message) -> str:
    """What Telegram's notification shows: text under a spoiler is drawn as dots there."""
    return re.sub(r"<tg-spoiler>.*?</tg-spoiler>", "⠿", message.text, flags=re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("language", WRITTEN)
def test_no_record_shows_a_word_of_war_in_a_notification(pipeline: Pipeline, language: WrittenLang) -> None:
    for number, record in enumerate(pipeline.corpus.records):
        answer = pipeline.about(record, language)
        messages = answer_messages(answer, pipeline.composer, pipeline.corpus, "UZ")
        if number % 5 == 0:
            messages += [
                section_message(one, pipeline.composer.section(one, [record], "UZ", language), language)
                for one in SECTIONS
            ]
        for message in messages:
            hushed = hush(message, "words", language)
            assert not WAR.search(shown_on_a_locked_screen(hushed)), record
            assert not is_martial(hushed.plain.split("\n")[0]), record
            assert parse(hushed.text, "HTML").units <= LONGEST
            assert_sendable(hushed)


@pytest.mark.slow
def test_an_emergency_s_card_is_covered_too(pipeline: Pipeline) -> None:
    conversation = Conversation(lambda: pipeline)
    turn = conversation.say(HELD, Person(language="ru", quiet="silent"), None)
    assert len(turn.messages) == 2
    for message in turn.messages:
        assert message.plain.startswith("Здравствуйте!")
        assert not WAR.search(shown_on_a_locked_screen(message))
        assert message.silent
        assert message.hushed


@pytest.fixture
def bare() -> Conversation:
    return Conversation(lambda: pytest.fail("no records are needed here"))


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("mode", ["words", "silent"])
def test_it_is_turned_on_and_off_by_buttons(bare: Conversation, language: WrittenLang, mode: str) -> None:
    asked = bare.command("quiet", Person(language=language), None)
    label = next(b.label for row in asked.messages[0].rows for b in row if b.action.arguments[0] == mode)
    on = press(bare, asked, label)
    assert on.person is not None
    assert on.person.quiet == mode
    assert on.messages[0].hushed
    asked = bare.command("quiet", on.person, None)
    assert asked.messages[0].hushed
    off = next(b.label for row in asked.messages[0].rows for b in row if b.action.arguments[0] == "off")
    turn = press(bare, asked, off)
    assert turn.person is not None
    assert turn.person.quiet is None
    assert not turn.messages[0].hushed


@pytest.mark.parametrize("language", WRITTEN)
def test_every_command_begins_with_the_greeting(bare: Conversation, language: WrittenLang) -> None:
    person = Person(language=language, quiet="words")
    for name in (
        "start",
        "help",
        "language",
        "passport",
        "share",
        "verify",
        "privacy",
        "quiet",
        "forget",
        "x",
    ):
        for message in bare.command(name, person, None).messages:
            assert not WAR.search(shown_on_a_locked_screen(message)), name
            assert not WAR.search(message.plain.split("\n")[0]), name


def test_what_tells_nothing_is_not_covered(bare: Conversation) -> None:
    turn = bare.press("passport:UZ:r", Person(language="ru", quiet="words"), None)
    assert "Узбекистан" in shown_on_a_locked_screen(turn.messages[0])


def test_a_message_that_is_full_is_covered_whole() -> None:
    hushed = hush(Message("война " * 682), "words", "ru")
    assert units(hushed.plain) <= LONGEST
    assert shown_on_a_locked_screen(hushed) == "⠿"


@pytest.mark.parametrize(
    "text",
    [
        "участие в войне", "ВОЕННОЕ дело", "подписал контракт", "был убит", "вербовщик",
        "urushga bordi", "harbiy xizmat", "yollovchi", "армия билан шартнома", "ҳарбий", "ба ҷанг рафт",
        "хизмати ҳарбӣ", "ҷалбкунанда", "зархарид)",
    ],
)  # fmt: skip
def test_words_of_war_are_known_in_every_language(text: str) -> None:
    assert is_martial(text)


@pytest.mark.parametrize("text", ["Здравствуйте", "Салом! Ҷавоб дар поён.", "Javob pastda", "паспорт", "Суд"])
def test_other_words_are_not(text: str) -> None:
    assert not is_martial(text)
