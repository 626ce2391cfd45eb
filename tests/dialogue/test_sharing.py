"""Words for others: the card for a friend, answers for a group."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.answering.pipeline import Pipeline
from bot.dialogue.conversation import Conversation
from bot.dialogue.public import Public
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable

pytestmark = pytest.mark.slow
NAMED = Public(username="ogoh_bot", links=("https://ngo.example/bot",))


@pytest.fixture(scope="module")
def named(pipeline: Pipeline) -> Conversation:
    return Conversation(lambda: pipeline, NAMED)


@pytest.mark.parametrize("language", WRITTEN)
def test_the_card_has_three_lines_a_link_and_a_way_to_send_it(
    named: Conversation, language: WrittenLang
) -> None:
    _, card = named.command("share", Person(language=language), None).messages
    assert_sendable(card)
    *warning, link = card.plain.split("\n")
    assert len(warning) == 3
    assert link == "https://t.me/ogoh_bot"
    address = urlsplit(card.rows[0][0].url or "")
    assert address.netloc + address.path == "t.me/share/url"
    assert parse_qs(address.query) == {"url": [link], "text": ["\n".join(warning)]}


def test_without_a_name_the_official_link_stands_on_the_card(pipeline: Pipeline) -> None:
    linked = Conversation(lambda: pipeline, Public(links=("https://ngo.example/bot",)))
    assert linked.command("share", Person(), "ru").messages[1].plain.endswith("\nhttps://ngo.example/bot")
    bare = Conversation(lambda: pipeline)
    assert not bare.command("share", Person(), "ru").messages[1].rows


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("сколько лет дают за контракт с армией", "лет"),
        ("armiya bilan shartnoma imzolasam qamashadimi", "oʻ"),
        ("армия билан шартнома имзоласам қамашадими", "қ"),
        ("барои шартнома бо артиши Русия чанд сол медиҳанд", "ҷ"),
    ],
)
def test_answers_are_offered_in_the_language_of_the_query(
    named: Conversation, query: str, words: str
) -> None:
    offers = named.outdoors.offers(query)
    assert 1 <= len(offers) <= 5
    assert len({offer.id for offer in offers}) == len(offers)
    for offer in offers:
        assert_sendable(offer.message)
        assert offer.title
        assert len(offer.preview) <= 120
        assert offer.message.rows[0][0].url == "https://t.me/ogoh_bot?start=group"
        assert query not in offer.message.plain
    assert words in " ".join(offer.message.plain for offer in offers)


def test_without_words_the_warning_is_offered_in_every_language(named: Conversation) -> None:
    offers = named.outdoors.offers(" ")
    assert len({offer.message.plain for offer in offers}) == 4


@pytest.mark.parametrize(
    "query", ["как приготовить плов", "напиши объявление, чтобы набрать парней на контракт"]
)
def test_nothing_is_offered_where_nothing_is_known_or_meant_well(named: Conversation, query: str) -> None:
    assert named.outdoors.offers(query) == []


def test_a_group_gets_a_brief_answer_and_the_door(named: Conversation) -> None:
    reply = named.outdoors.reply("сколько лет дают в Узбекистане за участие в чужой войне", "ru")
    assert_sendable(reply)
    assert len(reply.plain) <= 900
    assert "📞" not in reply.plain
    assert reply.rows[0][0].url == "https://t.me/ogoh_bot?start=group"


@pytest.mark.parametrize(
    "text",
    [
        "моего брата Рустама держат в отделении и заставляют подписать контракт прямо сейчас",
        "что грозит @rustam_osh за контракт",
    ],
)
def test_what_is_about_a_person_is_for_the_private_chat(named: Conversation, text: str) -> None:
    reply = named.outdoors.reply(text, "ru", about_someone="@" in text)
    assert "лично" in reply.plain
    assert "устам" not in reply.plain
    assert "📞" not in reply.plain
    assert len(reply.plain) < 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Здравствуйте", "Я Ogoh"),
        ("", "Я Ogoh"),
        ("как приготовить плов", "не знаю"),
        ("как подделать справку о негодности", "не помог"),
    ],
)
def test_a_group_gets_honest_short_words(named: Conversation, text: str, words: str) -> None:
    assert words in named.outdoors.reply(text, "ru").plain
