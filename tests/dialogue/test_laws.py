"""`/law`: a country, an article, its plain words and its sources."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Conversation
from bot.i18n import country, text_of
from bot.journal.person import Person
from knowledge.corpus import read
from knowledge.schema import Statute
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", WRITTEN)
def test_every_article_of_every_country_can_be_read(
    conversation: Conversation, language: WrittenLang
) -> None:
    statutes = [record for record in read() if isinstance(record, Statute)]
    countries = conversation.command("law", Person(language=language, passport="TJ"), None)
    assert labels(countries)[0] == country(language, "TJ")
    read_titles = []
    for name in labels(countries):
        turn = press(conversation, countries, name)
        while True:
            for title in labels(turn):
                if title not in {"◀", "▶"}:
                    article = press(conversation, turn, title).messages[0]
                    assert_sendable(article)
                    assert article.plain.startswith(title)
                    assert 'href="http' in article.text
                    read_titles.append(title)
            if "▶" not in labels(turn):
                break
            turn = press(conversation, turn, "▶")
    assert sorted(read_titles) == sorted(text_of(statute.title, language) for statute in statutes)


def test_what_frees_from_liability_is_told(conversation: Conversation) -> None:
    law = press(conversation, conversation.command("law", Person(language="ru"), None), "Таджикистан")
    title = next(label for label in labels(law) if "401-1" in label)
    assert "доброволь" in press(conversation, law, title).messages[0].plain


def test_only_an_article_is_read_as_one(conversation: Conversation) -> None:
    turn = conversation.press("article:r:aaaaaa", Person(language="ru"), None)
    assert "http" not in turn.messages[0].plain
