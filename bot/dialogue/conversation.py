"""The conversation itself: who answers to words, commands, buttons and things sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from bot.answering.pipeline import Pipeline
from bot.dialogue.basics import Basics
from bot.dialogue.cases import Cases
from bot.dialogue.contacts import Contacts
from bot.dialogue.correspondence import Correspondence
from bot.dialogue.feature import Feature, Hear
from bot.dialogue.feedback import Opinions, with_opinions
from bot.dialogue.laws import Laws
from bot.dialogue.message import Action, Button, Message, escape
from bot.dialogue.offers import Offers
from bot.dialogue.papers import Papers, Reader
from bot.dialogue.preferences import Preferences, language_of
from bot.dialogue.privacy import Privacy
from bot.dialogue.public import Public
from bot.dialogue.questions import Questions
from bot.dialogue.quiet import Quiet, hush
from bot.dialogue.sharing import Outdoors, Sharing
from bot.dialogue.turn import Deed, Moment, Thing, Turn
from bot.dialogue.verify import Verify
from bot.dialogue.voice import Voice
from bot.i18n import tr
from bot.journal.partners import Link
from bot.journal.person import Person
from knowledge.script import WrittenLang

Name = TypeVar("Name")
Do = TypeVar("Do")

COMMANDS: Final = (
    "start",
    "help",
    "language",
    "passport",
    "offer",
    "paper",
    "cases",
    "law",
    "contacts",
    "share",
    "verify",
    "privacy",
    "quiet",
    "clean",
    "forget",
)
"""The commands in the order in which a person sees them."""


class Conversation:
    """Talks with people; keeps nothing of them itself."""

    def __init__(
        self, pipeline: Callable[[], Pipeline], public: Public | None = None, reader: Reader | None = None
    ) -> None:
        self._pipeline = pipeline
        self.public = public or Public()
        self.outdoors = Outdoors(pipeline, self.public)
        self._basics = Basics()
        questions = Questions(pipeline)
        contacts = Contacts(pipeline)
        self._features: Sequence[Feature] = (
            self._basics,
            Preferences(),
            contacts,
            Cases(pipeline),
            Laws(pipeline),
            Privacy(self.public),
            Quiet(),
            Verify(self.public),
            Sharing(self.public),
            Opinions(self.public, contacts, questions.is_cry),
            Correspondence(questions.is_cry),
            Voice(self._hear, questions.is_cry),
            Papers(pipeline, reader, questions),
            Offers(pipeline, questions),
            questions,
        )
        self._commands = _one_each(one.commands for one in self._features)
        self._presses = _one_each(one.presses for one in self._features)
        self._awaited = _one_each(one.awaits for one in self._features)
        self._tells = _one_each(one.tells for one in self._features)

    def command(self, name: str, person: Person, client: str | None, words: str = "") -> Turn:
        """Obey a command; `client` is the language code of the person's app, `words` what follows the name."""
        moment = self._moment(person, client)
        obey = self._commands.get(name)
        if obey is None:
            return Turn((Message(escape(tr(moment.language, "command.unknown"))),), moment.person)
        return self._finished(obey(moment, words), moment)

    def welcome(self, link: Link, person: Person, client: str | None) -> Turn:
        """Greet a person who came by a partner's link, in the link's language where his own isn't known."""
        known = replace(person, link=link.code, usual=person.usual or link.language)
        moment = self._moment(known, client)
        return self._finished(self._basics.greet(moment, link.partner if link.welcomes else None), moment)

    def say(self, text: str, person: Person, client: str | None) -> Turn:
        """Answer what the person wrote."""
        moment = self._moment(person, client)
        return self._finished(self._hear(moment, text), moment)

    def _hear(self, moment: Moment, text: str) -> Turn:
        ears: list[Hear] = [feature.hear for feature in self._features]
        if (awaited := self._awaited.get(moment.awaited or "")) is not None:
            ears.insert(0, awaited)
        for hear in ears:
            if (turn := hear(moment, text)) is not None:
                return turn
        raise AssertionError("questions take all words")

    def forward(self, text: str, person: Person, client: str | None) -> Turn:
        """Answer what the person forwarded: somebody else's words."""
        moment = self._moment(person, client)
        received = (feature.receive(moment, text) for feature in self._features)
        turn = next((turn for turn in received if turn is not None), None)
        return self._finished(turn or self._hear(moment, text), moment)

    def show(self, thing: Thing, person: Person, client: str | None) -> Turn:
        """Answer what is no text; the words beside it are answered first."""
        moment = self._moment(person, client)
        for feature in reversed(self._features):
            see = feature.sees.get(thing.kind)
            if see is not None and (turn := see(moment, thing)) is not None:
                break
        else:
            raise AssertionError("the basics see everything")
        if thing.caption and not turn.whole:
            said = self._hear(moment, thing.caption)
            turn = replace(said, messages=(*said.messages, *turn.messages))
        return self._finished(turn, moment)

    def press(self, data: str, person: Person, client: str | None) -> Turn:
        """Do what a button says; a button of another age is met with help."""
        action = Action.read(data)
        moment = self._moment(person, client)
        try:
            return self._finished(self._presses[action.verb](moment, action.arguments), moment)
        except (KeyError, ValueError, IndexError):
            return Turn((Message(escape(tr(moment.language, "resume.gone"))),), moment.person)

    def told(self, deed: Deed, outcome: Any, person: Person) -> tuple[Message, ...]:
        """Tell what came of a deed; `outcome` is None where the door can't do such a thing."""
        messages = self._tells[type(deed)](deed, outcome)
        return _hushed(Turn(messages, person), self._moment(person, None)).messages

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
        return Moment(
            replace(person, awaiting=None, subject=None),
            client,
            self.language(person, client),
            person.awaiting,
            person.subject,
        )

    def _finished(self, turn: Turn, moment: Moment) -> Turn:
        """Put below an answer what can be said of it, and cover the messages where the person wants to be quiet."""
        if turn.exchange is not None:
            exchange = replace(turn.exchange, corpus=self._pipeline().version)
            turn = replace(turn, messages=with_opinions(turn.messages, exchange), exchange=exchange)
        return _hushed(turn, moment)


def _hushed(turn: Turn, moment: Moment) -> Turn:
    person = turn.person or moment.person
    if person.quiet is None:
        return turn
    language = language_of(person, moment.client)
    return replace(turn, messages=tuple(hush(one, person.quiet, language) for one in turn.messages))


def _one_each(of_features: Iterable[Mapping[Name, Do]]) -> dict[Name, Do]:
    """Put together what features take part in.

    Raises ValueError where two want the same: one of them would never get it.
    """
    found: dict[Name, Do] = {}
    for each in of_features:
        if twice := found.keys() & each.keys():
            raise ValueError(f"two features want {sorted(map(str, twice))}")
        found.update(each)
    return found
