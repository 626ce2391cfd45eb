"""Was this right? Verdicts, one comment, and a question for a human."""

from __future__ import annotations

import pytest

from bot.answering.pipeline import Pipeline
from bot.dialogue.conversation import Conversation
from bot.dialogue.deeds import AskHuman, Feedback
from bot.dialogue.public import Public
from bot.dialogue.turn import Turn
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow
QUESTION = "Я только подписал контракт и не воевал, это преступление?"
HELD = "меня задержали, заставляют подписать контракт сейчас"


@pytest.fixture(scope="module")
def staffed(pipeline: Pipeline) -> Conversation:
    """A conversation with moderators behind it."""
    return Conversation(lambda: pipeline, Public(answer_hours=21))


@pytest.fixture(scope="module")
def answered(conversation: Conversation) -> Turn:
    return conversation.say(QUESTION, Person(passport="UZ"), None)


def token(turn: Turn) -> str:
    assert turn.exchange is not None
    return turn.exchange.token


@pytest.mark.parametrize(
    ("label", "verdict"), [("👍 Помогло", "helped"), ("👎 Нет", "not"), ("⚠️ Неверно", "wrong")]
)
def test_a_verdict_names_the_answer(
    conversation: Conversation, answered: Turn, label: str, verdict: str
) -> None:
    pressed = press(conversation, answered, label)
    assert pressed.deeds == (Feedback("ru", token(answered), verdict),)  # type: ignore[arg-type]
    assert pressed.messages == ()
    (thanks,) = conversation.told(pressed.deeds[0], outcome=True, person=Person())
    assert "Спасибо" in thanks.plain
    assert [button.label for row in thanks.rows for button in row] == (
        ["📨 Другу"] if verdict == "helped" else ["Спросить человека"]
    )


def test_two_answers_have_two_names(conversation: Conversation, answered: Turn) -> None:
    assert token(conversation.say(QUESTION, Person(), None)) != token(answered)


def test_one_comment_may_follow(conversation: Conversation, answered: Turn) -> None:
    pressed = press(conversation, answered, "⚠️ Неверно")
    assert pressed.person is not None
    said = conversation.say("статья другая, посмотрите часть вторую", pressed.person, None)
    comment = "статья другая, посмотрите часть вторую"
    assert said.deeds == (Feedback("ru", token(answered), "wrong", comment),)
    assert said.person is not None
    assert said.person.awaiting is said.person.subject is None
    assert conversation.say("спасибо", said.person, None).deeds == ()


@pytest.mark.parametrize("words", [HELD, "а сколько лет за это дают?"])
def test_a_cry_for_help_or_a_question_is_no_comment(
    conversation: Conversation, answered: Turn, words: str
) -> None:
    pressed = press(conversation, answered, "👎 Нет")
    assert pressed.person is not None
    turn = conversation.say(words, pressed.person, None)
    assert turn.deeds == ()
    assert turn.messages[0].plain.startswith("🆘" if words == HELD else "")
    assert turn.exchange is not None


def test_a_command_ends_the_waiting(conversation: Conversation, answered: Turn) -> None:
    pressed = press(conversation, answered, "👎 Нет")
    assert pressed.person is not None
    after = conversation.command("help", pressed.person, None)
    assert after.person is not None
    assert conversation.say("статья другая", after.person, None).deeds == ()


def test_where_nobody_is_on_duty_that_is_said_and_phones_are_shown(
    conversation: Conversation, answered: Turn
) -> None:
    turn = press(conversation, answered, "Спросить человека")
    assert "никто" in turn.messages[0].plain
    assert "📞" in turn.messages[1].plain
    assert turn.deeds == ()


def test_a_human_is_asked_only_after_a_yes(staffed: Conversation) -> None:
    answered = staffed.say("как приготовить плов", Person(language="ru"), None)
    offer = press(staffed, answered, "Спросить человека")
    assert "в течение 21 часа" in offer.messages[0].plain
    assert "72 часов" in offer.messages[0].plain
    assert offer.deeds == ()
    sent = press(staffed, offer, "Да, отправить")
    assert sent.deeds == (AskHuman("ru", token(answered)),)
    (promise,) = staffed.told(sent.deeds[0], outcome=True, person=Person())
    assert "в течение 21 часа" in promise.plain
    assert "/contacts" in promise.plain


@pytest.mark.parametrize("language", WRITTEN)
def test_every_outcome_is_told_in_every_language(staffed: Conversation, language: WrittenLang) -> None:
    deeds = [
        AskHuman(language, "t"),
        *(Feedback(language, "t", verdict) for verdict in ("helped", "not", "wrong")),
    ]
    for deed in [*deeds, Feedback(language, "t", "wrong", "…")]:
        for outcome in (None, False, True):
            for message in staffed.told(deed, outcome, Person()):
                assert_sendable(message)


@pytest.mark.parametrize("language", WRITTEN)
def test_buttons_stand_below_every_answer_and_hold_its_name(
    conversation: Conversation, language: WrittenLang
) -> None:
    turn = conversation.say("контракт shartnoma armiya", Person(language=language, passport="TJ"), None)
    assert_sendable(turn.messages[-1])
    assert labels(turn)[-1].startswith("📨")
    below = [button.action for row in turn.messages[-1].rows[-2:] for button in row]
    assert [action.verb for action in below] == ["said", "said", "said", "ask", "share"]
    assert all(action.arguments[-1] == token(turn) for action in below[:4])


ADVERT = "Требуются охранники на новые территории, контракт с МО, 210 000 ₽ и 2,3 млн подъёмные, гражданство за месяц"


def test_a_checked_offer_can_be_judged_too(conversation: Conversation) -> None:
    checked = conversation.command("offer", Person(language="ru"), None, ADVERT)
    pressed = press(conversation, checked, "⚠️ Неверно")
    assert pressed.deeds == (Feedback("ru", token(checked), "wrong"),)


def test_the_exchange_tells_on_which_records_it_rests(conversation: Conversation, pipeline: Pipeline) -> None:
    exchange = conversation.say(QUESTION, Person(), None).exchange
    assert exchange is not None
    assert exchange.corpus == pipeline.version


def test_a_greeting_has_no_such_buttons(conversation: Conversation) -> None:
    assert conversation.say("салом", Person(), None).messages[-1].rows == ()
