"""Approved drafts as files: one YAML file a record, and the questions behind it for the evaluation."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from bot.journal.exchange import Entry
from bot.redaction import redact
from bot.settings import ROOT, Settings
from knowledge.corpus import RECORDS
from knowledge.schema import Record

QUESTIONS: Final = "questions.jsonl"
EXPECTED: Final = "question"


def folder(settings: Settings) -> Path:
    """Give the folder that new records are written into.

    That of `OGOH_RECORDS`; else the project's own where it is a git checkout that may be written; else `records` in the
    data folder, whose files go before their namesakes in the package.
    """
    if settings.records is not None:
        return settings.records
    if (ROOT / ".git").exists() and os.access(RECORDS, os.W_OK):
        return RECORDS
    return settings.data / "records"


def write_record(place: Path, record: Record) -> Path:
    """Write a record where `read` finds it, at once and whole; a file of that name is replaced.

    Raises OSError where the folder can't be written.
    """
    file = place / record.kind / f"{record.id}.yaml"
    content = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ordered = {name: content[name] for name in ("id", "kind") if name in content} | content
    written = yaml.dump(ordered, allow_unicode=True, sort_keys=False, width=10**6)
    _replace(file, written)
    return file


def write_questions(place: Path, record: Record, asked: Iterable[Entry]) -> int:
    """Add the questions to the evaluation's, redacted once more, with `record` as what answers them; give how many.

    A question that is there already, word for word, only learns of the record.
    """
    file = place / QUESTIONS
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["lang"], row["text"]] = row
    added = 0
    for entry in asked:
        text, lang = redact(entry.exchange.question), entry.exchange.language
        known = rows.get((lang, text))
        if known is None:
            added += 1
            rows[lang, text] = _question(f"gap-{len(rows) + 1:04}", text, entry, record)
        elif record.id not in known["gold"][0]:
            known["gold"][0].append(record.id)
    _replace(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.values()))
    return added


def _question(name: str, text: str, entry: Entry, record: Record) -> dict[str, Any]:
    return {
        "id": name,
        "text": text,
        "lang": entry.exchange.language,
        "passport": entry.exchange.passport if entry.exchange.passport != "other" else None,
        "kind": "emergency" if entry.exchange.urgency == "emergency" else EXPECTED,
        "expect": "answer",
        "gold": [[record.id]],
        "wrong": [],
        "noisy": False,
    }


def _replace(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(content, encoding="utf-8")
    draft.replace(file)
