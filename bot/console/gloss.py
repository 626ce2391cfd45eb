"""What a sentence and a record say, in the moderator's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from bot.console.words import Tongue
from bot.i18n import text_of
from knowledge.corpus import Corpus
from knowledge.schema import Text
from knowledge.script import WrittenLang


class Glossary:
    """The texts of the records by what they say in a language; made when first asked for, for each corpus anew."""

    def __init__(self) -> None:
        self._corpus: Corpus | None = None
        self._texts: dict[WrittenLang, Mapping[str, Text]] = {}

    def sentence(self, corpus: Corpus, text: str, language: WrittenLang, tongue: Tongue) -> str | None:
        """Give a sentence of an answer as the records have it in another language; None where they don't."""
        if language == tongue:
            return None
        if corpus is not self._corpus:
            self._corpus, self._texts = corpus, {}
        if language not in self._texts:
            texts = (text for one in corpus for text in _all(one))
            self._texts[language] = {_bare(text_of(text, language)): text for text in texts}
        found = self._texts[language].get(_bare(text))
        return None if found is None else found.of(tongue)


def _all(part: object) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _all(getattr(part, name))
    elif isinstance(part, list):
        for one in part:
            yield from _all(one)


def _bare(text: str) -> str:
    """Leave out what the composer puts around a text."""
    return " ".join(text.split()).strip(" .•-").casefold()
