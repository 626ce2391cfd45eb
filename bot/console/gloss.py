"""What a sentence says, in the moderator's language: as its records have it, else as the bot's own catalog has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from bot.answering.compose import split
from bot.console.words import Tongue
from bot.i18n import Language, messages, text_of, tr, trn
from knowledge.schema import Record, Text, texts
from knowledge.script import WRITTEN, WrittenLang, uzbek_cyrillic

KEPT: Final = 10_000
"""As many texts as all records have."""

MARKED: Final = 8
"""Signs of its own by which a message with places to fill in is known again."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_TAIL: Final = re.compile(r"(?s)(.+?)(: (?:https?://|\+?[\d(]).*)")
_JOINED: Final = re.compile(r"([;,] |\n)")


def sentence(text: str, cited: Iterable[Record], language: WrittenLang, tongue: Tongue) -> str | None:
    """Give a sentence in the moderator's language; None where neither its records nor the catalog have it."""
    if language == tongue:
        return None
    return _Glossary(_of_records(cited, language, tongue), language, tongue).whole(text)


def _of_records(cited: Iterable[Record], language: WrittenLang, tongue: Tongue) -> Mapping[str, str]:
    """Give all texts of records, and the sentences that they fall into, by how they stand in the answer."""
    found: dict[str, str] = {}
    for record in cited:
        for _, one in texts(record):
            said, meant = text_of(one, language), one.of(tongue)
            parts = split(said), split(meant)
            if len(parts[0]) == len(parts[1]):
                found |= {_bare(part): other for part, other in zip(*parts, strict=True)}
            found[_said(one, language)] = meant
    return found


@dataclass(frozen=True)
class _Glossary:
    records: Mapping[str, str]
    language: WrittenLang
    tongue: Tongue

    def whole(self, text: str) -> str | None:
        """Give the gloss of all of a text; what it names or quotes stays as it is."""
        found = self.records.get(_bare(text)) or self._two(text) or self._message(text)
        if found is not None:
            return found
        if tail := _TAIL.fullmatch(text):
            head = self.whole(tail[1])
            return head and head + tail[2]
        return self._listed(text)

    def _two(self, text: str) -> str | None:
        """Give the gloss of a record's question and its answer in one."""
        ends = (match.start() for match in re.finditer(r"(?<=[.!?…»]) ", text))
        for end in ends:
            first, second = (self.records.get(_bare(part)) for part in (text[:end], text[end:]))
            if first and second:
                return f"{first} {second}"
        return None

    def _message(self, text: str) -> str | None:
        """Give what the same message of the catalog says, with its places filled in likewise."""
        if (key := _plain(self.language).get(text.strip())) is not None:
            return tr(self.tongue, key)
        for one in _patterns(self.language):
            if (match := one.pattern.fullmatch(text.strip())) is None:
                continue
            known = {name: self.whole(value) for name, value in match.groupdict().items()}
            if not (one.is_marked or any(known.values())):
                continue
            values = {name: new or match[name] for name, new in known.items()}
            if len(messages(self.tongue)[one.key]) == 1:  # it has no plural forms
                return tr(self.tongue, one.key, **values)
            count = re.sub(r"\D", "", values.pop("count", ""))
            if count:
                return trn(self.tongue, one.key, int(count), **values)
        return None

    def _listed(self, text: str) -> str | None:
        """Give the gloss of several things in a row, where one at least is known."""
        parts = _JOINED.split(text)
        if len(parts) == 1:
            return None
        glossed = [
            self.whole(part) if number % 2 == 0 and part else part for number, part in enumerate(parts)
        ]
        if not any(glossed[::2]):
            return None
        return "".join(new or old for new, old in zip(glossed, parts, strict=True))


@dataclass(frozen=True)
class _Pattern:
    """A message of a catalog, as it is recognised in an answer."""

    key: str
    pattern: re.Pattern[str]
    is_marked: bool
    """Whether its own words tell it; else it has to hold something that is known."""


def warm() -> None:
    """Read the catalogs' messages, so that nobody waits for it."""
    for language in WRITTEN:
        _plain(language)
        _patterns(language)


@cache
def _plain(language: Language) -> Mapping[str, str]:
    """Give the messages of a language in which nothing is filled in, with their keys."""
    found = ((form, key) for key, forms in messages(language).items() if len(forms) == 1 for form in forms)
    return {form.strip(): key for form, key in found if not _PLACE.search(form)}


@cache
def _patterns(language: Language) -> tuple[_Pattern, ...]:
    """Give the messages of a language that are filled in, those that have most words of their own first."""
    ranked = [
        (len(own), _Pattern(key, _pattern(form), len(own) >= MARKED))
        for key, forms in messages(language).items()
        for form in forms
        if _PLACE.search(form) and (own := _PLACE.sub("", form).strip())
    ]
    return tuple(pattern for _, pattern in sorted(ranked, key=lambda pair: -pair[0]))


def _pattern(form: str) -> re.Pattern[str]:
    written, seen = "", set[str]()
    for number, part in enumerate(_PLACE.split(form.strip())):
        if number % 2 == 0:
            written += re.escape(part)
        else:
            filled = r"[\d\s.,]+?" if part == "count" else ".+?"
            written += f"(?P={part})" if part in seen else f"(?P<{part}>{filled})"
            seen.add(part)
    return re.compile(written, re.DOTALL)


def _said(text: Text, language: WrittenLang) -> str:
    return _cyrillic(text.uz) if language == "uz_Cyrl" else _bare(text.of(language))


@lru_cache(KEPT)
def _cyrillic(latin: str) -> str:
    return _bare(uzbek_cyrillic(latin))


def _bare(text: str) -> str:
    """Leave out what the composer puts around a text."""
    return " ".join(text.split()).strip(" .•-").casefold()
