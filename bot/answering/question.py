"""What is asked and what is answered: plain values, the same for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, get_args

from knowledge.schema import Urgency
from knowledge.script import WrittenLang

Passport = Literal["UZ", "TJ", "KG", "KZ", "TM", "RU", "other"]
"""Whose passport a person holds; asked once, changeable, never guessed from the language."""

PASSPORTS: Final[tuple[Passport, ...]] = get_args(Passport)


Role = Literal["lead", "detail", "heading", "step", "related", "phone", "note", "quote"]
"""What a statement does in a message: a door may set it off by its look; a quote is from the person's own paper."""


class Outcome(StrEnum):
    """How a message was met."""

    ANSWERED = "answered"
    SIGNPOSTED = "signposted"
    ABSTAINED = "abstained"
    REFUSED = "refused"
    GREETED = "greeted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Question:
    """What somebody typed, and what is known about the one who typed it."""

    text: str
    passport: Passport | None = None
    language: WrittenLang | None = None
    previous: str | None = None
    """The question just before this one in the same conversation."""


@dataclass(frozen=True)
class Statement:
    """One or two sentences with the ids of the records that bear them out."""

    text: str
    cites: tuple[str, ...] = ()
    role: Role = "detail"


@dataclass(frozen=True)
class Answer:
    """A grounded answer: every statement with a fact in it cites records."""

    language: WrittenLang
    urgency: Urgency
    outcome: Outcome
    statements: tuple[Statement, ...]
    card: tuple[Statement, ...] = ()
    """In an emergency: at most six lines that are shown before everything else."""
    topics: tuple[str, ...] = ()
    """Ids of records that are offered as buttons, by their titles."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """How well the records that were found first fit, by their ids; for those who look after the answers."""
    passport_matters: bool = False
    """Whether the law differs by passport and the person has not named one."""
    told_of: Passport | None = None
    """The passport by whose law this answers since the question told of it, though the person has chosen none."""
    model: str | None = None
    """The language model that was asked to put the answer in its words."""
    prompts: str | None = None
    """The prompts that it was asked with, and their versions."""

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the cited records in order of first citation."""
        spoken = self.card + self.statements
        return tuple(dict.fromkeys(cite for statement in spoken for cite in statement.cites))

    @property
    def abstained(self) -> bool:
        return self.outcome in {Outcome.ABSTAINED, Outcome.UNREADABLE}

    @property
    def refused(self) -> bool:
        return self.outcome is Outcome.REFUSED
