"""Whom to call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.answering.contacts import AREAS, areas, contact_statement, for_passport, in_area
from bot.answering.pipeline import Pipeline
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, escape, short, written
from bot.dialogue.preferences import law_of
from bot.dialogue.render import passport_rows, section_message
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.schema import Contact
from knowledge.script import WrittenLang

SHOWN: Final = 7


class Contacts(Feature):
    """Shows the contacts that hold for a passport, by place, with the day of their check."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline
        self.commands = {"contacts": self._obey}
        self.presses = {"human": self._press, "place": self._place}

    def _obey(self, moment: Moment, _words: str) -> Turn:
        return Turn((self._contacts(moment.person, moment.language),), moment.person)

    def _press(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        (lang,) = arguments
        return Turn((self._contacts(moment.person, written(lang)),), moment.person)

    def _place(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        area, lang = arguments
        if area not in AREAS:
            raise ValueError(f"no area {area!r}")
        found = in_area(self._pipeline().corpus, law_of(moment.person), area)
        return Turn((self._shown(found, moment.person, written(lang)),), moment.person)

    def _contacts(self, person: Person, language: WrittenLang) -> Message:
        message = self._shown(for_passport(self._pipeline().corpus, law_of(person)), person, language)
        if person.passport is not None:
            return message
        ask = f"\n\n{escape(tr(language, 'passport.ask'))}"
        return Message(message.text + ask, passport_rows(language, "passport"))

    def _shown(self, contacts: Sequence[Contact], person: Person, language: WrittenLang) -> Message:
        corpus, today = self._pipeline().corpus, self._pipeline().today()
        lines = [contact_statement(contact, language, today) for contact in contacts[:SHOWN]]
        buttons = [
            Button(tr(language, f"place.{area}"), Action("place", (area, short(language))))
            for area in areas(corpus, law_of(person))
        ]
        rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
        return Message(section_message("call", lines, language).text, rows)
