"""Records become sentences: the first message, the emergency card, and the sections behind the buttons."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Final, Literal, get_args

from bot.answering.contacts import (
    contact_line,
    contact_statement,
    for_passport,
    is_in_russia,
    is_near,
    is_old,
    is_stale,
)
from bot.answering.question import Statement
from bot.answering.sentences import court_statements
from bot.i18n import date, text_of, tr
from knowledge.corpus import Corpus, holds_for, references, topic_of
from knowledge.schema import Answer, Case, Contact, Guidance, Record, Sign, Source, Statute
from knowledge.script import WrittenLang
from knowledge.signals import SIGNPOST

Section = Literal["law", "cases", "steps", "call", "sources"]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)

FIRST_MESSAGE: Final = 820
"""Characters of the first message's sentences; about 900 with its citation numbers."""

SECTION_LIMIT: Final = 3400
CARD_STEPS: Final = 3
RELATED: Final = 4
LINES: Final = 2
"""Contacts in the first message, where it asks for one."""

STEPS_FIRST: Final = 4
OPENING: Final = (20, 185)
"""Characters of the first sentence of guidance, with which it leads: a longer one would hide the steps."""

SOURCES: Final = 4

REPEATS: Final = 0.5
"""The share of a detail's words that stand in the direct answer too, above which it waits behind the others."""

