"""The conversation itself: what is answered to words, commands and buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from bot.answering.compose import SECTIONS
from bot.answering.contacts import contact_statement, for_passport
from bot.answering.pipeline import LONGEST, Pipeline
from bot.answering.question import PASSPORTS, Answer, Passport, Question
from bot.dialogue.message import Action, Button, Message, decode, escape, written
from bot.dialogue.render import answer_messages, passport_rows, section_message
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WRITTEN, WrittenLang

LANGUAGE_NAMES: Final[dict[WrittenLang, str]] = {
    "uz": "Oʻzbekcha",
    "uz_Cyrl": "Ўзбекча",
    "ru": "Русский",
    "tg": "Тоҷикӣ",
}
Command = Literal["start", "help", "language", "passport", "contacts", "privacy", "forget"]
COMMANDS: Final[tuple[Command, ...]] = get_args(Command)
Thing = Literal["sticker", "voice", "photo", "location"]
"""What people send besides words."""

CONTACTS_SHOWN: Final = 10


@dataclass(frozen=True)
class Turn:
    """What the bot does with one message: what it shows, and what it remembers of the person after."""

    messages: tuple[Message, ...]
    person: Person | None
    """What is to be remembered; None erases the person."""


class Conversation:
    """Talks with people; keeps nothing of them itself."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline

    def command(self, name: str, person: Person, client: str | None) -> Turn:
        """Obey a command; `client` is the language code of the person's app."""
        language = self.language(person, client)
        match name:
            case "start":
                return Turn(self._greeting(language), person)
            case "language":
                message = Message(tr(language, "language.choose"), _language_rows(language, auto=True))
            case "passport":
                message = Message(
                    tr(language, "passport.ask"), passport_rows(language, "passport", skip=True)
                )
            case "contacts":
                message = self._contacts(person, language)
            case "forget":
                return Turn((Message(escape(tr(language, "forget.done"))),), None)
            case "help" | "privacy":
                message = Message(escape(tr(language, f"{name}.text")))
            case _:
                message = Message(escape(tr(language, "command.unknown")))
        return Turn((message,), person)

    def say(self, text: str, person: Person, client: str | None) -> Turn:
        """Answer what the person wrote."""
        answer = self.answer(text, person, client)
        messages = self._messages(answer, person)
        if len(text) > LONGEST:
            note = tr(answer.language, "unreadable.long", count=LONGEST)
            messages = [Message(escape(note)), *messages]
        asked = text.strip()[:LONGEST] if answer.records else person.previous
        return Turn(tuple(messages), replace(person, usual=answer.language, previous=asked))

    def answer(self, text: str, person: Person, client: str | None) -> Answer:
        """Give the bare answer to what the person wrote."""
        question = Question(
            text,
            passport=_passport(person.passport),
            language=_written(person.language),
            previous=person.previous,
        )
        return self._pipeline().answer(question, usual=self.language(person, client))

    def show(self, thing: Thing, person: Person, client: str | None) -> Turn:
        """Answer what is no text."""
        return Turn((Message(escape(tr(self.language(person, client), f"unreadable.{thing}"))),), person)

    def press(self, data: str, person: Person, client: str | None) -> Turn:
        """Do what a button says; a button of another age is met with help."""
        action = Action.read(data)
        language = self.language(person, client)
        try:
            return self._press(action, person, client)
        except (KeyError, ValueError, IndexError):
            return Turn((Message(escape(tr(language, "resume.gone"))),), person)

    def interrupted(self, update: int, person: Person, client: str | None) -> Message:
        """Tell that an answer may have been lost on the way, with a button that shows it."""
        language = self.language(person, client)
        button = Button(tr(language, "button.again"), Action("resume", (str(update),)))
        return Message(escape(tr(language, "resume.note")), ((button,),))

    def language(self, person: Person, client: str | None) -> WrittenLang:
        """Give the language for a person: the fixed one, that of the last message, or the app's."""
        prefix = (client or "").lower()[:2]
        fallback: WrittenLang = "uz" if prefix == "uz" else "tg" if prefix == "tg" else "ru"
        return _written(person.language) or _written(person.usual) or fallback

    def _press(self, action: Action, person: Person, client: str | None) -> Turn:
        match action.verb, action.arguments:
            case "language", (name,):
                return self._fix_language(name, person, client)
            case "passport", (name, lang):
                return self._fix_passport(name, written(lang), person)
            case "again", (name, lang):
                person = self._fix_passport(name, written(lang), person).person or person
                return self.say(person.previous or "", person, client)
            case "show", (section, lang, codes):
                return Turn((self._section(section, written(lang), codes.split("."), person),), person)
            case "topic", (lang, code):
                return self._topic(written(lang), code, person)
            case "human", (lang,):
                return Turn((self._contacts(person, written(lang)),), person)
            case _:
                raise ValueError(f"no button does {action.verb!r}")

    def _fix_language(self, name: str, person: Person, client: str | None) -> Turn:
        if name == "auto":
            person = replace(person, language=None)
            return Turn((Message(escape(tr(self.language(person, client), "language.auto-set"))),), person)
        language = _written(name)
        if language is None:
            raise ValueError(f"no language {name!r}")
        person = replace(person, language=language, usual=language)
        messages = [Message(escape(tr(language, "language.set")))]
        if person.passport is None:
            rows = passport_rows(language, "passport", skip=True)
            messages.append(Message(escape(tr(language, "passport.ask")), rows))
        return Turn(tuple(messages), person)

    def _fix_passport(self, name: str, language: WrittenLang, person: Person) -> Turn:
        if name == "-":
            person = replace(person, passport=None)
            return Turn((Message(escape(tr(language, "passport.unset"))),), person)
        if name not in PASSPORTS:
            raise ValueError(f"no passport {name!r}")
        words = tr(language, "passport.set", passport=tr(language, f"passport.{name}"))
        return Turn((Message(escape(words)),), replace(person, passport=name))

    def _section(self, name: str, language: WrittenLang, codes: Sequence[str], person: Person) -> Message:
        if name not in SECTIONS:
            raise ValueError(f"no section {name!r}")
        pipeline = self._pipeline()
        ids = decode(codes, list(pipeline.corpus.records))
        if not ids:
            raise KeyError("none of the records is there any more")
        statements = pipeline.composer.section(name, ids, _law(person.passport), language)
        return section_message(name, statements, language)

    def _topic(self, language: WrittenLang, code: str, person: Person) -> Turn:
        pipeline = self._pipeline()
        (record_id,) = decode([code], list(pipeline.corpus.records))
        answer = pipeline.about(record_id, language)
        return Turn(tuple(self._messages(answer, person)), person)

    def _messages(self, answer: Answer, person: Person) -> list[Message]:
        pipeline = self._pipeline()
        return answer_messages(answer, pipeline.composer, pipeline.corpus, _law(person.passport))

    def _greeting(self, language: WrittenLang) -> tuple[Message, ...]:
        words = f"{tr(language, 'start.greeting')}\n\n{tr(language, 'start.language')}"
        return (Message(escape(words), _language_rows(language, auto=False)),)

    def _contacts(self, person: Person, language: WrittenLang) -> Message:
        corpus = self._pipeline().corpus
        today = self._pipeline().today()
        contacts = for_passport(corpus, _law(person.passport))[:CONTACTS_SHOWN]
        message = section_message("call", [contact_statement(c, language, today) for c in contacts], language)
        if person.passport is not None:
            return message
        ask = f"\n\n{escape(tr(language, 'passport.ask'))}"
        return Message(message.text + ask, passport_rows(language, "passport"))


def _language_rows(language: WrittenLang, *, auto: bool) -> tuple[tuple[Button, ...], ...]:
    names = [Button(LANGUAGE_NAMES[name], Action("language", (name,))) for name in WRITTEN]
    rows = [tuple(names[:2]), tuple(names[2:])]
    if auto:
        rows.append((Button(tr(language, "language.auto"), Action("language", ("auto",))),))
    return tuple(rows)


def _written(name: str | None) -> WrittenLang | None:
    return name if name in WRITTEN else None


def _passport(name: str | None) -> Passport | None:
    return name if name in PASSPORTS else None


def _law(passport: str | None) -> str | None:
    """Give the country whose law is shown; there is none for passports that the records don't know."""
    return None if passport == "other" else passport
