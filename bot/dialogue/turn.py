"""What comes in and what goes out in one turn of the conversation, whatever the door."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from bot.answering.question import Answer
from bot.dialogue.message import Message
from bot.journal.person import Person
from knowledge.script import WrittenLang

Kind = Literal["sticker", "voice", "photo", "location"]
"""What people send besides words."""

Trouble = Literal["deaf", "long", "fault", "empty", "large", "download"]
"""Why a voice message could not be turned into words; `deaf`: nothing here can do it."""

TOKEN: Final = 9
"""Random bytes in an exchange's token."""


@dataclass(frozen=True)
class Thing:
    """Something sent that is no text, with the words beside it."""

    kind: Kind
    caption: str = ""
    content: tuple[bytes, ...] = ()
    """The files of a paper, page by page; only as long as the turn lasts."""
    words: str = ""
    """What was heard in a voice message."""
    trouble: Trouble | None = None
    """Why the door could not fetch or hear it."""


@dataclass(frozen=True)
class Moment:
    """Who speaks, and in which language he is answered where his words don't tell."""

    person: Person
    client: str | None
    """The language code of the person's app."""
    language: WrittenLang
    awaited: str | None = None
    """What the bot had asked for, as `Person.awaiting` said."""
    subject: str | None = None
    """What that was about, as `Person.subject` said."""

    def of(self, person: Person) -> Moment:
        """Give the same moment for a person of whom more is known now."""
        return replace(self, person=person)


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, for those who look after the answers."""

    text: str
    answer: Answer
    ms: float
    """Milliseconds that the answer took."""
    corpus: str = ""
    """The version of the records that it rests on."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN))
    """Its name on buttons."""


class Deed:
    """Something that the door does besides showing messages; each is a frozen dataclass of its own."""


@dataclass(frozen=True)
class Turn:
    """What the bot does with one message: what it shows, and what it remembers of the person after."""

    messages: tuple[Message, ...]
    person: Person | None
    """What is to be remembered; None erases the person."""
    exchange: Exchange | None = None
    deeds: tuple[Deed, ...] = ()
    whole: bool = False
    """Whether the words beside a thing sent are answered too."""
