"""Records become sentences: the first message, the emergency card, and the sections behind the buttons."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Literal, get_args

from bot.answering.contacts import contact_statement, for_passport, is_stale, pretty_phone
from bot.answering.question import Statement
from bot.answering.sentences import court_statements
from bot.i18n import date, text_of, tr
from knowledge.corpus import Corpus, holds_for, references
from knowledge.schema import Answer, Case, Contact, Guidance, Record, Sign, Source, Statute
from knowledge.script import WrittenLang

Section = Literal["law", "cases", "steps", "call", "sources"]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)

FIRST_MESSAGE: Final = 820
"""Characters of the first message's sentences; about 900 with its citation numbers."""

SECTION_LIMIT: Final = 3400
CARD_STEPS: Final = 3
CARD_PHONES: Final = 2
RELATED: Final = 4
STEPS_FIRST: Final = 4
SOURCES: Final = 4

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…»])\s+(?=[«„\"(]?[A-ZА-ЯЁЎҚҒҲӢӮҶ])")


class Composer:
    """Composes answers from the records of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def first(self, found: Sequence[Record], language: WrittenLang) -> tuple[Statement, ...]:
        """Give the first message: the direct answer of the best record, its details, the titles of the next."""
        lead, *others = found
        related = [self._related(record, language) for record in others[:RELATED]]
        room = FIRST_MESSAGE - sum(len(statement.text) for statement in related)
        statements: list[Statement] = []
        for statement in lead_statements(lead, language):
            room -= len(statement.text)
            if room < 0 and statements:
                break
            statements.append(statement)
        return (*statements, *related)

    def card(self, guidance: Guidance, passport: str | None, language: WrittenLang) -> tuple[Statement, ...]:
        """Give the emergency card: what to do this minute, and numbers to call; at most six lines."""
        title = Statement(tr(language, "card.title"), role="note")
        steps = (
            Statement(text_of(step, language), (guidance.id,), "step") for step in guidance.steps[:CARD_STEPS]
        )
        return (title, *steps, *self._phones(guidance, passport, language))

    def section(
        self, section: Section, ids: Sequence[str], passport: str | None, language: WrittenLang
    ) -> list[Statement]:
        """Give what stands behind a button, for the records `ids` of the first message; empty where nothing does."""
        found = [self._corpus[name] for name in ids if name in self._corpus]
        if not found:
            return []
        match section:
            case "law":
                statements = self._law(found[0], passport, language)
            case "cases":
                statements = self._cases(found[0], passport, language)
            case "steps":
                statements = self._steps(found, language)
            case "call":
                statements = self._call(found[0], passport, language)
            case "sources":
                statements = self._sources(found, language)
        return list(_fitting(statements))

    def _related(self, record: Record, language: WrittenLang) -> Statement:
        return Statement(text_of(record.title, language), (record.id,), "related")

    def _phones(self, guidance: Guidance, passport: str | None, language: WrittenLang) -> Iterator[Statement]:
        """Give the numbers that help most: those that the guidance names, then those of the person's own state."""
        named = [record for name in guidance.contacts if isinstance(record := self._corpus[name], Contact)]
        own = [
            c
            for c in for_passport(self._corpus, passport)
            if "any" not in c.citizens_of and c.type != "police"
        ]
        usable = (c for c in dict.fromkeys([*named, *own]) if c.phones and not is_stale(c, _today()))
        for contact in islice((c for c in usable if holds_for(c, passport)), 1):
            for phone in contact.phones[:CARD_PHONES]:
                words = f"{text_of(contact.title, language)}: {pretty_phone(phone)}"
                yield Statement(words, (contact.id,), "phone")

    def _law(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        statutes = [r for r in self._around(lead) if isinstance(r, Statute) and holds_for(r, passport)]
        if not any(statute.country == passport for statute in statutes):
            statutes += [
                record
                for record in self._corpus
                if isinstance(record, Statute) and record.country == passport and record.id in self._penal
            ]
        national_first = sorted(dict.fromkeys(statutes), key=lambda statute: statute.country != passport)
        return [
            statement for statute in national_first for statement in statute_statements(statute, language)
        ]

    @property
    def _penal(self) -> frozenset[str]:
        """Ids of the statutes under which people were charged."""
        return frozenset(
            charge.statute
            for record in self._corpus
            if isinstance(record, Case)
            for charge in record.charges
            if charge.statute
        )

    def _cases(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        statements = court_statements(self._corpus, passport, language) if passport else []
        near = [r for r in self._around(lead) if isinstance(r, Case) and holds_for(r, passport)]
        for case in near[:4]:
            statements.append(Statement(text_of(case.summary, language), (case.id,)))
        return statements

    def _steps(self, found: Sequence[Record], language: WrittenLang) -> list[Statement]:
        near = [record for start in found for record in (start, *self._around(start))]
        guidance = next((record for record in near if isinstance(record, Guidance)), None)
        if guidance is None:
            return []
        title = Statement(text_of(guidance.title, language), (guidance.id,), "lead")
        return [
            title,
            *(Statement(text_of(step, language), (guidance.id,), "step") for step in guidance.steps),
        ]

    def _call(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        near = [r for r in self._around(lead) if isinstance(r, Contact) and holds_for(r, passport)]
        national = [c for c in for_passport(self._corpus, passport) if "any" not in c.citizens_of]
        both = list(dict.fromkeys([*near, *national])) or for_passport(self._corpus, passport)
        return [contact_statement(contact, language, _today()) for contact in both[:7]]

    def _sources(self, found: Sequence[Record], language: WrittenLang) -> list[Statement]:
        return [Statement(self._source_lines(record, language), (record.id,)) for record in found]

    def _source_lines(self, record: Record, language: WrittenLang) -> str:
        """Give where a record's facts were published; an answer's are those of the records that it cites."""
        cited = [self._corpus[name] for where, name in references(record) if where.startswith("says")]
        by_url = {source.url: source for origin in (record, *cited) for source in origin.sources}
        lines = [text_of(record.title, language)]
        lines += [_source_line(source, language) for source in islice(by_url.values(), SOURCES)]
        return "\n".join([*lines, tr(language, "source.checked", date=date(language, record.checked))])

    def _around(self, record: Record) -> list[Record]:
        """Give `record`, what it names, and what those name, nearest first."""
        near = [record, *(self._corpus[name] for _, name in references(record))]
        further = [self._corpus[name] for close in near[1:] for _, name in references(close)]
        return list(dict.fromkeys([*near, *further]))


def lead_statements(record: Record, language: WrittenLang) -> Iterator[Statement]:
    """Give the sentences of `record`, the direct answer first."""
    if isinstance(record, Guidance):
        yield Statement(text_of(record.title, language), (record.id,), "lead")
        for step in record.steps[:STEPS_FIRST]:
            yield Statement(text_of(step, language), (record.id,), "step")
        return
    if isinstance(record, Sign):
        yield Statement(text_of(record.why, language), (record.id,), "lead")
        yield Statement(text_of(record.summary, language), (record.id,))
        return
    if isinstance(record, Answer):
        yield Statement(text_of(record.summary, language), (record.id,), "lead")
        for said in record.says:
            yield Statement(text_of(said, language), (record.id,))
        return
    for number, sentence in enumerate(split(text_of(record.summary, language))):
        yield Statement(sentence, (record.id,), "detail" if number else "lead")


def statute_statements(statute: Statute, language: WrittenLang) -> Iterator[Statement]:
    """Give the article in plain words, its exemption too."""
    yield Statement(text_of(statute.title, language), (statute.id,), "lead")
    yield Statement(text_of(statute.summary, language), (statute.id,))
    if statute.exemption:
        yield Statement(text_of(statute.exemption, language), (statute.id,))


def _source_line(source: Source, language: WrittenLang) -> str:
    when = f", {date(language, source.published)}" if source.published else ""
    return f"{source.publisher}{when}: {source.url}"


def split(text: str) -> list[str]:
    """Split `text` into sentences."""
    return _SENTENCE_END.split(text)


def _fitting(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Give as many statements as one message holds."""
    used = 0
    for statement in statements:
        used += len(statement.text) + 8
        if used > SECTION_LIMIT:
            return
        yield statement


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
