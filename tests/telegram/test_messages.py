"""Telegram takes whatever the conversation can say of any record, in every written language."""

from __future__ import annotations

import pytest

from bot.answering.compose import SECTIONS, Composer
from bot.answering.question import Answer, Outcome
from bot.dialogue.conversation import COMMANDS
from bot.dialogue.render import answer_messages, section_message
from bot.i18n import tr
from bot.telegram.commands import LANGUAGES
from bot.telegram.delivery import keyboard
from knowledge.script import WRITTEN
from tests.telegram_server.markup import parse


@pytest.mark.parametrize("language", WRITTEN)
def test_every_record_fits_into_messages_and_buttons(corpus, language):
    composer = Composer(corpus)
    ids = list(corpus.records)
    for number, record in enumerate(corpus):
        statements = composer.first([record], language)
        near = tuple(ids[number : number + 3])
        answer = Answer(language, "plan", Outcome.ANSWERED, statements, topics=near, passport_matters=True)
        messages = answer_messages(answer, composer, corpus, None)
        messages += [
            section_message(section, composer.section(section, [record.id], "UZ", language), language)
            for section in SECTIONS
        ]
        for message in messages:
            check(message)


@pytest.mark.parametrize("language", WRITTEN)
def test_by_which_countrys_law_it_answers_is_told_where_nobody_chose_it(corpus, language):
    composer = Composer(corpus)
    statements = composer.first([corpus["answer-tj-penalty-fighting"]], language)
    answer = Answer(language, "plan", Outcome.ANSWERED, statements, told_of="TJ")
    (message,) = answer_messages(answer, composer, corpus, None)
    assert tr(language, "passport.TJ") in message.text.rsplit("\n\n", 1)[-1]
    assert tr(language, "passport.UZ") in [button.label for row in message.rows for button in row]


@pytest.mark.parametrize("language", [language for _, language in LANGUAGES])
def test_commands_and_descriptions_fit(language):
    assert all(1 <= len(tr(language, f"command.{name}")) <= 256 for name in COMMANDS)
    assert len(tr(language, "bot.description")) <= 512
    assert len(tr(language, "bot.short")) <= 120


def check(message):
    parsed = parse(message.text, "HTML")
    assert 0 < parsed.units <= 4096
    markup = keyboard(message)
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            assert 1 <= len(button.callback_data.encode()) <= 64
            assert button.text
