"""Messages that go on with the question before them: how much they lean on it, and what they change of it."""

from __future__ import annotations

from typing import Final

SHORT: Final = 8
LONG: Final = 14
"""Words up to which a message leans on the question before it as much as on itself, and up to which by a PART."""

PART: Final = 0.7

LITTLE: Final = 3
"""Words up to which a message tells too little of itself for one to see whether it is about another subject."""


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
    """Give what the next message may go on with: `text`, behind the question that began it, where it tells little."""
    text = " ".join(text.split())
    return f"{previous.splitlines()[0]}\n{text}" if previous and tells_little(text) else text
