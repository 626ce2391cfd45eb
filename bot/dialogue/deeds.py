"""What a door may have to do besides showing messages, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.turn import Deed
from knowledge.script import WrittenLang

Verdict = Literal["helped", "not", "wrong"]
"""What a person says of an answer."""


@dataclass(frozen=True)
class CleanChat(Deed):
    """Delete what both sides wrote in the chat; the outcome is a Cleaned."""

    language: WrittenLang
    silent: bool = False
    """Whether to say nothing of it, so that the chat is left empty."""


@dataclass(frozen=True)
class Cleaned:
    """How many messages are gone, and how many known ones stayed."""

    gone: int
    left: int = 0
    again: bool = False
    """Whether it is worth trying once more: Telegram was out of reach."""
    screen: bool = False
    """Whether only a screen was emptied."""


@dataclass(frozen=True)
class Feedback(Deed):
    """Keep what the person says of an answer; the outcome tells whether the answer was still known."""

    language: WrittenLang
    token: str
    verdict: Verdict
    comment: str | None = None


@dataclass(frozen=True)
class AskHuman(Deed):
    """Put a question to the moderators; the outcome tells whether it was still known."""

    language: WrittenLang
    token: str


@dataclass(frozen=True)
class WriteHuman(Deed):
    """Pass words on to the moderator who wrote; the outcome tells whether he could still be reached."""

    language: WrittenLang
    token: str
    """The request's, as his message carried it."""
    text: str