_ABOUT_BOT: Final = ("bot-", "guide-safe-use-of-bot")
_YES_NO: Final = re.compile(r"(?:Да|Нет|Ha|Yoʻq|Ҳа|Йўқ|Бале|Не)\b[.,:]")
_SEEKS_YES: Final = re.compile(
    r"\b(?:верно|правильно|подтверд|так ведь|правда же|не так ли|"
    r"t[oõö]['`´ʻʼ‘’]?[gğ]['`´ʻʼ‘’]?rimi|тўғрими|тугрими|rostmi|ростми|shunday(?:mi|\s*\?)|шундайми|"
    r"aniq|аниқ|tasdiqla|тасдиқла|дуруст|рост|ҳамин тавр|хамин тавр|emish|эмиш|emasmi|эмасми)"
    r"|[-\s](?:ku|ку|дия)\b|\b(?:же|ведь)\b|[-\s](?:da|да|a|а)\s*[?.!]*$",
    re.IGNORECASE,
)
_CONTENT: Final = re.compile(r"[^\W\d]{4,}|\d+")
_STEM: Final = 5
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…]»))\s+(?=[«„\"(]?[A-ZА-ЯЁЎҚҒҲӢӮҶ])|(?<=\w{4}[.!?…])\s+(?=\d)"
)


class Composer:
    """Composes answers from the records of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def first(
        self,
        found: Sequence[Record],
        language: WrittenLang,
        asked: str = "",
        *,
        second: Record | None = None,
        whom: Iterable[Contact] = (),
        room: int = FIRST_MESSAGE,
    ) -> tuple[Statement, ...]:
        """Give the first message: the direct answer of the best record, its details, the titles of the next.

        The direct answer of a `second` record, where the message asks two things, follows that of the first; a line
        for each of the contacts `whom`, where it asks for a number, follows them.
        Where `asked` wants a claim confirmed, a bare yes or no would be taken for the claim's: the record's
        own question stands before it then. All sentences together have at most `room` characters, but for the
        direct answers.
        """
        lead, *others = found
        lines = [line for one in whom if (line := contact_line(one, language, _today()))][:LINES]
        told_already = {second.id if second else "", *(line.cites[0] for line in lines)}
        others = [
            one for one in others if one.id not in told_already and (is_aside(lead) or not is_aside(one))
        ]
        related = [self._related(one, language) for one in others[: RELATED - len(lines) - bool(second)]]
        told = _told(lead, language, asked)
        statements = [next(told), *lines]
        last = [next(lead_statements(second, language))] if second else []
        room -= sum(len(statement.text) for statement in [*statements, *last, *related])
        for statement in told:
            room -= len(statement.text)
            if room < 0:
                break
            statements.append(statement)
        if statements[-1].role == "heading":
            statements.pop()
        return (*statements, *last, *related)

    def offer(self, found: Sequence[Record], language: WrittenLang) -> tuple[Statement, ...]:
        """Give only the titles of records, where none of them is the answer."""
        return tuple(self._related(record, language) for record in found[:RELATED])

    def shared(self, topic: str) -> list[Record]:
        """Give what holds for all and several countries' answers to `topic` name: first answers, then what to do."""
        counts = Counter(
            name
            for record in self.corpus
            if isinstance(record, Answer) and topic_of(record) == topic
            for name in dict.fromkeys(name for _, name in references(record))
            if holds_for(self.corpus[name], None)
        )
        several = [self.corpus[name] for name, count in counts.most_common() if count > 1]
        return sorted(several, key=lambda one: (not isinstance(one, Answer), not isinstance(one, Guidance)))

    def card(
        self,
        guidance: Guidance,
        passport: str | None,
        language: WrittenLang,
        places: Collection[str] = (),
    ) -> tuple[Statement, ...]:
        """Give the emergency card: what to do this minute, and numbers to call; at most six lines.

        Of several numbers it is that of whoever is in one of the `places`, if anybody is.
        """
        title = Statement(tr(language, "card.title"), role="note")
        steps = (
            Statement(text_of(step, language), (guidance.id,), "step") for step in guidance.steps[:CARD_STEPS]
        )
        return (title, *steps, *self._phones(guidance, passport, language, places))

    def section(
        self, section: Section, ids: Sequence[str], passport: str | None, language: WrittenLang
    ) -> list[Statement]:
        """Give what stands behind a button, for the records `ids` of the first message; empty where nothing does."""
        found = [self.corpus[name] for name in ids if name in self.corpus]
        if not found:
            return []
        match section:
            case "law":
                statements = self._law(found[0], passport, language)
            case "cases":
                statements = self._cases(found[0], passport, language)
            case "steps":
                statements = self._steps(found, passport, language)
            case "call":
                statements = self._call(found[0], passport, language)
            case "sources":
                statements = self._sources(found, language)
        return list(_fitting(statements))

    def _related(self, record: Record, language: WrittenLang) -> Statement:
        return Statement(text_of(record.title, language), (record.id,), "related")

    def _phones(
        self, guidance: Guidance, passport: str | None, language: WrittenLang, places: Collection[str]
    ) -> Iterator[Statement]:
        """Give the one contact that helps most: with its numbers, else, where none is known, with its address."""
        today = _today()
        named = [record for name in guidance.contacts if isinstance(record := self.corpus[name], Contact)]
        national = [c for c in for_passport(self.corpus, passport) if "any" not in c.citizens_of]
        in_russia = [c for c in [*named, *national] if c in national and is_in_russia(c)]
        near = [c for c in in_russia if is_near(c, places, passport)]
        # What a guidance names first is made for its danger; else whoever serves this passport in Russia.
        ranked = [*named[:1], *near, *in_russia, *named]
        usable = [c for c in dict.fromkeys(ranked) if holds_for(c, passport) and not is_stale(c, today)]
        for contact in usable:
            if contact in named[:1] and contact.type == "hotline" and contact.url and is_old(contact, today):
                # Made for this danger, but its numbers may be dead: its page tells those of today.
                yield Statement(f"{text_of(contact.title, language)}: {contact.url}", (contact.id,))
                return
            if (
                contact.phones
                and not is_old(contact, today)
                and (contact in named[:1] or is_in_russia(contact))
            ):
                line = contact_line(contact, language, today)
                if line is not None:
                    yield line
                return
        for contact in usable:
            if contact.url and contact.type != "hotline":
                yield Statement(f"{text_of(contact.title, language)}: {contact.url}", (contact.id,))
                return

    def _law(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        statutes = [r for r in self._around(lead) if isinstance(r, Statute) and holds_for(r, passport)]
        if not any(statute.country == passport for statute in statutes):
            own = [r for r in self.corpus if isinstance(r, Statute) and r.country == passport]
            statutes += [statute for statute in own if statute.id in self._penal] or own
        national_first = sorted(dict.fromkeys(statutes), key=lambda statute: statute.country != passport)
        return [
            statement for statute in national_first for statement in statute_statements(statute, language)
        ]

    @cached_property
    def _penal(self) -> frozenset[str]:
        """Ids of the statutes under which people were charged."""
        return frozenset(
            charge.statute
            for record in self.corpus
            if isinstance(record, Case)
            for charge in record.charges
            if charge.statute
        )

    def _cases(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        statements = court_statements(self.corpus, passport, language) if passport else []
        near = [r for r in self._around(lead) if isinstance(r, Case) and holds_for(r, passport)]
        for case in near[:4]:
            statements.append(Statement(text_of(case.summary, language), (case.id,)))
        return statements

    def _steps(self, found: Sequence[Record], passport: str | None, language: WrittenLang) -> list[Statement]:
        near = [record for start in found for record in (start, *self._around(start))]
        guidance = next((r for r in near if isinstance(r, Guidance) and holds_for(r, passport)), None)
        if guidance is None:
            return []
        title = Statement(text_of(guidance.title, language), (guidance.id,), "lead")
        return [
            title,
            *(Statement(text_of(step, language), (guidance.id,), "step") for step in guidance.steps),
        ]

    def _call(self, lead: Record, passport: str | None, language: WrittenLang) -> list[Statement]:
        near = [r for r in self._around(lead) if isinstance(r, Contact) and holds_for(r, passport)]
        national = [c for c in for_passport(self.corpus, passport) if "any" not in c.citizens_of]
        both = list(dict.fromkeys([*near, *national])) or for_passport(self.corpus, passport)
        return [contact_statement(contact, language, _today()) for contact in both[:7]]

    def _sources(self, found: Sequence[Record], language: WrittenLang) -> list[Statement]:
        return [self._published(record, language) for record in found]

    def _published(self, record: Record, language: WrittenLang) -> Statement:
        """Give where a record's facts were published; an answer's are those of the records that it cites."""
        cited = [self.corpus[name] for where, name in references(record) if where.startswith("says")]
        by_url = {source.url: source for origin in (record, *cited) for source in origin.sources}
        lines = [text_of(record.title, language)]
        lines += [source_line(source, language) for source in islice(by_url.values(), SOURCES)]
        lines.append(tr(language, "source.checked", date=date(language, record.checked)))
        origins = dict.fromkeys((record.id, *(one.id for one in cited)))
        return Statement("\n".join(lines), tuple(origins))

    def _around(self, record: Record) -> list[Record]:
        """Give `record`, what it names, and what those name, nearest first."""
        near = [record, *(self.corpus[name] for _, name in references(record))]
        further = [self.corpus[name] for close in near[1:] for _, name in references(close)]
        return list(dict.fromkeys([*near, *further]))


def lead_statements(record: Record, language: WrittenLang) -> Iterator[Statement]:
    """Give the sentences of `record`, the direct answer first."""
    if isinstance(record, Guidance):
        title, opening = text_of(record.title, language), split(text_of(record.summary, language))[0]
        if OPENING[0] <= len(opening) <= OPENING[1]:
            yield Statement(opening, (record.id,), "lead")
            yield Statement(f"{title}:", (record.id,), "heading")
        else:
            yield Statement(title, (record.id,), "lead")
        for step in record.steps[:STEPS_FIRST]:
            yield Statement(text_of(step, language), (record.id,), "step")
        return
    if isinstance(record, Sign):
        yield Statement(text_of(record.why, language), (record.id,), "lead")
        yield Statement(text_of(record.summary, language), (record.id,))
        return
    if isinstance(record, Answer):
        summary = text_of(record.summary, language)
        yield Statement(summary, (record.id,), "lead")
        details = [text_of(said, language) for said in record.says]
        # What only repeats the direct answer waits behind what adds to it.
        for detail in sorted(details, key=lambda detail: _shared(detail, summary) >= REPEATS):
            yield Statement(detail, (record.id,))
        return
    for number, sentence in enumerate(split(text_of(record.summary, language))):
        yield Statement(sentence, (record.id,), "detail" if number else "lead")


def is_aside(record: Record) -> bool:
    """Tell whether `record` is about the bot itself or about other subjects: no company for an answer."""
    return topic_of(record).startswith((*_ABOUT_BOT, SIGNPOST))


def _told(lead: Record, language: WrittenLang, asked: str) -> Iterator[Statement]:
    """Give the sentences of `lead`; its question first, where a yes or no would be taken for that of `asked`."""
    statements = lead_statements(lead, language)
    first = next(statements)
    if isinstance(lead, Answer) and _YES_NO.match(first.text) and _SEEKS_YES.search(asked):
        first = replace(first, text=f"{text_of(lead.title, language)} {first.text}")
    yield first
    yield from statements


def _shared(detail: str, summary: str) -> float:
    """Give the share of the words and numbers of `detail` that stand in `summary` too."""
    words, known = ({word[:_STEM] for word in _CONTENT.findall(text.lower())} for text in (detail, summary))
    return len(words & known) / len(words) if words else 0.0


def statute_statements(statute: Statute, language: WrittenLang) -> Iterator[Statement]:
    """Give the article in plain words, its exemption too."""
    yield Statement(text_of(statute.title, language), (statute.id,), "lead")
    yield Statement(text_of(statute.summary, language), (statute.id,))
    if statute.exemption:
        yield Statement(text_of(statute.exemption, language), (statute.id,))


def source_line(source: Source, language: WrittenLang) -> str:
    """Give who published when, and where."""
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
