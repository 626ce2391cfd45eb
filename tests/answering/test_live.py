"""The index under a running bot: a new one is taken over, a broken one never."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.answering.live import LivePipeline, ensure, home, refresh
from bot.settings import Settings
from knowledge.corpus import CorpusFaultError
from knowledge.signals import Signals
from tests.handful import few_examples, few_records, write

pytestmark = pytest.mark.slow


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Settings]:
    """Settings over a handful of records, with few examples to learn from, and their index."""
    settings = few_records(tmp_path_factory.mktemp("live"), model_cache)
    examples = few_examples()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Signals, "read", lambda: examples)
        refresh(settings, quiet)
        yield settings


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
