"""The corpus as open data: whole, readable by a spreadsheet, and nobody in it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

from bot.outreach.opendata import export
from knowledge.corpus import Corpus
from knowledge.schema import RECORD, Case


def test_records_come_back_as_they_were(corpus: Corpus, tmp_path: Path) -> None:
    files = {file.name: file for file in export(corpus, tmp_path, dt.date(2026, 11, 27))}
    lines = files["records.jsonl"].read_text(encoding="utf-8").splitlines()
    read = [RECORD.validate_python(json.loads(line)) for line in lines]
    assert {one.id: one for one in read} == dict(corpus.records)


def test_cases_are_a_table_with_a_source_in_every_row(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path, dt.date(2026, 11, 27))
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(isinstance(record, Case) for record in corpus)
    assert all(row["sources"].startswith("http") for row in rows)
    assert not {"name", "initials", "address"} & set(rows[0])


def test_the_data_sheet_counts_what_is_there(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path, dt.date(2026, 11, 27))
    sheet = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"{len(corpus)} records" in sheet
    assert corpus.version in sheet
    assert "CC BY-SA 4.0" in sheet
    assert (tmp_path / "LICENSE").exists()
