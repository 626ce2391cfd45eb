"""Messages that go on with the question before them: how much they lean on it, and what they change of it."""

from __future__ import annotations

from typing import Final

from knowledge.cues import says_only

SHORT: Final = 8
LONG: Final = 14
"""Words up to which a message leans on the question before it as much as on itself, and up to which by a PART."""

PART: Final = 0.7

LITTLE: Final = 3
"""Words up to which a message tells too little of itself for one to see whether it is about another subject."""

GOES_ON: Final = "\n↳ "
"""Stands between the messages of a thread."""


def leaning(text: str) -> float:
    """Give what the question before counts beside `text`, which counts 1: less, the more is said anew."""
    words = len(text.split())
    if words <= SHORT:
        return 1.0
    return PART if words <= LONG else 0.0


def tells_little(text: str) -> bool:
    """Tell whether `text` is so short that only the question before tells what it is about."""
    return len(text.split()) <= LITTLE


def thread(previous: str | None, text: str) -> str:
    """Give what the next message may go on with: `text`, behind the question that began it where it tells little."""
    if previous and says_only(text):
        return previous
    return f"{previous.split(GOES_ON)[0]}{GOES_ON}{text}" if previous and tells_little(text) else text


def parted(thread: str) -> tuple[str | None, str]:
    """Give the question that began a thread, if it has more than one, and the last message of it."""
    before, _, text = thread.rpartition(GOES_ON)
    return before or None, text


def said(thread: str | None) -> str | None:
    """Give a thread as one text."""
    return thread.replace(GOES_ON, " ") if thread else None
