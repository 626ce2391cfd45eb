"""A paper shown in the conversation: the verdict, the words beside it, and what can't be read."""

from __future__ import annotations

import pytest

from bot.answering.pipeline import Pipeline
from bot.dialogue.conversation import Conversation
from bot.dialogue.turn import Thing
from bot.i18n import tr
from bot.journal.person import Person
from bot.reading.reader import PaperReader
from knowledge.script import WRITTEN
from tests.dialogue.people import assert_sendable
from tests.papers import needs_tesseract, pdf, photos

pytestmark = pytest.mark.slow
CONTRACT = [
    "HARBIY XIZMATNI OTASH TOGRISIDA SHARTNOMA",
    "Fuqaro bir yil muddatga Qurolli Kuchlarda shartnoma boyicha",
    "harbiy xizmatni otash majburiyatini oladi.",
    "Harbiy xizmatchi qomondon buyruqlarini bajaradi.",
]
WORK = [
    "MEHNAT SHARTNOMASI",
    "Ish beruvchi va xodim ushbu shartnomani tuzdilar.",
    "Yillik mehnat tatili 24 ish kuni.",
]


@pytest.fixture(scope="module")
def conversation(pipeline: Pipeline) -> Conversation:
    return Conversation(lambda: pipeline, reader=PaperReader(limit=60))


@needs_tesseract
@pytest.mark.parametrize("language", WRITTEN)
def test_the_verdict_comes_in_the_first_line_of_the_first_message(conversation, language):
    turn = conversation.show(
        Thing("photo", content=(pdf([CONTRACT]),)), Person(passport="UZ", usual=language), None
    )
    assert turn.messages[0].plain.splitlines()[0] == f"🆘 {tr(language, 'paper.is.military_contract')}"
    assert "«HARBIY XIZMATNI" in turn.messages[1].plain
    assert tr(language, "button.law") in [b.label for row in turn.messages[-1].rows for b in row]
    for message in turn.messages:
        assert_sendable(message)


@needs_tesseract
def test_a_photo_taken_upside_down_in_bad_light(conversation):
    turn = conversation.show(
        Thing("photo", content=photos("kept-military_contract-1")), Person(usual="tg"), None
    )
    assert tr("tg", "paper.is.military_contract") in turn.messages[0].plain


@needs_tesseract
def test_an_album_gets_one_answer_that_names_the_contract_first(conversation):
    turn = conversation.show(Thing("photo", content=(pdf([WORK]), pdf([CONTRACT]))), Person(usual="ru"), None)
    assert tr("ru", "paper.is.military_contract") in turn.messages[0].plain
    assert tr("ru", "paper.name.labour_contract") in turn.messages[1].plain


@needs_tesseract
def test_the_words_beside_the_photo_choose_the_language_and_are_answered_after_it(conversation):
    thing = Thing("photo", "сколько лет дают за контракт", (pdf([CONTRACT]),))
    turn = conversation.show(thing, Person(passport="UZ", usual="uz"), None)
    assert tr("ru", "paper.is.military_contract") in turn.messages[0].plain
    assert "154" in turn.messages[-1].plain
    assert len(turn.messages) == 3


@needs_tesseract
def test_what_the_paper_says_is_told_to_nobody_else(conversation):
    turn = conversation.show(Thing("photo", content=(pdf([CONTRACT]),)), Person(usual="ru"), None)
    told = repr(turn.exchange) + repr(turn.person)
    assert "HARBIY" not in told
    assert turn.person is not None
    assert turn.person.previous


@needs_tesseract
def test_a_follow_up_is_understood(conversation):
    turn = conversation.show(
        Thing("photo", content=(pdf([CONTRACT]),)), Person(passport="UZ", usual="ru"), None
    )
    assert turn.person is not None
    answer = conversation.say("а если уже подписал?", turn.person, None)
    assert answer.exchange is not None
    assert answer.exchange.answer.records


@needs_tesseract
@pytest.mark.parametrize("language", WRITTEN)
def test_what_can_not_be_read_is_answered_kindly(conversation, language):
    person = Person(usual=language)
    turn = conversation.show(Thing("photo", content=(b"%PDF-1.4 broken",)), person, None)
    assert turn.messages[0].plain == tr(language, "paper.fault.broken")
    turn = conversation.show(Thing("photo", trouble="large"), person, None)
    assert turn.messages[0].plain == tr(language, "paper.fault.large")
    turn = conversation.show(Thing("photo", trouble="download"), person, None)
    assert turn.messages[0].plain == tr(language, "paper.fault.download")


def test_without_tesseract_words_are_asked_for(pipeline):
    bare = Conversation(lambda: pipeline)
    person = Person(usual="uz")
    turn = bare.show(Thing("photo", content=(b"x",)), person, None)
    assert turn.messages[0].plain == tr("uz", "paper.fault.missing")
    assert bare.command("paper", person, None).messages[0].plain == tr("uz", "paper.fault.missing")


def test_the_command_says_what_to_send(conversation):
    assert conversation.command("paper", Person(usual="tg"), None).messages[0].plain == tr("tg", "paper.ask")


def test_a_film_is_no_paper(conversation):
    assert conversation.show(Thing("photo"), Person(usual="ru"), None).messages[0].plain == tr(
        "ru", "unreadable.photo"
    )
