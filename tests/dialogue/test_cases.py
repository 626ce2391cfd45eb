"""`/cases` as a person walks through it."""

from __future__ import annotations

import pytest

from bot.answering.sentences import CHOICES, cases_of, tally
from bot.dialogue.cases import COUNTRIES
from bot.dialogue.chart import courts_chart
from bot.dialogue.conversation import Conversation
from bot.i18n import country, tr
from bot.journal.person import Person
from knowledge.corpus import Corpus
from knowledge.script import WRITTEN, WrittenLang
from tests.dialogue.people import assert_sendable, labels, press

HEAVIEST = 60_000
"""Bytes of a picture that a bad connection still takes."""

slow = pytest.mark.slow


@slow
def test_the_passport_is_asked_first_and_remembered(conversation: Conversation) -> None:
    asked = conversation.command("cases", Person(language="ru"), None)
    counted = press(conversation, asked, "Узбекистан")
    assert counted.person is not None
    assert counted.person.passport == "UZ"
    assert counted.messages[0].plain.startswith("Узбекистан: в моих записях")


@slow
@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("passport", COUNTRIES)
def test_every_choice_of_every_country_can_be_read_to_its_sources(
    conversation: Conversation, corpus: Corpus, language: WrittenLang, passport: str
) -> None:
    summary = conversation.command("cases", Person(language=language, passport=passport), None)
    assert_sendable(summary.messages[0])
    assert country(language, passport) in summary.messages[0].plain
    for choice in CHOICES[1:]:
        label = tr(language, f"cases.choice.{choice}")
        assert (label in labels(summary)) is bool(cases_of(corpus, passport, choice))
        if label not in labels(summary):
            continue
        chosen = press(conversation, summary, label)
        assert_sendable(chosen.messages[0])
        listed = press(conversation, chosen, tr(language, "cases.read"))
        case = press(conversation, listed, labels(listed)[0])
        assert_sendable(case.messages[0])
        assert 'href="http' in case.messages[0].text


@slow
def test_pages_hold_every_case_once(conversation: Conversation, corpus: Corpus) -> None:
    turn = press(conversation, conversation.command("cases", Person(language="ru", passport="UZ"), None),
                 "Читать дела")  # fmt: skip
    seen = [label for label in labels(turn) if label not in "◀▶"]
    while "▶" in labels(turn):
        turn = press(conversation, turn, "▶")
        seen += [label for label in labels(turn) if label not in "◀▶"]
    assert len(seen) == len(cases_of(corpus, "UZ"))
    assert "◀" in labels(turn)


@slow
@pytest.mark.parametrize(
    "data", ["courts:spy:UZ:r", "courts:all:XX:r", "caselist:all:UZ:99:r", "case:r:000000"]
)
def test_a_button_of_another_age_is_met_with_help(conversation: Conversation, data: str) -> None:
    assert conversation.press(data, Person(language="ru"), None).messages[0].plain == tr("ru", "resume.gone")


@slow
def test_the_chart_says_in_words_what_it_shows(conversation: Conversation) -> None:
    summary = conversation.command("cases", Person(language="tg", passport="TJ"), None)
    (picture,) = press(conversation, summary, tr("tg", "cases.chart")).messages
    assert_sendable(picture)
    assert picture.picture is not None
    assert picture.picture.startswith(b"\x89PNG")
    assert picture.plain.splitlines()[0] == summary.messages[0].plain.split("\n\n")[0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("passport", ["UZ", "KG"])
def test_charts_are_light_and_their_font_has_every_letter(
    corpus: Corpus, language: WrittenLang, passport: str
) -> None:
    picture = courts_chart(tally(corpus, passport), passport, language)
    assert 4_000 < len(picture) < HEAVIEST
