"""The corpus as open data: JSON Lines and CSV, with a data sheet that says what is in it and what it can't tell."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from knowledge.corpus import ROOT, Corpus, holders
from knowledge.schema import LANGS, Case, Record

SHEET: Final = Path(__file__).with_name("datasheet.md")
CASE_FIELDS: Final = (
    "id", "country", "region", "date", "date_of", "age", "sex", "citizenship", "pathways", "force", "roles",
    "return", "statutes", "verdict", "penalty", "years", "months", "claims", "mitigating", "sources", "checked",
)  # fmt: skip
RECORD_FIELDS: Final = (
    "id", "kind", "holds_for", *(f"title_{lang}" for lang in LANGS), *(f"summary_{lang}" for lang in LANGS),
    "sources", "checked",
)  # fmt: skip


def export(corpus: Corpus, folder: Path, day: dt.date) -> list[Path]:
    """Write the corpus into `folder`, and name the files; no person is in it.

    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    records = sorted(corpus, key=lambda record: (record.kind, record.id))
    files = [folder / name for name in ("records.jsonl", "records.csv", "cases.csv", "README.md", "LICENSE")]
    lines = (json.dumps(_plain(record), ensure_ascii=False) + "\n" for record in records)
    files[0].write_text("".join(lines), encoding="utf-8")
    _write_table(files[1], RECORD_FIELDS, map(_record_row, records))
    _write_table(files[2], CASE_FIELDS, (_case_row(one) for one in records if isinstance(one, Case)))
    counts = Counter(record.kind for record in records)
    table = "\n".join(f"| {kind} | {count} |" for kind, count in sorted(counts.items()))
    sheet = SHEET.read_text(encoding="utf-8")
    files[3].write_text(
        sheet.format(day=day.isoformat(), version=corpus.version, total=len(records), counts=table),
        encoding="utf-8",
    )
    files[4].write_text((ROOT / "records" / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")
    return files


def _plain(record: Record) -> dict[str, object]:
    content: dict[str, object] = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return content


def _record_row(record: Record) -> dict[str, object]:
    row: dict[str, object] = {"id": record.id, "kind": record.kind, "checked": record.checked}
    row["holds_for"] = " ".join(sorted(holders(record)))
    row["sources"] = _urls(record)
    for lang in LANGS:
        row[f"title_{lang}"] = record.title.of(lang)
        row[f"summary_{lang}"] = record.summary.of(lang)
    return row


def _case_row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "country": case.country,
        "region": case.region,
        "date": case.date,
        "date_of": case.date_of,
        "age": case.person.age,
        "sex": case.person.sex,
        "citizenship": " ".join(case.person.citizenship),
        "pathways": " ".join(case.recruitment.pathways),
        "force": case.service.force,
        "roles": " ".join(case.service.roles),
        "return": case.return_.how if case.return_ else None,
        "statutes": " ".join(charge.statute for charge in case.charges if charge.statute),
        "verdict": case.outcome.verdict,
        "penalty": case.outcome.penalty,
        "years": case.outcome.years,
        "months": case.outcome.months,
        "claims": " ".join(case.claims),
        "mitigating": " ".join(case.mitigating),
        "sources": _urls(case),
        "checked": case.checked,
    }


def _urls(record: Record) -> str:
    return " ".join(source.url for source in record.sources)


def _write_table(file: Path, fields: tuple[str, ...], rows: Iterator[dict[str, object]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:  # spreadsheets know UTF-8 by its mark
        table = csv.DictWriter(out, fields)
        table.writeheader()
        table.writerows(rows)
