"""An answer becomes messages: numbered citations, the rest behind buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.answering.compose import SECTIONS, SOURCES, Composer, Section, source_line
from bot.answering.question import PASSPORTS, Answer, Outcome, Statement
from bot.dialogue.message import LONGEST, Action, Button, Message, code, escape, short
from bot.dialogue.privacy import clean_button
from bot.i18n import date, text_of, tr
from knowledge.corpus import Corpus
from knowledge.schema import Record
from knowledge.script import WrittenLang

MARKS: Final = {"detail": "• ", "step": "▪️ ", "related": "▸ ", "phone": "📞 "}
LABEL: Final = 60
"""Characters of a topic on a button."""

_LINK: Final = re.compile(r"^(.+): (https?://\S+)$")


def answer_messages(
    answer: Answer, composer: Composer, corpus: Corpus, passport: str | None
) -> list[Message]:
    """Give the messages for `answer`: the emergency card first, then the answer with its buttons."""
    numbers = {record: number for number, record in enumerate(answer.records, 1)}
    messages = []
    if answer.card:
        rows = (_section_row(("call", "steps"), answer, passport, composer), (clean_button(answer.language),))
        messages.append(Message(_card(answer.card, numbers), tuple(row for row in rows if row)))
    text = _body(answer, numbers)
    messages.append(Message(text, tuple(_rows(answer, composer, corpus, passport))))
    return messages


def section_message(section: Section, statements: Sequence[Statement], language: WrittenLang) -> Message:
    """Give what stands behind a section's button."""
    title = f"<b>{escape(tr(language, f'button.{section}'))}</b>"
    if not statements:
        return Message(f"{title}\n\n{escape(tr(language, 'section.empty'))}")
    if section == "sources":
        blocks = [f"[{n}] {_linked(statement.text)}" for n, statement in enumerate(statements, 1)]
    else:
        blocks = [_block(statement) for statement in statements]
    return _listed(title, blocks)


def list_message(title: str, statements: Sequence[Statement]) -> Message:
    """Give `statements` one below the other, as many as a message holds."""
    return _listed(f"<b>{escape(title)}</b>", [_block(statement) for statement in statements])


def record_message(record: Record, language: WrittenLang, details: Sequence[str] = ()) -> Message:
    """Give one record to be read: title, summary, `details`, where it was published, the day of its check."""
    blocks = [f"<b>{escape(text_of(record.title, language))}</b>", escape(text_of(record.summary, language))]
    blocks += [f"• {escape(detail)}" for detail in details]
    links = [_linked(source_line(source, language)) for source in record.sources[:SOURCES]]
    links.append(escape(tr(language, "source.checked", date=date(language, record.checked))))
    whole = "\n\n".join([*blocks, "\n".join(links)])
    while len(whole) > LONGEST:
        blocks.pop()
        whole = "\n\n".join([*blocks, "\n".join(links)])
    return Message(whole)


def passport_rows(language: WrittenLang, verb: str, *, skip: bool = False) -> tuple[tuple[Button, ...], ...]:
    """Give the passports as buttons, two in a row."""
    names = [
        Button(tr(language, f"passport.{name}"), Action(verb, (name, short(language)))) for name in PASSPORTS
    ]
    if skip:
        names.append(Button(tr(language, "passport.skip"), Action(verb, ("-", short(language)))))
    return tuple(tuple(names[i : i + 2]) for i in range(0, len(names), 2))


def _listed(title: str, blocks: list[str]) -> Message:
    text = title + "".join(f"\n\n{block}" for block in blocks)
    while len(text) > LONGEST:
        blocks.pop()
        text = title + "".join(f"\n\n{block}" for block in blocks)
    return Message(text)


def _card(card: Iterable[Statement], numbers: dict[str, int]) -> str:
    lines = []
    for statement in card:
        words = escape(statement.text)
        if statement.role == "note":
            lines.append(f"🆘 <b>{words}</b>")
        else:
            lines.append(MARKS.get(statement.role, "") + words + _cites(statement, numbers))
    return "\n".join(lines)


def _body(answer: Answer, numbers: dict[str, int]) -> str:
    paragraphs: list[str] = []
    related: list[str] = []
    if answer.passport_matters:
        paragraphs.append(f"<b>{escape(tr(answer.language, 'passport.matters'))}</b>")
    for statement in answer.statements:
        words = escape(statement.text)
        cites = _cites(statement, numbers)
        if statement.role == "related":
            related.append(f"{MARKS['related']}{words}{cites}")
        elif statement.role == "lead":
            paragraphs.append(f"<b>{words}</b>{cites}")
        elif statement.role in {"note", "quote", "heading"}:
            paragraphs.append(words)
        else:
            paragraphs.append(f"{MARKS[statement.role]}{words}{cites}")
    if related:
        paragraphs.append(f"{escape(tr(answer.language, 'related.title'))}\n" + "\n".join(related))
    if answer.told_of is not None:
        country = tr(answer.language, f"passport.{answer.told_of}")
        paragraphs.append(escape(tr(answer.language, "passport.told", country=country)))
    if answer.outcome is Outcome.ABSTAINED and answer.topics:
        paragraphs.append(escape(tr(answer.language, "abstain.near")))
    return "\n\n".join(paragraphs)


def _cites(statement: Statement, numbers: dict[str, int]) -> str:
    return "".join(f" [{numbers[record]}]" for record in statement.cites)


def _rows(
    answer: Answer, composer: Composer, corpus: Corpus, passport: str | None
) -> Iterable[tuple[Button, ...]]:
    language = answer.language
    if answer.passport_matters or answer.told_of is not None:
        yield from passport_rows(language, "again")
    for topic in answer.topics:
        label = text_of(corpus[topic].title, language)
        label = label if len(label) <= LABEL else label[: LABEL - 1] + "…"
        yield (Button(label, Action("topic", (short(language), code(topic)))),)
    if answer.records:
        buttons = _section_row(SECTIONS, answer, passport, composer)
        yield from (buttons[i : i + 2] for i in range(0, len(buttons), 2))


def _section_row(
    sections: Iterable[Section], answer: Answer, passport: str | None, composer: Composer
) -> tuple[Button, ...]:
    codes = ".".join(code(record) for record in answer.records[:5])
    return tuple(
        Button(
            tr(answer.language, f"button.{section}"),
            Action("show", (section, short(answer.language), codes)),
        )
        for section in sections
        if composer.section(section, answer.records[:5], passport, answer.language)
    )


def _block(statement: Statement) -> str:
    words = _linked(statement.text)
    if statement.role == "lead":
        return f"<b>{words}</b>"
    return MARKS["step"] + words if statement.role == "step" else words


def _linked(text: str) -> str:
    """Escape `text`; a line that ends in an address becomes a link."""
    lines = []
    for line in text.split("\n"):
        match = _LINK.match(line)
        if match:
            lines.append(f'<a href="{escape(match[2]).replace(chr(34), "%22")}">{escape(match[1])}</a>')
        else:
            lines.append(escape(line))
    return "\n".join(lines)
