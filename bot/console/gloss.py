"""What a sentence says, in the moderator's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pydantic import BaseModel

from bot.console.words import Tongue
from knowledge.schema import Record, Text
from knowledge.script import WrittenLang, uzbek_cyrillic

KEPT: Final = 10_000
"""As many texts as all records have."""


def sentence(text: str, cited: Iterable[Record], language: WrittenLang, tongue: Tongue) -> str | None:
    """Give a sentence as the records that it cites have it in another language; None where they don't."""
    if language == tongue:
        return None
    wanted = _bare(text)
    found = (one for record in cited for one in _texts(record) if _said(one, language) == wanted)
    return next((one.of(tongue) for one in found), None)


def _texts(part: object) -> Iterator[Text]:
    """Find every text in a record."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name))
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def _said(text: Text, language: WrittenLang) -> str:
    return _cyrillic(text.uz) if language == "uz_Cyrl" else _bare(text.of(language))


@lru_cache(KEPT)
def _cyrillic(latin: str) -> str:
    return _bare(uzbek_cyrillic(latin))


def _bare(text: str) -> str:
    """Leave out what the composer puts around a text."""
    return " ".join(text.split()).strip(" .•-").casefold()
