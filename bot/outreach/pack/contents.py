"""What a pack holds: chapters of entries, in one language and for one passport."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.answering.compose import is_aside, lead_statements
from bot.answering.contacts import contact_statement, for_passport
from bot.answering.question import Passport
from bot.answering.sentences import court_statements
from bot.i18n import date, text_of, tr
from knowledge.corpus import Corpus, holds_for, references
from knowledge.schema import Answer, Contact, Guidance, Record, Sign, Statute
from knowledge.script import WrittenLang, fold

Chapter = Literal["emergency", "answers", "steps", "signs", "law", "courts", "contacts"]
SOURCES: Final = 3
"""Publishers that are named below an entry."""

SUMMARY_KEY: Final = 400
"""Characters of a summary that are searched besides the title and the asks."""


@dataclass(frozen=True)
class Entry:
    """One thing to read: a title, its lines, who published it, and the words by which it is found."""

    id: str
    chapter: Chapter
    title: str
    lines: tuple[str, ...]
    sources: str
    keys: tuple[str, ...] = field(repr=False)
    """Folded."""


@dataclass(frozen=True)
class Pack:
    """All entries in reading order, with the day and the version that a reader can compare."""

    language: WrittenLang
    passport: Passport
    entries: tuple[Entry, ...]
    day: dt.date
    version: str
    link: str | None
    """Where a newer pack can be had."""

    def of(self, chapter: Chapter) -> list[Entry]:
        return [entry for entry in self.entries if entry.chapter == chapter]

    @property
    def title(self) -> str:
        return tr(self.language, "pack.title")

    @property
    def edition(self) -> str:
        """The day, the version, and where a newer pack can be had, in a sentence or two."""
        words = tr(
            self.language,
            "pack.edition",
            passport=tr(self.language, f"passport.{self.passport}"),
            date=date(self.language, self.day.isoformat()),
            version=self.version,
        )
        newer = (
            tr(self.language, "pack.newer", link=self.link) if self.link else tr(self.language, "pack.ask")
        )
        return f"{words} {newer}"


def contents(
    corpus: Corpus, language: WrittenLang, passport: Passport, day: dt.date, link: str | None = None
) -> Pack:
    """Choose the records that hold for `passport` and write them in `language`."""
    law = None if passport == "other" else passport
    writer = _Writer(corpus, language, law, day)
    return Pack(language, passport, tuple(writer.entries()), day, corpus.version, link)


class _Writer:
    def __init__(self, corpus: Corpus, language: WrittenLang, law: str | None, day: dt.date) -> None:
        self._corpus = corpus
        self._language = language
        self._law = law
        self._day = day
        self._own = [record for record in corpus if holds_for(record, law) and not is_aside(record)]

    def entries(self) -> Iterator[Entry]:
        guidance = [record for record in self._own if isinstance(record, Guidance)]
        yield from (self._guidance(one, "emergency") for one in guidance if one.urgency == "emergency")
        # What holds for one passport only answers more exactly than what holds for all.
        answers = [record for record in self._own if isinstance(record, Answer)]
        for answer in sorted(answers, key=lambda one: "any" in one.citizens_of):
            yield self._entry(
                "answers", answer, [one.text for one in lead_statements(answer, self._language)]
            )
        yield from (self._guidance(one, "steps") for one in guidance if one.urgency != "emergency")
        for record in self._own:
            if isinstance(record, Sign):
                yield self._entry(
                    "signs", record, [one.text for one in lead_statements(record, self._language)]
                )
        statutes = [record for record in self._own if isinstance(record, Statute)]
        for statute in sorted(statutes, key=lambda one: one.country != self._law):
            lines = [text_of(statute.summary, self._language)]
            lines += [text_of(statute.exemption, self._language)] if statute.exemption else []
            yield self._entry("law", statute, lines)
        yield from self._courts()
        for contact in for_passport(self._corpus, self._law):
            title, *lines = contact_statement(contact, self._language, self._day).text.split("\n")
            yield Entry(contact.id, "contacts", title, tuple(lines), "", ())

    def _guidance(self, guidance: Guidance, chapter: Chapter) -> Entry:
        lines = [f"{n}. {text_of(step, self._language)}" for n, step in enumerate(guidance.steps, 1)]
        for name in guidance.contacts:
            contact = self._corpus[name]
            if chapter == "emergency" and isinstance(contact, Contact) and holds_for(contact, self._law):
                lines.append(contact_statement(contact, self._language, self._day).text.replace("\n", " · "))
        return self._entry(chapter, guidance, lines)

    def _courts(self) -> Iterator[Entry]:
        lines = court_statements(self._corpus, self._law, self._language) if self._law else []
        if lines:
            title, *rest = [line.text for line in lines]
            yield Entry("courts", "courts", title, tuple(rest), "", ())

    def _entry(self, chapter: Chapter, record: Record, lines: Sequence[str]) -> Entry:
        title = text_of(record.title, self._language)
        return Entry(
            record.id, chapter, title, tuple(lines), self._published(record), tuple(self._keys(record))
        )

    def _published(self, record: Record) -> str:
        """Name the publishers of a record's facts; an answer's are those of what it cites."""
        cited = [self._corpus[name] for where, name in references(record) if where.startswith("says")]
        names = [source.publisher for one in (record, *cited) for source in one.sources]
        found = "; ".join(list(dict.fromkeys(names))[:SOURCES])
        return tr(self._language, "pack.sources", names=found) if found else ""

    def _keys(self, record: Record) -> Iterator[str]:
        """Give the folded ways to ask for `record`, in the pack's language and either script."""
        spoken = self._language[:2]
        asks = [ask for written, ask in self._corpus.asks(record) if written[:2] == spoken]
        texts = [
            text_of(record.title, self._language),
            text_of(record.summary, self._language)[:SUMMARY_KEY],
            *asks,
        ]
        yield from dict.fromkeys(map(fold, texts))
