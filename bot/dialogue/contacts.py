"""Whom to call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.answering.contacts import contact_statement, for_passport
from bot.answering.pipeline import Pipeline
from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, escape, written
from bot.dialogue.preferences import law_of
from bot.dialogue.render import passport_rows, section_message
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WrittenLang

SHOWN: Final = 10


class Contacts(Feature):
    """Shows the contacts that hold for a passport, with the day of their check."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline
        self.commands = {"contacts": self._obey}
        self.presses = {"human": self._press}

    def _obey(self, moment: Moment, _words: str) -> Turn:
        return Turn((self._contacts(moment.person, moment.language),), moment.person)

    def _press(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        (lang,) = arguments
        return Turn((self._contacts(moment.person, written(lang)),), moment.person)

    def _contacts(self, person: Person, language: WrittenLang) -> Message:
        corpus = self._pipeline().corpus
        today = self._pipeline().today()
        contacts = for_passport(corpus, law_of(person))[:SHOWN]
        message = section_message("call", [contact_statement(c, language, today) for c in contacts], language)
        if person.passport is not None:
            return message
        ask = f"\n\n{escape(tr(language, 'passport.ask'))}"
        return Message(message.text + ask, passport_rows(language, "passport"))
