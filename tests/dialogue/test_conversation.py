"""A conversation as a person has it, through the door that every other door uses."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.answering.compose import SECTIONS
from bot.answering.pipeline import Pipeline
from bot.answering.question import PASSPORTS
from bot.dialogue.conversation import COMMANDS, Conversation
from bot.dialogue.render import answer_messages
from bot.dialogue.turn import Kind, Thing
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow
QUESTION = "Я только подписал контракт и не воевал, это преступление?"


def test_start_greets_in_the_apps_language_and_offers_languages(conversation: Conversation) -> None:
    turn = conversation.command("start", Person(), "tg")
    assert "Ассалому алайкум" in turn.messages[0].plain
    assert labels(turn) == ["Oʻzbekcha", "Ўзбекча", "Русский", "Тоҷикӣ"]


def test_after_the_language_the_passport_is_asked_and_can_be_skipped(conversation: Conversation) -> None:
    chosen = press(conversation, conversation.command("start", Person(), "ru"), "Ўзбекча")
    assert chosen.person is not None
    assert chosen.person.language == "uz_Cyrl"
    assert "Ўтказиб юбориш" in labels(chosen)
    skipped = press(conversation, chosen, "Ўтказиб юбориш")
    assert skipped.person is not None
    assert skipped.person.passport is None


def test_a_passport_is_remembered_and_narrows_the_law(conversation: Conversation) -> None:
    chosen = press(conversation, conversation.command("passport", Person(usual="ru"), None), "Узбекистан")
    assert chosen.person is not None
    answered = conversation.say(QUESTION, chosen.person, None)
    assert "154-1" in answered.messages[0].plain


def test_the_first_question_needs_neither_language_nor_passport(conversation: Conversation) -> None:
    turn = conversation.say("полиция заставляет подписать контракт", Person(), None)
    assert any("[1]" in message.plain for message in turn.messages)


def test_choosing_the_passport_under_an_answer_answers_again_by_its_law(conversation: Conversation) -> None:
    asked = conversation.say("сколько лет дают дома за участие в чужой войне", Person(), "ru")
    again = press(conversation, asked, "Таджикистан")
    assert "401" in again.messages[0].plain


def test_choosing_the_passport_under_a_follow_up_answers_it_after_the_question_before(
    conversation: Conversation,
) -> None:
    asked = conversation.say("я подписал контракт с армией России", Person(), "ru")
    assert asked.person is not None
    then = conversation.say("а дома посадят?", asked.person, "ru")
    assert then.person is not None
    again = press(conversation, then, "Узбекистан")
    assert again.person is not None
    assert again.exchange is not None
    assert again.exchange.text == "а дома посадят?"
    assert again.exchange.answer.records[0].startswith("answer-uz-")
    assert again.person.previous == then.person.previous


def test_a_thread_is_remembered_and_thanks_do_not_end_it(conversation: Conversation) -> None:
    person = Person(passport="UZ", usual="ru")
    for text in ("сколько дают за войну в Узбекистане?", "понятно", "а если водителем?", "спасибо"):
        turn = conversation.say(text, person, "ru")
        assert turn.person is not None
        person = turn.person
    more = conversation.say("подробнее", person, "ru")
    assert more.exchange is not None
    assert "answer-uz-rear-work" in more.exchange.answer.records[:5]


def test_every_section_behind_the_buttons_opens(conversation: Conversation) -> None:
    turn = conversation.say(QUESTION, Person(passport="UZ"), None)
    sections = ["Закон", "Что дали суды", "Что делать", "Кому звонить", "Источники"]
    assert labels(turn)[:5] == sections
    shown = {label: press(conversation, turn, label).messages[0] for label in sections}
    assert "154" in shown["Закон"].plain
    assert "в моих записях" in shown["Что дали суды"].plain
    assert "https://" in shown["Источники"].plain
    for message in shown.values():
        assert_sendable(message)


def test_honest_silence_offers_topics_and_a_person(conversation: Conversation) -> None:
    turn = conversation.say("как приготовить плов", Person(passport="UZ"), None)
    assert "Спросить человека" in labels(turn)
    opened = press(conversation, turn, labels(turn)[0])
    assert "[1]" in opened.messages[0].plain
    assert "📞" in press(conversation, turn, "Спросить человека").messages[-1].plain


def test_what_people_write_cannot_become_markup(conversation: Conversation) -> None:
    turn = conversation.say(
        "<b>контракт</b> & <script>полиция заставила подписать", Person(passport="UZ"), None
    )
    for message in turn.messages:
        assert_sendable(message)


def test_forget_erases_the_person(conversation: Conversation) -> None:
    turn = conversation.command("forget", Person(language="ru", passport="UZ", previous="x"), None)
    assert turn.person is None
    assert "стёрто" in turn.messages[0].plain


@pytest.mark.parametrize("name", [*COMMANDS, "unheard-of"])
@pytest.mark.parametrize("language", WRITTEN)
def test_every_command_speaks_every_language(
    conversation: Conversation, name: str, language: WrittenLang
) -> None:
    turn = conversation.command(name, Person(language=language), None)
    for message in turn.messages:
        assert_sendable(message)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_what_is_no_text_gets_a_kind_hint(conversation: Conversation, kind: Kind) -> None:
    assert conversation.show(Thing(kind), Person(language="tg"), None).messages[0].plain


def test_the_words_beside_a_thing_are_answered_before_it(conversation: Conversation) -> None:
    turn = conversation.show(Thing("sticker", QUESTION), Person(passport="UZ"), None)
    assert "154-1" in turn.messages[0].plain
    assert turn.exchange is not None
    assert turn.exchange.answer.records[0] == "answer-uz-only-signed"


def test_no_two_features_share_a_button_or_a_command(conversation: Conversation) -> None:
    for names in ("commands", "presses", "awaits", "tells"):
        listed = [name for feature in conversation._features for name in getattr(feature, names)]
        assert len(listed) == len(set(listed)), names


def test_every_command_in_the_list_is_some_features_and_no_other(conversation: Conversation) -> None:
    assert sorted(COMMANDS) == sorted(conversation._commands)


@pytest.mark.parametrize(
    "data", ["", "nonsense", "show:law:r:zzzzzz", "passport:XX:r", "topic:r:000000", "language:xx"]
)
def test_a_button_of_another_age_is_met_with_help(conversation: Conversation, data: str) -> None:
    assert conversation.press(data, Person(language="ru"), None).messages[0].plain


@pytest.mark.parametrize("language", WRITTEN)
def test_every_record_can_be_shown_whole_in_every_language_and_for_every_passport(
    conversation: Conversation, pipeline: Pipeline, language: WrittenLang
) -> None:
    for record in list(pipeline.corpus.records)[::3]:
        answer = pipeline.about(record, language)
        for passport in (None, *PASSPORTS[:2]):
            for message in answer_messages(answer, pipeline.composer, pipeline.corpus, passport):
                assert_sendable(message)
        for section in SECTIONS:
            statements = pipeline.composer.section(section, [record], "UZ", language)
            assert all(statement.text for statement in statements)
