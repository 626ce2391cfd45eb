"""The index under a running bot: a new one is taken over, a broken one never."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.answering.live import LivePipeline, ensure, home, refresh
from bot.settings import Settings
from knowledge.corpus import RECORDS, CorpusFaultError

pytestmark = pytest.mark.slow
FEW = (
    "answer/answer-lawyer", "answer/answer-police-force-sign", "answer/answer-bonus-real",
    "guidance/guide-find-free-lawyer", "guidance/guide-detained-pressed-to-sign",
)  # fmt: skip


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Settings:
    """A data folder of its own, over a handful of records that name no others."""
    folder = tmp_path_factory.mktemp("live")
    for name in FEW:
        record = yaml.safe_load((RECORDS / f"{name}.yaml").read_text(encoding="utf-8"))
        for field in ("related", "contacts", "statutes"):
            record.pop(field, None)
        for said in record.get("says", []):
            said["cites"] = [record["id"]]
        write(folder / "records", record)
    data = folder / "data"
    data.mkdir()
    (data / "e5-small").symlink_to((model_cache / "e5-small").resolve())
    # vectors of the same texts, worked out before: what is embedded here are the changes
    (data / "index").mkdir()
    shutil.copy(model_cache / "index" / "vectors.npz", data / "index")
    settings = Settings(_env_file=None, data=data, records=folder / "records")
    refresh(settings, quiet)
    return settings


def write(records: Path, record: dict[str, object]) -> None:
    file = records / str(record["kind"]) / f"{record['id']}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")


def reword(settings: Settings, summary: str) -> None:
    """Change what the record on lawyers says in Russian."""
    assert settings.records is not None
    file = settings.records / "answer" / "answer-lawyer.yaml"
    record = yaml.safe_load(file.read_text(encoding="utf-8"))
    record["summary"] = dict.fromkeys(("en", "ru", "tg"), summary) | {"uz": "Advokatni konsullikdan soʻrang."}
    write(settings.records, record)


def said(live: LivePipeline) -> str:
    answer = live().about("answer-lawyer", "ru")
    return " ".join(statement.text for statement in answer.statements)


def test_a_changed_record_is_told_of_rebuilt_and_taken_over(few: Settings) -> None:
    live = LivePipeline(few)
    assert not live.look()
    reword(few, "Спросите адвоката в консульстве сегодня же.")
    assert ensure(few, quiet) == "Index built: changed answer-lawyer; 0 texts embedded."
    assert live.look()
    assert "сегодня же" in said(live)


def test_a_broken_new_index_leaves_the_present_one_serving(few: Settings) -> None:
    live = LivePipeline(few)
    reword(few, "Другой ответ про адвоката и консульство.")
    manifest, _ = refresh(few, quiet)
    shutil.rmtree(home(few) / manifest.generation / "lexical")
    before = said(live)
    assert not live.look()
    assert said(live) == before
    reword(few, "Третий ответ про адвоката и консульство.")
    shutil.rmtree(home(few) / manifest.generation)
    refresh(few, quiet)
    assert live.look()


def test_faulty_records_leave_the_index_in_use_and_are_told(few: Settings) -> None:
    assert few.records is not None
    faulty = few.records / "answer" / "answer-broken.yaml"
    faulty.write_text("id: [", encoding="utf-8")
    try:
        with pytest.raises(CorpusFaultError):
            refresh(few, quiet)
        news = ensure(few, quiet)
        assert news is not None
        assert "last good index" in news
        assert "answer/answer-broken.yaml" in news
        assert said(LivePipeline(few))
    finally:
        faulty.unlink()
