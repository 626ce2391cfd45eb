"""The offer check as a person meets it: a command, a pasted advert, a forwarded message."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.message import code
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.answering.test_offer import HONEST, OPEN
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow

CRY = "меня сейчас держат в полиции и заставляют подписать контракт"


@pytest.mark.parametrize("language", WRITTEN)
def test_the_command_asks_for_the_advert_and_checks_what_comes(
    conversation: Conversation, language: WrittenLang
) -> None:
    asked = conversation.command("offer", Person(language=language), None)
    assert asked.person is not None
    assert asked.person.awaiting == "offer"
    told = conversation.say(HONEST[language], asked.person, None)
    assert told.messages[0].plain.startswith(tr(language, "offer.verdict.none"))
    assert told.person is not None
    assert told.person.awaiting is None
    assert_sendable(told.messages[0])


@pytest.mark.parametrize("language", WRITTEN)
def test_a_pasted_advert_is_checked_without_a_command(
    conversation: Conversation, language: WrittenLang
) -> None:
    told = conversation.say(OPEN[language], Person(), None)
    (message,) = told.messages
    assert message.plain.startswith(tr(language, "offer.verdict.clear"))
    assert "«" in message.plain
    assert "[1]" in message.plain
    assert len(message.plain) <= 1000
    assert_sendable(message)
    assert told.exchange is not None


def test_words_behind_the_command_are_checked_at_once(conversation: Conversation) -> None:
    told = conversation.command("offer", Person(language="ru"), None, "Объект в Мариуполе, нужны люди")
    assert told.messages[0].plain.startswith(tr("ru", "offer.verdict.serious"))


def test_an_advert_is_answered_in_the_readers_language_not_in_its_own(conversation: Conversation) -> None:
    told = conversation.say(OPEN["ru"], Person(usual="tg"), None)
    assert told.messages[0].plain.startswith(tr("tg", "offer.verdict.clear"))
    assert told.person is not None
    assert told.person.usual == "tg"


@pytest.mark.parametrize("language", WRITTEN)
def test_all_signs_stand_behind_a_button_with_their_words(
    conversation: Conversation, language: WrittenLang
) -> None:
    told = conversation.say(OPEN["ru"], Person(language=language, passport="UZ"), None)
    opened = press(conversation, told, labels(told)[0])
    assert_sendable(opened.messages[0])
    assert opened.messages[0].plain.startswith(tr(language, "offer.signs-title"))
    assert "2,3 млн подъёмные" in opened.messages[0].plain


def test_the_other_buttons_lead_to_what_to_do_and_whom_to_call(conversation: Conversation) -> None:
    told = conversation.say(OPEN["ru"], Person(language="ru", passport="UZ"), None)
    assert {"Что делать", "Кому звонить", "Что дали суды", "Источники"} <= set(labels(told))
    assert "▪️" in press(conversation, told, "Что делать").messages[0].plain
    assert "📞" in press(conversation, told, "Кому звонить").messages[0].plain


def test_what_was_taken_for_an_offer_can_be_answered_as_a_question(conversation: Conversation) -> None:
    told = conversation.command(
        "offer", Person(language="ru", passport="UZ"), None, "сколько лет дают за контракт"
    )
    answered = press(conversation, told, tr("ru", "offer.question"))
    assert not answered.messages[0].plain.startswith(tr("ru", "offer.verdict.none"))
    assert "[1]" in answered.messages[0].plain


def test_a_question_about_an_offer_stays_a_question(conversation: Conversation) -> None:
    told = conversation.say("мне предложили контракт, это опасно?", Person(language="ru"), None)
    assert tr("ru", "offer.question") not in labels(told)


def test_a_cry_for_help_is_answered_as_such_even_after_the_command(conversation: Conversation) -> None:
    person = Person(language="ru", passport="UZ", awaiting="offer")
    assert conversation.say(CRY, person, None).messages[0].plain.startswith("🆘")
    assert conversation.forward(CRY, Person(language="ru"), None).messages[0].plain.startswith("🆘")


def test_what_was_forwarded_is_checked_though_it_looks_like_no_advert(conversation: Conversation) -> None:
    text = "Брат, решай быстро, командир добирает взвод, зайдёшь водителем. Я за тебя слово скажу"
    forwarded = conversation.forward(text, Person(language="ru"), None)
    assert forwarded.messages[0].plain.startswith(tr("ru", "offer.verdict.serious"))


def test_a_forwarded_greeting_is_a_greeting(conversation: Conversation) -> None:
    told = conversation.forward("Ассалому алайкум", Person(language="ru"), None)
    assert told.messages[0].plain == tr("ru", "greet.reply")


def test_too_few_words_are_asked_for_again(conversation: Conversation) -> None:
    told = conversation.say("ок", Person(language="ru", awaiting="offer"), None)
    assert told.messages[0].plain == tr("ru", "offer.short")
    assert told.person is not None
    assert told.person.awaiting == "offer"


def test_an_advert_cannot_become_markup(conversation: Conversation) -> None:
    told = conversation.command(
        "offer", Person(language="ru"), None, "<b>Контракт с Минобороны</b> & <a href='x'>СВО"
    )
    assert_sendable(told.messages[0])
    assert_sendable(press(conversation, told, labels(told)[0]).messages[0])


@pytest.mark.parametrize(
    "data", ["signs:r:zzzzzz", f"signs:r:{code('guide-doubtful-job')}", "signs:r", "asked:r"]
)
def test_a_button_of_another_age_is_met_with_help(conversation: Conversation, data: str) -> None:
    assert conversation.press(data, Person(language="ru"), None).messages[0].plain == tr("ru", "resume.gone")
