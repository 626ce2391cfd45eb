"""Records are read whole or not at all, and every fault is told where it lies."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from knowledge.corpus import RECORDS, CorpusFaultError, holds_for, read, topic_of
from knowledge.schema import Answer

SIGN = "sign-fast-passport"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One sign and what it rests on, free to be spoiled."""
    record = yaml.safe_load((RECORDS / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
    record["evidence"] = []
    write(tmp_path, record)
    return tmp_path


def write(folder: Path, record: dict[str, object], name: str | None = None) -> None:
    file = folder / str(record["kind"]) / f"{name or record['id']}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")


def spoil(folder: Path, **changes: object) -> None:
    record = yaml.safe_load((folder / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
    for name, value in changes.items():
        if value is None:
            del record[name]
        else:
            record[name] = value
    write(folder, record)


def faults(folder: Path) -> list[str]:
    with pytest.raises(CorpusFaultError) as caught:
        read(folder)
    return [str(fault) for fault in caught.value.faults]


def test_all_records_of_the_project_are_sound() -> None:
    corpus = read()
    assert len(corpus) > 500
    assert {record.kind for record in corpus} == {
        "case", "statute", "warning", "report", "guidance", "sign", "contact", "answer"
    }  # fmt: skip


def test_a_sound_record_is_read(folder: Path) -> None:
    assert read(folder)[SIGN].kind == "sign"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"checked": None}, "checked", "required"),
        ({"colour": "red"}, "colour", "not permitted"),
        ({"severity": "extreme"}, "severity", "'high', 'medium' or 'low'"),
        ({"checked": "2999-01-01"}, "checked", "lies in the future"),
        ({"evidence": ["case-of-nobody"]}, "evidence", "names 'case-of-nobody', which no record has"),
        ({"sources": []}, "sources", "at least one source is wanted"),
        ({"id": "another"}, "id", "is not the file's name"),
    ],
)
def test_a_fault_is_named_with_file_and_field(
    folder: Path, change: dict[str, object], field: str, words: str
) -> None:
    if "id" in change:
        record = yaml.safe_load((folder / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
        write(folder, {**record, **change}, name=SIGN)
    else:
        spoil(folder, **change)
    assert any(f"sign/{SIGN}.yaml: {field}" in fault and words in fault for fault in faults(folder)), faults(
        folder
    )


def test_languages_must_agree_in_their_numbers(folder: Path) -> None:
    record = yaml.safe_load((folder / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
    spoil(folder, summary={**record["summary"], "ru": record["summary"]["ru"] + " Срок 77 лет."})
    assert any("summary.ru" in fault and "77" in fault for fault in faults(folder))


def test_uzbek_must_be_latin_and_tajik_cyrillic(folder: Path) -> None:
    record = yaml.safe_load((folder / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
    spoil(folder, title={**record["title"], "uz": "Ўзбекча", "tg": "Latin letters"})
    found = faults(folder)
    assert any("title.uz" in fault and "Latin" in fault for fault in found)
    assert any("title.tg" in fault and "Cyrillic" in fault for fault in found)


def test_every_fault_is_told_not_only_the_first(folder: Path) -> None:
    (folder / "sign" / "broken.yaml").write_text("id: [", encoding="utf-8")
    spoil(folder, severity="extreme")
    assert len(faults(folder)) == 2


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert "no record found" in faults(tmp_path)[0]


def test_two_files_cannot_share_an_id(folder: Path) -> None:
    record = yaml.safe_load((folder / "sign" / f"{SIGN}.yaml").read_text(encoding="utf-8"))
    (folder / "copy").mkdir()
    shutil.copy(folder / "sign" / f"{SIGN}.yaml", folder / "copy" / f"{SIGN}.yaml")
    assert record["id"] == SIGN
    assert any("also names another record" in fault for fault in faults(folder))


def test_a_change_of_asks_changes_the_digest() -> None:
    corpus = read()
    record = corpus["answer-uz-rear-work"]
    before = corpus.digests[record.id]
    corpus.more_asks[topic_of(record)]["ru"].append("новый вопрос")
    assert replace(corpus).digests[record.id] != before


@pytest.mark.parametrize(
    ("record", "passport", "holds"),
    [
        ("uz-cc-154", "UZ", True),
        ("uz-cc-154", "TJ", False),
        ("uz-cc-154", None, False),
        ("ru-cc-337", "TJ", True),
        ("answer-police-force-sign", None, True),
        ("answer-tj-exemption", "TJ", True),
        ("answer-tj-exemption", "KZ", False),
    ],
)
def test_national_records_hold_for_their_passport_only(
    record: str, passport: str | None, *, holds: bool
) -> None:
    assert holds_for(read()[record], passport) is holds


def test_what_is_told_country_by_country_gives_way_to_the_answer_of_ones_own_country() -> None:
    corpus = read()
    pairs = [
        (one, own)
        for one in corpus
        if isinstance(one, Answer) and one.topic.endswith("-everywhere")
        for own in corpus
        if isinstance(own, Answer) and one.id in own.related
    ]
    assert pairs
    for one, own in pairs:
        assert holds_for(one, None), one.id
        assert not [passport for passport in own.citizens_of if holds_for(one, passport)], (one.id, own.id)
