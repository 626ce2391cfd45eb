"""The conversation itself: who answers to words, commands, buttons and things sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.answering.pipeline import Pipeline
from bot.dialogue.basics import Basics
from bot.dialogue.cases import Cases
from bot.dialogue.contacts import Contacts
from bot.dialogue.feature import Feature, Hear
from bot.dialogue.laws import Laws
from bot.dialogue.message import Action, Button, Message, escape
from bot.dialogue.preferences import Preferences, language_of
from bot.dialogue.questions import Questions
from bot.dialogue.turn import Moment, Thing, Turn
from bot.i18n import tr
from bot.journal.person import Person
from knowledge.script import WrittenLang

COMMANDS: Final = ("start", "help", "language", "passport", "cases", "law", "contacts", "privacy", "forget")
"""The commands in the order in which a person sees them."""


class Conversation:
    """Talks with people; keeps nothing of them itself. `operator` runs the language model, where there is one."""

    def __init__(self, pipeline: Callable[[], Pipeline], operator: str | None = None) -> None:
        self._questions = Questions(pipeline)
        self._features: Sequence[Feature] = (
            Basics(operator),
            Preferences(),
            Contacts(pipeline),
            Cases(pipeline),
            Laws(pipeline),
            self._questions,
        )
        self._commands = {name: do for one in self._features for name, do in one.commands.items()}
        self._presses = {verb: do for one in self._features for verb, do in one.presses.items()}
        self._awaited = {name: do for one in self._features for name, do in one.awaits.items()}

    def command(self, name: str, person: Person, client: str | None, words: str = "") -> Turn:
        """Obey a command; `client` is the language code of the person's app, `words` what follows the name."""
        moment = self._moment(person, client)
        obey = self._commands.get(name)
        if obey is None:
            return Turn((Message(escape(tr(moment.language, "command.unknown"))),), moment.person)
        return obey(moment, words)

    def say(self, text: str, person: Person, client: str | None) -> Turn:
        """Answer what the person wrote."""
        moment = self._moment(person, client)
        ears: list[Hear] = [feature.hear for feature in self._features]
        if (awaited := self._awaited.get(person.awaiting or "")) is not None:
            ears.insert(0, awaited)
        for hear in ears:
            if (turn := hear(moment, text)) is not None:
                return turn
        raise AssertionError("questions take all words")

    def show(self, thing: Thing, person: Person, client: str | None) -> Turn:
        """Answer what is no text; the words beside it are answered first."""
        moment = self._moment(person, client)
        for feature in reversed(self._features):
            see = feature.sees.get(thing.kind)
            if see is not None and (turn := see(moment, thing)) is not None:
                break
        else:
            raise AssertionError("the basics see everything")
        if not thing.caption:
            return turn
        said = self.say(thing.caption, person, client)
        return replace(said, messages=(*said.messages, *turn.messages))

    def press(self, data: str, person: Person, client: str | None) -> Turn:
        """Do what a button says; a button of another age is met with help."""
        action = Action.read(data)
        moment = self._moment(person, client)
        try:
            return self._presses[action.verb](moment, action.arguments)
        except (KeyError, ValueError, IndexError):
            return Turn((Message(escape(tr(moment.language, "resume.gone"))),), moment.person)

    def interrupted(self, update: int, person: Person, client: str | None) -> Message:
        """Tell that an answer may have been lost on the way, with a button that shows it."""
        language = self.language(person, client)
        button = Button(tr(language, "button.again"), Action("resume", (str(update),)))
        return Message(escape(tr(language, "resume.note")), ((button,),))

    def language(self, person: Person, client: str | None) -> WrittenLang:
        """Give the language for a person: the fixed one, that of the last message, or the app's."""
        return language_of(person, client)

    def _moment(self, person: Person, client: str | None) -> Moment:
        """Whatever a person does next, nothing is waited for any more."""
        return Moment(replace(person, awaiting=None), client, self.language(person, client))
