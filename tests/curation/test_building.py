"""From an approved record to another answer: in seconds, and whatever else is being learned."""

from __future__ import annotations

import time

import pytest

from bot.answering.live import LivePipeline, home, refresh
from bot.answering.question import Question
from bot.curation.building import Builder
from bot.curation.writing import write_record
from knowledge.manifest import read_manifest
from knowledge.schema import RECORD
from knowledge.signals import Signals
from tests.curation.examples import body
from tests.handful import few_examples, few_records

pytestmark = pytest.mark.slow

ASKED = {"ru": "посылку семье из части возьмут?", "uz": "qismdan onamga posilka jonatsam boladimi"}


@pytest.fixture
def few(tmp_path, settings, monkeypatch):
    """Settings over a handful of records, with few examples to learn from: an index of its own in seconds."""
    reduced = few_examples()
    monkeypatch.setattr(Signals, "read", lambda: reduced)
    own = few_records(tmp_path, settings.data)
    refresh(own, lambda _stage, _done, _total: None)
    return own


def approve(settings, builder, **changes):
    record = RECORD.validate_python(body(**changes))
    write_record(settings.records, record)
    builder.start()
    return record.id


def until(happens, seconds=60):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


def first(live, text, lang):
    return live().answer(Question(text, "TJ", lang)).records[:1]


def test_an_approved_record_answers_at_once_here_and_in_a_bot_beside(few, record_property):
    live, beside = LivePipeline(few), LivePipeline(few)
    builder = Builder(few, live)
    began = time.monotonic()
    name = approve(few, builder)
    until(lambda: first(live, ASKED["ru"], "ru") == (name,))
    record_property("seconds in the same process", round(time.monotonic() - began, 2))
    assert beside.look()
    record_property("seconds in another", round(time.monotonic() - began, 2))
    assert {first(beside, text, lang) for lang, text in ASKED.items()} == {(name,)}
    assert read_manifest(home(few)).provisional

    until(lambda: builder.progress.state != "building")
    assert (builder.progress.state, read_manifest(home(few)).provisional) == ("done", False)
    assert {first(live, text, lang) for lang, text in ASKED.items()} == {(name,)}
    assert beside.look()
    assert not beside.look()


def test_what_is_approved_while_all_is_learned_anew_does_not_wait_for_it(few):
    live = LivePipeline(few)
    builder = Builder(few, live)
    approve(few, builder)
    until(lambda: builder.progress.ready)
    second = approve(few, builder, id="answer-letter-home", topic="letter-home")
    until(lambda: second in live().corpus)
    assert read_manifest(home(few)).provisional
    until(lambda: builder.progress.state != "building")
    assert (builder.progress.state, read_manifest(home(few)).provisional) == ("done", False)
    assert second in live().corpus
    folders = [path for path in home(few).iterdir() if path.is_dir()]
    assert all((folder / "manifest.json").is_file() for folder in folders)


def test_faults_are_told_and_the_index_in_use_stays(few):
    live = LivePipeline(few)
    builder, version = Builder(few, live), live().version
    (few.records / "answer" / "answer-broken.yaml").write_text("id: [", encoding="utf-8")
    builder.start()
    builder.wait(60)
    assert builder.progress.state == "faults"
    assert [fault.file for fault in builder.progress.faults] == ["answer/answer-broken.yaml"]
    assert live().version == version
