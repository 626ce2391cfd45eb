"""What a model is given: records and words of people as data, which can't become instructions."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.answering.generate.prompts import examples
from bot.answering.grounding.evidence import shown
from bot.redaction import redact
from knowledge.schema import Record
from knowledge.script import WrittenLang

LONGEST: Final = 900
"""Characters of a question that are handed over."""

FIRST: Final = 0.5
"""The share of the room for records that the first one has; the others share the rest."""

RECORDS: Final = 5
NAMES: Final[Mapping[WrittenLang, str]] = {
    "uz": "Uzbek in Latin script",
    "uz_Cyrl": "Uzbek in Cyrillic script",
    "ru": "Russian",
    "tg": "Tajik in Cyrillic script",
}
SPACES: Final = re.compile(r"\s+")


def cleaned(text: str, longest: int = LONGEST) -> str:
    """Give what a reader would see of `text`, redacted, on one line: no hidden or control characters."""
    seen = unicodedata.normalize("NFKC", text)
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in seen
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return redact(SPACES.sub(" ", seen).strip())[:longest]


def as_data(value: Mapping[str, Any]) -> str:
    """Write `value` as JSON on one line, in which no mark of a prompt or of a chat can be opened or closed."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("`", "\\u0060"),
        ("[INST", "\\u005bINST"),
        ("#", "\\u0023"),
    ):
        written = written.replace(mark, code)
    return written


def records_material(
    question: str, records: Sequence[Record], language: WrittenLang, room: int
) -> tuple[str, dict[str, str]]:
    """Give the data of the answer's prompt, and the records' ids by the short ones that stand for them.

    `room` is how many characters of records go along; of each at least its first sentence does.
    """
    first, others = int(room * FIRST), int(room * (1 - FIRST) / (RECORDS - 1))
    ids = {f"r{number}": record.id for number, record in enumerate(records[:RECORDS], 1)}
    facts = [
        {"id": short, "facts": _within(shown(record, language), first if number == 0 else others)}
        for number, (short, record) in enumerate(zip(ids, records, strict=False))
    ]
    return as_data({"records": facts, "question": cleaned(question)}), ids


def example(language: WrittenLang) -> str:
    """Give the example of an answer in `language`, as the model would see and write it."""
    one = examples()[language]
    given = as_data({"records": [{"id": "r1", "facts": one["facts"]}], "question": one["question"]})
    reply = {"sentences": [{"text": text, "cites": ["r1"]} for text in one["sentences"]]}
    return f"Example\n{given}\n{json.dumps(reply, ensure_ascii=False, separators=(',', ':'))}"


def _within(facts: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for fact in facts:
        room -= len(fact)
        if room < 0 and kept:
            break
        kept.append(cleaned_fact(fact))
    return kept


def cleaned_fact(fact: str) -> str:
    """Give a record's sentence on one line without hidden characters; its phones and names stay."""
    seen = "".join(letter for letter in fact if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return SPACES.sub(" ", seen).strip()
