"""The language of replies and the passport whose law is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.answering.question import PASSPORTS, Passport
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, escape, written
from bot.dialogue.render import passport_rows
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang

LANGUAGE_NAMES: Final[dict[WrittenLang, str]] = {
    "uz": "Oʻzbekcha",
    "uz_Cyrl": "Ўзбекча",
    "ru": "Русский",
    "tg": "Тоҷикӣ",
}


class Preferences(Feature):
    """Lets a person fix the language and name the passport; both can be changed at any time."""

    def __init__(self) -> None:
        self.commands = {"language": self._ask_language, "passport": self._ask_passport}
        self.presses = {"language": self._fix_language, "passport": self._fix_passport}

    def _ask_language(self, moment: Moment, _words: str) -> Turn:
        words = tr(moment.language, "language.choose")
        return Turn((Message(escape(words), language_rows(moment.language, auto=True)),), moment.person)

    def _ask_passport(self, moment: Moment, _words: str) -> Turn:
        return Turn((passport_question(moment.language, skip=True),), moment.person)

    def _fix_language(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        (name,) = arguments
        if name == "auto":
            person = replace(moment.person, language=None)
            language = language_of(person, moment.client)
            return Turn((Message(escape(tr(language, "language.auto-set"))),), person)
        chosen = written_language(name)
        if chosen is None:
            raise ValueError(f"no language {name!r}")
        person = replace(moment.person, language=chosen, usual=chosen)
        messages = [Message(escape(tr(chosen, "language.set")))]
        if person.passport is None:
            messages.append(passport_question(chosen, skip=True))
        return Turn(tuple(messages), person)

    def _fix_passport(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        name, lang = arguments
        language = written(lang)
        if name == "-":
            words = tr(language, "passport.unset")
            return Turn((Message(escape(words)),), replace(moment.person, passport=None))
        person = with_passport(moment.person, name)
        words = tr(language, "passport.set", passport=tr(language, f"passport.{name}"))
        return Turn((Message(escape(words)),), person)


def with_passport(person: Person, name: str) -> Person:
    """Remember the passport of `person`.

    Raises ValueError where the records know no such passport.
    """
    if name not in PASSPORTS:
        raise ValueError(f"no passport {name!r}")
    return replace(person, passport=name)


def passport_question(language: WrittenLang, *, skip: bool = False) -> Message:
    """Ask whose law is to be shown."""
    return Message(escape(tr(language, "passport.ask")), passport_rows(language, "passport", skip=skip))


def language_rows(language: WrittenLang, *, auto: bool) -> tuple[tuple[Button, ...], ...]:
    """Give the languages as buttons; `auto` adds one that follows the question."""
    names = [Button(LANGUAGE_NAMES[name], Action("language", (name,))) for name in WRITTEN]
    rows = [tuple(names[:2]), tuple(names[2:])]
    if auto:
        rows.append((Button(tr(language, "language.auto"), Action("language", ("auto",))),))
    return tuple(rows)


def language_of(person: Person, client: str | None) -> WrittenLang:
    """Give the language for a person: the fixed one, that of the last message, or the app's."""
    prefix = (client or "").lower()[:2]
    fallback: WrittenLang = "uz" if prefix == "uz" else "tg" if prefix == "tg" else "ru"
    return written_language(person.language) or written_language(person.usual) or fallback


def written_language(name: str | None) -> WrittenLang | None:
    """Give `name` as a language, where it is one."""
    return name if name in WRITTEN else None


def passport_of(person: Person) -> Passport | None:
    """Give the person's passport, where it is one that the bot knows."""
    return person.passport if person.passport in PASSPORTS else None


def law_of(person: Person) -> str | None:
    """Give the country whose law is shown; there is none for passports that the records don't know."""
    return None if person.passport == "other" else person.passport
