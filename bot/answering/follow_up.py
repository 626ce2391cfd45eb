"""Messages that go on with the question before them: how much they lean on it, and what they change of it."""

from __future__ import annotations

from typing import Final

SHORT: Final = 8
LONG: Final = 14
"""Words up to which a message leans on the question before it as much as on itself, and up to which by half."""


def leaning(text: str) -> float:
    """Give what the question before counts beside `text`, which counts 1: less, the more is said anew."""
    words = len(text.split())
    if words <= SHORT:
        return 1.0
    return 0.5 if words <= LONG else 0.0
