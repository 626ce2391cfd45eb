"""The parts of an advert in which one thing is said: sentences, their clauses, and neighbouring clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_SENTENCE_END: Final = re.compile(
    r"[\n!?;…•|]+|(?<!\d)\.+|\.+(?!\d)|[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+"
)
_CLAUSE_END: Final = re.compile(r"(?<!\d),|,(?!\d)|:(?!\d)|[()«»]|\s[-–—+]\s|(?<=\s)[+](?=\s)")
SHORTEST: Final = 4
"""Letters below which a part says nothing."""

Window = tuple[int, int]


def windows(text: str) -> Iterator[Window]:
    """Give the spans of the parts of `text`, the smallest first within each sentence."""
    for start, end in _parts(text, 0, len(text), _SENTENCE_END):
        clauses = list(_parts(text, start, end, _CLAUSE_END))
        yield from clauses
        if len(clauses) > 1:
            yield from ((one[0], two[1]) for one, two in pairwise(clauses))
            if len(clauses) > 2:  # noqa: PLR2004 - of two clauses the pair is the sentence
                yield start, end


def _parts(text: str, start: int, end: int, border: re.Pattern[str]) -> Iterator[Window]:
    """Give the parts of `text[start:end]` between borders, without blanks around them."""
    reached = start
    for match in border.finditer(text, start, end):
        yield from _trimmed(text, reached, match.start())
        reached = match.end()
    yield from _trimmed(text, reached, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Window]:
    part = text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
    if sum(letter.isalnum() for letter in text[start:end]) >= SHORTEST:
        yield start, end
