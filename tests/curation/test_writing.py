"""What is approved becomes files that the corpus and the evaluation read."""

from __future__ import annotations

import shutil

from bot.answering.evaluation import Asked
from bot.answering.live import corpus
from bot.curation.writing import folder, write_questions, write_record
from bot.settings import Settings
from knowledge.corpus import RECORDS, read
from knowledge.schema import RECORD
from tests.curation.examples import body
from tests.journal.examples import NOON, exchange


def test_a_record_is_written_as_the_corpus_reads_it(tmp_path):
    record = RECORD.validate_python(
        body() | {"says": [body()["says"][0] | {"cites": ["uz-cc-154"]}], "related": []}
    )
    (tmp_path / "statute").mkdir()
    shutil.copy(RECORDS / "statute" / "uz-cc-154.yaml", tmp_path / "statute")
    file = write_record(tmp_path, record)
    assert file == tmp_path / "answer" / "answer-parcel-home.yaml"
    assert read(tmp_path)["answer-parcel-home"] == record
    assert file.read_text(encoding="utf-8").startswith("id: answer-parcel-home\nkind: answer\n")
    assert [one.name for one in tmp_path.rglob("*") if one.name.startswith(".")] == []


def test_records_in_the_data_folder_go_before_their_namesakes(tmp_path):
    settings = Settings(_env_file=None, data=tmp_path)
    old = read()["answer-lawyer"]
    write_record(tmp_path / "records", old.model_copy(update={"urgency": "soon"}))
    write_record(tmp_path / "records", RECORD.validate_python(body()))
    found = corpus(settings)
    assert found["answer-lawyer"].urgency == "soon"
    assert "answer-parcel-home" in found
    assert len(found) == len(read()) + 1


def test_where_records_are_written(tmp_path):
    assert folder(Settings(_env_file=None, data=tmp_path, records=tmp_path / "mine")) == tmp_path / "mine"
    assert folder(Settings(_env_file=None, data=tmp_path)) in {RECORDS, tmp_path / "records"}


async def test_questions_become_evaluation_questions_redacted_and_once(journal, tmp_path):
    record = RECORD.validate_python(body())
    told = exchange(
        "посылка дойдет? мой номер +998 90 123 45 67", language="ru", urgency="emergency", passport="other"
    )
    ids = [await journal.exchanges.record("p" * 32, one, NOON) for one in (told, exchange("Posilka?"))]
    asked = await journal.exchanges.chosen(ids)
    assert write_questions(tmp_path, record, asked) == 2
    other = record.model_copy(update={"id": "answer-other"})
    assert write_questions(tmp_path, other, asked[1:]) == 0
    lines = (tmp_path / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = (Asked.model_validate_json(line) for line in lines)
    assert "123" not in first.text
    assert (first.id, first.kind, first.lang, first.passport) == ("gap-0001", "emergency", "ru", None)
    assert (second.expect, second.gold) == ("answer", [["answer-parcel-home", "answer-other"]])
